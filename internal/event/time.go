package event

import (
	"errors"
	"fmt"
	"time"
)

// Stamp is the moment an author claims: an instant, and what the clock on
// their wall showed. No time zone is ever written down: it would tell a place.
type Stamp struct {
	MS    int64  // milliseconds since 1970 UTC
	Civil Minute // wall clock
}

// StampOf makes a stamp of t as read in t's location.
func StampOf(t time.Time) Stamp {
	return Stamp{MS: t.UnixMilli(), Civil: MinuteOf(t)}
}

// Date is a day in the civil calendar, counted from 1970-01-01 as day 0.
type Date int32

// Minute is a minute on a wall clock without a zone, counted from
// 1970-01-01T00:00 as minute 0.
type Minute int64

const minutesPerDay = 24 * 60

// Range of dates that may be written: the years 2000 to 2199.
const (
	MinDate Date = 10957 // 2000-01-01
	MaxDate Date = 84005 // 2199-12-31
)

// DateOf returns the civil day t shows in its location.
func DateOf(t time.Time) Date { return Day(t.Year(), t.Month(), t.Day()) }

// MinuteOf returns the civil minute t shows in its location.
func MinuteOf(t time.Time) Minute { return DateOf(t).At(t.Hour(), t.Minute()) }

// Day returns the date of a year, month and day; out of range values are
// normalised as in time.Date.
func Day(year int, month time.Month, day int) Date {
	return Date(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

// At returns the minute of d at the given time of day.
func (d Date) At(hour, minute int) Minute {
	return Minute(int64(d)*minutesPerDay + int64(hour)*60 + int64(minute))
}

// Time returns d's midnight in UTC, for calendar arithmetic only.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Valid reports whether d may be written.
func (d Date) Valid() bool { return d >= MinDate && d <= MaxDate }

func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, errors.New("event: not a date")
	}
	d := DateOf(t)
	if !d.Valid() {
		return 0, errors.New("event: date out of range")
	}
	return d, nil
}

// Date returns the day m falls on.
func (m Minute) Date() Date { return Date(floorDiv(int64(m), minutesPerDay)) }

// Clock returns m's hour and minute of the day.
func (m Minute) Clock() (hour, minute int) {
	r := int(int64(m) - int64(m.Date())*minutesPerDay)
	return r / 60, r % 60
}

// Valid reports whether m may be written. It compares minutes: the day of a
// minute far out of range does not fit a Date.
func (m Minute) Valid() bool { return m >= MinDate.At(0, 0) && m < (MaxDate+1).At(0, 0) }

func (m Minute) String() string {
	h, mi := m.Clock()
	return fmt.Sprintf("%sT%02d:%02d", m.Date(), h, mi)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ParseClock reads a time of day, HH:MM.
func ParseClock(s string) (hour, minute int, err error) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, 0, errors.New("event: not a time of day")
	}
	return t.Hour(), t.Minute(), nil
}
