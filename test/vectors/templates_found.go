package main

// addFound holds what generated templates have found to differ, once.
func addFound(c *collector) {
	c.texts("found", "found",
		"{{ 1_0.5 }}",
		"{{ block \"k\" and true nil }}{{ if and true (list) | and (list) }} text\n{{ end }}{{ else }}{{ end }}",
		"{{ .yaml | camelcase | and \"Hello World\" }}",
		"{{ block \"k\" and 0.0 0 }} text\n{{ else }}{{ end }}",
		"{{ define \"k\" }}\n{{ else }}{{ end }}",
		"{{ clean (\"%d\") | fromYaml }}", "{{ squote true | hexdec }}", "{{ \"\\n\" | hexdec }}", "{{ \"\\u00e9\" | hexdec }}",
		"{{ and (dict) (dict) | quote \"\" | fromYaml }}", "{{ semver \"1.2.3\" | deepCopy }}", "{{ (deepCopy (semver \"1.2.3-a+b\")).Original }}",
	)
	c.texts("syntax", "complex", "{{ 1_0i }}", "{{ 0x1p4i }}", "{{ 0x1+2i }}", "{{ 0b1+2i }}", "{{ 0o7i }}", "{{ 1e999i }}", "{{ 1e999+1i }}", "{{ 1+1e999i }}", "{{ 1e+2+3e-1i }}", "{{ 1+2 }}", "{{ 1+i }}", "{{ .5-.5i }}", "{{ 0xe+1i }}", "{{ 1__0+1i }}", "{{ -1-1i }}", "{{ 1+2i+3i }}", "{{ -0i }}", "{{ 0-0i }}",
		"{{ until 3+0i }}", "{{ until 3+1i }}", "{{ trunc 2+0i \"abc\" }}", "{{ trunc 2.5+0i \"abc\" }}", "{{ round 1.26+0i 1 }}", "{{ randInt 1i 2 }}", "{{ upper 1i }}", "{{ range 1i }}x{{ end }}", "{{ range 2+0i }}x{{ end }}", "{{ (1i).x }}", "{{ $c := 1i }}{{ $c.x }}", "{{ index .list 1i }}", "{{ slice .user 0i 1 }}", "{{ 1i | print }}", "{{ list 1i 2 }}", "{{ toJson (list 1i) }}", "{{ dict \"a\" 1i }}", "{{ eq 1i 1 }}", "{{ eq 1i \"a\" }}", "{{ lt 1i 1 }}", "{{ eq (list 1i) nil }}", "{{ deepEqual 1i 1i }}", "{{ deepEqual 1i 2i }}", "{{ has 1i (list 1i) }}", "{{ uniq (list 1i 1i 2i) }}", "{{ if 0i }}a{{ else }}b{{ end }}", "{{ with 0i }}a{{ else }}b{{ end }}", "{{ len 1i }}", "{{ not 0i }}", "{{ 1i.x }}", "{{ deepCopy 1i }}", "{{ kindIs \"complex128\" 1i }}", "{{ true | ternary 1i 2i }}", "{{ default 1i 0i }}", "{{ coalesce 0i 2i }}")
	for _, verb := range []string{"v", "+v", "#v", "b", "g", "G", "x", "X", "f", "F", "e", "E", "d", "s", "q", "t", "T", "c", "U", "p", "+f", " f", "08.2f", "-12.1f|", "10.3v|", "#g", "+.2e", "z"} {
		c.texts("printf", "complex-printf", "{{ printf \"%"+verb+"\" 1.5-2i }}", "{{ printf \"%"+verb+"\" (list 0i 1e21+1e-7i) }}")
	}
	for _, text := range []string{"%", "% x", "%YAML 1.1\n---\na: 1", "%YAML 1.2\n--- a", "%FOO bar\n---\na", "%YAML", "%YAML 1", "%YAML 1.", "%YAML 1.1 x\n--- a", "%YAML 1.1 # c\n---\na: 1", "%YAML 1.1\na: 1", "\n%d\n", "# c\n%d: 1", "a: 1\n%d", "%a!b", "%YAML 1.1\n%YAML 1.1\n--- a", " %d", "\n\n%YAML 1.3\n---\n", "%YAML 100.1\n---", "%YAML 1.1", "%YAML 1.1\n", "{a: 1} b", "{a: 1}\nb: 2", "{a: 1}\n\tb", "{a: 1} \"b\": 2", "\"a\" b", "[a] b", "{a: 1}# x", "--- {a: 1} b", "{a: 1}}", "|x", "| x", "a:\n- >1x", "|0\n x", "a: |-0\n x", "b: 1\na: |x", "a: >-\tx", "a: |10\n x"} {
		c.texts("yaml", "yaml-head", "{{ `"+text+"` | fromYaml | toJson }}")
	}
	for _, zone := range []string{"Africa/Windhoek", "America/Adak", "America/Atka", "US/Aleutian", "America/Chihuahua", "America/Ciudad_Juarez", "America/Mazatlan", "Mexico/BajaSur", "America/Dawson", "America/Whitehorse", "Canada/Yukon", "America/Havana", "Cuba", "America/Hermosillo", "America/St_Johns", "Canada/Newfoundland", "Antarctica/Casey", "Antarctica/Troll", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Macao", "Asia/Macau", "Asia/Taipei", "PRC", "ROC", "Asia/Colombo", "Asia/Dubai", "Asia/Muscat", "Asia/Jakarta", "Asia/Pontianak", "Asia/Jayapura", "Asia/Jerusalem", "Asia/Tel_Aviv", "Israel", "Asia/Karachi", "Asia/Makassar", "Asia/Ujung_Pandang", "Asia/Manila", "Asia/Pyongyang", "Australia/Eucla", "Australia/LHI", "Australia/Lord_Howe", "Eire", "Europe/Dublin", "Etc/GMT", "GMT", "GMT+0", "GMT-0", "GMT0", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey", "Europe/Kirov", "Europe/Moscow", "W-SU", "Europe/Simferopol", "Europe/Volgograd", "Hongkong", "Japan", "MET", "NZ-CHAT", "Pacific/Chatham", "Pacific/Guam", "Pacific/Saipan", "Pacific/Midway", "Pacific/Pago_Pago", "Pacific/Samoa", "US/Samoa", "ROK"} {
		c.texts("dates", "zone-names", "{{ dateInZone \"-0700 MST\" 1705320000 \""+zone+"\" }} {{ dateInZone \"-0700 MST\" 1721044800 \""+zone+"\" }}")
	}
	c.texts("syntax", "else-control", "{{range list 1 2}}{{range list}}{{else}}{{break}}{{end}}i{{.}}{{end}}", "{{range list}}{{else}}a{{break}}b{{end}}c", "{{range list 1 2}}{{range list}}{{else}}{{continue}}{{end}}i{{.}}{{end}}", "{{range list 1 2}}{{range list}}{{else}}{{if true}}{{break}}{{end}}{{end}}i{{.}}{{break}}{{end}}")
	c.texts("semver", "compare-nothing", "{{ (semver \"1.2.3\").Compare nil }}", "{{ (semver \"1.2.3\").Equal nil }}", "{{ (semver \"1.2.3\").LessThan nil }}")
	for _, text := range []string{"a: \\u0001", "a: \\u0000", "\\u007f", "a: \\u0080", "a: \\u001b[0m", "# \\u0001\\na: 1", "a: 1\\n...\\n\\u0001", "a: \\ufffe", "a: \\U0001F600", "a: x\\u0085b: y", "a: \\u0085 x", "a: \\\"x\\u0085\\u0085 y\\\"", "a: |\\u0085  x\\u0085  y\\u0085", "# c\\u0085a: 1", "a: x\\rb: y", "a: x\\r\\nb: y\\r\\n", "a: \\\"x\\r y\\\"", "a: |\\r  x\\r  y\\r", "a: &a [*a]", "a: &a {b: *a}", "&a [*a]", "a: &a [1]\\nb: &b [*a,*a]\\nc: [*b,*b,*a]", "a: &a {<<: *a}"} {
		c.texts("yaml", "yaml-reader", "{{ fromYaml \""+text+"\" | toJson }}")
	}
	for _, text := range []string{`\ud800`, `\ud83d\ude00`, `\U00110000`, `\U0001F600`, `\U0000d800`, `x\udfff`, `\x4`, `\xzz`, `\u12`, `\\ud800`, `\/`, `\q`, `\N\L\P\_\0\a\b\e\f\v\r\ `} {
		c.texts("yaml", "yaml-escapes", "{{ `a: \""+text+"\"` | fromYaml | toJson }}", "{{ `a:\n- b\n- \""+text+"\"` | fromYaml | toJson }}", "{{ `\""+text+"\": 1` | fromYaml | toJson }}")
	}
	for _, text := range []string{"-", "-x", "--", "{", "{\\\"a\\\"", "[1", "[1}", "{]", "{1", "1.", "1e", "\\xff", "-----BEGIN CERTIFICATE-----", "{\\\"a\\\":1,", "\\\"a"} {
		c.texts("certificates", "jwk-json", "{{ jwkPublicKeyPem \""+text+"\" }}", "{{ jwkPrivateKeyPem \""+text+"\" }}")
	}
}
