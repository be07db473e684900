package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DurationVector has nanoseconds (a decimal, since they need 64 bits) and Go's own spelling, or an error.
type DurationVector struct {
	ID          string `json:"id"`
	Text        string `json:"text"`
	Nanoseconds string `json:"nanoseconds,omitempty"`
	Canonical   string `json:"canonical,omitempty"`
	Error       string `json:"error,omitempty"`
}

func durationVectors() []DurationVector {
	var vectors []DurationVector
	seen := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			if seen[text] {
				continue
			}
			seen[text] = true
			vector := DurationVector{ID: fmt.Sprintf("duration-%d", len(vectors)+1), Text: text}
			if value, err := time.ParseDuration(text); err != nil {
				vector.Error = err.Error()
			} else {
				vector.Nanoseconds = strconv.FormatInt(int64(value), 10)
				vector.Canonical = value.String()
			}
			vectors = append(vectors, vector)
		}
	}
	for _, unit := range []string{"ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "w", "y", "S", "M", "H", "sec", "min", "hr", ""} {
		for _, number := range []string{"0", "1", "-1", "+1", "1.5", "-.5", "5.", "0.000000001", "9223372036854775807", "007"} {
			add(number + unit)
		}
	}
	add("", "+", "-", ".", "-.", "+.", "0", "+0", "-0", "00", "0.0", ".0", "0.", "h", ".h", "-h", "1", "10", "-5", "1e3s", "0x1s", "1_000s",
		"1h30m", "1h 30m", " 1h", "1h ", "1h\n", "1h30", "1h-30m", "1h+30m", "-1h30m", "+1h30m", "--1h", "+-1h", "1m1h", "1h1h1h", "1s1ms1us1ns",
		"1h0m0s", "24h", "48h0m0s", "8760h", "1.5h30.5m", "1.1h", "0.1s", "0.3ns", "0.9ns", "1.9ns", "0.3us", "0.0000000001s", "1.0000000001s",
		"2562047h47m16.854775807s", "2562047h47m16.854775808s", "-2562047h47m16.854775808s", "-2562047h47m16.854775809s", "2562047h47m16.9s", "2562048h",
		"9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "-9223372036854775809ns", "9223372036854775.807us", "9223372036854775.808us",
		"9223372036s854ms775us807ns", "9223372036s854ms775us808ns", "18446744073709551616ns", "99999999999999999999h", "1.99999999999999999999s",
		"0.333333333333333333h", "0.9223372036854775807h", "0.100000000000000000000h", "0.830103483285477580700h", "3000000h", "3000000h0.000000000000000001ns",
		"1h,30m", "1h:30m", "1H", "1hour", "1d2h", "5e-1s", "１h", "1ｈ", "1µ", "1u", "1m s", "s1", "m5", "..5s", "1..5s", "1.5.5s", "1.s", "1.5", "NaN", "Inf", "infinity", "null", "true",
		"1h\x00", "1日", "1\"s", "1\\s", "\u00b5s", "1µs1μs1us", "-0.5ns", "-0.0s", "+0h", "-0h0m0s", "30m0.0s", "1.000000000000000000000000000000000000h", strings.Repeat("1h", 100), strings.Repeat("9", 40)+"s", "0."+strings.Repeat("0", 40)+"1s", "1."+strings.Repeat("9", 40)+"ns")
	for _, text := range []string{"1ns", "1100ns", "2200us", "3300ms", "4m5s", "4m5.001s", "5h6m7.001s", "8m0.000000001s", "90s", "3600s", "1000000us", "999ms", "1.5ms", "1.5us", "-1.5s", "-100us", "1000h", "1440m", "59.999999999s", "60s", "100ms", "10us", "0.1us"} {
		add(text)
	}
	return vectors
}
