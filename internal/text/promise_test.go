package text

import (
	"testing"
	"time"
)

func TestPromiseCounts(t *testing.T) {
	p := englishPromise()
	for _, c := range []struct {
		c    PromiseCounts
		want string
	}{
		{PromiseCounts{}, "nothing"},
		{PromiseCounts{Kept: 1}, "one kept"},
		{PromiseCounts{Kept: 16, Changed: 2, Missed: 2, Differs: 1},
			"sixteen kept, two changed in time, two missed and owned up to, one that you see differently from each other"},
		{PromiseCounts{Passed: 21}, "twenty-one passed without a word"},
		{PromiseCounts{Kept: 99, Changed: 100}, "ninety-nine kept, 100 changed in time"},
	} {
		if got := p.Counts(c.c); got != c.want {
			t.Errorf("%+v: %q, want %q", c.c, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	n := englishPromise().Numbers
	for v, want := range map[int]string{0: "zero", 1: "one", 19: "nineteen", 20: "twenty", 30: "thirty", 42: "forty-two", 90: "ninety", 99: "ninety-nine", 100: "100", -1: "-1"} {
		if got := n.Words(v); got != want {
			t.Errorf("%d: %q, want %q", v, got, want)
		}
	}
}

func TestPromiseWhen(t *testing.T) {
	p := englishPromise()
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC) // a Wednesday
	for _, c := range []struct {
		days int
		want string
	}{
		{0, "today"}, {1, "tomorrow"}, {-1, "yesterday"}, {2, "on Friday"}, {6, "on Tuesday"}, {-6, "on Thursday"},
		{7, "on 2 December"}, {-7, "on 18 November"}, {40, "on 4 January 2027"},
	} {
		if got := p.When(Moment{Day: today.AddDate(0, 0, c.days), Today: today}); got != c.want {
			t.Errorf("%d days: %q, want %q", c.days, got, c.want)
		}
	}
	for days, want := range map[int]string{7: "on December 2", 40: "on January 4, 2027"} {
		if got := p.When(Moment{Day: today.AddDate(0, 0, days), Today: today, MonthFirst: true}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, c := range []struct {
		hour, minute int
		want         string
	}{
		{0, 0, "today at 00:00"}, {4, 30, "today at 04:30"}, {5, 0, "today at five in the morning"}, {11, 45, "today at a quarter to twelve in the morning"},
		{12, 0, "today at noon"}, {12, 15, "today at a quarter past twelve"}, {12, 45, "today at a quarter to one"}, {18, 0, "today at six"},
		{18, 30, "today at half past six"}, {18, 31, "today at 18:31"}, {19, 0, "today at seven in the evening"}, {23, 59, "today at 23:59"},
	} {
		if got := p.When(Moment{Day: today, Today: today, Timed: true, Hour: c.hour, Minute: c.minute}); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestPromisePeriod(t *testing.T) {
	p := englishPromise()
	month := func(y, m int) time.Time { return time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		first, last time.Time
		want        string
	}{
		{month(2026, 11), month(2026, 11), "This month"},
		{month(2026, 6), month(2026, 11), "Since June"},
		{month(2026, 6), month(2026, 6), "In June"},
		{month(2025, 12), month(2026, 2), "From December 2025 to February"},
		{month(2025, 11), month(2026, 11), "Since November 2025"},
	} {
		if got := p.Period(c.first, c.last, today); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// What a value holds is never filled in again.
func TestFill(t *testing.T) {
	if got := Fill("{who}: {words}", "who", "{words}", "words", "{who}"); got != "{words}: {who}" {
		t.Fatal(got)
	}
}

func TestPromiseWrong(t *testing.T) {
	p := englishPromise()
	for _, c := range [][2]string{{"text", "too-long"}, {"words", "too-long"}, {"last", "later"}} {
		if got := p.WrongField(c[0], c[1]); got == p.Cannot {
			t.Errorf("no words for %s", c)
		}
	}
	if p.WrongField("mark", "bad") != p.Cannot {
		t.Error("a field that nobody can put right")
	}
}
