package main

import (
	"maps"
	"slices"
	"strings"
)

// unsteady give something else each time (or read the clock) for some of the grid's arguments.
var unsteady = strings.Fields("ago date dateInZone date_in_zone htmlDate htmlDateInZone now uuidv4 randAlphaNum randAlpha randAscii randNumeric randInt randBytes shuffle bcrypt encryptAES genPrivateKey genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey htpasswd")

// addGrid calls every function with arguments it may not want: none, of each kind, too many, piped.
func addGrid(c *collector) {
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		if slices.Contains(unsteady, name) {
			continue
		}
		family := "wrong-arguments"
		for _, arguments := range []string{"", "nil", `"s"`, "1", "(list 1)", ".", `"a" "b" "c" "d" "e" "f" "g"`, `nil nil`, `1 1`, `"s" 1`, `1 "s"`, "1+2i"} {
			c.add(TemplateVector{Family: family, Template: strings.TrimSpace("{{ "+name+" "+arguments) + " }}"}, "grid-"+name)
		}
	}
}
