// Package corpus reads labelled messages: those beside it, which were written
// for the language check, and those that people typed to programs (ConvAbuse).
package corpus

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Message is one of ours: the kinds that it shows, in which words if somebody
// marked them, and those on which readers differ.
type Message struct {
	ID     string            `json:"id"`
	Text   string            `json:"text"`
	Kinds  []string          `json:"kinds"`
	Spans  map[string]string `json:"spans"`
	Unsure []string          `json:"unsure"`
	Set    string            `json:"set"`
}

// Read reads files of messages, one a line.
func Read(paths ...string) (out []Message, err error) {
	for _, path := range paths {
		if out, err = read(out, path); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func read(out []Message, path string) ([]Message, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		var m Message
		if err := json.Unmarshal(s.Bytes(), &m); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", path, n, err)
		}
		out = append(out, m)
	}
	return out, s.Err()
}

// Rated is a text of which it is known whether it would hurt.
type Rated struct {
	Text string
	Bad  bool
}

// ConvAbuse reads a file of ConvAbuse: what somebody typed, and whether its
// annotators hold it for abusive on the whole (mean below 0 on the scale from 1
// to -3).
func ConvAbuse(path string) ([]Rated, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: no rows", path)
	}
	user := slices.Index(rows[0], "user")
	if user < 0 {
		return nil, fmt.Errorf("%s: no column of what was typed", path)
	}
	var out []Rated
	for _, row := range rows[1:] {
		sum, n := 0, 0
		for i, name := range rows[0] {
			_, degree, ok := strings.Cut(name, "is_abuse.")
			if !ok || row[i] != "1" && row[i] != "1.0" {
				continue
			}
			x, err := strconv.Atoi(degree)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			sum, n = sum+x, n+1
		}
		if n > 0 {
			out = append(out, Rated{row[user], sum < 0})
		}
	}
	return out, nil
}
