package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"golang.org/x/term"

	"troth/internal/export"
	"troth/internal/keyring"
	"troth/internal/secret"
	"troth/internal/view"
)

// exportCmd is troth export.
type exportCmd struct {
	Decrypt      string `required:"" placeholder:"FILE" help:"The locked file that the app saved."`
	HTML         bool   `help:"Print a page to read instead of lines of JSON."`
	PassphraseFD int    `default:"-1" placeholder:"N" help:"Read the passphrase from this file descriptor, up to the end of its first line. Without it, it is asked for."`
}

// Help is shown by troth export --help.
func (exportCmd) Help() string {
	return `Opens a file that somebody took away from the app ("Take a copy away") and prints what is in it: lines of JSON, or with --html a page that can be kept and printed. The file opens with the passphrase that was typed when it was saved, and needs no server.

It is an ordinary age file, so other programs for such files open it too. The lines are described in spec/export-v1.md.

Ends with 0 if all is well, 1 if the passphrase does not open it, 2 if the file cannot be read.`
}

// exitPassphrase is how troth export ends if the passphrase is another one.
const exitPassphrase = 1

// Run opens the file.
func (c *exportCmd) Run() error {
	plain, err := c.open()
	if err != nil {
		code := exitUnreadable
		var none *age.NoIdentityMatchError
		if errors.As(err, &none) || errors.Is(err, errPassphrase) {
			code, err = exitPassphrase, errors.New("the passphrase does not open it")
		}
		return ended{code, fmt.Errorf("cannot open %s: %w", c.Decrypt, err)}
	}
	f, err := readExport(plain)
	if err != nil {
		return ended{exitUnreadable, fmt.Errorf("cannot read %s: %w", c.Decrypt, err)}
	}
	out := plain
	if c.HTML {
		out = []byte(view.ExportPage(f))
	}
	_, err = os.Stdout.Write(out)
	return err
}

var errPassphrase = errors.New("not a passphrase")

// open decrypts the file. Whether it can be is seen before anybody is asked for a
// passphrase.
func (c *exportCmd) open() ([]byte, error) {
	locked, err := os.ReadFile(c.Decrypt)
	if err != nil {
		if os.IsNotExist(err) {
			return nil, errors.New("there is no such file")
		}
		return nil, err
	}
	if !bytes.HasPrefix(locked, []byte(export.Intro)) {
		return nil, errors.New("it is not a locked file of the app")
	}
	typed, err := c.passphrase()
	if err != nil {
		return nil, err
	}
	p, err := keyring.Normalize(typed)
	if err != nil {
		return nil, errPassphrase
	}
	id, err := age.NewScryptIdentity(string(p))
	if err != nil {
		return nil, errPassphrase
	}
	r, err := age.Decrypt(bytes.NewReader(locked), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func (c *exportCmd) passphrase() (secret.Text, error) {
	if c.PassphraseFD >= 0 {
		f := os.NewFile(uintptr(c.PassphraseFD), "passphrase")
		if f == nil {
			return "", errors.New("there is no such file descriptor")
		}
		line, err := bufio.NewReader(f).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", errors.New("the passphrase cannot be read from that file descriptor")
		}
		return secret.Text(strings.TrimRight(line, "\r\n")), nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", errors.New("there is no terminal to ask for the passphrase on: say --passphrase-fd 0 to read it from standard input")
	}
	fmt.Fprint(os.Stderr, "Passphrase: ")
	typed, err := term.ReadPassword(in)
	fmt.Fprintln(os.Stderr)
	return secret.Text(typed), err
}

// readExport reads the lines of a file.
func readExport(lines []byte) (f export.File, err error) {
	d := json.NewDecoder(bytes.NewReader(lines))
	if err := d.Decode(&f.Head); err != nil || f.Head.Troth == "" {
		return f, errors.New("it holds no record")
	}
	if f.Head.Troth != export.Version {
		return f, fmt.Errorf("it was made by another version (%q)", f.Head.Troth)
	}
	for d.More() {
		var e export.Entry
		if err := d.Decode(&e); err != nil {
			return f, errors.New("a line in it is not an entry")
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}
