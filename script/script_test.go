// Package script runs the real program: each .txtar file is a scene of shell-like
// commands, and the files it starts from.
//
// Besides testscript's own commands (whose stop ends a script early, as passed)
// there are:
//
//	start [args]        start troth serve on a free port, wait until it greets, and
//	                    take what it printed as stdout; $URL, $LISTEN and $PORT
//	                    are where it listens
//	demo                start troth demo on free ports, likewise; $URL and $URL2 are
//	                    where the two people are, $TOKEN and $TOKEN2 in their links
//	end SIGNAL          send the server INT, TERM or KILL and wait for it; what
//	                    it printed to stderr becomes stderr
//	get PATH STATUS [HOST]
//	                    ask the server, expect a status; headers and body are stdout
//	post PATH STATUS BODY [NAME: VALUE]
//	                    send text, perhaps with a header, likewise
//	signup N STATUS     make an account with the Nth link of the last start
//	mode FILE OCTAL     expect a file's permissions
//	crash N [LOGS]      write to logs at once until N events are acknowledged, and
//	                    kill the server while more are on their way
//	survived            expect what was acknowledged, and nothing half-written
//	disk FOLDER KIB     mount a small, empty disk there
//	ballast FILE KIB    make a file of that size
//	[!] readonly FOLDER make such a disk read-only, or writable again
//	fill [LEAST]        write until the server says that the disk is full
//	integrity DATABASE  expect a database to be whole
//	live                two people sign up by the first link, pair, write, and
//	                    one takes back what they wrote
//	exits CODE args     run troth and expect the code with which it ends
//	change DATABASE STATEMENT
//	                    change a database that nobody has open
//	raw DATABASE FILE   write a database's logs to a file of raw logs
//	flip FILE OFFSET    invert a byte; a negative offset counts from the end
//	cut FILE OFFSET     cut a file off
//	hashes              expect that troth hash says what the server serves
//	held FOLDER         print what files a folder holds, with a hash of each
package script

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"troth/internal/codec"
	"troth/internal/wire"
)

func TestScript(t *testing.T) {
	dir := t.TempDir()
	bin := filepath.Join(dir, "troth")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	build := exec.Command("go", "build", "-o", bin, "./cmd/troth")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	scripts, err := filepath.Glob("*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range scripts {
		// testscript's own stop would end the script here, as passed.
		if b, err := os.ReadFile(name); err != nil || regexp.MustCompile(`(?m)^(! *)?stop (INT|TERM|KILL)$`).Match(b) {
			t.Errorf("%s: stop is testscript's own; end stops the server (%v)", name, err)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:                 ".",
		RequireExplicitExec: true,
		Condition:           condition,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", dir+string(os.PathListSeparator)+env.Getenv("PATH"))
			s := &server{bin: bin}
			env.Values[key{}] = s
			env.Defer(s.kill)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start": start, "demo": demo, "end": end, "get": get, "post": post, "signup": signup, "mode": mode,
			"crash": crash, "survived": survived, "disk": disk, "ballast": ballast, "readonly": readonly, "fill": fill, "integrity": integrity, "live": live, "exits": exits, "change": change, "raw": raw, "flip": flip, "cut": cut, "held": held, "hashes": hashes,
		},
	})
}

type key struct{}

// server is the one running server of a script.
type server struct {
	bin    string
	cmd    *exec.Cmd
	stderr *bytes.Buffer
	url    string
	codes  []string
	writer *writer // of crash and survived
}

func (s *server) kill() {
	if s.cmd != nil {
		s.cmd.Process.Kill() // it may have ended
		s.cmd.Wait()
	}
}

func of(ts *testscript.TestScript) *server { return ts.Value(key{}).(*server) }

// lastLine is how the program ends its greeting, when it is ready.
const lastLine = "Stop with Ctrl-C."

var listens = regexp.MustCompile(`listens on (\S+)`)
var links = regexp.MustCompile(`/#s\.(\S+)`)

func start(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	text := s.run(ts, neg, append([]string{"serve", "--listen", "localhost:0"}, args...))
	m := listens.FindStringSubmatch(text)
	if m == nil {
		ts.Fatalf("the server does not say where it listens:\n%s", text)
	}
	s.at(ts, m[1])
	s.codes = nil
	for _, m := range links.FindAllStringSubmatch(text, -1) {
		s.codes = append(s.codes, m[1])
	}
}

var demoLinks = regexp.MustCompile(`(http://localhost:\d+)/#d\.(\S+)`)

func demo(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	text := s.run(ts, neg, append([]string{"demo", "--ports", "0,0"}, args...))
	m := demoLinks.FindAllStringSubmatch(text, -1)
	if len(m) != 2 {
		ts.Fatalf("the demo prints %d links:\n%s", len(m), text)
	}
	s.at(ts, m[0][1])
	ts.Setenv("TOKEN", m[0][2])
	ts.Setenv("URL2", m[1][1])
	ts.Setenv("TOKEN2", m[1][2])
}

// at says where the server listens.
func (s *server) at(ts *testscript.TestScript, origin string) {
	s.url = origin
	u, err := url.Parse(s.url)
	ts.Check(err)
	ts.Setenv("URL", s.url)
	ts.Setenv("LISTEN", u.Host)
	ts.Setenv("PORT", u.Port())
}

// run starts the program and returns what it has printed when it is ready.
func (s *server) run(ts *testscript.TestScript, neg bool, args []string) string {
	if neg || s.cmd != nil {
		ts.Fatalf("start: one server at a time, and it must start")
	}
	s.cmd = exec.Command(s.bin, args...)
	s.cmd.Dir = ts.Getenv("WORK")
	s.cmd.Env = os.Environ()
	for _, name := range []string{"TROTH_ACCOUNTS", "TROTH_NAME", "TROTH_EXIT_URL"} {
		if v := ts.Getenv(name); v != "" {
			s.cmd.Env = append(s.cmd.Env, name+"="+v)
		}
	}
	s.stderr = &bytes.Buffer{}
	s.cmd.Stderr = s.stderr
	out, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	var text strings.Builder
	for sc := bufio.NewScanner(out); sc.Scan(); {
		fmt.Fprintln(&text, sc.Text())
		if strings.HasSuffix(sc.Text(), lastLine) {
			fmt.Fprint(ts.Stdout(), text.String())
			return text.String()
		}
	}
	err = s.cmd.Wait()
	s.cmd = nil
	ts.Fatalf("the server did not start: %v\n%s%s", err, text.String(), s.stderr)
	return ""
}

func end(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	sig, ok := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "KILL": os.Kill}[strings.Join(args, " ")]
	if !ok || s.cmd == nil {
		ts.Fatalf("usage: end INT|TERM|KILL, after start")
	}
	ts.Check(s.cmd.Process.Signal(sig))
	err := s.cmd.Wait()
	s.cmd = nil
	fmt.Fprint(ts.Stderr(), s.stderr.String())
	if (err != nil) != neg {
		ts.Fatalf("the server ended with %v\n%s", err, s.stderr)
	}
}

// client does not follow redirects and speaks to the server by whatever name.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: get PATH STATUS [HOST]")
	}
	r, err := http.NewRequest("GET", of(ts).url+args[0], nil)
	ts.Check(err)
	if len(args) == 3 {
		r.Host = args[2]
	}
	resp, err := client.Do(r)
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(resp.Header.Write(ts.Stdout()))
	fmt.Fprintf(ts.Stdout(), "\n%s\n", body)
	if got := strconv.Itoa(resp.StatusCode); got != args[1] {
		ts.Fatalf("%s answered %s, want %s\n%s", args[0], got, args[1], body)
	}
}

func post(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: post PATH STATUS BODY [NAME: VALUE]")
	}
	r, err := http.NewRequest("POST", of(ts).url+args[0], strings.NewReader(args[2]))
	ts.Check(err)
	if len(args) == 4 {
		name, value, _ := strings.Cut(args[3], ": ")
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	resp, err := client.Do(r)
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%s\n", body)
	if got := strconv.Itoa(resp.StatusCode); got != args[1] {
		ts.Fatalf("%s answered %s, want %s\n%s", args[0], got, args[1], body)
	}
}

func signup(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	if neg || len(args) != 2 {
		ts.Fatalf("usage: signup N STATUS")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	if n < 1 || n > len(s.codes) {
		ts.Fatalf("there are %d links", len(s.codes))
	}
	in := newAccount(ts, s.codes[n-1])
	resp, err := client.Post(s.url+wire.PathAccounts, wire.MediaType, bytes.NewReader(codec.Must(in)))
	ts.Check(err)
	resp.Body.Close()
	if got := strconv.Itoa(resp.StatusCode); got != args[1] {
		ts.Fatalf("sign-up answered %s, want %s", got, args[1])
	}
}

// newAccount asks for an account with keys that nobody keeps.
func newAccount(ts *testscript.TestScript, link string) wire.NewAccount {
	code, err := base64.RawURLEncoding.DecodeString(link)
	ts.Check(err)
	in := wire.NewAccount{Code: code}
	random := func(p []byte) {
		_, err := rand.Read(p)
		ts.Check(err)
	}
	random(in.Account[:])
	for _, typ := range []uint8{wire.SlotHot, wire.SlotCold, wire.SlotJournal} {
		pub, _, err := ed25519.GenerateKey(rand.Reader)
		ts.Check(err)
		sl := wire.Slot{Type: typ, KDF: 1, AuthPub: [32]byte(pub), CT: []byte("locked")}
		random(sl.ID[:])
		in.Slots = append(in.Slots, sl)
	}
	return in
}

func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode FILE OCTAL")
	}
	fi, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%04o", fi.Mode().Perm()); got != args[1] {
		ts.Fatalf("%s has mode %s, want %s", args[0], got, args[1])
	}
}
