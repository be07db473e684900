// Command vectors asks Go itself what templates, JSON paths, durations, regular expressions and cron lines give.
//
//	vectors write DIR      writes the vectors as JSON files
//	vectors serve          answers one template a line
//	vectors serve --gjson  answers one JSON path a line
//	vectors bench          times the templates of its standard input
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata"
)

func main() {
	limitMemory()
	time.Local = time.UTC
	switch args := os.Args[1:]; {
	case len(args) == 2 && args[0] == "write":
		write(args[1])
	case len(args) == 1 && args[0] == "serve":
		serve(answerTemplate)
	case len(args) == 2 && args[0] == "serve" && args[1] == "--gjson":
		serve(answerPath)
	case len(args) == 1 && args[0] == "bench":
		bench()
	default:
		fmt.Fprintln(os.Stderr, "usage: vectors write DIR | vectors serve [--gjson] | vectors bench")
		os.Exit(2)
	}
}

func write(folder string) {
	save(folder, "templates.json", map[string]any{
		"source": "Go 1.26 text/template, sprig v3.3.0, option missingkey=error, template name t",
	}, map[string]any{"data": dataSets()}, templateVectors())
	save(folder, "gjson.json", map[string]any{"source": "github.com/tidwall/gjson v1.18.0"},
		map[string]any{"documents": documents}, pathVectors())
	save(folder, "sjson.json", map[string]any{"source": "github.com/tidwall/sjson v1.2.5 Set of a text"}, nil, writeVectors())
	save(folder, "durations.json", map[string]any{"source": "Go 1.26 time.ParseDuration"}, nil, durationVectors())
	save(folder, "regexps.json", map[string]any{"source": "Go 1.26 regexp"}, nil, regexpVectors())
	save(folder, "cron.json", map[string]any{"source": "github.com/robfig/cron/v3 v3.0.1 ParseStandard, UTC"}, nil, cronVectors())
}

// save writes one vector a line, so that a change shows as the lines it changes.
func save[V any](folder, name string, head, tables map[string]any, vectors []V) {
	var out bytes.Buffer
	out.WriteString("{\n")
	for _, part := range []map[string]any{head, tables} {
		for key, value := range part {
			fmt.Fprintf(&out, "%s: %s,\n", encode(key), encode(value))
		}
	}
	out.WriteString("\"vectors\": [\n")
	for index, vector := range vectors {
		out.Write(encode(vector))
		if index < len(vectors)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	out.WriteString("]\n}\n")
	if err := os.WriteFile(filepath.Join(folder, name), out.Bytes(), 0o644); err != nil {
		panic(err)
	}
	fmt.Printf("%s: %d vectors\n", name, len(vectors))
}

func encode(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func serve(answer func(line []byte) any) {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(make([]byte, 1<<20), 1<<26)
	output := bufio.NewWriter(os.Stdout)
	for input.Scan() {
		answered := make(chan any, 1)
		line := bytes.Clone(input.Bytes())
		go func() { answered <- answer(line) }()
		select {
		case reply := <-answered:
			output.Write(encode(reply))
			output.WriteByte('\n')
			output.Flush()
		case <-time.After(patience):
			// A template cannot be stopped in Go, so the process ends; whoever asks starts another.
			output.Write(encode(tooSlow(line)))
			output.WriteByte('\n')
			output.Flush()
			os.Exit(0)
		}
	}
}

const patience = 3 * time.Second

func tooSlow(line []byte) any {
	var question struct{ ID string }
	_ = json.Unmarshal(line, &question)
	return map[string]string{"id": question.ID, "noVerdict": "too slow"}
}
