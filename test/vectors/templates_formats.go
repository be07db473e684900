package main

func addFormats(c *collector) {
	json := func(name string, arguments ...string) { c.calls("json", name, arguments...) }
	values := []string{"1", "-0.0", "1.5", "1e20", "1e21", "1e-7", "0.000001", "1000000.0", "123456789012345680000.0", `"x"`, `"<>&"`, `"é世😀"`, `"\"\\\n\t\x00\x7f"`, `"\u2028\u2029"`, "true", "nil", "(list)", "(list 1 nil \"a\")", "(dict)", `(dict "b" 1 "a" 2 "10" 3 "9" 4)`, `(dict "a" (dict "b" (list 1 (dict))))`, ".", "'a'", "(until 3)", `(splitList "," "a,b")`, "(int64 5)", "9223372036854775807", `(dict "<k>" "&")`, `"\b\f\r"`, "(list (list) (dict))", `"\xff"`, "1i", "(list 1.0 2.50)", `(dict "" 1)`, "(index . \"missing\")", "3.0e5"}
	for _, name := range []string{"toJson", "toRawJson", "toPrettyJson", "mustToJson", "mustToPrettyJson", "mustToRawJson"} {
		json(name, values...)
	}
	texts := []string{"`{}`", "`[]`", "`{\"a\":1}`", "`{\"a\":1.0,\"b\":1e3,\"c\":-0}`", "`[1,\"a\",null,true,{\"b\":[]}]`", "`\"x\"`", "`1`", "`null`", "`true`", "``", "`{`", "`{a:1}`", "`{'a':1}`", "`[1,]`", "`{\"a\":1}x`", "`{\"a\":1,\"a\":2}`", "`12345678901234567890`", "`1e400`", "`\"\\u00e9\\ud83d\\ude00\\ud800\"`", "` {\"a\" : 1 } `", "`{\"b\":1,\"a\":{\"d\":1,\"c\":2}}`", "1", "nil", "`[1.5,2,3e2]`", "`nul`", "`\"a\nb\"`", "`{\"a\":{\"a\":{\"a\":1}}}`", "`01`", "`-1`", "`\"\\x\"`", "`[[[]]]`", "`9007199254740993`", "`0.1`", "`{\"\":1}`"}
	for _, name := range []string{"fromJson", "mustFromJson"} {
		json(name, texts...)
	}
	c.texts("json", "json-pipes", `{{ (fromJson .json).k }}`, `{{ (fromJson .json).n }}`, `{{ (fromJson .json).o.x.y }}`, `{{ index (fromJson .json).l 1 }}`, `{{ fromJson .json | toJson }}`, `{{ fromJson .json | toPrettyJson }}`, `{{ fromJson .json }}`, `{{ (fromJson .json).nope }}`, `{{ (fromJson "[1,2]").a }}`, `{{ fromJson .json | toYaml }}`, `{{ printf "%T %T" (fromJson "1") (fromJson "[1]") }}`, `{{ kindOf (fromJson "{}") }}`, `{{ (fromJson .user) }}`, `{{ .json | fromJson | dig "o" "x" "y" "d" }}`, `{{ range $k, $v := fromJson .json }}{{ $k }}={{ toJson $v }};{{ end }}`, `{{ (fromJson .json).n | int }}`, `{{ eq (fromJson "1") 1.0 }}`, `{{ eq (fromJson "1") 1 }}`, `{{ add (fromJson "1") 1 }}`, `{{ printf "%d" (fromJson "1") }}`, `{{ printf "%.0f" (fromJson "1") }}`, `{{ fromJson "1000000" }}`, `{{ fromJson "12345678" }}`, `{{ toJson .html }}`, `{{ toRawJson .html }}`, `{{ toJson .uni }}`, `{{ dict "k" .html | toRawJson }}`, `{{ list .bin | toJson }}`)
	yaml := func(name string, arguments ...string) { c.calls("yaml", name, arguments...) }
	yaml("toYaml", values...)
	yaml("toYaml", `"yes"`, `"no"`, `"y"`, `"n"`, `"on"`, `"true"`, `"null"`, `"~"`, `"1"`, `"1.5"`, `"0x1F"`, `"012"`, `"1e3"`, `""`, `" lead"`, `"trail "`, `"a: b"`, `"- a"`, `"#c"`, `"a #c"`, `"'q'"`, "`\"q\"`", `"a\nb"`, `"a\nb\n"`, `"\n"`, `"a\n\nb\n\n"`, `"  a\nb"`, `"*a"`, `"&a"`, `"!a"`, `"%a"`, `"@a"`, "\"`a\"", `"{a"`, `"[a"`, `"a]"`, `"a,b"`, `"?"`, `"? a"`, `":"`, `"-"`, `"--"`, `"---"`, `"..."`, `"|"`, `">"`, `"a:"`, `":a"`, `"a:b"`, `"="`, `"<<"`, `"2026-11-24"`, `"12:30"`, `"1:20:30"`, `".inf"`, `".nan"`, `".5"`, `"+1"`, `"1_000"`, `"0b1"`, `"0o7"`, `"\t"`, `"a\tb"`, `"é世😀"`, `"\u00a0"`, `"\u2028"`, `"\ufeff"`, `"\x7f"`, `"\x01"`, `(repeat 100 "word ")`, `(repeat 200 "x")`, `(list "a" "b\nc")`, `(dict "a" "x\ny\n" "b" (list 1 (list 2 (dict "c" 3))))`, `(dict "a1" 1 "a10" 2 "a2" 3 "A" 4 "_" 5 "-" 6 "é" 7)`, `(dict "yes" 1 "1" 2 "" 3 "a b" 4 "a: b" 5)`, `(dict "l" (list) "d" (dict) "n" nil "s" "")`, `(list (dict "a" 1 "b" 2) (dict "c" (list 3)))`, `(dict "k" (repeat 40 "long words "))`, `(dict "pem" .lines)`, `(list (list (list 1)))`, `(dict "a" "x: y\n- z")`, `"1.0"`, `"1."`, `"NULL"`, `"Yes"`, `"OFF"`, `"a\r\nb"`, `"trailing\n\n"`, `"\n\nlead"`, `"0"`, `"00"`, `"-1"`, `"-"`, `"- "`, `"1e"`, `"0x"`, `"0.1.2"`, `"a'b"`, `"a\"b"`, `"a\\b"`)
	yamlTexts := []string{"`a: 1`", "`a: 1\nb: x`", "`{}`", "`{a: 1, b: [1, 2]}`", "``", "`null`", "`~`", "`- a\n- b`", "`x`", "`a: [`", "`a: b: c`", "`a:\n  b: 1\n c: 2`", "`a: yes\nb: no\nc: on\nd: y\ne: Y`", "`y: 1`", "`1: a\ntrue: b\n1.5: c\n~: d`", "`a: 012\nb: 0o12\nc: 0x1F\nd: 0b11\ne: 1_000`", "`a: 1.5\nb: 1e3\nc: .inf\nd: -.5`", "`a: .inf`", "`a: .nan`", "`a: 2026-11-24`", "`a: 2026-11-24T15:00:00Z`", "`a: 12:30`", "`a: |\n  x\n  y\n`", "`a: >\n  x\n  y\n\n  z\n`", "`a: |-\n  x\nb: >+\n  y\n\n`", "`a: 'it''s'`", "`a: \"x\\ny\\u00e9\"`", "`a: &x 1\nb: *x`", "`a: *nope`", "`base: &b {x: 1}\nc:\n  <<: *b\n  y: 2`", "`a: 1\na: 2`", "`# c\na: 1 # d`", "`--- \na: 1\n---\nb: 2`", "`a: !!str 1\nb: !!int \"2\"`", "`a: !custom x`", "`a: !!binary aGk=`", "`? a\n: b`", "`[a]: b`", "`a:`", "`a: ''\nb: \"\"`", "`a: 12345678901234567890`", "`a: 9007199254740993`", "`a: 1.0`", "`a: -0`", "`a: \tb`", "`\ta: b`", "`a: b\n\tc: d`", "`a: 'x`", "`{\"a\": {\"b\": [1, null, true]}}`", "`a: x\n  y\n  z`", "`a: @x`", "`a: %x`", "`a: {x`", "`%YAML 1.1\n---\na: 1`", "`a: 1\n...\nb: 2`", "`é: 世`", "`a: 0.1`", "`a: 1e400`", "`a: +1`", "`a: 08`", "`a: 1:20`", "`a: <<`", "`a: =`", "`a: null\nb: Null\nc: NULL\nd: nUll`", "`a: True\nb: TRUE\nc: tRUE`", "1", "nil", ".yaml", ".user", "`- 1`", "`a: [1, [2, {b: 3}]]`", "`a: \"\\q\"`", "`&a a: 1`", "`a: \"b\" c`", "`a: [1,,2]`"}
	yaml("fromYaml", yamlTexts...)
	for _, text := range yamlTexts {
		c.texts("yaml", "yaml-roundtrip", "{{ fromYaml "+text+" | toYaml }}", "{{ fromYaml "+text+" | toJson }}")
	}
	c.texts("yaml", "yaml-pipes", `{{ (fromYaml .yaml).k }}`, `{{ index (fromYaml .yaml).l 0 }}`, `{{ (fromYaml .yaml).n | add 1 }}`, `{{ printf "%T" (fromYaml .yaml).n }}`, `{{ (fromYaml .yaml).nope }}`, `{{ toYaml . }}`, `{{ dict "a" .lines | toYaml | nindent 2 }}`, `{{ . | toYaml | indent 4 }}`, `{{ toYaml now | len | lt 5 }}`, `{{ fromYaml "a: 1" | toPrettyJson }}`, `{{ (fromYaml "a: [").Error }}`)
	encoding := func(name string, arguments ...string) { c.calls("encoding", name, arguments...) }
	encoding("b64enc", `"a"`, `"ab"`, `"abc"`, `"\x00\xff"`, "1", "nil", ".bin", `"a" "b"`)
	encoding("b64dec", `"YQ=="`, `"YWI="`, `"YWJj"`, `""`, `"YQ"`, `"YQ="`, `"Y"`, `"YQ==\n"`, `"Y Q=="`, `"YW\nJj"`, `"YW\r\nJj"`, `"_-__"`, `"/+//"`, `"!!!!"`, `"YR=="`, `"===="`, `"YWJj="`, `"YWJjYQ==YQ=="`, `"AP8="`, `"é"`, "1", `"YWJ*"`, `"YQ==x"`, `" YQ=="`, `"="`, `"A==="`, `"AA=A"`)
	encoding("b32enc", `"a"`, `"ab"`, `"abc"`, `"abcd"`, `"abcde"`, `"\x00\xff"`)
	encoding("b32dec", `"ME======"`, `"MFRA===="`, `"MFRGG==="`, `"MFRGGZA="`, `"MFRGGZDF"`, `""`, `"me======"`, `"ME"`, `"ME=====\n"`, `"1111"`, `"M"`, `"MFRGGZDF\n"`, `"MF RGGZDF"`, `"MFR*GZDF"`)
	encoding("hexdec", `"68656c6c6f"`, `""`, `"6"`, `"6x"`, `"ff00"`, `"FF"`, `" 61"`, `"zz"`, `"é"`, "1", `"616"`, `"0x61"`)
	c.texts("encoding", "encoded", `{{ .user | b64enc | b64dec }}`, `{{ .b64 | b64dec }}`, `{{ .bin | b64enc }}`, `{{ .bin | b32enc | b32dec }}`, `{{ .uni | b64enc }}`, `{{ "x" | b64dec | b64dec }}`, `{{ printf "%s:%s" .user .a | b64enc }}`, `{{ .uni | sha256sum }}`, `{{ .bin | sha1sum }}`, `{{ sha256sum 1 }}`, `{{ sha512sum nil }}`, `{{ adler32sum .uni }}`, `{{ sha1sum "a" "b" }}`)
}

func addOthers(c *collector) {
	regex := func(name string, arguments ...string) { c.calls("regex", name, arguments...) }
	for _, must := range []string{"regex", "mustRegex"} {
		regex(must+"Match", "`^a.c$` \"abc\"", "`x` \"abc\"", "`(` \"abc\"", "`` \"\"", "`(?i)ABC` \"abc\"", "`\\d+` \"a1\"", "1 2", "`a`", "`(?=a)` \"a\"", "`^世` \"世界\"")
		regex(must+"Find", "`[a-z]+` \"1abc2\"", "`x` \"abc\"", "`(` \"abc\"", "`` \"abc\"", "`\\w+$` \"a b\"", "`a**` \"x\"", "`.` \"世\"")
		regex(must+"FindAll", "`[a-z]` \"a1b2c3\" -1", "`[a-z]` \"a1b2c3\" 2", "`[a-z]` \"a1b2c3\" 0", "`x` \"abc\" -1", "`(` \"abc\" -1", "`` \"abc\" -1", "`a*` \"baac\" -1", "`.` \"世界\" -1", "`a` \"aaa\" \"2\"", "`[2,4,6,8]` \"123456789\" -1")
		regex(must+"ReplaceAll", "`a(x*)b` \"-ab-axxb-\" \"${1}W\"", "`a(x*)b` \"-ab-axxb-\" \"$1W\"", "`(` \"a\" \"b\"", "`` \"abc\" \"-\"", "`(?P<n>a)` \"banana\" \"[$n]\"", "`a` \"banana\" \"$$\"", "`x` \"abc\" \"y\"", "`(a)(b)?` \"abac\" \"$2$1\"", "`\\s+` \"a  b\" \"\"", "`a` \"banana\"")
		regex(must+"ReplaceAllLiteral", "`a(x*)b` \"-ab-axxb-\" \"${1}\"", "`a` \"banana\" \"$0\"", "`(` \"a\" \"b\"", "`` \"ab\" \"$\"")
		regex(must+"Split", "`z+` \"pizza\" -1", "`z+` \"pizza\" 2", "`z+` \"pizza\" 1", "`z+` \"pizza\" 0", "`` \"abc\" -1", "`x` \"abc\" -1", "`(` \"abc\" -1", "`a` \"\" -1", "`a` \"aaa\" -1", "`,\\s*` \"a, b,c\" -1", "`` \"世界\" -1")
	}
	regex("regexQuoteMeta", `"1.2.3"`, `"[a](b){c}"`, `"\\d^$|?*+"`, `""`, `"é-"`, "1")
	c.texts("regex", "regex-pipes", "{{ regexFind `v[0-9.]+` \"x v1.2 y\" }}", "{{ .lines | regexFindAll `[a-z]+` | len }}", "{{ regexFindAll `[a-z]+` .lines -1 | join \",\" }}", "{{ regexReplaceAll `(?m)^` .lines \"> \" }}", "{{ regexSplit `\\n` .lines -1 | first }}", "{{ regexMatch (regexQuoteMeta \".\") .user }}", "{{ kindOf (regexFindAll `a` \"a\" -1) }}", "{{ regexReplaceAll \"[^a-z]\" .uni \"_\" }}", "{{ \"x\" | regexReplaceAll \"x\" \"axb\" }}")
	dates := func(name string, arguments ...string) { c.calls("dates", name, arguments...) }
	c.texts("dates", "date-format", date("2006-01-02"), date("2006-01-02T15:04:05Z07:00"), date("Mon Jan _2 15:04:05 2006"), date("Monday, 02-Jan-06 15:04:05 MST"), date("Mon, 02 Jan 2006 15:04:05 -0700"), date("3:04PM"), date("03:04:05.000 pm"), date("15:04:05.000000000"), date(".999"), date(",000"), date("05.00"), date("2006 002 __2"), date("Jan January 1 01"), date("-07 -0700 -07:00 -070000 -07:00:00 Z07 Z0700 Z07:00"), date("no verbs"), date(""), date("06-1-2 3:4:5 PM pm"), date("20060102150405"), date("2"), date("MSTx"), date("Januaryx Monx"), date("é 2006"), date("_2 _2006 02"))
	for _, zone := range []string{"UTC", "Local", "", "America/New_York", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "Nowhere/City", "utc", "EST", "Pacific/Apia"} {
		c.texts("dates", "date-zone", `{{ dateInZone "2006-01-02 15:04:05 -0700 MST" 1500000000 "`+zone+`" }}`, `{{ date_in_zone "15:04 MST" 1767225600 "`+zone+`" }}`, `{{ htmlDateInZone 1767225599 "`+zone+`" }}`)
	}
	dates("date", `"2006-01-02" 0`, `"2006-01-02" -1`, `"2006-01-02 15:04:05" 253402300799`, `"2006" (int64 0)`, `"2006"`, `1 0`, `"2006-01-02" (toDate "2006-01-02" "2017-12-31")`)
	dates("htmlDate", "0", "86400", "(int64 1500000000)", "", "1 2")
	for _, name := range []string{"toDate", "mustToDate"} {
		dates(name, `"2006-01-02" "2017-12-31"`, `"2006-01-02" "nope"`, `"2006-01-02" "2017-13-01"`, `"2006-01-02" "2017-02-30"`, `"2006-01-02T15:04:05Z07:00" "2020-05-01T10:00:00+02:00"`, `"2006-01-02T15:04:05Z07:00" "2020-05-01T10:00:00Z"`, `"Jan 2 2006" "Feb 3 2020"`, `"15:04" "23:59"`, `"15:04" "25:00"`, `"2006-01-02" ""`, `"" ""`, `"" "x"`, `"2006" "20"`, `"Mon" "Tue"`, `"3:04PM" "11:15AM"`, `"2006-01-02 MST" "2020-01-01 PST"`, `"05.000" "01.123"`, `"05" "01.123"`, `"2006-01-02" "2017-12-31x"`, `"Jan" "jan"`, `"January" "febx"`, `"__2 2006" " 45 2020"`, `"-0700" "+0530"`)
	}
	for _, name := range []string{"dateModify", "date_modify", "mustDateModify", "must_date_modify"} {
		dates(name, `"1h" (toDate "2006-01-02" "2017-12-31")`, `"-1.5h" (toDate "2006-01-02" "2017-12-31")`, `"x" (toDate "2006-01-02" "2017-12-31")`, `"1h" 5`, `"24h"`)
	}
	dates("unixEpoch", `(toDate "2006-01-02" "2017-12-31")`, `(toDate "2006-01-02" "1969-12-31")`, `(toDate "2006-01-02" "x")`, "1", "nil")
	dates("duration", "0", "1", "95", "3600", `"95"`, `"-95"`, `"x"`, "1.5", "nil", "(int64 90061)", `"1h"`, "-5", "true")
	dates("durationRound", `"2h10m5s"`, `"2400h10m5s"`, `"0"`, `"x"`, `"45s"`, `"-3h"`, "60", "7200000000000", `"1ns"`, `"9000h"`, `"30m"`, "nil", "1.5", `""`, `"59m59s"`, `"744h"`, `"720h"`, `"8760h"`, `(int64 5000000000)`)
	dates("ago", `"x" "y"`, "")
	c.texts("dates", "date-pipes", `{{ toDate "2006-01-02" "2017-12-31" | date "02/01/2006" }}`, `{{ toDate "2006-01-02" "2017-12-31" | unixEpoch }}`, `{{ (toDate "2006-01-02" "2017-12-31").Year }}`, `{{ (toDate "2006-01-02" "2017-12-31").Format "Jan 2" }}`, `{{ (toDate "2006-01-02" "2017-12-31").Unix }}`, `{{ (toDate "2006-01-02" "2017-12-31").Weekday }}`, `{{ (toDate "2006-01-02" "2017-12-31").Nope }}`, `{{ toDate "2006-01-02" "2017-12-31" | typeOf }}`, `{{ toDate "2006-01-02" "2017-12-31" | toJson }}`, `{{ toDate "2006-01-02" "2017-12-31" | toYaml }}`, `{{ toDate "2006-01-02" "2017-12-31" | quote }}`, `{{ $t := toDate "2006-01-02" "2017-12-31" }}{{ ($t.Add 5).Nanosecond }}`, `{{ $t := toDate "2006-01-02" "2017-12-31" }}{{ ($t.AddDate 0 1 0).Format "2006-01-02" }}`, `{{ now | typeOf }}`, `{{ now | kindOf }}`, `{{ now | date "2006" | len }}`, `{{ typeOf now.Year }}`, `{{ now.Format "x" }}`, `{{ toDate "2006" "2020" | dateModify "48h" | date "2006-01-02" }}`, `{{ eq (toDate "2006" "2020") (toDate "2006" "2020") }}`, `{{ if toDate "2006" "x" }}t{{ else }}f{{ end }}`, `{{ empty (toDate "2006" "x") }}`)
	semver := func(name string, arguments ...string) { c.calls("semver", name, arguments...) }
	semver("semver", `"1.2.3"`, `"v1.2.3-rc.1+b5"`, `"1.2"`, `"1"`, `"x"`, `""`, `"01.2.3"`, `"1.2.3.4"`, `"1.2.3-"`, `"1.2.3+"`, `"1.2.3-01"`, `"99999999999999999999.0.0"`, "1", "nil", `"V1.0.0"`, `" 1.2.3"`)
	c.texts("semver", "semver-fields", `{{ (semver "v1.2.3-rc.1+b5").Major }}`, `{{ (semver "1.2.3").Minor }}`, `{{ (semver "1.2.3").Patch }}`, `{{ (semver "1.2.3-rc.1").Prerelease }}`, `{{ (semver "1.2.3+b").Metadata }}`, `{{ (semver "v1.2.3").Original }}`, `{{ (semver "1.2.3").Nope }}`, `{{ (semver "1.2").String }}`, `{{ semver "1.2.3" | typeOf }}`, `{{ $s := semver "1.2.3" }}{{ semver "1.4.3" | $s.Compare }}`, `{{ (semver "1.2.3").IncMinor }}`, `{{ (semver "1.2.3").IncMajor.Original }}`, `{{ semver "1.2.3" | toJson }}`)
	for _, constraint := range []string{"1.2.3", "=1.2.3", "!=1.2.3", ">1.2.3", ">=1.2.3", "<1.2.3", "<=1.2.3", "=>1.2.3", "=<1.2.3", "~1.2.3", "~1.2", "~1", "~>1.2", "^1.2.3", "^0.2.3", "^0.0.3", "^0", "1.x", "1.2.x", "1.2.*", "*", "x", "", ">=1.0, <2.0", ">=1.0 <2.0", ">=1.0 || <0.5", "1.2 - 2.3", "1.2.0 - 1.4.5", ">1.2.3-0", ">=1.2.3-rc.1", "^1.2.3-beta", "~1.2.3-beta", "nope", ">=", "1.2.3.4", ">1", "<1", "!=1", "=1", ">=1.x", "<2.x", "v1.2.3", ">=v1.2", "^1.x", ">1.2", "<=1.2", "1.2.3 2.0.0", "|| 1", "^ 1.2.3", "> 1.2"} {
		for _, version := range []string{"1.2.3", "1.3.0", "2.0.0", "0.2.4", "1.2.3-rc.2", "v1.2", "nope"} {
			c.calls("semver", "semverCompare", `"`+constraint+`" "`+version+`"`)
		}
	}
	url := func(name string, arguments ...string) { c.calls("url", name, arguments...) }
	url("urlParse", `"http://admin:secret@server.com:8080/api?list=false#anchor"`, `"/path"`, `""`, `"http://[::1]:80/"`, `"http://[::1"`, `"mailto:a@b.c"`, `"http://a b"`, `"%zz"`, `"//host/p"`, `"http://é.com/ü?x=é"`, `"http://user@h/"`, `"http://u:p:q@h"`, `"?a=1"`, `"#f"`, `"http://h/%20%2F"`, `"http://h:port/"`, `"HTTP://H/"`, `":x"`, `"http://h?"`, `"http://h#"`, "1", `"a:b:c"`, `"1http://x"`, `"http://h/a//b/../c"`, `"\x7f"`, `"http://%41/"`, `"http://h/<>\""`, `"postgres://u:p%40ss@h:5432/db?sslmode=disable"`)
	url("urlJoin", `(dict "scheme" "http" "host" "h" "path" "/p" "query" "a=1" "fragment" "f" "userinfo" "u:p")`, `(dict)`, `(dict "host" "h")`, `(dict "path" "p")`, `(dict "scheme" "mailto" "opaque" "a@b")`, `(dict "path" "/é ?#")`, `(dict "query" "é b")`, `(dict "host" "h" "path" "p")`, `(dict "userinfo" "u@:p/")`, `(dict "scheme" 1)`, `nil`, `(urlParse "http://u:p@h:1/p?q#f")`, `(dict "fragment" "a b")`, `(dict "host" "[::1]:80")`, `(dict "host" "a b")`, `.`, `(dict "scheme" "http" "host" "h" "userinfo" "u")`, `(dict "path" "a:b")`, `(dict "path" "//x")`)
	c.texts("url", "url-fields", `{{ (urlParse "http://u:p@h:1/p?q=1#f").host }}`, `{{ (urlParse "http://u:p@h:1/p").userinfo }}`, `{{ (urlParse "http://h").hostname }}`, `{{ urlParse "http://h/p" | urlJoin }}`, `{{ (urlParse "http://h").nope }}`, `{{ set (urlParse "http://h/p") "host" "x" | urlJoin }}`)
	path := func(name string, arguments ...string) { c.calls("paths", name, arguments...) }
	paths := []string{`"/a/b/c.txt"`, `""`, `"/"`, `"."`, `".."`, `"a"`, `"a/"`, `"//a//b//"`, `"/a/../b"`, `"../a"`, `"a/b/../../.."`, `"a.tar.gz"`, `".hidden"`, `"a/.b"`, `"é/世.txt"`, `"a/./b"`, `"/.."`, `"a\\b"`, "1", "nil"}
	for _, name := range []string{"base", "dir", "clean", "ext", "isAbs", "osBase", "osDir", "osClean", "osExt", "osIsAbs"} {
		path(name, paths...)
	}
	reflection := func(name string, arguments ...string) { c.calls("reflection", name, arguments...) }
	for _, name := range []string{"typeOf", "kindOf", "empty"} {
		reflection(name, "1", "1.5", `"a"`, `""`, "true", "false", "nil", "'a'", "(list)", "(list 1)", "(dict)", `(dict "a" 1)`, ".", "(int64 1)", "(until 1)", `(splitList "," "a")`, "(index .user 0)", "0", "0.0", "1i", "(len .user)", "(add 1 2)", `(split "," "a")`, "(chunk 1 (list 1))", "(ceil 1)", "(semver \"1.0.0\")", "(index . \"missing\")", "", "1 2")
	}
	reflection("typeIs", `"int" 1`, `"string" 1`, `"string" "a"`, `"map[string]string" .`, `"nil" nil`, `"<nil>" nil`, `"[]interface {}" (list)`, `"float64" 1.5`, `1 1`)
	reflection("typeIsLike", `"int" 1`, `"string" "a"`, `"Version" (semver "1.0.0")`, `"semver.Version" (semver "1.0.0")`, `"int" nil`)
	reflection("kindIs", `"int" 1`, `"map" .`, `"slice" (list)`, `"string" 1`, `"invalid" nil`, `"bool" true`, `"struct" now`)
	crypto := func(name string, arguments ...string) { c.calls("crypto", name, arguments...) }
	crypto("derivePassword", `1 "long" "password" "user" "example.com"`, `1 "maximum" "password" "user" "example.com"`, `1 "medium" "password" "user" "example.com"`, `1 "short" "password" "user" "example.com"`, `1 "basic" "password" "user" "example.com"`, `2 "pin" "password" "user" "example.com"`, `1 "nope" "p" "u" "s"`, `-1 "pin" "p" "u" "s"`, `1 "pin" "" "" ""`, `1 "pin" "é" "世" "😀"`, `1 "pin"`, `4294967296 "pin" "p" "u" "s"`)
	crypto("htpasswd", `"user" "pass" "sha"`, `"us:er" "pass" "sha"`, `"us:er" "pass" "bcrypt"`, `"" "" "sha"`, `"é" "世" "sha"`, `"user" "pass"`, `"user"`, `"u" "p" 1`, `"u" "p" nil`)
	crypto("bcrypt", "", "1", "nil", `"a" "b"`, `(repeat 73 "x")`)
	crypto("genPrivateKey", `"nope"`, "", "1", `"rsa" "x"`)
	crypto("encryptAES", "", `"k"`, `"k" ""`, "1 2")
	crypto("decryptAES", `"key" "MDEyMzQ1Njc4OWFiY2RlZo4Zb2Xd6mJ0NY3PzLOTXqM="`, `"key" ""`, `"key" "!!"`, `"key" "AAAA"`, `"key" "AAAAAAAAAAAAAAAAAAAAAA=="`, `"key" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="`, `"key" "AAAAAAAAAAAAAAAAAAAAAAAAAAA="`, "1 2", `"secretkey" "30tEfhuJSVRhpG97XCuWgz2okj7L8vQ1s6V9zVUPeDQ="`)
	crypto("buildCustomCert", `"!" "x"`, `"eA==" "eA=="`, `"" ""`, `"x"`)
	crypto("genCA", "", `"a"`, `1 2`, `"a" "b"`)
	crypto("genCAWithKey", `"a" 1 "x"`, `"a" 1`, "")
	crypto("genSelfSignedCert", "", `"a" nil nil`, `"a" (list 1) nil 1`, `"a" (list "bad") nil 1`, `"a" nil (list 1) 1`, `"a" "x" nil 1`)
	crypto("genSelfSignedCertWithKey", `"a" nil nil 1 "x"`, "")
	crypto("genSignedCert", "", `"a" nil nil 1 nil`, `"a" nil nil 1 1`)
	crypto("genSignedCertWithKey", "", `"a" nil nil 1 nil "x"`)
	crypto("randAlphaNum", "", "0", `"a"`, "nil", "1 2")
	crypto("randAlpha", "", "0", `"a"`)
	crypto("randNumeric", "", "0", `"a"`)
	crypto("randAscii", "", "0", `"a"`)
	crypto("randBytes", "", "0", `"a"`, "-1")
	crypto("uuidv4", "1")
	crypto("shuffle", "", `""`, `"a"`, `"aaa"`, "1")
	c.texts("crypto", "random-shape", `{{ uuidv4 | len }}`, `{{ randAlphaNum 12 | len }}`, `{{ randAlpha 5 | regexMatch "^[a-zA-Z]+$" }}`, `{{ randAlpha 5 | regexMatch "^[a-zA-Z]{5}$" | not }}`, `{{ regexMatch "^[a-zA-Z]{5}$" (randAlpha 5) }}`, `{{ regexMatch "^[0-9]{7}$" (randNumeric 7) }}`, `{{ regexMatch "^[a-zA-Z0-9]{9}$" (randAlphaNum 9) }}`, `{{ randBytes 16 | b64dec | len }}`, `{{ randBytes 5 | len }}`, `{{ randAscii 30 | len }}`, `{{ regexMatch "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" uuidv4 }}`, `{{ shuffle "abc" | len }}`, `{{ $n := randInt 1 5 }}{{ and (ge $n 1) (lt $n 5) }}`, `{{ encryptAES "k" "secret" | decryptAES "k" }}`, `{{ encryptAES "" .uni | decryptAES "" }}`, `{{ bcrypt "x" | regexMatch "nothing" }}`, `{{ regexMatch "^\\$2a\\$10\\$.{53}$" (bcrypt "x") }}`, `{{ regexMatch "^u:\\$2a\\$10\\$.{53}$" (htpasswd "u" "p" "bcrypt") }}`, `{{ regexMatch "^u:\\$2a\\$10\\$" (htpasswd "u" "p" "other") }}`, `{{ (genCA "x" 365).Cert | regexFind "-----BEGIN CERTIFICATE-----" }}`, `{{ regexFind "-----BEGIN [A-Z ]+-----" (genCA "x" 365).Cert }}`, `{{ regexFind "-----BEGIN [A-Z ]+-----" (genCA "x" 365).Key }}`, `{{ $ca := genCA "x" 365 }}{{ $c := genSignedCert "y" (list "10.0.0.1") (list "y.local") 30 $ca }}{{ certSANs $c.Cert }}`, `{{ $c := genSelfSignedCert "y" nil (list "a" "b") 30 }}{{ certSANs $c.Cert }}`, `{{ regexFind "-----BEGIN [A-Z ]+-----" (genPrivateKey "ecdsa") }}`, `{{ regexFind "-----BEGIN [A-Z ]+-----" (genPrivateKey "ed25519") }}`, `{{ typeOf (genCA "x" 1) }}`, `{{ (genCA "x" 1).Nope }}`, `{{ $k := genPrivateKey "ecdsa" }}{{ $c := genSelfSignedCertWithKey "y" nil (list "z") 30 $k }}{{ eq $c.Key $k }}{{ certSANs $c.Cert }}`, `{{ $k := genPrivateKey "ed25519" }}{{ $c := genCAWithKey "ca" 30 $k }}{{ eq $c.Key $k }}`)
	flow := func(name string, arguments ...string) { c.calls("flow", name, arguments...) }
	flow("fail", `"boom"`, `""`, "", "1", `"a" "b"`, ".user", `"é\n\""`)
	flow("hello", "", "1")
}

func date(format string) string { return `{{ date "` + format + `" 1136214245 }}` }

func addCertificates(c *collector) {
	over := func(topic string, templates ...string) { c.over("certs", "certificates", topic, templates...) }
	for _, part := range []string{"leaf", "intermediate", "root", "other", ""} {
		for _, in := range []string{"chain", "mixed", "leaf", "intermediate", "root", "alone", "disjunct", "junk", "none", "broken", "both", "ec", "junkBefore", "junkAfter"} {
			over("filterCertChain", `{{ filterCertChain "`+part+`" .`+in+` }}`)
		}
	}
	for _, kind := range []string{"CERTIFICATE", "certificate", "PRIVATE KEY", "RSA PRIVATE KEY", "X", ""} {
		for _, in := range []string{"chain", "both", "junk", "none", "junkBefore", "junkAfter", "broken", "crlf", "headers", "rsaKey"} {
			over("filterPEM", `{{ filterPEM "`+kind+`" .`+in+` }}`)
		}
	}
	for _, in := range []string{"leaf", "chain", "root", "alone", "ec", "junk", "none", "broken", "key", "junkBefore", "crlf"} {
		over("certSANs", `{{ certSANs .`+in+` }}`, `{{ certSANs .`+in+` | join "," }}`, `{{ certSANs .`+in+` | len }}`)
	}
	for _, in := range []string{"p12", "p12pass", "p12legacy", "p12ec", "p12ed", "junk", "none", "leaf"} {
		over("pkcs12", `{{ pkcs12key .`+in+` }}`, `{{ pkcs12cert .`+in+` }}`, `{{ pkcs12keyPass "1234" .`+in+` }}`, `{{ pkcs12certPass "1234" .`+in+` }}`, `{{ pkcs12keyPass "" .`+in+` }}`, `{{ pkcs12certPass "" .`+in+` }}`, `{{ pkcs12keyPass "wrong" .`+in+` }}`)
	}
	over("pkcs12-written", `{{ pemToPkcs12 .leaf .key | b64dec | pkcs12key }}`, `{{ pemToPkcs12 .leaf .key | b64dec | pkcs12cert }}`, `{{ pemToPkcs12 .chain .key | b64dec | pkcs12cert }}`, `{{ fullPemToPkcs12 .chain .key | b64dec | pkcs12cert }}`, `{{ fullPemToPkcs12 .mixed .key | b64dec | pkcs12cert }}`, `{{ pemToPkcs12Pass .leaf .key "s3" | b64dec | pkcs12keyPass "s3" }}`, `{{ pemToPkcs12Pass .leaf .key "s3" | b64dec | pkcs12keyPass "no" }}`, `{{ fullPemToPkcs12Pass .chain .key "é世" | b64dec | pkcs12certPass "é世" }}`, `{{ pemToPkcs12 .ec .ecKey | b64dec | pkcs12key }}`, `{{ pemToPkcs12 .ed .edKey | b64dec | pkcs12key }}`, `{{ pemToPkcs12 .leaf .rsaKey | b64dec | pkcs12key }}`, `{{ pemToPkcs12 .leaf .ecKey | b64dec | pkcs12key }}`, `{{ pemToPkcs12 .junk .key }}`, `{{ pemToPkcs12 .leaf .junk }}`, `{{ pemToPkcs12 .broken .key }}`, `{{ pemToPkcs12 .leaf .leaf }}`, `{{ pemToPkcs12 .key .key }}`, `{{ fullPemToPkcs12 .junkAfter .key }}`, `{{ fullPemToPkcs12 .both .key }}`, `{{ pemTruststoreToPKCS12 .root | b64dec | len | lt 100 }}`, `{{ pemTruststoreToPKCS12 .root | b64dec | pkcs12cert }}`, `{{ pemTruststoreToPKCS12 .junk }}`, `{{ pemTruststoreToPKCS12 .none | b64dec | len | lt 10 }}`, `{{ pemTruststoreToPKCS12Pass .chain "x" | b64dec | len | lt 100 }}`, `{{ pemTruststoreToPKCS12 .broken }}`, `{{ pemTruststoreToPKCS12 .key }}`, `{{ pemToPkcs12Pass .leaf .key "😀" | b64dec | pkcs12keyPass "😀" }}`)
	for _, in := range []string{"jwkRSA", "jwkEC", "jwkED", "jwkOct", "jwkBad", "jwkNoJSON", "jwkRSAPublic", "jwkECPublic", "jwkEDPublic", "none"} {
		over("jwk", `{{ jwkPublicKeyPem .`+in+` }}`, `{{ jwkPrivateKeyPem .`+in+` }}`)
	}
	for _, hash := range []string{"None", "SHA1", "SHA256", "SHA512", "MD5", ""} {
		for _, in := range []string{"sha1", "sha256", "sha512", "junk", "none"} {
			over("rsaDecrypt", `{{ rsaDecrypt "RSA-OAEP" "`+hash+`" .`+in+` .key }}`)
		}
	}
	over("rsaDecrypt-wrong", `{{ rsaDecrypt "None" "" .junk .key }}`, `{{ rsaDecrypt "PKCS1v15" "SHA1" .sha1 .key }}`, `{{ rsaDecrypt "RSA-OAEP" "SHA256" .sha256 .rsaKey }}`, `{{ rsaDecrypt "RSA-OAEP" "SHA256" .sha256 .ecKey }}`, `{{ rsaDecrypt "RSA-OAEP" "SHA256" .sha256 .junk }}`, `{{ rsaDecrypt "RSA-OAEP" "SHA256" .sha256 .leaf }}`, `{{ rsaDecrypt "" "" "" "" }}`, `{{ rsaDecrypt "RSA-OAEP" "SHA256" (.sha256 | b64enc | b64dec) .key }}`, `{{ .sha256 | rsaDecrypt "RSA-OAEP" "SHA256" }}`)
	over("certificate-pipes", `{{ .chain | filterCertChain "leaf" | certSANs | first }}`, `{{ .both | filterPEM "CERTIFICATE" | b64enc | len }}`, `{{ .p12 | pkcs12cert | filterCertChain "root" }}`, `{{ .p12 | b64enc | b64dec | pkcs12key }}`, `{{ .p12 | b64enc | pkcs12key }}`, `{{ (buildCustomCert (.leaf | b64enc) (.key | b64enc)).Cert }}`, `{{ (buildCustomCert (.leaf | b64enc) (.rsaKey | b64enc)).Key }}`, `{{ (buildCustomCert (.leaf | b64enc) (.leaf | b64enc)).Key }}`, `{{ (buildCustomCert (.broken | b64enc) (.key | b64enc)).Key }}`, `{{ (buildCustomCert (.leaf | b64enc) (.ecKey | b64enc)).Key }}`, `{{ (buildCustomCert (.leaf | b64enc) (.junk | b64enc)).Key }}`)
}
