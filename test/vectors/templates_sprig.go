package main

func addStrings(c *collector) {
	call := func(name string, arguments ...string) { c.calls("strings", name, arguments...) }
	odd := []string{`""`, `"  a b  "`, `"héllo WÖRLD"`, `"日本語 テスト"`, `"one_two-three four"`, `"HTTPServer"`, `"a\nb\tc"`, `"x"`, `"ALL CAPS"`, `"ǆ ß İ ı ﬁ"`, `"😀 smile"`, `"camelCaseString"`, `"with123Numbers45"`, `"  "`, `"__a__b__"`, `"FirstName"`, `"no.dots.here"`, `"UserID"`, `"a-b-C-D"`, `"x1Y2z3"`, `"it's o'clock"`, `"\u00a0nbsp\u2003em"`}
	for _, name := range []string{"trim", "upper", "lower", "title", "untitle", "nospace", "initials", "swapcase", "snakecase", "camelcase", "kebabcase", "quote", "squote", "toString", "b64enc", "b32enc", "sha1sum", "sha256sum", "sha512sum", "adler32sum", "regexQuoteMeta"} {
		call(name, odd...)
	}
	call("snakecase", `"HTTPRequest"`, `"ID"`, `"userIDs"`, `"A1B2"`, `"a.b"`, `"foo  bar"`, `"FOO_BAR"`, `"_foo"`, `"foo_"`, `"fooBar9"`, `"9Foo"`, `"ÀB"`, `"aÀb"`, `"JSONData2XML"`, `"Http2Server"`, `"foo1bar"`, `"GO_PATH"`, `"GO PATH"`, `"GO-PATH"`, `"http2xx"`, `"HTTP20xOK"`, `"Duration2m3s"`, `"Bld4Floor3rd"`)
	call("kebabcase", `"HTTPRequest"`, `"ID"`, `"FOO_BAR"`, `"foo  bar"`, `"_foo_"`, `"A1B2"`, `"Duration2m3s"`)
	call("camelcase", `"http_request"`, `"FOO_BAR"`, `"foo__bar"`, `"foo bar"`, `"_foo_bar_"`, `"foo-bar.baz"`, `"1_a"`, `"éa_éb"`, `"complete__path"`, `"_complete__path_"`, `"GOLANG_IS_GREAT"`, `"A"`, `"-_"`)
	call("abbrev", `5 "hello world"`, `3 "hello"`, `4 "hello"`, `5 "hello"`, `0 "x"`, `-1 "x"`, `100 "x"`, `5 "世界世界世界"`, `8 ""`, `"5" "x"`, `5`, `1.5 "x"`, `7 "héllo wörld"`, `11 "hello world"`, `10 "hello world"`)
	call("abbrevboth", `5 10 "1234 5678 9123"`, `0 4 "hello world"`, `2 6 "hello"`, `2 7 "hello world"`, `4 7 "abcdefghijklmno"`, `100 10 "hello world"`, `-1 5 "hello world"`, `5 100 "x"`, `6 10 "abcdefghijklmno"`, `5 10 "世界世界世界世界世界"`, `0 3 "abc"`)
	call("trunc", `3 "hello"`, `-3 "hello"`, `0 "hello"`, `10 "hello"`, `-10 "hello"`, `-5 "hello"`, `2 "世界"`, `5 ""`, `1.0 "abc"`, `1.5 "abc"`, `"1" "abc"`, `3`, `3 nil`, `3 1`)
	call("substr", `0 3 "hello"`, `1 3 "hello"`, `-1 3 "hello"`, `2 -1 "hello"`, `2 99 "hello"`, `5 5 "hello"`, `6 9 "hello"`, `3 1 "hello"`, `-1 -1 "hello"`, `0 2 "世界"`, `0 0 ""`, `-1 9 "hello"`)
	call("repeat", `3 "ab"`, `0 "x"`, `-1 "x"`, `3 ""`, `1.0 "x"`, `"3" "x"`, `2 "世"`, `3 nil`)
	call("trimAll", `"$" "$5.00$"`, `"" " a "`, `"ab" "abcba"`, `"世" "世界世"`, `"-" "--a--"`, `" " "  a "`)
	call("trimall", `"$" "$5.00$"`, `"x" "y"`)
	call("trimSuffix", `"-" "a--"`, `"" "a"`, `"abc" "abc"`, `"x" "abc"`, `"界" "世界"`)
	call("trimPrefix", `"-" "--a"`, `"" "a"`, `"abc" "abc"`, `"x" "abc"`, `"世" "世界"`)
	call("wrap", `5 "hello world foo"`, `80 "short"`, `0 "ab cd"`, `-1 "ab cd"`, `1 "ab cd"`, `5 "longwordhere x"`, `5 ""`, `5 "a\nb c d e f"`, `10 "世界 世界 世界 世界"`, `3 "a  b  c"`, `5 "     "`, `4 " a b c "`)
	call("wrapWith", `5 "\t" "hello world foo"`, `5 "<br>" "longwordhere"`, `5 "" "hello world"`, `3 "-" "abcdefghi"`, `0 "x" "ab"`, `5 "|" "a b c d e f g"`, `2 "\n" "世界世界"`)
	call("contains", `"a" "cat"`, `"" "cat"`, `"x" "cat"`, `"世" "世界"`, `"" ""`, `"cat" "a"`)
	call("hasPrefix", `"c" "cat"`, `"" "cat"`, `"x" "cat"`, `"cats" "cat"`)
	call("hasSuffix", `"t" "cat"`, `"" "cat"`, `"x" "cat"`)
	call("quote", "", `"a" "b"`, `1`, `nil`, `nil "a" nil`, `1.5 true`, `(list 1 "a")`, `.`, `"\x00\xff"`, `(dict "a" 1)`, `"tab\t" "é"`, `"\u200b"`, `(int64 5)`)
	call("squote", "", `"a" "b"`, `1`, `nil`, `nil "a"`, `1.5`, `(list 1 "a")`, `"it's"`, `.`)
	call("cat", "", `"a"`, `"a" "b" 1`, `nil "a" nil`, `(list 1 2) "x"`, `""`, `"a" ""`, `" a " " b "`, `1.5 true`, `"%d"`)
	call("indent", `2 "a\nb"`, `0 "a"`, `4 ""`, `-1 "a"`, `2 "a\n\nb\n"`, `2 "a\r\nb"`, `2 1`, `"2" "a"`)
	call("nindent", `2 "a\nb"`, `0 "a"`, `4 ""`, `-1 "a"`)
	call("replace", `"a" "b" "banana"`, `"" "-" "abc"`, `"x" "y" "abc"`, `"ab" "" "ababc"`, `"世" "W" "世界世"`, `"" "" ""`, `"" "-" "世界"`)
	call("plural", `"one" "many" 1`, `"one" "many" 0`, `"one" "many" 2`, `"one" "many" -1`, `"one" "many" 1.0`, `"one" "many" (len "a")`, `"one" "many" "1"`)
	call("toString", "", "1", "1.5", "1e20", "true", "nil", "(list 1 2)", "(dict)", "'a'", `.`, `(int64 5)`, `1 2`, `(list "a" nil)`, `1000000.0`, `(splitList "," "a,b")`)
	call("toStrings", "", "(list 1 2 nil \"a\")", "1", "nil", `"x"`, "(until 3)", "(dict)", "(list)", "(list 1.5 true)", ".")
	call("join", `"," (list 1 2 3)`, `"," (list)`, `"," "x"`, `"," nil`, `"," 5`, `"" (list "a" "b")`, `", " (splitList "-" "a-b")`, `"," (list nil "a" nil)`, `"," (until 4)`, `"," (dict)`, `"," (list (list 1) 2)`, `1 (list)`)
	call("split", `"," "a,b,c"`, `"," ""`, `"" "abc"`, `"x" "abc"`, `"," ",a,"`, `"" ""`)
	call("splitList", `"," "a,b,c"`, `"," ""`, `"" "abc"`, `"x" "abc"`, `"," ",a,"`, `"" ""`, `"" "世界"`, `1 "a"`)
	call("splitn", `"," 2 "a,b,c"`, `"," 0 "a,b"`, `"," -1 "a,b"`, `"," 1 "a,b"`, `"," 9 "a,b"`, `"" 2 "abc"`, `"," "2" "a"`)
	c.texts("strings", "split-fields", `{{ (split "," "a,b")._0 }}`, `{{ (split "," "a,b")._1 }}`, `{{ (split "," "a,b")._2 }}`, `{{ $p := split "/" "x/y/z" }}{{ $p._2 }}`, `{{ (splitn "," 2 "a,b,c")._1 }}`, `{{ .lines | indent 4 }}`, `{{ .lines | nindent 2 }}`, `{{ .user | repeat 3 | upper }}`, `{{ "a,b" | splitList "," | join "-" }}`, `{{ .quote | quote }}`, `{{ .quote | squote }}`, `{{ .uni | quote }}`, `{{ .bin | quote }}`, `{{ hello }}`, `{{ hello 1 }}`, `{{ "x" | hello }}`, `{{ .uni | trunc 2 }}`, `{{ .uni | substr 0 2 }}`, `{{ .s | trim | quote }}`)
	call("sortAlpha", `(list "b" "a" "C" "10" "9")`, `(list 3 1 2)`, `(list)`, `"x"`, `nil`, `(list nil "a")`, `(list "é" "z" "e")`, `(splitList "," "b,a")`, `(dict)`, `1`)
}

func addNumbers(c *collector) {
	call := func(name string, arguments ...string) { c.calls("numbers", name, arguments...) }
	values := []string{"0", "1", "-1", "1.5", "-1.5", "2.5", "0.5", `"12"`, `"-12"`, `"1.5"`, `"0x1F"`, `"012"`, `"1e3"`, `"abc"`, `""`, `" 1 "`, "true", "false", "nil", "(list 1)", "(dict)", "1e20", "9223372036854775807", "(int64 5)", `"9223372036854775808"`, `"1_000"`, `"+5"`, "'a'", "1e100", "-0.0", `"0b11"`, `"0o7"`, `"08"`, `"1.9"`, `"inf"`, `"NaN"`, "123456789.987", "(len \"abc\")"}
	for _, name := range []string{"int", "int64", "float64", "add1", "add1f", "ceil", "floor", "toDecimal", "add", "addf", "atoi", "biggest", "max", "min", "maxf", "minf"} {
		call(name, values...)
	}
	pairs := []string{"", "1", "1 2", "2 1", "5 3", "-7 2", "7 -2", "1.9 1.9", `"3" 4`, `"x" 1`, "nil 1", "1 0", "0 0", "9223372036854775807 1", "-9223372036854775808 -1", "1 2 3", "0.1 0.2", "1e20 1", "10 2 5", "true 1", "(list) 1", "1e308 10", "1 3", "2 3 4 5", "0.3 0.1", "100 7", `"1.5" "2.5"`, "1000000 1000000", "4611686018427387904 2", "1.1 1.1 1.1"}
	for _, name := range []string{"add", "sub", "mul", "div", "mod", "addf", "subf", "mulf", "divf", "max", "min", "maxf", "minf", "biggest"} {
		call(name, pairs...)
	}
	call("round", "1.5 0", "2.5 0", "1.25 1", "1.35 1", "-1.5 0", "123.456 2", "123.456 -1", "123.556 1 0.5", "123.555555 3", "123.555555 3 0.6", `"1.5" 0`, "1 1", "1.005 2", "nil 1", "1.5", `1.5 "1"`, "0.1 20", "1e20 2", "-0.4 0", "3.14159 3 0.1", "1.5 0 1", "1.5 0 0", "2.675 2 0.5 1", "true 0", "(list) 0")
	call("until", "0", "1", "5", "-3", "1.0", `"3"`, "nil", "1 2")
	call("untilStep", "0 5 1", "0 10 3", "5 0 -1", "0 5 0", "0 5 -1", "5 0 1", "3 3 1", "1 2", "-5 0 2", "5 -5 -3", "0 0 0")
	call("seq", "", "0", "1", "5", "-3", "1 5", "5 1", "0 2 10", "10 -2 0", "1 2 3 4", "5 0 1", "1 0 5", "1 -1 5", "5 1 1", "0 0", "-3 3", "3 -3", "0 -5", "2 2 2", `"a"`, "1.0", "nil")
	call("randInt", "1 1", "5 1", "1", `"a" 2`, "1 2 3")
	c.texts("numbers", "arithmetic", "{{ 10 | div 100 }}", "{{ 3 | sub 10 }}", "{{ 5 | mod 17 }}", "{{ .n | int | add 1 }}", "{{ .n | add 1 }}", "{{ .f | addf 1 }}", "{{ mul .n .num1 }}", "{{ divf 1 3 }}", "{{ mulf 1.1 1.1 }}", "{{ addf 0.1 0.2 }}", "{{ subf 0.3 0.1 }}", "{{ divf 10 4 | printf \"%.1f\" }}", "{{ add1 \"9\" }}", "{{ kindOf (add 1 2) }}", "{{ kindOf (addf 1 2) }}", "{{ typeOf (int 1.9) }}", "{{ typeOf (int64 \"5\") }}", "{{ eq (add 1 2) 3 }}", "{{ printf \"%d\" (int64 .n) }}", "{{ printf \"%d\" (float64 .n) }}", "{{ ceil \"1.1\" }}", "{{ until 3 | join \",\" }}", "{{ untilStep 0 10 2 | join \",\" }}", "{{ toDecimal \"777\" }}", "{{ toDecimal \"0777\" }}", "{{ toDecimal 755 }}", "{{ toDecimal \"9\" }}", "{{ divf 1 0 }}", "{{ divf 0 0 }}", "{{ mulf 1e200 1e200 }}", "{{ floor -1.5 }}", "{{ float64 \"1e400\" }}", "{{ int \"1e3\" }}", "{{ int64 \"99999999999999999999\" }}", "{{ int 1e19 }}", "{{ int -1e19 }}", "{{ int64 (float64 \"NaN\") }}", "{{ maxf \"1.5\" 2 }}", "{{ max 1.9 1.1 }}", "{{ add 1.9 1.9 }}", "{{ divf 1 3 3 }}", "{{ divf 22 7 }}", "{{ addf 1e16 1 }}", "{{ round (divf 1 3) 4 }}")
}

func addLists(c *collector) {
	call := func(name string, arguments ...string) { c.calls("lists", name, arguments...) }
	lists := []string{"(list)", "(list 1)", "(list 1 2 3)", `(list "a" nil "" 0 "a")`, `(list (list 1) (list 1) (dict "a" 1) (dict "a" 1))`, "nil", "1", `"abc"`, "(dict)", `(splitList "," "b,a,b")`, "(until 4)", ".", "(list 1.5 1 \"1\" true)", "(list nil)"}
	for _, name := range []string{"first", "rest", "last", "initial", "reverse", "uniq", "compact", "mustFirst", "mustRest", "mustLast", "mustInitial", "mustReverse", "mustUniq", "mustCompact", "all", "any", "empty", "coalesce", "deepCopy", "mustDeepCopy", "concat", "toStrings", "kindOf", "typeOf"} {
		call(name, lists...)
	}
	two := []string{"(list 1 2) 3", `(list) "a"`, "nil 1", "1 2", `"abc" "d"`, "(dict) 1", "(list 1) nil", "(list 1) (list 2)", `(splitList "," "a") "b"`, `(splitList "," "a") 1`, "(until 2) 9", "(list 1 2)", "(list 1) 2 3"}
	for _, name := range []string{"append", "mustAppend", "prepend", "mustPrepend", "push", "mustPush", "without", "mustWithout", "concat"} {
		call(name, two...)
	}
	call("without", `(list 1 2 3 2) 2`, `(list 1 2 3) 1 3`, `(list "a" "b") "a" "b"`, `(list 1 "1" 1.0) 1`, `(list (list 1) 2) (list 1)`, `(list nil 1) nil`)
	for _, name := range []string{"has", "mustHas"} {
		call(name, "2 (list 1 2)", "9 (list 1 2)", `"a" (list "a")`, `"1" (list 1)`, "1 nil", "nil nil", "nil (list nil)", `1 "abc"`, `1 1`, "(list 1) (list (list 1))", "1 (until 3)", `"a" (splitList "," "a,b")`, `1 (dict)`, "1.0 (list 1)", "(dict \"a\" 1) (list (dict \"a\" 1))")
	}
	call("concat", "", "(list 1) (list 2 3)", `(list 1) (splitList "," "a,b") (until 2)`, "(list 1) nil", "nil", "(list) (list)", `(list 1) "a"`)
	for _, name := range []string{"chunk", "mustChunk"} {
		call(name, "2 (list 1 2 3 4 5)", "3 (list 1 2 3)", "9 (list 1 2)", "1 (list 1 2)", "0 (list 1 2)", "-1 (list 1 2)", "2 (list)", "2 nil", `2 "abc"`, "2 (until 5)", `"2" (list 1)`)
	}
	call("mustSlice", "(list 1 2 3) 1", "(list 1 2 3) 1 2", `"abc" 1`, "nil", "(list 1) 5", "(list)", "(list 1 2) 2 1", "(list 1 2 3) 0 4")
	call("list", "", "1", `1 "a" nil true 1.5`, "(list)", "nil")
	call("tuple", "", `1 "a"`)
	call("coalesce", "", "0 1", `"" nil 0 "x" 1`, "nil", "(list) (dict) false", ".e .user", "nil nil", "0 \"\" false")
	call("all", "", "1 2", "1 0", "nil", `"" 1`, "true true", "(list) 1")
	call("any", "", "0 0", "0 1", "nil nil 1", `"" (list)`)
	call("default", `"d" ""`, `"d" "x"`, `"d" nil`, `"d" 0`, `"d" 1`, `"d" false`, `"d" (list)`, `"d" (dict)`, `"d"`, `nil nil`, `1 2 3`, "", `"d" 0.0`, `(list 1) nil`, `"d" .e`, `"d" .user`, `"d" (index . "missing")`, `(fail "x") 1`)
	call("ternary", `"a" "b" true`, `"a" "b" false`, `"a" "b" 1`, `"a" "b"`, `"a" "b" "true"`, `1 2 (eq 1 1)`, `nil nil true`, `"a" "b" nil`)
	c.texts("lists", "list-pipes", "{{ true | ternary 1 2 }}", "{{ list 3 1 2 | sortAlpha | join \",\" }}", "{{ list 1 2 2 | uniq | len }}", "{{ $l := list 1 2 }}{{ $m := append $l 3 }}{{ $l }}{{ $m }}", "{{ $l := list 1 2 }}{{ prepend $l 0 }}", "{{ range (list 1 2 | reverse) }}{{ . }}{{ end }}", "{{ first (list (dict \"a\" 1)) }}", "{{ (first (list (dict \"a\" 1))).a }}", "{{ index (list 1 2 | rest) 0 }}", "{{ list \"a\" \"b\" | has \"a\" }}", "{{ without (list 1 2 3) 2 | len }}", "{{ list | first }}[{{ list | last }}]", "{{ concat (list 1) (list 2) | len }}", "{{ list nil | compact | len }}", "{{ dict \"a\" (list 1 2) | toJson }}", "{{ $l := list 1 2 3 }}{{ slice $l 1 }}{{ index $l 0 }}", "{{ kindOf (list) }} {{ typeOf (until 1) }} {{ typeOf (splitList \",\" \"a\") }}", "{{ deepEqual (list 1) (list 1) }}", "{{ chunk 2 (list 1 2 3) | len }}", "{{ empty (list) }} {{ empty (list 0) }}", "{{ initial (list 1 2 3) | last }}")
}

func addDicts(c *collector) {
	call := func(name string, arguments ...string) { c.calls("dicts", name, arguments...) }
	call("dict", "", `"a" 1`, `"a"`, `"a" 1 "b"`, `1 2`, `nil 1`, `"a" nil`, `"b" 1 "a" 2`, `"a" 1 "a" 2`, `1.5 "x" true "y"`, `(list 1) 2`, `"" ""`, `"a" (dict "b" (list 1))`)
	call("get", `(dict "a" 1) "a"`, `(dict "a" 1) "b"`, `. "user"`, `nil "a"`, `(dict "a" nil) "a"`, `1 "a"`, `(dict) 1`, `(fromJson .json) "k"`, `(fromYaml .yaml) "k"`, `(split "," "a") "_0"`)
	call("set", `(dict) "a" 1`, `(dict "a" 1) "a" 2`, `. "x" 1`, `nil "a" 1`, `(dict) 1 2`, `(dict) "a"`, `(dict) "a" nil`)
	call("unset", `(dict "a" 1 "b" 2) "a"`, `(dict) "x"`, `. "user"`, `nil "a"`)
	call("hasKey", `(dict "a" 1) "a"`, `(dict "a" 1) "b"`, `(dict "a" nil) "a"`, `. "user"`, `nil "a"`, `(fromJson .json) "k"`, `1 "a"`)
	call("pluck", `"a" (dict "a" 1) (dict "b" 2) (dict "a" 3)`, `"a"`, `"a" (dict)`, `"a" .`, `1 (dict)`, `"a" nil`)
	call("keys", "", "(dict)", `(dict "a" 1)`, ".", "nil", `(dict "a" 1) (dict "b" 2)`, "1")
	call("values", "(dict)", `(dict "a" 1)`, ".", "nil", "1", `(dict "a" nil)`)
	call("pick", `(dict "a" 1 "b" 2 "c" 3) "a" "c"`, `(dict "a" 1) "z"`, `(dict "a" 1)`, `. "user"`, `nil "a"`, `(dict "a" 1) 1`)
	call("omit", `(dict "a" 1 "b" 2 "c" 3) "a" "c"`, `(dict "a" 1) "z"`, `(dict "a" 1)`, `. "user"`, `nil "a"`)
	for _, name := range []string{"merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"} {
		call(name, `(dict "a" 1) (dict "b" 2)`, `(dict "a" 1) (dict "a" 2)`, `(dict "a" 0) (dict "a" 2)`, `(dict "a" "") (dict "a" "x")`, `(dict "a" nil) (dict "a" 1)`, `(dict "a" 1) (dict "a" nil)`, `(dict "a" (dict "x" 1)) (dict "a" (dict "y" 2))`, `(dict "a" (dict "x" 1)) (dict "a" 5)`, `(dict "a" 5) (dict "a" (dict "x" 1))`, `(dict "a" (list 1)) (dict "a" (list 2 3))`, `(dict)`, `(dict) (dict) (dict "z" 1)`, `(dict "a" 1) (dict "a" 2) (dict "a" 3 "b" 4)`, `(dict "a" 1) nil`, `nil (dict)`, `. (dict)`, `(dict) .`, `(dict "a" 1)`, `(dict "a" 1) (dict "a" "text")`, `(dict "a" "text") (dict "a" 1)`, `(dict "a" true) (dict "a" false)`, `(dict "a" false) (dict "a" true)`, `(dict "a" (list)) (dict "a" (list 1))`, `(dict "a" (dict)) (dict "a" (dict "b" 1))`, `(dict "a" (dict "x" (dict "y" 1))) (dict "a" (dict "x" (dict "y" 2 "z" 3)))`, `(dict "a" 1.5) (dict "a" 2)`, `(dict "a" (dict "x" 1)) (dict "a" (dict "x" 0))`, "1 2", "")
	}
	call("dig", `"a" "d" (dict "a" 1)`, `"a" "b" "d" (dict "a" (dict "b" 2))`, `"a" "b" "d" (dict "a" (dict))`, `"a" "b" "d" (dict)`, `"a" "b" "d" (dict "a" 1)`, `"a" (dict)`, `(dict)`, `"a" "d" .`, `"a" "d" nil`, `1 "d" (dict)`, `"a" nil (dict)`, `"a" "d" (dict "a" nil)`, `"o" "x" "y" "d" (fromJson .json)`, "", `"a" "b" "c" "d" (dict "a" (dict "b" (dict "c" "found")))`)
	call("deepCopy", `(dict "a" (list 1 2))`, `1`, `"x"`, `nil`, `.`)
	call("deepEqual", "1 1", "1 1.0", `(list 1 2) (list 1 2)`, `(dict "a" 1) (dict "a" 1)`, `(dict "a" 1) (dict "a" 2)`, "nil nil", `"a" "a"`, `1 "1"`, `(int64 1) 1`, `(list) nil`, ". .", `(until 1) (list 0)`, "1", `(dict) (dict)`)
	c.texts("dicts", "dict-pipes", `{{ keys . | sortAlpha | join "," }}`, `{{ keys (dict "b" 1 "a" 2) | sortAlpha }}`, `{{ values (dict "b" 1 "a" 2) | sortAlpha }}`, `{{ $d := dict "a" 1 }}{{ $_ := set $d "b" 2 }}{{ $d }}`, `{{ $d := dict "a" 1 }}{{ $e := deepCopy $d }}{{ $_ := set $e "a" 9 }}{{ $d }}{{ $e }}`, `{{ $d := dict "a" (dict "b" 1) }}{{ $_ := set $d.a "b" 5 }}{{ $d }}`, `{{ $d := dict "a" 1 "b" 2 }}{{ $_ := unset $d "a" }}{{ $d }}`, `{{ $a := dict "x" 1 }}{{ $b := merge $a (dict "y" 2) }}{{ $a }}{{ $b }}`, `{{ $a := dict "x" (dict "p" 1) }}{{ $b := dict }}{{ $_ := merge $b $a }}{{ $_ := set $b.x "p" 9 }}{{ $a }}`, `{{ dict "a" 1 | toJson }}`, `{{ (dict "a" (dict "b" "c")).a.b }}`, `{{ range $k, $v := dict "a" 1 "b" 2 }}{{ $k }}{{ $v }}{{ end }}`, `{{ dict "b" 1 "a" 2 "10" 3 "9" 4 "B" 5 }}`, `{{ pluck "a" (dict "a" 1) (dict "a" 2) | first }}`, `{{ omit (dict "a" 1 "b" 2) "a" }}`, `{{ get (dict "a" "x") "a" | upper }}`, `{{ $d := dict }}{{ range $i := until 3 }}{{ $_ := set $d (print $i) $i }}{{ end }}{{ $d | toJson }}`, `{{ dict "x" . | toJson }}`, `{{ with dict "a" 1 }}{{ .a }}{{ end }}`, `{{ len (dict "a" 1) }}`, `{{ index (dict "a-b" 1) "a-b" }}`, `{{ (dict "a-b" 1).a-b }}`, `{{ hasKey (dict "a" 1) "a" | ternary "y" "n" }}`, `{{ $d := dict }}{{ $_ := set $d "self" $d }}ok`, `{{ dict "n" nil }}`, `{{ (dict "n" nil).n }}`, `{{ printf "%v" (dict "n" nil) }}`, `{{ pick (fromJson .json) "k" "n" | toJson }}`, `{{ mergeOverwrite (fromJson .json) (dict "k" "w") | toJson }}`, `{{ merge (dict "k" "w") (fromJson .json) | toJson }}`, `{{ concat (keys (dict "a" 1)) (list 1) }}`, `{{ $d := fromJson .json }}{{ $_ := unset $d "o" }}{{ toJson $d }}`)
}
