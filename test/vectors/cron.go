package main

import (
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
)

// CronVector has the times after each moment (null where there is none), or an error.
type CronVector struct {
	ID    string     `json:"id"`
	Line  string     `json:"line"`
	Next  []NextTime `json:"next,omitempty"`
	Error string     `json:"error,omitempty"`
}

// NextTime: times are RFC 3339 in UTC.
type NextTime struct {
	After string  `json:"after"`
	Next  *string `json:"next"`
}

var cronMoments = []string{
	"2026-01-01T00:00:00Z", "2026-02-28T23:59:59.5Z", "2027-12-31T23:59:00Z", "2028-02-28T12:34:56.789Z", "2026-03-29T00:59:59Z", "2026-11-01T05:30:00Z",
}

var cronLines = []string{
	"* * * * *", "0 * * * *", "*/5 * * * *", "0 0 * * *", "30 2 * * *", "0 9-17 * * 1-5", "0 9-17 * * MON-FRI", "0 0 1 * *", "0 0 31 * *", "0 0 29 2 *", "0 0 30 2 *", "0 0 31 4 *",
	"0 0 1 1 *", "0 0 1 jan *", "0 0 1 JAN,jul *", "0 0 * * sun", "0 0 * * SUN", "0 0 * * 0", "0 0 * * 6", "0 0 * * 7", "0 0 * * 0-7", "0 0 13 * 5", "0 0 13 * FRI", "0 0 */2 * 1", "0 0 1-7 * 1", "0 0 ? * ?", "? ? ? ? ?", "0 0 ? * 1", "0 0 1 * ?",
	"0,15,30,45 * * * *", "5-10 * * * *", "5-10/2 * * * *", "5/15 * * * *", "*/1 * * * *", "*/60 * * * *", "*/61 * * * *", "*/7 */3 * * *", "0-59/30 * * * *", "59 23 31 12 *", "0 22 * * 1-5", "23 0-20/2 * * *", "0 0,12 1 */2 *", "0 4 8-14 * *", "0 0 1,15 * 3", "*/0 * * * *", "0 */24 * * *", "0 */23 * * *",
	"60 * * * *", "-1 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 32 * *", "0 0 1 0 *", "0 0 1 13 *", "0 0 * * 8", "a * * * *", "* * * foo *", "* * * * bar", "mon * * * *", "* * jan * *", "1.5 * * * *", "1- * * * *", "-5 * * * *", "1-2-3 * * * *", "1/2/3 * * * *", "10-5 * * * *", "5-5 * * * *", "1,,2 * * * *", ", * * * *", ",1 * * * *", "1, * * * *", "*,1 * * * *", "1,* * * * *", "*-5 * * * *", "*/ * * * *", "/5 * * * *", "*/a * * * *", "*/-1 * * * *", "5/0 * * * *", "1-5/0 * * * *", "+5 * * * *", "05 * * * *", "0005 * * * *", "1_0 * * * *", "0x5 * * * *", "99999999999999999999 * * * *", "*/99999999999999999999 * * * *", "5/100 * * * *", "** * * * *", "*5 * * * *", "?/5 * * * *", "?-5 * * * *", "?5 * * * *", "é * * * *",
	"", " ", "*", "* *", "* * *", "* * * *", "* * * * * *", "0 0 0 * * *", "0 0 * * * * *", "  0   0  *  *  *  ", "0\t0\t*\t*\t*", "0 0 * *\u00a0*", "0 0 * * *\n",
	"L * * * *", "0 0 L * *", "0 0 LW * *", "0 0 15W * *", "0 0 * * 5L", "0 0 * * 1#1", "0 0 * * FRIL", "H * * * *", "0 0 * * mon#2", "@reboot", "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly", "@Daily", "@HOURLY", "@minutely", "@daily ", " @daily", "@", "@every", "@every ", "@every 1h", "@every 1h30m", "@every 90s", "@every 1s", "@every 0s", "@every 500ms", "@every 1500ms", "@every -1h", "@every 1d", "@every 1", "@every  1h", "@every 1h ", "@every 24h", "@every 8760h", "@every 1h2m3.9s", "@every 1.5h", "@every 1us", "@everyday", "@Every 1h", "@every foo", "@every\t1h",
	"TZ=UTC 0 0 * * *", "CRON_TZ=UTC 0 0 * * *", "CRON_TZ=America/New_York 0 9 * * *", "TZ=America/New_York 0 9 * * *", "TZ=America/New_York 30 2 * * *", "TZ=America/New_York 30 1 * * *", "TZ=America/New_York 0 0 * * SUN", "TZ=America/New_York */30 * * * *", "TZ=America/New_York 59 23 * * *", "TZ=Europe/Berlin 0 2 * * *", "TZ=Europe/Berlin 30 2 29 3 *", "TZ=Europe/Berlin 15 1-3 * * *", "TZ=Europe/London 0 1 * * *", "TZ=Asia/Tokyo 0 0 1 * *", "TZ=Asia/Kolkata 15 */6 * * *", "TZ=Asia/Kathmandu 0 0 * * *", "TZ=Australia/Lord_Howe 0 2 * * *", "TZ=America/Sao_Paulo 0 0 * * *", "TZ=Pacific/Auckland 0 0 * * MON", "TZ=Africa/Cairo 0 0 * * 5", "TZ=America/Santiago 0 0 * * *", "TZ=Pacific/Apia 0 12 * * *", "TZ=Nowhere/City 0 0 * * *", "TZ= 0 0 * * *", "TZ=Local 0 0 * * *", "TZ=UTC @daily", "TZ=Asia/Tokyo @daily", "TZ=Asia/Tokyo @every 1h", "CRON_TZ=Asia/Tokyo @hourly", "TZ=UTC", "TZ=UTC ", "TZ=UTC    0 0 * * *", "tz=UTC 0 0 * * *", "CRON_TZ=UTC TZ=UTC 0 0 * * *", "TZ=../etc/passwd 0 0 * * *", "TZ=utc 0 0 * * *", "TZ=EST 0 0 * * *", "TZ=+02:00 0 0 * * *",
}

func cronVectors() []any {
	var vectors []any
	for index, line := range cronLines {
		vectors = append(vectors, cronVector(fmt.Sprintf("cron-%d", index+1), line))
	}
	return append(vectors, windowVectors()...)
}

func parseCron(line string) (schedule cron.Schedule, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	return cron.ParseStandard(line)
}

func cronVector(id, line string) CronVector {
	vector := CronVector{ID: id, Line: line}
	schedule, err := parseCron(line)
	if err != nil {
		vector.Error = err.Error()
		return vector
	}
	for _, moment := range cronMoments {
		at, _ := time.Parse(time.RFC3339Nano, moment)
		for range 3 {
			next := schedule.Next(at)
			entry := NextTime{After: at.UTC().Format(time.RFC3339Nano)}
			if !next.IsZero() {
				found := next.UTC().Format(time.RFC3339Nano)
				entry.Next = &found
			}
			vector.Next = append(vector.Next, entry)
			if next.IsZero() {
				break
			}
			at = next
		}
	}
	return vector
}

// WindowVector says whether an interval's refresh may run at a moment.
type WindowVector struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Windows []Window `json:"windows"`
	At      string   `json:"at"`
	Inside  bool     `json:"inside"`
	Allowed bool     `json:"allowed"`
}

// Window opens at each time of its schedule and stays open for its duration, both ends included.
type Window struct {
	Schedule string `json:"schedule"`
	Duration string `json:"duration"`
}

func isOpen(window Window, at time.Time) bool {
	schedule, err := parseCron(window.Schedule)
	length, lengthErr := time.ParseDuration(window.Duration)
	if err != nil || lengthErr != nil {
		return false
	}
	// The first start that can still hold `at`: a nanosecond earlier, since Next is strictly after.
	start := schedule.Next(at.Add(-length - time.Nanosecond))
	return !start.IsZero() && !start.After(at) && !at.After(start.Add(length))
}

func windowVectors() []any {
	office := []Window{{"0 9 * * MON-FRI", "8h"}}
	sets := [][]Window{
		office, {{"0 22 * * *", "4h"}}, {{"@daily", "1h"}}, {{"0 0 1 * *", "24h"}}, {{"not a cron", "1h"}}, {{"not a cron", "1h"}, {"0 9 * * *", "1h"}}, {{"0 0 29 2 *", "48h"}}, {{"*/10 * * * *", "0s"}}, {{"0 9 * * *", "1h"}, {"0 12 * * *", "30m"}}, {{"TZ=Asia/Tokyo 0 9 * * *", "2h"}},
	}
	moments := []string{
		"2026-11-23T08:59:59.999Z", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00.001Z", "2026-11-23T12:30:00Z", "2026-11-23T17:00:00Z", "2026-11-23T17:00:00.001Z", "2026-11-22T12:00:00Z", "2026-11-23T22:00:00Z", "2026-11-24T01:59:00Z", "2026-11-24T02:00:00Z", "2026-11-24T02:00:01Z", "2026-11-01T23:59:59Z", "2026-12-02T00:00:00Z", "2028-03-01T00:00:00Z", "2028-03-02T00:00:00.001Z", "2026-11-23T10:10:00Z", "2026-11-23T10:10:01Z",
	}
	var vectors []any
	for _, kind := range []string{"allow", "deny"} {
		for _, set := range sets {
			for _, moment := range moments {
				at, _ := time.Parse(time.RFC3339Nano, moment)
				inside := false
				for _, window := range set {
					inside = inside || isOpen(window, at)
				}
				vectors = append(vectors, WindowVector{
					ID: fmt.Sprintf("window-%d", len(vectors)+1), Kind: kind, Windows: set, At: moment,
					Inside: inside, Allowed: inside == (kind == "allow"),
				})
			}
		}
	}
	return vectors
}
