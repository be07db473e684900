package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"text/template"
	"unicode/utf8"

	"github.com/Masterminds/sprig/v3"
)

// Question is a template to render. Data values are texts, or bytes as base64 in DataBase64.
type Question struct {
	ID         string            `json:"id"`
	Template   string            `json:"template"`
	Data       map[string]string `json:"data,omitempty"`
	DataBase64 map[string]string `json:"dataBase64,omitempty"`
	Delims     []string          `json:"delims,omitempty"`
	MissingKey string            `json:"missingKey,omitempty"`
}

// functions are those ESO gives to templates.
var functions = func() template.FuncMap {
	table := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(table, name)
	}
	maps.Copy(table, ownFunctions)
	return table
}()

const maxOutput = 1 << 20

var errTooMuch = errors.New("output too large for the oracle")

type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxOutput {
		return 0, errTooMuch
	}
	return l.Buffer.Write(p)
}

func render(q Question) (output []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	t := template.New("t").Funcs(functions)
	if q.MissingKey != "default" {
		t = t.Option("missingkey=error")
	}
	if len(q.Delims) == 2 {
		t = t.Delims(q.Delims[0], q.Delims[1])
	}
	if t, err = t.Parse(q.Template); err != nil {
		return nil, err
	}
	data := map[string]string{}
	maps.Copy(data, q.Data)
	for key, value := range q.DataBase64 {
		decoded, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return nil, err
		}
		data[key] = string(decoded)
	}
	var out limited
	if err = t.Execute(&out, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Answer has an output (base64) or an error.
type Answer struct {
	ID     string  `json:"id"`
	Output *string `json:"output,omitempty"`
	Error  *string `json:"error,omitempty"`
}

func answerTemplate(line []byte) any {
	var q Question
	if err := json.Unmarshal(line, &q); err != nil {
		message := "not a question: " + err.Error()
		return Answer{Error: &message}
	}
	output, err := render(q)
	if err != nil {
		message := text(err.Error())
		return Answer{ID: q.ID, Error: &message}
	}
	encoded := base64.StdEncoding.EncodeToString(output)
	return Answer{ID: q.ID, Output: &encoded}
}

// text is the message as JSON can carry it.
func text(message string) string {
	if utf8.ValidString(message) {
		return message
	}
	return string(bytes.ToValidUTF8([]byte(message), []byte("\uFFFD")))
}
