package main

import (
	"crypto"
	"encoding/pem"

	"github.com/lestrrat-go/jwx/v2/jwk"
)

var (
	jwkRSA, jwkRSAPublic = jwkOf("leaf.key")
	jwkEC, jwkECPublic   = jwkOf("leaf-ec.key")
	jwkED, jwkEDPublic   = jwkOf("leaf-ed25519.key")
)

func jwkOf(name string) (private, public string) {
	block, _ := pem.Decode([]byte(fixture(name)))
	key, err := readKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return jwkText(key), jwkText(key.(interface{ Public() crypto.PublicKey }).Public())
}

func jwkText(raw any) string {
	key, err := jwk.FromRaw(raw)
	if err != nil {
		panic(err)
	}
	return string(encode(key))
}
