package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"troth/internal/web"
)

// hashCmd is troth hash.
type hashCmd struct{}

// Help is shown by troth hash --help.
func (hashCmd) Help() string {
	return `A line for each file: its path on a server, its SHA-256, and the same as browsers write it. Built twice from the same sources with the same Go, all are the same (make repro). Settings, in the app, shows the second one of the core for the page that is open.

The page itself (/) and the manifest are not listed: a server's options are in them. The page names the hashes of all scripts, of the styles and of the core, and a browser starts nothing that differs; so compare these names.`
}

// Run prints the hashes.
func (hashCmd) Run() error {
	site, err := web.New(web.Options{Origin: "http://localhost"})
	if err != nil {
		return err
	}
	sums, err := site.Sums()
	if err != nil {
		return err
	}
	width := 0
	for _, s := range sums {
		width = max(width, len(s.Path))
	}
	for _, s := range sums {
		fmt.Fprintf(os.Stdout, "%s%s  %x  sha256-%s\n", s.Path, strings.Repeat(" ", width-len(s.Path)), s.SHA256, base64.StdEncoding.EncodeToString(s.SHA256[:]))
	}
	if site.Build() == "" {
		return errors.New("the browser core is not in this program: build it with make build")
	}
	return nil
}
