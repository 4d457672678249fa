// Package eventtest tells a practice what two people say, one fact after the
// other, and holds it to what every practice promises: Allows and Apply agree,
// and what is refused changes nothing. It is for tests.
package eventtest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"troth/internal/codec"
	"troth/internal/event"
)

// Ana is the first of the two, Ben the second.
const (
	Ana = event.First
	Ben = event.Second
)

// Practice is what is told.
type Practice interface {
	Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error
	Apply(f event.Fact) error
}

// Log is a log in the making. Dump writes the whole state of the practice, so
// that two states can be compared. Now is the time that the next facts claim;
// the caller moves it.
type Log struct {
	T        *testing.T
	Practice Practice
	Dump     func() string
	Now      event.Stamp
	Seq      uint64
}

// At is noon of the day when the logs of tests begin.
func At() event.Stamp {
	day := event.Day(2026, 3, 2)
	return event.Stamp{MS: day.Time().Add(12 * 60 * 60 * 1e9).UnixMilli(), Civil: day.At(12, 0)}
}

// Wait moves the time on.
func (l *Log) Wait(minutes int64) {
	l.Now.MS += minutes * 60_000
	l.Now.Civil += event.Minute(minutes)
}

// IDOf returns the id of the fact at a seq.
func IDOf(seq uint64) event.ID { return event.ID{1, byte(seq >> 8), byte(seq)} }

// Try tells the practice one fact. It returns the fact's id, and the refusal.
func (l *Log) Try(by event.Partner, kind event.Kind, payload any) (event.ID, error) {
	l.T.Helper()
	l.Seq++
	raw := codec.Must(payload)
	before := l.Dump()
	allows := l.Practice.Allows(by, kind, raw, l.Now)
	err := l.Practice.Apply(event.Fact{Seq: l.Seq, ID: IDOf(l.Seq), By: by, At: l.Now, Kind: kind, Payload: raw})
	if !errors.Is(err, allows) {
		l.T.Fatalf("%s by %s: Allows says %v, Apply %v", kind, by, allows, err)
	}
	if d := l.Dump(); err != nil && d != before {
		l.T.Fatalf("a refused %s changed the state: %s", kind, cmp.Diff(before, d))
	}
	return IDOf(l.Seq), err
}

// Do tells a fact that counts.
func (l *Log) Do(by event.Partner, kind event.Kind, payload any) event.ID {
	l.T.Helper()
	id, err := l.Try(by, kind, payload)
	if err != nil {
		l.T.Fatalf("%s by %s: %v", kind, by, err)
	}
	return id
}

// Refused tells a fact that is refused for a reason.
func (l *Log) Refused(want error, by event.Partner, kind event.Kind, payload any) {
	l.T.Helper()
	if _, err := l.Try(by, kind, payload); !errors.Is(err, want) {
		l.T.Fatalf("%s by %s: %v, want %v", kind, by, err, want)
	}
}
