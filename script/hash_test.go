package script

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"html"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

var integrities = regexp.MustCompile(`integrity="(sha256-[^"]+)"`)

// hashes runs troth hash and holds every line against what the running server
// gives, and every hash that its page demands against the lines.
func hashes(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	if neg || len(args) != 0 || s.url == "" {
		ts.Fatalf("usage: hashes, after start")
	}
	cmd := exec.Command(s.bin, "hash")
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.Output()
	_, missing := os.Stat("../internal/asset/dist/core.wasm.gz")
	if (err != nil) != (missing != nil) || err != nil && !strings.Contains(problem.String(), "make build") {
		ts.Fatalf("troth hash, with a core: %v, ended with %v\n%s", missing == nil, err, &problem)
	}
	listed := map[string]bool{}
	core := false
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) != 3 {
			ts.Fatalf("a line of %d words: %s", len(f), line)
		}
		sum := sha256.Sum256(fetch(ts, s.url+f[0]))
		if f[1] != hex.EncodeToString(sum[:]) || f[2] != "sha256-"+base64.StdEncoding.EncodeToString(sum[:]) {
			ts.Fatalf("%s is said to have the hash %s, and what is served has %x", f[0], f[1], sum)
		}
		listed[f[2]] = true
		core = core || strings.HasPrefix(f[0], "/a/core.") && strings.HasSuffix(f[0], ".wasm")
	}
	demanded := integrities.FindAllStringSubmatch(html.UnescapeString(string(fetch(ts, s.url+"/"))), -1)
	for _, m := range demanded {
		if !listed[m[1]] {
			ts.Fatalf("the page demands %s, which is not listed", m[1])
		}
	}
	if core != (missing == nil) || len(demanded) < 8 {
		ts.Fatalf("core listed: %v; %d hashes in the page", core, len(demanded))
	}
}

func fetch(ts *testscript.TestScript, url string) []byte {
	resp, err := http.Get(url)
	ts.Check(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if resp.StatusCode != http.StatusOK {
		ts.Fatalf("%s answered %s", url, resp.Status)
	}
	return b
}
