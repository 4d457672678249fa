package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"troth/internal/audit"
	"troth/internal/chain"
	"troth/internal/relay/sqlstore"
)

// verifyCmd is troth verify.
type verifyCmd struct {
	File string `arg:"" help:"A relay's troth.db (or the folder it is in), also while the server runs; or a file of raw logs."`
}

// Help is shown by troth verify --help.
func (verifyCmd) Help() string {
	return `Checks every log without its keys: the chain, the signatures, who may write, the hashes of bodies, and that what is missing was taken back by its author. Prints ids, counts and what is wrong, never contents. Changes and creates nothing.

It cannot tell whether newer entries were held back, or whether two people are shown different histories. Compare words for that, from device to device.

Ends with 0 if all is well, 1 if there are problems, 2 if the file cannot be read.`
}

// ended is an error with which the program ends in a way of its own.
type ended struct {
	code int
	err  error
}

func (e ended) Error() string { return plain(e.err.Error()) }
func (e ended) Unwrap() error { return e.err }

// ExitCode is what kong ends the program with.
func (e ended) ExitCode() int { return e.code }

// Ways in which troth verify ends.
const (
	exitProblems   = 1
	exitUnreadable = 2
)

// Run checks the file.
func (c *verifyCmd) Run(ctx context.Context) error {
	v := verdict{out: os.Stdout}
	if err := v.file(ctx, c.File); err != nil {
		return ended{exitUnreadable, fmt.Errorf("cannot verify %s: %w", c.File, err)}
	}
	fmt.Fprintf(v.out, "%s, %s, %s\n", count(v.logs, "log"), count(v.events, "event"), count(v.problems, "problem"))
	if v.problems > 0 {
		return ended{exitProblems, fmt.Errorf("%s found in %s", count(v.problems, "problem"), c.File)}
	}
	return nil
}

// verdict counts and prints what is found.
type verdict struct {
	out                    io.Writer
	logs, events, problems int
}

// file finds out what a file is. Its errors say that it could not be read.
func (v *verdict) file(ctx context.Context, path string) error {
	fi, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file")
	case err != nil:
		return err
	case fi.IsDir():
		path = filepath.Join(path, sqlstore.FileName)
		if fi, err = os.Stat(path); err != nil {
			return sqlstore.ErrNoDatabase
		}
	}
	if fi.Size() == 0 {
		return errors.New("it is empty")
	}
	begins, err := beginning(path)
	switch {
	case err != nil:
		return err
	case begins == sqlstore.Magic:
		return v.database(ctx, path)
	case begins == audit.RawMagic:
		return v.raw(path)
	}
	return errors.New("it is neither a relay's database nor a file of raw logs")
}

// beginning returns the first bytes of a file, as many as tell what it is.
func beginning(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b := make([]byte, max(len(sqlstore.Magic), len(audit.RawMagic)))
	n, err := io.ReadFull(f, b)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	return string(b[:n]), nil
}

func (v *verdict) database(ctx context.Context, path string) (err error) {
	r, err := sqlstore.OpenReader(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	damage, err := r.Damage(ctx)
	for _, line := range damage {
		v.problem("the database is damaged: %s", line)
	}
	if err != nil {
		v.problem("the database is damaged: %v", err)
	}
	logs, err := r.Logs(ctx)
	if err != nil {
		return err
	}
	for _, l := range logs {
		v.report(audit.Check(l, r.Events(ctx, l.ID)))
	}
	return nil
}

func (v *verdict) raw(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := audit.ReadRaw(f)
	if err != nil {
		return err
	}
	for {
		l, events, err := r.Log()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			v.problem("%v", err)
			return nil
		}
		v.report(audit.Check(l, events))
	}
}

func (v *verdict) problem(format string, args ...any) {
	v.problems++
	fmt.Fprintln(v.out, plain(fmt.Sprintf(format, args...)))
}

// plain is what may be shown of words that come out of a file, one line of it. A
// database names its tables as whoever made it likes, and such a name must not
// look like a verdict or move anything on a screen.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '\ufffd'
		}
		return r
	}, strings.ReplaceAll(s, "\n", "; "))
}

func (v *verdict) report(r audit.Report) {
	v.logs++
	v.events += r.Events
	kind := map[chain.Type]string{chain.Couple: "shared", chain.Self: "own"}[r.Type]
	if kind == "" {
		kind = "of an unknown kind"
	}
	fmt.Fprintf(v.out, "log %s, %s: %s, %s", r.ID, kind, count(r.Events, "event"), count(r.Members, "member"))
	if r.Removed > 0 {
		fmt.Fprintf(v.out, ", %s removed by the author", count(r.Removed, "body"))
	}
	if r.Idle > 0 {
		fmt.Fprintf(v.out, ", %d without effect", r.Idle)
	}
	if r.Closed > 0 {
		fmt.Fprintf(v.out, ", closed at %d", r.Closed)
	}
	if r.Fine() {
		fmt.Fprintln(v.out, ": fine")
		return
	}
	fmt.Fprintln(v.out)
	for _, p := range r.Problems {
		if p.Seq > 0 {
			v.problem("  event %d: %s", p.Seq, p.What)
		} else {
			v.problem("  %s", p.What)
		}
	}
	v.problems += r.More
	if r.More > 0 {
		fmt.Fprintf(v.out, "  and %d more\n", r.More)
	}
	if r.Unchecked > 0 {
		fmt.Fprintf(v.out, "  %s from there on could not be checked\n", count(r.Unchecked, "event"))
	}
}

// count says how many of something there are.
func count(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case what == "body":
		return fmt.Sprintf("%d bodies", n)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
