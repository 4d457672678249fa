package text

import (
	"strconv"
	"strings"
	"time"
)

// Calendar is how days and times are said.
type Calendar struct {
	Names   [12]string
	Short   [12]string
	Days    [7]string // from Sunday
	Numbers Numbers
}

// Numbers writes small numbers in words.
type Numbers struct {
	Small []string // from 0
	Tens  []string // from twenty
	Join  string
}

// Words returns n in words; 100 and above, and what is negative, in digits.
func (n Numbers) Words(v int) string {
	switch {
	case v >= 0 && v < len(n.Small):
		return n.Small[v]
	case v < 0 || v >= 100:
		return strconv.Itoa(v)
	case v%10 == 0:
		return n.Tens[v/10-2]
	}
	return n.Tens[v/10-2] + n.Join + n.Small[v%10]
}

// Moment is a day, or a minute of one, as somebody sees it today. Day and Today
// are midnights in UTC.
type Moment struct {
	Day, Today   time.Time
	Timed        bool
	Hour, Minute int
	MonthFirst   bool
}

// When says a moment as people would: today at six, tomorrow, on Wednesday, on
// 3 December.
func (c Calendar) When(m Moment) string {
	out := c.day(m)
	if m.Timed {
		out += " " + clock(c.Numbers, m.Hour, m.Minute)
	}
	return out
}

func (c Calendar) day(m Moment) string {
	switch days := int(m.Day.Sub(m.Today).Hours() / 24); {
	case days == 0:
		return "today"
	case days == 1:
		return "tomorrow"
	case days == -1:
		return "yesterday"
	case days > -7 && days < 7:
		return "on " + c.Days[m.Day.Weekday()]
	}
	return "on " + c.Date(m)
}

// Weekly says a time of every week: every Sunday at eight in the evening. The
// weekday is 1 for Monday to 7 for Sunday.
func (c Calendar) Weekly(weekday, hour, minute int) string {
	return "every " + c.Days[weekday%7] + " " + clock(c.Numbers, hour, minute)
}

// Date says a day by its date, with the year if it is another one.
func (c Calendar) Date(m Moment) string {
	day, month := strconv.Itoa(m.Day.Day()), c.Names[m.Day.Month()-1]
	year := m.Day.Year() != m.Today.Year()
	switch {
	case m.MonthFirst && year:
		return month + " " + day + ", " + strconv.Itoa(m.Day.Year())
	case m.MonthFirst:
		return month + " " + day
	case year:
		return day + " " + month + " " + strconv.Itoa(m.Day.Year())
	}
	return day + " " + month
}

// clock says a time of day. Full, half and quarter hours are words; hours that
// could be taken for the other half of the day say which they are.
func clock(n Numbers, hour, minute int) string {
	digits := "at " + pad(hour) + ":" + pad(minute)
	if hour < 5 {
		return digits
	}
	if hour == 12 && minute == 0 {
		return "at noon"
	}
	name := func(h int) string { return n.Words((h+11)%12 + 1) }
	part := ""
	switch {
	case hour < 12:
		part = " in the morning"
	case hour >= 19:
		part = " in the evening"
	}
	switch minute {
	case 0:
		return "at " + name(hour) + part
	case 15:
		return "at a quarter past " + name(hour) + part
	case 30:
		return "at half past " + name(hour) + part
	case 45:
		return "at a quarter to " + name(hour+1) + part
	}
	return digits
}

func pad(v int) string {
	if v < 10 {
		return "0" + strconv.Itoa(v)
	}
	return strconv.Itoa(v)
}

// Fill puts values in the place of {name} in a pattern, for names and values in
// turn. What a value holds is not looked at again.
func Fill(pattern string, pairs ...string) string {
	quoted := make([]string, len(pairs))
	for i, s := range pairs {
		if i%2 == 0 {
			s = "{" + s + "}"
		}
		quoted[i] = s
	}
	return strings.NewReplacer(quoted...).Replace(pattern)
}

func englishCalendar() Calendar {
	return Calendar{
		Names: [12]string{"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December"},
		Short: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		Days:  [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		Numbers: Numbers{
			Small: []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
				"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"},
			Tens: []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"},
			Join: "-",
		},
	}
}
