package main

// addFound holds what generated templates have found to differ, once.
func addFound(c *collector) {
	c.texts("found", "found",
		"{{ 1_0.5 }}",
	)
}
