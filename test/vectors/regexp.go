package main

import (
	"fmt"
	"regexp"
)

// RegexpVector is what the functions of package regexp give, or why the expression is refused, or a text quoted.
type RegexpVector struct {
	ID          string   `json:"id"`
	Expression  string   `json:"expression"`
	Text        string   `json:"text"`
	Replacement string   `json:"replacement"`
	Matches     bool     `json:"matches"`
	Found       string   `json:"found"`
	Replaced    string   `json:"replaced"`
	Literal     string   `json:"literal"`
	All         []string `json:"all"`
	FirstTwo    []string `json:"firstTwo"`
	Split       []string `json:"split"`
	SplitInTwo  []string `json:"splitInTwo"`
}

// RefusalVector has no error where Go takes the expression after all.
type RefusalVector struct {
	ID         string `json:"id"`
	Expression string `json:"expression"`
	Error      string `json:"error,omitempty"`
}

type QuoteVector struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Quoted string `json:"quoted"`
}

func regexpVectors() []any {
	var vectors []any
	for index, c := range regexpCases {
		expression, err := regexp.Compile(c[0])
		if err != nil {
			vectors = append(vectors, RefusalVector{fmt.Sprintf("regexp-%d", index+1), c[0], err.Error()})
			continue
		}
		vectors = append(vectors, RegexpVector{
			ID: fmt.Sprintf("regexp-%d", index+1), Expression: c[0], Text: c[1], Replacement: c[2],
			Matches:    expression.MatchString(c[1]),
			Found:      expression.FindString(c[1]),
			Replaced:   expression.ReplaceAllString(c[1], c[2]),
			Literal:    expression.ReplaceAllLiteralString(c[1], c[2]),
			All:        orEmpty(expression.FindAllString(c[1], -1)),
			FirstTwo:   orEmpty(expression.FindAllString(c[1], 2)),
			Split:      orEmpty(expression.Split(c[1], -1)),
			SplitInTwo: orEmpty(expression.Split(c[1], 2)),
		})
	}
	for index, expression := range refusedExpressions {
		vector := RefusalVector{ID: fmt.Sprintf("refusal-%d", index+1), Expression: expression}
		if _, err := regexp.Compile(expression); err != nil {
			vector.Error = err.Error()
		}
		vectors = append(vectors, vector)
	}
	for index, text := range quotedTexts {
		vectors = append(vectors, QuoteVector{fmt.Sprintf("quote-%d", index+1), text, regexp.QuoteMeta(text)})
	}
	return vectors
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
