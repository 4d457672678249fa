package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFile(t *testing.T) {
	zone := time.FixedZone("", 2*3600)
	got := string(File(Event{UID: "0102", Written: time.Date(2026, 3, 2, 1, 30, 0, 0, zone), Start: time.Date(2026, 3, 8, 20, 0, 0, 0, zone), Minutes: 60, Weekly: true, Title: "Hour"}))
	want := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Notes//EN\r\nBEGIN:VEVENT\r\nUID:0102\r\nDTSTAMP:20260301T233000Z\r\nDTSTART:20260308T200000\r\nDURATION:PT60M\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Hour\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if got != want {
		t.Errorf("%q", got)
	}
	day := string(File(Event{Start: time.Date(2026, 3, 8, 20, 0, 0, 0, zone)}))
	if !strings.Contains(day, "\r\nDTSTART;VALUE=DATE:20260308\r\nDURATION:P1D\r\n") {
		t.Errorf("a whole day: %q", day)
	}
	if once := string(File(Event{})); strings.Contains(once, "RRULE") {
		t.Error("what is once comes back")
	}
}

// Whatever a title holds, the file has the same lines, none is too long or cut
// within a character, and it is read back as it was.
func TestTitles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.OneOf(rapid.String(), rapid.StringMatching(`(é|ab;|,|\\|\n|END:VEVENT|😀){0,60}`)).Draw(t, "title")
		file := string(File(Event{Title: title}))
		for _, l := range strings.SplitAfter(file, "\r\n") {
			if l != "" && (!strings.HasSuffix(l, "\r\n") || len(l) > maxLine+2 || strings.ContainsAny(l[:len(l)-2], "\r\n") || !utf8.ValidString(l)) {
				t.Fatalf("%d bytes: %q", len(l), l)
			}
		}
		lines := strings.Split(strings.ReplaceAll(file, "\r\n ", ""), "\r\n")
		if len(lines) != 12 || lines[8] == "" {
			t.Fatalf("%d lines: %q", len(lines), lines)
		}
		var back strings.Builder
		for s := strings.TrimPrefix(lines[8], "SUMMARY:"); s != ""; s = s[1:] {
			if s[0] == '\\' {
				if s = s[1:]; s[0] == 'n' {
					back.WriteByte('\n')
					continue
				}
			}
			back.WriteByte(s[0])
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' || r == 0x7f {
				return -1
			}
			return r
		}, strings.ToValidUTF8(title, "\ufffd"))
		if back.String() != want {
			t.Fatalf("%q, want %q", back.String(), want)
		}
	})
}

func TestLongLines(t *testing.T) {
	for n, lines := range map[int]int{75 - len("SUMMARY:"): 1, 76 - len("SUMMARY:"): 2, 75 - len("SUMMARY:") + 74: 2, 75 - len("SUMMARY:") + 75: 3} {
		file := string(File(Event{Title: strings.Repeat("x", n)}))
		if got := strings.Count(file, "\r\n ") + 1; got != lines {
			t.Errorf("%d characters: %d lines, want %d", n, got, lines)
		}
	}
}
