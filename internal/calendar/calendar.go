// Package calendar writes one event as a file that calendars read (RFC 5545). It
// knows only what troth needs: an event at a time on the wall, without a zone,
// once or every week. It writes no alarm, and nothing that the caller does not
// say.
package calendar

import (
	"strconv"
	"strings"
	"time"
)

// MediaType is what such a file is.
const MediaType = "text/calendar"

// Event is one event. Times are read by what they show, in whatever zone they
// have; a calendar shows them so wherever it is.
type Event struct {
	UID     string    // the same event has the same one for ever
	Written time.Time // when it was settled: an instant
	Start   time.Time
	Minutes int  // 0: the whole day
	Weekly  bool // on this day of every week
	Title   string
}

// File returns the file.
func File(e Event) []byte {
	const floating = "20060102T150405"
	lines := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Notes//EN",
		"BEGIN:VEVENT",
		"UID:" + escape(e.UID),
		"DTSTAMP:" + e.Written.UTC().Format(floating) + "Z",
	}
	if e.Minutes == 0 {
		lines = append(lines, "DTSTART;VALUE=DATE:"+e.Start.Format(floating[:len("20060102")]), "DURATION:P1D")
	} else {
		lines = append(lines, "DTSTART:"+e.Start.Format(floating), "DURATION:PT"+strconv.Itoa(e.Minutes)+"M")
	}
	if e.Weekly {
		lines = append(lines, "RRULE:FREQ=WEEKLY")
	}
	lines = append(lines, "SUMMARY:"+escape(e.Title), "END:VEVENT", "END:VCALENDAR")
	var b strings.Builder
	for _, l := range lines {
		fold(&b, l)
	}
	return []byte(b.String())
}

// escape writes what would mean something else in a text (section 3.3.11).
// Control characters but the end of a line may not stand in one at all.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// maxLine is how many bytes a line may have, its end not counted (section 3.1).
const maxLine = 75

// fold writes a line, in several if it is long, never within a character.
func fold(b *strings.Builder, line string) {
	room := maxLine
	for _, r := range line {
		c := string(r)
		if len(c) > room {
			b.WriteString("\r\n ")
			room = maxLine - 1
		}
		b.WriteString(c)
		room -= len(c)
	}
	b.WriteString("\r\n")
}
