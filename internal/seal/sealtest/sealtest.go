// Package sealtest tells a practice what two people seal and open, besides the
// facts of package eventtest. It is for tests.
package sealtest

import (
	"crypto/sha256"
	"strings"
	"testing"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/event/eventtest"
	"troth/internal/seal"
	"troth/internal/secret"
)

// Practice is what is told.
type Practice interface {
	eventtest.Practice
	MaySeal(by event.Partner, p seal.Prompt) error
	Sealed(x *seal.Seal)
}

// Log is a log in the making, with its seals. The two have verified each other.
type Log struct {
	*eventtest.Log
	seals    seal.State
	practice Practice
}

// New begins a log. Dump writes the whole state of the practice.
func New(t *testing.T, p Practice, dump func() string) *Log {
	l := &Log{Log: &eventtest.Log{T: t, Practice: p, Dump: dump, Now: eventtest.At()}, practice: p}
	l.seals.Verified(true, 0)
	return l
}

// keyOf is the key of a partner's answer: the salt is always the same.
func keyOf(by event.Partner) seal.KeyOf {
	return func(id event.ID, _ [32]byte) secret.Key { return sha256.Sum256(append(id[:], byte(by))) }
}

func (l *Log) apply(by event.Partner, kind event.Kind, payload any) {
	l.T.Helper()
	l.Seq++
	if err := l.seals.Apply(event.Fact{Seq: l.Seq, ID: eventtest.IDOf(l.Seq), By: by, At: l.Now, Kind: kind, Payload: codec.Must(payload)}); err != nil {
		l.T.Fatal(err)
	}
}

// Answer seals an answer that the practice must allow.
func (l *Log) Answer(by event.Partner, p seal.Prompt, plain []byte) {
	l.T.Helper()
	if err := l.practice.MaySeal(by, p); err != nil {
		l.T.Fatal(err)
	}
	c, err := seal.New(strings.NewReader(strings.Repeat("r", 56)), [16]byte{}, by, 1, keyOf(by), seal.Answer{Prompt: p, Plain: plain})
	if err != nil {
		l.T.Fatal(err)
	}
	l.apply(by, seal.KindCommit, c)
	x, _ := l.seals.Seal(p.ID())
	l.practice.Sealed(x)
}

// Withdraw takes an answer back.
func (l *Log) Withdraw(by event.Partner, p seal.Prompt) {
	l.T.Helper()
	l.apply(by, seal.KindWithdraw, seal.Withdraw{Seal: p.ID()})
}

// Open has both give their keys.
func (l *Log) Open(p seal.Prompt) {
	l.T.Helper()
	for _, by := range []event.Partner{eventtest.Ana, eventtest.Ben} {
		l.apply(by, seal.KindOpen, seal.Open{Seal: p.ID(), Key: keyOf(by)(p.ID(), [32]byte{})})
	}
}
