package main

// addFound holds what generated templates have found to differ, once.
func addFound(c *collector) {
	c.texts("found", "found",
		"{{ 1_0.5 }}",
		"{{ block \"k\" and true nil }}{{ if and true (list) | and (list) }} text\n{{ end }}{{ else }}{{ end }}",
		"{{ .yaml | camelcase | and \"Hello World\" }}",
	)
}
