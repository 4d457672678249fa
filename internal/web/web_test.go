package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"troth/internal/asset"
	"troth/internal/face"
	"troth/internal/text"
)

const origin = "https://example.org"

func site(t *testing.T, o Options) http.Handler {
	t.Helper()
	if o.Origin == "" {
		o.Origin = origin
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return Headers(o)(s)
}

func get(h http.Handler, method, path, encoding string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var addresses = regexp.MustCompile(`(?:src|href|data-worker|data-keeper|data-core)="(/[^"]*)"`)

// Every answer carries the headers: pages, scripts, errors.
func TestHeadersOnEverything(t *testing.T) {
	h := site(t, Options{Home: "<h1>home</h1>", Help: "<h1>help</h1>"})
	paths := []string{"/", "/nothing", "/favicon.ico", "/app.webmanifest"}
	for _, m := range addresses.FindAllStringSubmatch(body(t, get(h, "GET", "/", "")), -1) {
		paths = append(paths, m[1])
	}
	if len(paths) < 15 {
		t.Fatalf("the shell names only %d addresses", len(paths))
	}
	for _, path := range paths {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			r := get(h, method, path, "br")
			for name, part := range map[string]string{
				"Content-Security-Policy":      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
				"Cross-Origin-Opener-Policy":   "same-origin",
				"Cross-Origin-Embedder-Policy": "require-corp",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Permissions-Policy":           "geolocation=()",
				"Referrer-Policy":              "no-referrer",
				"X-Content-Type-Options":       "nosniff",
				"X-Frame-Options":              "DENY",
				"Origin-Agent-Cluster":         "?1",
				"Strict-Transport-Security":    "max-age=31536000",
			} {
				if !strings.Contains(r.Header.Get(name), part) {
					t.Errorf("%s %s: %s is %q", method, path, name, r.Header.Get(name))
				}
			}
			want := 200
			switch {
			case path == "/nothing":
				want = 404
			case method == "POST":
				want = 405
			}
			if r.StatusCode != want {
				t.Errorf("%s %s: %d, want %d", method, path, r.StatusCode, want)
			}
			keeps := strings.Contains(r.Header.Get("Cache-Control"), "immutable")
			if hashed := regexp.MustCompile(`^/a/.*\.[0-9a-f]{16}\.`).MatchString(path); want == 200 && keeps != hashed {
				t.Errorf("%s %s: Cache-Control is %q", method, path, r.Header.Get("Cache-Control"))
			}
		}
	}
}

// The policy, word for word: a change to it is a decision.
func TestPolicy(t *testing.T) {
	const common = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types troth-worker troth-view"
	for _, c := range []struct {
		o    Options
		want string
		hsts bool
	}{
		{Options{Origin: origin}, common + "; upgrade-insecure-requests", true},
		{Options{Origin: "http://localhost:8080"}, common, false},
		{Options{Origin: "http://localhost:8080", Connect: []string{"https://relay.example"}}, strings.Replace(common, "connect-src 'self'", "connect-src 'self' https://relay.example", 1), false},
	} {
		h := headers(c.o)
		if got := h["Content-Security-Policy"]; got != c.want {
			t.Errorf("%v: %s", c.o, got)
		}
		if _, ok := h["Strict-Transport-Security"]; ok != c.hsts {
			t.Errorf("%v: HSTS %v", c.o, ok)
		}
	}
}

func TestEncodings(t *testing.T) {
	h := site(t, Options{Home: strings.Repeat("<p>home</p>", 100)})
	plain := body(t, get(h, "GET", "/", ""))
	for encoding, want := range map[string]string{
		"": "", "br": "br", "gzip": "gzip", "gzip, deflate, br, zstd": "br", "GZIP": "gzip", "br;q=0, gzip;q=0.5": "gzip",
		"br; q=0": "", "identity": "", "*": "", "br;q=nonsense": "", "brotli": "",
	} {
		r := get(h, "GET", "/", encoding)
		if got := r.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q is answered in %q, want %q", encoding, got, want)
			continue
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: no Vary", encoding)
		}
		src := io.Reader(r.Body)
		switch want {
		case "br":
			src = brotli.NewReader(src)
		case "gzip":
			z, err := gzip.NewReader(src)
			if err != nil {
				t.Fatal(err)
			}
			src = z
		}
		if b, err := io.ReadAll(src); err != nil || string(b) != plain {
			t.Errorf("%q: another text, %v", encoding, err)
		}
	}
}

// The core can be had in each form, and its name and integrity fit.
func TestCore(t *testing.T) {
	core := bytes.Repeat([]byte("\x00asm"), 1000)
	h := site(t, Options{Core: core})
	shell := body(t, get(h, "GET", "/", ""))
	m := regexp.MustCompile(`data-core="([^"]+)" data-core-integrity="(sha256-[^"]+)"`).FindStringSubmatch(shell)
	if m == nil {
		t.Fatal("the shell names no core")
	}
	r := get(h, "GET", m[1], "")
	if got := body(t, r); got != string(core) || r.Header.Get("Content-Type") != "application/wasm" {
		t.Errorf("the core is not what was given: %s", r.Header.Get("Content-Type"))
	}
}

// The weights of the language check can be had with and without brotli, and are
// what the shell says.
func TestWeights(t *testing.T) {
	h := site(t, Options{})
	files, err := asset.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := files[asset.WeightsName]
	if len(f.Br) == 0 || len(f.Br) >= len(f.Data) {
		t.Fatalf("%d bytes, in brotli %d", len(f.Data), len(f.Br))
	}
	for _, encoding := range []string{"br", ""} {
		r := get(h, "GET", AssetPath+f.Path, encoding)
		src := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "br" {
			src = brotli.NewReader(src)
		}
		b, err := io.ReadAll(src)
		if err != nil || r.Header.Get("Content-Encoding") != encoding || sha256.Sum256(b) != f.Sum || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%q: %d bytes, %v, %v", encoding, len(b), err, r.Header)
		}
	}
	shell := html.UnescapeString(body(t, get(h, "GET", "/", ""))) // a hash may have a plus in it
	if _, built := files[asset.WordsName]; built != strings.Contains(shell, `data-weights="`+AssetPath+f.Path+`" data-weights-integrity="`+f.Integrity()+`"`) {
		t.Error("the shell does not name what is served")
	}
	// The service worker leaves it alone: who never writes never fetches it.
	if keeper := body(t, get(h, "GET", "/sw.js", "")); strings.Contains(keeper, f.Path) || strings.Contains(keeper, files[asset.WordsName].Path+`"`) && files[asset.WordsName].Path != "" {
		t.Error("the service worker fetches the language check")
	}
}

func TestShell(t *testing.T) {
	h := site(t, Options{Name: `Lists "&" <notes>`, ExitURL: "https://weather.example/", Home: "<h1>at home</h1>", Help: "<h1>help is here</h1>"})
	s := body(t, get(h, "GET", "/", ""))
	for _, want := range []string{
		"<title>Lists &#34;&amp;&#34; &lt;notes&gt;</title>", `data-exit-to="https://weather.example/"`, `<div id="app"><h1>at home</h1></div>`,
		`<template id="help"><h1>help is here</h1></template>`,
		`<noscript>
<p><a class="button exit" href="https://weather.example/" rel="noreferrer">Exit</a></p>`,
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the shell lacks %s", want)
		}
	}
	if strings.Count(s, "help is here") != 2 {
		t.Error("the help is not there for those without scripts")
	}
	// Wherever the page takes the place of all others, there is a way out of it.
	for _, word := range []string{"locked", "elsewhere"} {
		_, after, _ := strings.Cut(s, `<template id="word-`+word+`">`)
		page, _, _ := strings.Cut(after, "</template>")
		for _, button := range []string{"data-exit", "data-help"} {
			if !strings.Contains(page, button) {
				t.Errorf("the page %q has no %s", word, button)
			}
		}
	}
	for _, bad := range []string{"<style", "style=", "onload", "onclick", "javascript:"} {
		if strings.Contains(s, bad) {
			t.Errorf("the shell contains %s", bad)
		}
	}
	for tag := range strings.SplitSeq(s, "<script") {
		if strings.HasPrefix(tag, "!") || !strings.Contains(tag, "src=") {
			continue
		}
		if !strings.Contains(tag, `integrity="sha256-`) {
			t.Errorf("a script without integrity: %s", tag)
		}
	}
	for _, f := range face.All() {
		for path, kind := range map[string]string{"/" + f.Key + ".webmanifest": "application/manifest+json", "/a/face-" + f.Key + ".svg": "image/svg+xml", "/a/face-" + f.Key + "-512.png": "image/png"} {
			r := get(h, "GET", path, "")
			if r.StatusCode != 200 || r.Header.Get("Content-Type") != kind {
				t.Errorf("%s: %d, %s", path, r.StatusCode, r.Header.Get("Content-Type"))
			}
		}
		m := body(t, get(h, "GET", "/"+f.Key+".webmanifest", ""))
		if want := text.EnglishNames().Faces[f.Key]; want == "" || !strings.Contains(m, `"name":"`+want+`","short_name":"`+want+`"`) || !strings.Contains(m, "/a/face-"+f.Key+"-192.png") {
			t.Errorf("the manifest of %s: %s", f.Key, m)
		}
	}
	for _, path := range []string{"/app.webmanifest", "/notes.webmanifest", "/lists.webmanifest"} {
		if m := strings.ToLower(body(t, get(h, "GET", path, ""))); !strings.Contains(m, `"name":`) || strings.Contains(m, "troth") {
			t.Errorf("the manifest is not neutral: %s", m)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{
		{}, {Origin: "example.org"}, {Origin: "https://example.org/"}, {Origin: "https://example.org/x"}, {Origin: "ftp://example.org"},
		{Origin: origin, ExitURL: "javascript:alert(1)"}, {Origin: origin, ExitURL: "/x"},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

// Only the demo's page honours its links and says what it is; and no device
// keeps that page.
func TestDemo(t *testing.T) {
	marks := []string{`data-demo="/demo"`, "This is the demo"}
	ordinary := body(t, get(site(t, Options{}), "GET", "/", ""))
	demo := body(t, get(site(t, Options{Demo: "/demo"}), "GET", "/", ""))
	for _, m := range marks {
		if strings.Contains(ordinary, m) || !strings.Contains(demo, m) {
			t.Errorf("%s: %v in an ordinary page, %v in the demo’s", m, strings.Contains(ordinary, m), strings.Contains(demo, m))
		}
	}
	if !strings.Contains(ordinary, "data-keeper") || strings.Contains(demo, "data-keeper") {
		t.Error("the wrong page is kept")
	}
}

// Sums are those of what every server of this build serves, and the same for
// all of them.
func TestSums(t *testing.T) {
	var all [2]map[string][32]byte
	for i, o := range []Options{{Origin: "http://localhost:8080"}, {Origin: "https://example.org", Name: "Garden", ExitURL: "https://weather.example/", Home: "<h1>Home</h1>"}} {
		s, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		sums, err := s.Sums()
		if err != nil {
			t.Fatal(err)
		}
		all[i] = map[string][32]byte{}
		for _, sum := range sums {
			all[i][sum.Path] = sum.SHA256
			if a := s.answers[sum.Path]; a.data != nil && sha256.Sum256(a.data) != sum.SHA256 {
				t.Errorf("%s has another hash", sum.Path)
			}
		}
		for path := range s.answers {
			if _, listed := all[i][path]; listed == (path == "/" || path == "/app.webmanifest") {
				t.Errorf("%s listed: %v", path, listed)
			}
		}
	}
	if !maps.Equal(all[0], all[1]) {
		t.Errorf("two servers differ:\n%v\n%v", all[0], all[1])
	}
}
