package event

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDateLimits(t *testing.T) {
	for s, ok := range map[string]bool{"2000-01-01": true, "1999-12-31": false, "2199-12-31": true, "2200-01-01": false,
		"2024-02-29": true, "2023-02-29": false, "2026-11-24 ": false, "": false, "24.11.2026": false} {
		d, err := ParseDate(s)
		if (err == nil) != ok {
			t.Errorf("%q: %v", s, err)
		}
		if ok && d.String() != s {
			t.Errorf("%q is written back as %s", s, d)
		}
	}
	for m, ok := range map[Minute]bool{MinDate.At(0, 0): true, MinDate.At(0, 0) - 1: false, MaxDate.At(23, 59): true,
		MaxDate.At(23, 59) + 1: false, math.MaxInt64: false, math.MinInt64: false, 1 << 45: false} {
		if m.Valid() != ok {
			t.Errorf("minute %d: %v", m, m.Valid())
		}
	}
}

func TestParseClock(t *testing.T) {
	for s, want := range map[string]int{"00:00": 0, "23:59": 23*60 + 59, "24:00": -1, "12:60": -1, "9:05": -1, "09:05:00": -1, "9:005": -1, "": -1, "+1:00": -1} {
		h, m, err := ParseClock(s)
		if (err != nil) != (want < 0) || err == nil && h*60+m != want {
			t.Errorf("%q: %d %d, %v", s, h, m, err)
		}
	}
}

// A civil minute is what the wall clock shows, whatever the zone.
func TestCivil(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("", rapid.IntRange(-14*60, 14*60).Draw(t, "zone")*60)
		at := time.Unix(rapid.Int64Range(-1e9, 7e9).Draw(t, "at"), 0).In(zone)
		m := MinuteOf(at)
		h, mi := m.Clock()
		if h != at.Hour() || mi != at.Minute() || m.Date() != DateOf(at) || m.Date().String() != at.Format(time.DateOnly) {
			t.Fatalf("%v is %v", at, m)
		}
	})
}
