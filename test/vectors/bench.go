package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"text/template"
	"time"
)

type benchCase struct {
	Name     string            `json:"name"`
	Template string            `json:"template"`
	Data     map[string]string `json:"data"`
}

type benchTimes struct {
	Name                string  `json:"name"`
	Output              string  `json:"output"`
	ParseMicroseconds   float64 `json:"parseMicroseconds"`
	ExecuteMicroseconds float64 `json:"executeMicroseconds"`
}

// bench times the templates it reads from standard input: the median of samples of a tenth of a second each.
func bench() {
	var cases []benchCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	var times []benchTimes
	for _, c := range cases {
		output, err := render(Question{Template: c.Template, Data: c.Data})
		if err != nil {
			panic(err)
		}
		parsed := parseForBench(c.Template)
		times = append(times, benchTimes{
			Name:              c.Name,
			Output:            string(output),
			ParseMicroseconds: medianMicroseconds(func() { parseForBench(c.Template) }),
			ExecuteMicroseconds: medianMicroseconds(func() {
				if err := parsed.Execute(io.Discard, c.Data); err != nil {
					panic(err)
				}
			}),
		})
	}
	fmt.Println(string(encode(times)))
}

func parseForBench(text string) *template.Template {
	return template.Must(template.New("t").Funcs(functions).Option("missingkey=error").Parse(text))
}

func medianMicroseconds(work func()) float64 {
	var samples []float64
	for range 9 {
		started := time.Now()
		rounds := 0
		for time.Since(started) < 100*time.Millisecond {
			work()
			rounds++
		}
		samples = append(samples, float64(time.Since(started).Nanoseconds())/1000/float64(rounds))
	}
	slices.Sort(samples)
	return samples[len(samples)/2]
}
