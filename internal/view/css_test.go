package view

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func styles(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../asset/css/*.css")
	if err != nil || len(names) == 0 {
		t.Fatal("no style sheets", err)
	}
	out := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = string(data)
	}
	return out
}

// luminance is the relative luminance of a colour, as WCAG 2 defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	channel := func(shift uint) float64 {
		c := float64(v>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Every pair of colours that the style sheets put on each other can be told
// apart: 4.5 to 1 for words, 3 to 1 for edges and marks.
func TestContrast(t *testing.T) {
	light, dark := map[string]string{}, map[string]string{}
	token := regexp.MustCompile(`--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)`)
	for _, m := range token.FindAllStringSubmatch(styles(t)["01-tokens.css"], -1) {
		light[m[1]], dark[m[1]] = m[2], m[3]
	}
	for theme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, pair := range []struct {
			on, under string
			least     float64
		}{
			{"ink", "paper", 4.5}, {"ink", "sheet", 4.5}, {"ink", "care-wash", 4.5}, {"ink", "gold-wash", 4.5},
			{"quiet", "paper", 4.5}, {"quiet", "sheet", 4.5}, {"quiet", "care-wash", 4.5},
			{"care", "paper", 4.5}, {"care", "sheet", 4.5}, {"on-gold", "gold", 4.5},
			{"gold", "paper", 4.5}, {"gold", "sheet", 3}, {"gold", "gold-wash", 3},
			{"edge", "paper", 3}, {"edge", "sheet", 3}, {"care", "care-wash", 3},
			{"gold-seam", "paper", 3}, {"gold-seam", "sheet", 3},
		} {
			on, under := colours[pair.on], colours[pair.under]
			if on == "" || under == "" {
				t.Fatalf("%s: %s or %s is not a token", theme, pair.on, pair.under)
			}
			if got := contrast(t, on, under); got < pair.least {
				t.Errorf("%s: %s on %s has %.2f, less than %.1f", theme, pair.on, pair.under, got, pair.least)
			}
		}
	}
}

// Colours are tokens; black and white stand only where a machine reads them or
// on paper.
func TestColoursAreTokens(t *testing.T) {
	hex := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`)
	for name, s := range styles(t) {
		if name == "01-tokens.css" || name == "05-print.css" {
			continue
		}
		for _, line := range strings.Split(s, "\n") {
			if c := hex.FindString(line); c != "" && !strings.Contains(line, ".qr") {
				t.Errorf("%s: %s is not a token", name, c)
			}
		}
	}
}

// Nothing is fetched from anywhere, and left and right follow the writing.
func TestStylesStayHome(t *testing.T) {
	physical := regexp.MustCompile(`[ {;](margin|padding|border)-(left|right|top|bottom)|[ {;](left|right|top|bottom|width|height):`)
	for name, s := range styles(t) {
		for _, word := range []string{"@import", "url(", "@font-face"} {
			if strings.Contains(s, word) {
				t.Errorf("%s contains %s", name, word)
			}
		}
		if m := physical.FindString(s); m != "" {
			t.Errorf("%s has the physical%s", name, m)
		}
		if strings.Count(s, "{") != strings.Count(s, "}") {
			t.Errorf("%s has a bracket too many or too few", name)
		}
	}
}
