package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"maps"

	"github.com/tidwall/gjson"
)

// PathVector is what gjson finds in a document by a path; nothing when neither raw nor string is there.
type PathVector struct {
	ID       string  `json:"id"`
	Document string  `json:"document"`
	Path     string  `json:"path"`
	Raw      *string `json:"raw,omitempty"`
	String   *string `json:"string,omitempty"`
}

func pathVectors() []PathVector {
	var vectors []PathVector
	for _, name := range slices.Sorted(maps.Keys(documents)) {
		asked := slices.Concat(paths[name], everywhere)
		seen := map[string]bool{}
		for _, path := range asked {
			if seen[path] {
				continue
			}
			seen[path] = true
			vector := PathVector{ID: fmt.Sprintf("gjson-%s-%d", name, len(seen)), Document: name, Path: path}
			if result, err := find(documents[name], path); err != nil {
				continue // gjson itself fails
			} else if result.Exists() {
				value := result.String()
				vector.Raw, vector.String = &result.Raw, &value
			}
			vectors = append(vectors, vector)
		}
	}
	return vectors
}

func find(document, path string) (result gjson.Result, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	return gjson.Get(document, path), nil
}

func answerPath(line []byte) any {
	var question struct{ ID, JSON, Path string }
	type answer struct {
		ID     string `json:"id"`
		Exists bool   `json:"exists"`
		String string `json:"string"`
		Raw    string `json:"raw"`
		Error  string `json:"error,omitempty"`
	}
	if err := json.Unmarshal(line, &question); err != nil {
		return answer{Error: "not a question: " + err.Error()}
	}
	result, err := find(question.JSON, question.Path)
	if err != nil {
		return answer{ID: question.ID, Error: err.Error()}
	}
	return answer{ID: question.ID, Exists: result.Exists(), String: result.String(), Raw: result.Raw}
}
