package main

// sets are what templates are rendered over, by name.
var sets = map[string]map[string]string{
	"main": {
		"user": "u", "a": "abc", "b": "b-value", "e": "", "n": "42", "f": "1.5", "t": "true", "s": "  spaced  ",
		"bin": "\xff\x00<", "key-dash": "kd", "uni": "héllo 世界 😀", "quote": "q\"uo'te\\", "lines": "one\ntwo\n\nthree",
		"html": "<a href=\"x\">&'</a>", "json": `{"k":"v","n":1,"f":1.5,"l":[1,"two",null,true],"o":{"x":{"y":"deep"}}}`,
		"yaml": "k: v\nn: 1\nl:\n  - 1\n  - two\n", "b64": "aGVsbG8=", "upper": "LOUD", "UPPER": "other case", "num1": "10", "num2": "9",
	},
	"empty": {},
	"one":   {"only": "x"},
	"sorted": {
		"10": "ten", "9": "nine", "B": "upper b", "a": "lower a", "é": "e acute", "_": "underscore", "z": "zed", "aa": "double a", "A1": "mixed",
	},
	"bytes": {"valid": "ok", "latin1": "caf\xe9", "nul": "a\x00b", "cut": "\xe4\xb8", "surrogate": "\xed\xa0\x80", "overlong": "\xc0\xaf", "mixed": "a\xffb世\xfe", "empty": ""},
	"certs": {
		"root": fixture("root.crt"), "intermediate": fixture("intermediate.crt"), "leaf": fixture("leaf.crt"), "chain": fixture("chain.pem"), "mixed": fixture("chain-mixed.pem"),
		"alone": fixture("alone.crt"), "ec": fixture("leaf-ec.crt"), "ed": fixture("leaf-ed25519.crt"), "key": fixture("leaf.key"), "rsaKey": fixture("leaf-rsa.key"), "ecKey": fixture("leaf-ec.key"), "edKey": fixture("leaf-ed25519.key"),
		"p12": fixture("modern.p12"), "p12pass": fixture("modern-pass.p12"), "p12legacy": fixture("legacy-pass.p12"), "p12ec": fixture("ec.p12"), "p12ed": fixture("ed25519.p12"),
		"sha1": fixture("oaep-sha1.bin"), "sha256": fixture("oaep-sha256.bin"), "sha512": fixture("oaep-sha512.bin"),
		"both": fixture("leaf.key") + fixture("leaf.crt"), "junk": "no pem here", "junkBefore": "Bag Attributes\n  friendlyName: x\n" + fixture("leaf.crt"), "junkAfter": fixture("leaf.crt") + "\ntrailing text\n", "none": "",
		"broken": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "crlf": "-----BEGIN CERTIFICATE-----\r\nAAAA\r\n-----END CERTIFICATE-----\r\n", "headers": "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nA: b\n\nAAAA\n-----END X-----\n",
		"disjunct": fixture("leaf.crt") + fixture("alone.crt"),
		"jwkRSA":   jwkRSA, "jwkEC": jwkEC, "jwkED": jwkED, "jwkOct": `{"kty":"oct","k":"c2VjcmV0"}`, "jwkBad": `{"kty":"nope"}`, "jwkNoJSON": "not json", "jwkRSAPublic": jwkRSAPublic, "jwkECPublic": jwkECPublic, "jwkEDPublic": jwkEDPublic,
	},
}
