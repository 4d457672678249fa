package main

import (
	"encoding/json"

	"troth/internal/language/date"
)

// datesCmd is troth dates.
type datesCmd struct {
	textsCmd
}

// Help is shown by troth dates --help.
func (datesCmd) Help() string {
	return `Reads lines such as {"id":1,"text":"by Friday"} and prints for each {"id":1,"spans":[{"start":3,"end":9,"value":"2026-11-27","grain":"day","repeat":""}]}. A line may bring its own "now". Start and end count bytes of the text in UTF-8. A value is a day (2026-11-24), a minute (2026-11-24T12:00) or a run of days (2026-11-23/2026-11-29); repeat is a length of time as in ISO 8601 (P1W: every week).`
}

// dateSpan is a date as it is printed.
type dateSpan struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Value  string `json:"value"`
	Grain  string `json:"grain"`
	Repeat string `json:"repeat"`
}

// datesOut is a line as it is printed.
type datesOut struct {
	ID    json.RawMessage `json:"id"`
	Spans []dateSpan      `json:"spans"`
}

// Run answers standard input.
func (c *datesCmd) Run() error {
	return c.each(func(l textLine, o date.Options) any { return datesOut{l.ID, dateSpans(*l.Text, o)} })
}

func dateSpans(text string, o date.Options) []dateSpan {
	spans := []dateSpan{}
	for _, s := range date.Find(text, o) {
		spans = append(spans, dateSpan{s.Start, s.End, s.Value, string(s.Grain), s.Repeat})
	}
	return spans
}
