package main

import (
	"fmt"

	"github.com/tidwall/sjson"
)

// WriteVector is a document with a text set at a path, or the refusal of that.
type WriteVector struct {
	ID       string `json:"id"`
	Document string `json:"document"`
	Path     string `json:"path"`
	Value    string `json:"value"`
	Result   string `json:"result,omitempty"`
	Error    string `json:"error,omitempty"`
}

var writeDocuments = []string{
	``, `{}`, `[]`, ` { } `, `{"a":1}`, `{"a":{"b":"x","c":[1,2]},"d":null}`, "{\n  \"a\": \"x\",\n  \"b\": [ 1 , {\"c\": 2} ]\n}\n",
	`[1, 2,{"a":3}]`, `"text"`, `12`, `null`, `{"a":"x","a":"y"}`, `{"a.b":1,"1":{"x":2},"-1":3,"":4,"é":5,"q\"":6,"\u0061b":7}`, `{"a":"{\"b\":1}"}`,
}

var writePaths = []string{
	"a", "a.b", "a.b.c", "a.c.0", "a.c.1", "a.c.2", "a.c.5", "a.c.-1", "a.-1", "-1", "0", "1", "3", "2.a", "2.x", "b.1.c", "b.-1.x", ":1", ":1.x", "1.x", "a.:1", ":-1", "n.0.m", "n.2.m", "n.-1.m", "n.:0.m",
	"a\\.b", "x\\.y", "q\"", "é", "世.界", "a.", "\\a", "a\\", "x y", "<k>", "d", "d.e", "ab", "00", "", "x.0.1.2",
}

var writeValues = []string{"v", "", "é <&> \"q\" \\ \n\t\u2028", "123", "{\"x\":1}", "<b>"}

func writeVectors() []WriteVector {
	var vectors []WriteVector
	add := func(document, path, value string) {
		vector := WriteVector{ID: fmt.Sprintf("sjson-%d", len(vectors)+1), Document: document, Path: path, Value: value}
		result, err := sjson.Set(document, path, value)
		if err != nil {
			vector.Error = err.Error()
		} else {
			vector.Result = result
		}
		vectors = append(vectors, vector)
	}
	for _, document := range writeDocuments {
		for _, path := range writePaths {
			add(document, path, "v")
		}
	}
	for _, value := range writeValues {
		add(`{"a":1}`, "a", value)
		add(`{"a":1}`, "b.-1", value)
	}
	return vectors
}
