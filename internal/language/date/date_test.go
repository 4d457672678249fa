package date

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"troth/internal/require"
)

// now is a Tuesday afternoon.
var now = time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC)

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"I'll call the bank tomorrow at noon.", "tomorrow at noon=2026-11-25T12:00"},
		{"by Friday at the latest", "Friday=2026-11-27"},
		{"I'll be home by six.", "six=2026-11-24T18:00"},
		{"I'll be home by six on Tuesdays", "six=2026-11-24T18:00; Tuesdays=2026-12-01 P1W"},
		{"every Tuesday at six", "every Tuesday at six=2026-12-01T18:00 P1W"},
		{"I will walk the dog every morning", "every morning=2026-11-25 P1D"},
		{"every other Sunday", "every other Sunday=2026-11-29 P2W"},
		{"in two weeks", "in two weeks=2026-12-08"},
		{"in half an hour", "in half an hour=2026-11-24T16:00"},
		{"at 3 I am done", "3=2026-11-25T03:00"},
		{"I'll do it at 10 tonight", "10 tonight=2026-11-24T22:00"},
		{"tonight, after the kids are in bed", "tonight=2026-11-24"},
		{"on the 1st", "the 1st=2026-12-01"},
		{"next week", "next week=2026-11-30/2026-12-06"},
		{"this weekend", "this weekend=2026-11-28/2026-11-29"},
		{"by the end of the month", "the end of the month=2026-11-30"},
		{"Christmas is on 25 December", "25 December=2026-12-25"},
		{"on 3/4", "3/4=2027-03-04"},
		{"Saturday morning at nine", "Saturday morning at nine=2026-11-28T09:00"},
		{"at 7 in the morning", "7 in the morning=2026-11-25T07:00"},
		{"quarter past four", "quarter past four=2026-11-25T04:15"},
		{"the day after tomorrow", "the day after tomorrow=2026-11-26"},
		{"ich komme morgen", ""},
		// Words and numbers that are no dates.
		{"You may march in here, but I sat in the sun and we wed in spring.", ""},
		{"Give me a second chance, for the second time.", ""},
		{"We have 3 kids and 2 cats, one on one.", ""},
		{"It took 20 minutes. I paid 4.50 for 2 of them, about 30%.", ""},
		{"I asked you three times and you said no at once.", ""},
		{"I feel at one with you. All for one.", ""},
		{"You were right and I was wrong by a mile.", ""},
		{"30 February, 31/02/2027, 25:99, 99th", ""},
		{"5000 years ago, in 3000 years and 2 hours", "in 3000 years and 2 hours=5026-11-24T17:30"},
		{"3000 years and 2 hours ago, in 9999 years, in 9999 years and 3 hours", ""},
	} {
		var got []string
		for _, s := range Find(c.text, Options{Now: now, Likely: c.text != "at 3 I am done" && c.text != "quarter past four"}) {
			g := c.text[s.Start:s.End] + "=" + s.Value
			if s.Repeat != "" {
				g += " " + s.Repeat
			}
			got = append(got, g)
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%q: %s, want %s", c.text, g, c.want)
		}
	}
}

func TestDayFirst(t *testing.T) {
	for text, want := range map[string][2]string{
		"on 3/4": {"2027-03-04", "2027-04-03"}, "3.4.2027": {"2027-03-04", "2027-04-03"},
		"22/4/2027": {"2027-04-22", "2027-04-22"}, "2027-04-03": {"2027-04-03", "2027-04-03"},
	} {
		for i, first := range []bool{false, true} {
			s := Find(text, Options{Now: now, DayFirst: first})
			if len(s) != 1 || s[0].Value != want[i] {
				t.Errorf("%q, day first %v: %+v, want %s", text, first, s, want[i])
			}
		}
	}
}

// At the ends of what four digits can say.
func TestLastYear(t *testing.T) {
	end := time.Date(9999, 12, 31, 13, 0, 0, 0, time.UTC)
	for _, text := range []string{"noon", "tomorrow", "this week", "next month", "in 11 hours", "next year"} {
		if s := Find(text, Options{Now: end}); len(s) > 0 {
			t.Errorf("%q: %+v", text, s)
		}
	}
	if s := Find("today at six pm", Options{Now: end}); len(s) != 1 || s[0].Value != "9999-12-31T18:00" {
		t.Errorf("%+v", s)
	}
}

// Business days are counted as one by one, from every day of the week, and
// many of them cost no more.
func TestBusinessDays(t *testing.T) {
	p := &parser{}
	for d := range 7 {
		from := midnight(now.AddDate(0, 0, d))
		for _, sign := range []int{1, -1} {
			want := from
			for n := range 30 {
				if got := p.count(from, amount{days: n, business: true}, sign).day; got != want {
					t.Errorf("%d from %s, %s: %s, want %s", n*sign, from.Weekday(), from.Format(time.DateOnly), got.Format(time.DateOnly), want.Format(time.DateOnly))
				}
				want = want.AddDate(0, 0, sign)
				for want.Weekday() == time.Saturday || want.Weekday() == time.Sunday {
					want = want.AddDate(0, 0, sign)
				}
			}
		}
	}
}

// Whatever the bytes: no panic, spans within the text, in order, and values
// that can be read.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"tomorrow at noon", "the first friday of july", "every other tuesday at six", "8.30 pm", "2/29/2019", "\xff\xfe 7h01",
		"twenty-", "two thousand and", "in half an", "mid - ", "end of the", "1st Jan 99999999999", "half past half past half past", "5000 years and 2 hours ago", "in 9999 years", "\u202e12:34\u200b"} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, dayFirst bool) {
		last := 0
		for _, d := range Find(s, Options{Now: now, DayFirst: dayFirst, Likely: dayFirst}) {
			if d.Start < last || d.End <= d.Start || d.End > len(s) {
				t.Fatalf("%+v in %d bytes after %d", d, len(s), last)
			}
			last = d.End
			for v := range strings.SplitSeq(d.Value, "/") {
				_, a := time.Parse(time.DateOnly, v)
				_, b := time.Parse("2006-01-02T15:04", v)
				_, c := time.Parse("2006-01-02T15:04:05", v)
				if a != nil && b != nil && c != nil {
					t.Fatalf("%q is no value", d.Value)
				}
			}
		}
	})
}

// A megabyte of what could mean something costs no more than its length.
func TestLong(t *testing.T) {
	for _, piece := range []string{"half past ", "twenty ", "1 month ", "the ", "2-2-", "end of ", "mon, ", strings.Repeat("9999 business days ", 6) + "ago "} {
		Find(strings.Repeat(piece, 1<<20/len(piece)), Options{Now: now})
	}
}

type spec struct {
	Input   string
	Context struct{ ReferenceDateTime string }
	Results []struct {
		Text  string
		Value *struct {
			Timex            string
			FutureResolution map[string]string
		}
		Start, Length int
	}
}

// The public cases of Recognizers-Text (Microsoft, MIT) are no part of the
// project. TROTH_DATES names the folder they are in; the shares are of cases in
// which exactly the wanted spans are found, with the wanted values.
func TestRecognizersText(t *testing.T) {
	dir := os.Getenv("TROTH_DATES")
	if dir == "" {
		require.Have(t, "dates", errors.New("TROTH_DATES names no folder with the public cases"))
	}
	for name, least := range map[string]float64{"DateParser": 0.95, "DateTimeParser": 0.95, "TimeParser": 0.92} {
		b, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var list []spec
		if err := json.Unmarshal(b, &list); err != nil {
			t.Fatal(err)
		}
		good := 0
		for _, c := range list {
			now := time.Date(2016, 11, 7, 0, 0, 0, 0, time.UTC)
			if c.Context.ReferenceDateTime != "" {
				now, _ = time.Parse("2006-01-02T15:04:05", c.Context.ReferenceDateTime)
			}
			got := Find(c.Input, Options{Now: now})
			ok := len(got) == len(c.Results)
			for i := range c.Results {
				if !ok {
					break
				}
				r, g := c.Results[i], got[i]
				want := ""
				for _, v := range r.Value.FutureResolution {
					want = v
				}
				v := g.Value
				switch name {
				case "DateTimeParser":
					tt, err := time.Parse("2006-01-02T15:04", v)
					if err != nil {
						tt, err = time.Parse("2006-01-02T15:04:05", v)
					}
					if err == nil {
						v = tt.Format("2006-01-02 15:04:05")
					}
				case "TimeParser":
					if len(v) == 16 {
						v = v[11:] + ":00"
					} else if len(v) == 19 {
						v = v[11:]
					}
				}
				ok = v == want && g.Start == r.Start && g.End == r.Start+r.Length
			}
			if ok {
				good++
				continue
			}
			var texts []string
			for _, g := range got {
				texts = append(texts, c.Input[g.Start:g.End]+" => "+g.Value)
			}
			t.Logf("%s: %q: got %q, want %+v", name, c.Input, texts, func() (s []string) {
				for _, r := range c.Results {
					s = append(s, r.Text, r.Value.Timex)
				}
				return s
			}())
		}
		share := float64(good) / float64(len(list))
		t.Logf("%s: %d of %d, %.3f", name, good, len(list), share)
		if share < least {
			t.Errorf("%s: %.3f, at least %.2f was reached before", name, share, least)
		}
	}
}
