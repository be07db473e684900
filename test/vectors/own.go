package main

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"strings"
	"text/template"

	"github.com/lestrrat-go/jwx/v2/jwk"
	"golang.org/x/crypto/bcrypt"
	"sallyport/test/vectors/sprig"
	"sigs.k8s.io/yaml"
	"software.sslmate.com/src/go-pkcs12"
)

// ownFunctions are what External Secrets Operator has beyond Sprig 3.3.0, written from what its pages and tests say they do.
var ownFunctions = template.FuncMap{
	"hexdec":   hexDecode,
	"htpasswd": htpasswd,
	"toYaml":   toYAML,
	"fromYaml": fromYAML,

	"pkcs12key":      func(in string) (string, error) { return containerKey("", in) },
	"pkcs12keyPass":  containerKey,
	"pkcs12cert":     func(in string) (string, error) { return containerChain("", in) },
	"pkcs12certPass": containerChain,

	"pemToPkcs12":               func(cert, key string) (string, error) { return newContainer(cert, key, "", false) },
	"pemToPkcs12Pass":           func(cert, key, pass string) (string, error) { return newContainer(cert, key, pass, false) },
	"fullPemToPkcs12":           func(cert, key string) (string, error) { return newContainer(cert, key, "", true) },
	"fullPemToPkcs12Pass":       func(cert, key, pass string) (string, error) { return newContainer(cert, key, pass, true) },
	"pemTruststoreToPKCS12":     func(certs string) (string, error) { return newTrustStore(certs, "") },
	"pemTruststoreToPKCS12Pass": newTrustStore,

	"filterPEM":        filterPEM,
	"filterCertChain":  filterCertChain,
	"certSANs":         certSANs,
	"jwkPublicKeyPem":  func(in string) (string, error) { return keyOfJWK(in, "PUBLIC KEY", x509.MarshalPKIXPublicKey) },
	"jwkPrivateKeyPem": func(in string) (string, error) { return keyOfJWK(in, "PRIVATE KEY", x509.MarshalPKCS8PrivateKey) },
	"rsaDecrypt":       rsaDecrypt,
}

func hexDecode(in string) (string, error) {
	decoded, err := hex.DecodeString(in)
	return string(decoded), err
}

func htpasswd(user, password string, algorithm sprig.HashAlgorithm) string {
	if strings.ContainsRune(user, ':') {
		return "invalid username: " + user
	}
	if algorithm == "sha" {
		sum := sha1.Sum([]byte(password))
		return user + ":{SHA}" + base64.StdEncoding.EncodeToString(sum[:])
	}
	hashed, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return user + ":failed to encrypt string with bcrypt: " + err.Error()
	}
	return user + ":" + string(hashed)
}

func toYAML(value any) string {
	out, err := yaml.Marshal(value)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(out), "\n")
}

func fromYAML(in string) map[string]any {
	result := map[string]any{}
	if err := yaml.Unmarshal([]byte(in), &result); err != nil {
		result["Error"] = err.Error()
	}
	return result
}

func pemText(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func containerKey(pass, in string) (string, error) {
	key, _, _, err := pkcs12.DecodeChain([]byte(in), pass)
	if err != nil {
		return "", fmt.Errorf("unable to decode pkcs12 with password: %s", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	return pemText("PRIVATE KEY", der), nil
}

func containerChain(pass, in string) (string, error) {
	_, leaf, others, err := pkcs12.DecodeChain([]byte(in), pass)
	if err != nil {
		return "", fmt.Errorf("unable to decode pkcs12 certificate with password: %s", err)
	}
	certificates := append([]*x509.Certificate{leaf}, others...)
	if ordered, err := orderChain(certificates); err == nil {
		certificates = ordered
	}
	return certificatesText(certificates), nil
}

func certificatesText(certificates []*x509.Certificate) string {
	var out strings.Builder
	for _, certificate := range certificates {
		out.WriteString(pemText("CERTIFICATE", certificate.Raw))
	}
	return out.String()
}

// orderChain puts leaf first and root last, by the key identifiers alone.
func orderChain(certificates []*x509.Certificate) ([]*x509.Certificate, error) {
	issuerOf := make([]int, len(certificates))
	issues := make([]bool, len(certificates))
	for child, certificate := range certificates {
		issuerOf[child] = -1
		for parent, candidate := range certificates {
			if parent != child && bytes.Equal(certificate.AuthorityKeyId, candidate.SubjectKeyId) {
				issuerOf[child], issues[parent] = parent, true
				break
			}
		}
	}
	leaf := -1
	for index := range certificates {
		if issues[index] {
			continue
		}
		if leaf >= 0 {
			return nil, errors.New("found multiple leaf or disjunct certificates")
		}
		leaf = index
	}
	if leaf < 0 {
		return nil, errors.New("no leaf certificate found")
	}
	var ordered []*x509.Certificate
	for at := leaf; at >= 0; at = issuerOf[at] {
		if len(ordered) == len(certificates) {
			return nil, errors.New("constructing chain resulted in cycle")
		}
		ordered = append(ordered, certificates[at])
	}
	return ordered, nil
}

func readChain(in string) ([]*x509.Certificate, error) {
	var certificates []*x509.Certificate
	for rest := []byte(in); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return certificates, nil
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		certificates = append(certificates, certificate)
	}
}

// allCertificates reads certificates that must fill the text: anything else is a fault, as it is there.
func allCertificates(in []byte) ([]*x509.Certificate, error) {
	certificates := []*x509.Certificate{}
	for len(in) > 0 {
		block, rest := pem.Decode(in)
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		certificates, in = append(certificates, certificate), rest
	}
	return certificates, nil
}

func newContainer(cert, key, pass string, full bool) (string, error) {
	block, rest := pem.Decode([]byte(cert))
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return "", err
	}
	var others []*x509.Certificate
	if full {
		if others, err = allCertificates(rest); err != nil {
			return "", err
		}
	}
	keyBlock, _ := pem.Decode([]byte(key))
	privateKey, err := readKey(keyBlock.Bytes)
	if err != nil {
		return "", err
	}
	der, err := pkcs12.Modern.Encode(privateKey, leaf, others, pass)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(der), nil
}

func newTrustStore(certs, pass string) (string, error) {
	certificates, err := allCertificates([]byte(certs))
	if err != nil {
		return "", err
	}
	der, err := pkcs12.Modern.EncodeTrustStore(certificates, pass)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(der), nil
}

func readKey(der []byte) (any, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return nil, errors.New("unable to parse private key type")
}

func fromFirstBlock(in string) []byte {
	if at := strings.Index(in, "-----BEGIN"); at > 0 {
		in = in[at:]
	}
	return []byte(in)
}

func filterPEM(kind, in string) (string, error) {
	var kept strings.Builder
	rest := fromFirstBlock(in)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if strings.EqualFold(block.Type, kind) {
			var out bytes.Buffer
			if err := pem.Encode(&out, block); err != nil {
				return "", err
			}
			kept.Write(out.Bytes())
		}
	}
	if kept.Len() == 0 && len(rest) > 0 {
		return "", errors.New("error filtering pem: found junk")
	}
	return kept.String(), nil
}

func selfIssued(c *x509.Certificate) bool {
	return c.AuthorityKeyId == nil || bytes.Equal(c.AuthorityKeyId, c.SubjectKeyId)
}

func filterCertChain(part, in string) (string, error) {
	certificates, err := readChain(in)
	if err != nil {
		return "", err
	}
	chain, err := orderChain(certificates)
	if err != nil {
		return "", err
	}
	switch first, last := chain[0], chain[len(chain)-1]; {
	case part == "leaf" && !selfIssued(first):
		return certificatesText(chain[:1]), nil
	case part == "root" && selfIssued(last):
		return certificatesText(chain[len(chain)-1:]), nil
	case part == "intermediate":
		end := 1
		for end < len(chain) && !selfIssued(chain[end]) {
			end++
		}
		return certificatesText(chain[1:end]), nil
	}
	return "", nil
}

func certSANs(in string) ([]string, error) {
	block, _ := pem.Decode(fromFirstBlock(in))
	if block == nil {
		return nil, errors.New("failed to decode PEM block")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("failed to parse certificate: %w", err)
	}
	names := append([]string{}, certificate.DNSNames...)
	for _, address := range certificate.IPAddresses {
		names = append(names, address.String())
	}
	names = append(names, certificate.EmailAddresses...)
	for _, uri := range certificate.URIs {
		names = append(names, uri.String())
	}
	return names, nil
}

func keyOfJWK(in, kind string, marshal func(any) ([]byte, error)) (string, error) {
	key, err := jwk.ParseKey([]byte(in))
	if err != nil {
		return "", err
	}
	var raw any
	if err := key.Raw(&raw); err != nil {
		return "", err
	}
	der, err := marshal(raw)
	if err != nil {
		return "", err
	}
	return pemText(kind, der), nil
}

func rsaDecrypt(scheme, hashName, in, keyPEM string) (string, error) {
	if scheme == "None" {
		return in, nil
	}
	if scheme != "RSA-OAEP" {
		return "", fmt.Errorf("decryption scheme %v is not supported", scheme)
	}
	block, _ := pem.Decode([]byte(keyPEM))
	if block == nil {
		return "", errors.New("failed to decode PEM block")
	}
	key, err := readKey(block.Bytes)
	if err != nil {
		return "", fmt.Errorf("could not parse private key: %v", err)
	}
	rsaKey, ok := key.(*rsa.PrivateKey)
	if !ok {
		return "", errors.New("could not parse RSA private key")
	}
	out, err := rsa.DecryptOAEP(oaepHash(hashName), nil, rsaKey, []byte(in), nil)
	if err != nil {
		return "", fmt.Errorf("error decrypting data with RSA: %v", err)
	}
	return string(out), nil
}

func oaepHash(name string) hash.Hash {
	switch name {
	case "SHA1":
		return sha1.New()
	case "SHA512":
		return sha512.New()
	default:
		return sha256.New()
	}
}
