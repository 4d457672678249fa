// Package web serves the app to browsers: one page (the shell), its assets, a
// manifest and an icon. It holds nothing of anybody, and every answer is the
// same for everybody.
//
// The shell carries the signed-out home page and the help page, so that both
// are there before any script runs, without a network and after the core has
// failed. It names the hash of every script and of the core; the browser
// refuses what differs. Nothing in it is inline.
//
// Headers puts the headers on which the app's safety rests on every answer, of
// the relay as well: a worker has no protection but that of the answer its own
// script came with. The headers are specified in spec/web-v1.md.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"

	"troth/internal/asset"
)

//go:embed shell.html
var shellFS embed.FS

// AssetPath is where assets are, below the origin.
const AssetPath = "/a/"

// keeperPath is where the service worker is: above all that it keeps.
const keeperPath = "/" + asset.KeeperName

// Defaults of Options.
const (
	DefaultName    = "Notes"
	DefaultExitURL = "https://www.wikipedia.org/"
)

// Options says what is served.
type Options struct {
	Origin  string   // scheme, host and port, as people reach it: "https://example.org"
	ExitURL string   // where quick exit leads; DefaultExitURL if empty
	Name    string   // neutral: title of the page, name of the installed app; DefaultName if empty
	Home    string   // HTML of the signed-out home page
	Help    string   // HTML of the help page
	Names   string   // HTML of the page on which a name and picture are chosen
	Connect []string // origins of relays besides this one
	Demo    string   // for troth demo alone: the path where a page gets what a link #d.TOKEN opens; "" honours no such link
	Debug   bool     // for tests: crashes of the core are printed in the browser
	Core    []byte   // for tests: another core than the embedded one
}

// Site serves the app. It answers GET and HEAD of its own paths, and 404 to
// all others.
type Site struct {
	answers map[string]answer
	build   string
}

// answer is one thing that is served, in all its forms.
type answer struct {
	mediaType string
	cache     string
	data      []byte
	br, gz    []byte
	byOption  bool // differs from server to server
}

const forever = "public, max-age=31536000, immutable"

// New prepares everything that is served.
func New(o Options) (*Site, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	files, err := asset.Load()
	if err != nil {
		return nil, err
	}
	if o.Core != nil {
		files[asset.CoreName] = asset.New(asset.CoreName, "application/wasm", o.Core)
	}
	s := &Site{answers: map[string]answer{}}
	for _, f := range files {
		a := answer{mediaType: f.Type, cache: forever, data: f.Data, br: f.Br, gz: f.Gzip}
		if f.Data != nil && f.Br == nil && o.Core == nil {
			if a.br, a.gz, err = compress(f.Data); err != nil {
				return nil, err
			}
		}
		s.answers[AssetPath+f.Path] = a
	}
	if core, ok := files[asset.CoreName]; ok {
		s.build = hex.EncodeToString(core.Sum[:])
	}
	icons, err := s.addFaces(o, AssetPath+files[asset.IconName].Path)
	if err != nil {
		return nil, err
	}
	s.answers["/favicon.ico"] = s.answers[icons["192"]]
	if err := s.add(keeperPath, "text/javascript; charset=utf-8", false, func(w io.Writer) error {
		keeper, err := asset.Keeper(s.kept(files))
		if err == nil {
			_, err = w.Write(keeper)
		}
		return err
	}); err != nil {
		return nil, err
	}
	return s, s.add("/", "text/html; charset=utf-8", true, func(w io.Writer) error {
		return writeShell(w, o, files, icons["180"])
	})
}

// kept lists what a device keeps for times without a network: the page first,
// the core last. The language check is kept from when it was first used.
func (s *Site) kept(files map[string]asset.File) []string {
	var list []string
	for name, f := range files {
		if name != asset.CoreName && name != asset.WordsName && name != asset.WeightsName {
			list = append(list, AssetPath+f.Path)
		}
	}
	slices.Sort(list)
	list = append([]string{"/"}, list...)
	if f, ok := files[asset.CoreName]; ok {
		list = append(list, AssetPath+f.Path)
	}
	return list
}

// Build returns the SHA-256 of the browser core in hexadecimal, or "" if it
// was not built.
func (s *Site) Build() string { return s.build }

// Sum is what somebody can hold against what a server gave them.
type Sum struct {
	Path   string
	SHA256 [32]byte // of the file itself, not of a compressed form
}

// Sums returns the hashes of everything that is served alike by every server
// of this build, ordered by path. The page and the manifest are not among them:
// they hold options. The page names the hashes of scripts, styles and core.
func (s *Site) Sums() ([]Sum, error) {
	var out []Sum
	for path, a := range s.answers {
		if a.byOption {
			continue
		}
		src, err := (asset.File{Name: path, Data: a.data, Gzip: a.gz}).Open()
		if err != nil {
			return nil, err
		}
		h := sha256.New()
		if _, err := io.Copy(h, src); err != nil {
			return nil, fmt.Errorf("web: %s: %w", path, err)
		}
		out = append(out, Sum{path, [32]byte(h.Sum(nil))})
	}
	slices.SortFunc(out, func(a, b Sum) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

func (o Options) complete() (Options, error) {
	u, err := url.Parse(o.Origin)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.Scheme+"://"+u.Host != o.Origin {
		return o, fmt.Errorf("web: origin %q: want a scheme, a host and no path, such as https://example.org", o.Origin)
	}
	if o.ExitURL == "" {
		o.ExitURL = DefaultExitURL
	}
	if o.Name == "" {
		o.Name = DefaultName
	}
	if u, err := url.Parse(o.ExitURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return o, errors.New("web: exit address: want a whole address, such as https://example.org/")
	}
	return o, nil
}

// add adds an answer that is made now and is never kept by browsers.
func (s *Site) add(path, mediaType string, byOption bool, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	br, gz, err := compress(b.Bytes())
	if err != nil {
		return err
	}
	s.answers[path] = answer{mediaType: mediaType, cache: "no-store", data: b.Bytes(), br: br, gz: gz, byOption: byOption}
	return nil
}

// compress is safe for what is served here: nothing in it is secret.
func compress(data []byte) (br, gz []byte, err error) {
	var b bytes.Buffer
	bw := brotli.NewWriterLevel(&b, 9)
	if _, err = bw.Write(data); err == nil {
		err = bw.Close()
	}
	if err != nil {
		return nil, nil, err
	}
	br = bytes.Clone(b.Bytes())
	b.Reset()
	gw := gzip.NewWriter(&b)
	if _, err = gw.Write(data); err == nil {
		err = gw.Close()
	}
	return br, b.Bytes(), err
}

func writeManifest(w io.Writer, name, svg string, icons map[string]string) error {
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	m := struct {
		ID         string `json:"id"`
		Name       string `json:"name"`
		ShortName  string `json:"short_name"`
		StartURL   string `json:"start_url"`
		Scope      string `json:"scope"`
		Display    string `json:"display"`
		Theme      string `json:"theme_color"`
		Background string `json:"background_color"`
		Icons      []icon `json:"icons"`
	}{"/", name, name, "/", "/", "standalone", "#fbf8f2", "#fbf8f2", []icon{
		{Src: svg, Sizes: "any", Type: "image/svg+xml"},
		{Src: icons["192"], Sizes: "192x192", Type: "image/png"},
		{Src: icons["512"], Sizes: "512x512", Type: "image/png", Purpose: "any"},
		{Src: icons["512"], Sizes: "512x512", Type: "image/png", Purpose: "maskable"},
	}}
	return json.NewEncoder(w).Encode(m)
}

type script struct{ URL, Integrity string }

func writeShell(w io.Writer, o Options, files map[string]asset.File, touchIcon string) error {
	t, err := template.ParseFS(shellFS, "shell.html")
	if err != nil {
		return err
	}
	v := struct {
		Name, ExitURL   string
		Home, Help      template.HTML
		Names           template.HTML
		Style           script
		Scripts         []script
		Icon, TouchIcon string
		Core, Worker    script
		Words, Weights  script
		Keeper, Demo    string
		Debug           bool
	}{
		Name: o.Name, ExitURL: o.ExitURL, Debug: o.Debug, Keeper: keeperPath, Demo: o.Demo,
		// All are written by package view from constants and
		// from the name in the options; nothing in them was typed by anybody else.
		Home: template.HTML(o.Home), Help: template.HTML(o.Help), Names: template.HTML(o.Names),
		Icon: AssetPath + files[asset.IconName].Path, TouchIcon: touchIcon,
	}
	of := func(name string) script {
		f, ok := files[name]
		if !ok {
			return script{}
		}
		return script{AssetPath + f.Path, f.Integrity()}
	}
	v.Style, v.Core, v.Worker = of(asset.StyleName), of(asset.CoreName), of(asset.WorkerName)
	v.Words, v.Weights = of(asset.WordsName), of(asset.WeightsName)
	for _, name := range asset.PageScripts {
		v.Scripts = append(v.Scripts, of(name))
	}
	return t.Execute(w, v)
}

func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, ok := s.answers[r.URL.Path]
	if !ok {
		http.Error(w, "There is nothing here.", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Only GET and HEAD.", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", a.cache)
	data := a.data
	if a.br != nil || a.gz != nil {
		h.Set("Vary", "Accept-Encoding")
		switch {
		case a.br != nil && accepts(r, "br"):
			h.Set("Content-Encoding", "br")
			data = a.br
		case a.gz != nil && accepts(r, "gzip"):
			h.Set("Content-Encoding", "gzip")
			data = a.gz
		}
	}
	if data == nil { // only a program asks for the core without any compression
		f := asset.File{Gzip: a.gz}
		src, err := f.Open()
		if err != nil {
			http.Error(w, "This file is damaged.", http.StatusInternalServerError)
			return
		}
		if r.Method == http.MethodGet {
			_, _ = io.Copy(w, src) // a reader that has gone is no concern of ours
		}
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(data)
	}
}

// accepts reports whether the request names an encoding and does not give it
// the weight zero.
func accepts(r *http.Request, encoding string) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, ok := strings.CutPrefix(strings.TrimSpace(params), "q=")
		if !ok {
			return true
		}
		weight, err := strconv.ParseFloat(q, 64)
		return err == nil && weight > 0
	}
	return false
}
