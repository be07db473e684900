package main

import (
	"bytes"
	"embed"
	"encoding/base64"
	"fmt"
	"os"
	"time"
	"unicode/utf8"
)

// TemplateVector is a template of a family over a named data set, with what Go gives.
type TemplateVector struct {
	ID           string   `json:"id"`
	Family       string   `json:"family"`
	Template     string   `json:"template"`
	Data         string   `json:"data"`
	Delims       []string `json:"delims,omitempty"`
	MissingKey   string   `json:"missingKey,omitempty"`
	Output       *string  `json:"output,omitempty"`
	OutputBase64 *string  `json:"outputBase64,omitempty"`
	Error        *string  `json:"error,omitempty"`
}

//go:embed fixtures
var fixtures embed.FS

func fixture(name string) string {
	content, err := fixtures.ReadFile("fixtures/" + name)
	if err != nil {
		panic(err)
	}
	return string(content)
}

// dataSets are by name; every value is base64, since some are no text.
func dataSets() map[string]map[string]string {
	encoded := map[string]map[string]string{}
	for name, set := range sets {
		encoded[name] = map[string]string{}
		for key, value := range set {
			encoded[name][key] = base64.StdEncoding.EncodeToString([]byte(value))
		}
	}
	return encoded
}

// collector numbers vectors within their topic, so that a new one at a topic's end leaves the others their names.
type collector struct {
	vectors []TemplateVector
	counts  map[string]int
	seen    map[string]bool
	dropped int
}

func (c *collector) add(v TemplateVector, topic string) {
	if v.Data == "" {
		v.Data = "main"
	}
	key := fmt.Sprint(v.Template, v.Data, v.Delims, v.MissingKey)
	if c.seen[key] {
		return
	}
	c.seen[key] = true
	c.counts[topic]++
	v.ID = fmt.Sprintf("%s-%d", topic, c.counts[topic])
	question := Question{Template: v.Template, Data: sets[v.Data], Delims: v.Delims, MissingKey: v.MissingKey}
	output, err := render(question)
	if !isStable(question, output, err) {
		fmt.Fprintf(os.Stderr, "left out, Go gives more than one answer: %s\n", v.Template)
		c.dropped++
		return
	}
	switch {
	case err != nil:
		message := text(err.Error())
		v.Error = &message
	case utf8.Valid(output):
		rendered := string(output)
		v.Output = &rendered
	default:
		rendered := base64.StdEncoding.EncodeToString(output)
		v.OutputBase64 = &rendered
	}
	c.vectors = append(c.vectors, v)
}

// isStable renders again and again for a while: what depends on the order of a map differs at some time.
func isStable(question Question, output []byte, err error) bool {
	started := time.Now()
	for range 30 {
		again, errAgain := render(question)
		if !bytes.Equal(output, again) || (err == nil) != (errAgain == nil) || (err != nil && err.Error() != errAgain.Error()) {
			return false
		}
		if time.Since(started) > 20*time.Millisecond {
			break
		}
	}
	return true
}

// texts adds templates as they stand.
func (c *collector) texts(family, topic string, templates ...string) {
	for _, template := range templates {
		c.add(TemplateVector{Family: family, Template: template}, topic)
	}
}

// over adds templates over another data set.
func (c *collector) over(data, family, topic string, templates ...string) {
	for _, template := range templates {
		c.add(TemplateVector{Family: family, Template: template, Data: data}, topic)
	}
}

// calls adds `{{ name arguments }}` for each list of arguments.
func (c *collector) calls(family, name string, arguments ...string) {
	for _, list := range arguments {
		c.add(TemplateVector{Family: family, Template: "{{ " + name + " " + list + " }}"}, name)
	}
}

func templateVectors() []TemplateVector {
	c := &collector{counts: map[string]int{}, seen: map[string]bool{}}
	addSyntax(c)
	addBuiltins(c)
	addPrintf(c)
	addStrings(c)
	addNumbers(c)
	addLists(c)
	addDicts(c)
	addFormats(c)
	addOthers(c)
	addCertificates(c)
	addFound(c)
	addGrid(c)
	return c.vectors
}
