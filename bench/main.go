// Command bench measures troth and prints each figure beside a floor: what the
// least program would take that moves the same bytes and checks nothing. Both
// are measured in the same run, in turns, so that the ratio says something where
// the figure alone would say what machine it was and what else it was doing.
//
//	make bench                     everything, three to five minutes
//	bin/bench -only append,open    some of it
//	BENCH_README=1 make bench      put the table into bench/README.md as well
//
// Nothing is measured against limits of how often somebody may do something:
// they are lifted, by the relay's own option. Every load is bounded in count.
// The load generator shares the machine and the process with the server, and
// with the floor's server alike: requests are signed and written out beforehand,
// and go over kept connections of the loopback device.
//
// append.go, live.go, open.go, page.go and words.go measure; floor.go has the floors;
// space.go makes what is measured on. bench/README.md says how each floor is
// made.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"
)

// row is one line of the table.
type row struct {
	what, value, floor, ratio, goal string
}

// bench is a run.
type bench struct {
	dir  string // for databases; removed at the end
	text string // the folder of public texts; where there is none, less is measured
	open string // bin/bench-open, and bin/bench-open.wasm beside it
	rows []row

	profile string // where a profile goes; "": nowhere
}

// profiled calls f and writes a profile of its nth run.
func (b *bench) profiled(n int, f func() error) (err error) {
	if b.profile == "" {
		return f()
	}
	out, err := os.Create(fmt.Sprintf("%s.%d", b.profile, n))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return f()
}

func (b *bench) add(r row) {
	b.rows = append(b.rows, r)
	fmt.Fprintf(os.Stderr, "  %s: %s, floor %s, ratio %s %s\n", r.what, r.value, r.floor, r.ratio, r.goal)
}

// goal says whether a figure is as good as it should be.
func goal(words string, met bool) string {
	if met {
		return words + ": met"
	}
	return words + ": **missed**"
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	only := flag.String("only", "", "parts to run, with commas between them: append, live, catchup, memory, open, size, page, words")
	parent := flag.String("dir", "", "where the databases are made; on the disk that is to be measured")
	open := flag.String("open", "bin/bench-open", "the built command of bench/open")
	public := flag.String("public", "../shared/words/public", "the folder of public texts that the language check is measured on")
	readme := flag.String("readme", "", "a file whose table is replaced")
	profile := flag.String("cpuprofile", "", "where to write profiles of the relay's rounds of appends, with their number added")
	flag.Parse()

	dir, err := os.MkdirTemp(*parent, "troth-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir, text: *public, open: *open, profile: *profile}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	start := time.Now()
	for _, part := range []struct {
		name string
		f    func(context.Context) error
	}{
		{"append", b.append}, {"live", b.live}, {"catchup", b.catchUp}, {"memory", b.memory},
		{"open", b.opening}, {"size", b.size}, {"page", b.page}, {"words", b.words},
	} {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), part.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, part.name)
		if err := part.f(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		runtime.GC()
	}
	table := b.table(time.Since(start))
	fmt.Print(table)
	if *readme != "" {
		return replace(*readme, table)
	}
	return nil
}

func (b *bench) table(took time.Duration) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s, %s/%s, %d cores, %s, in %s.\n\n", time.Now().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), runtime.Version(), took.Round(time.Second))
	s.WriteString("| what | troth | floor | ratio | goal |\n|---|---|---|---|---|\n")
	for _, r := range b.rows {
		fmt.Fprintf(&s, "| %s | %s | %s | %s | %s |\n", r.what, r.value, r.floor, r.ratio, r.goal)
	}
	return s.String()
}

// Marks in the README between which the table stands.
const (
	begin = "<!-- table -->\n"
	end   = "<!-- end of table -->\n"
)

func replace(path, table string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(b), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return errors.New("no place for the table in " + filepath.Base(path))
	}
	return os.WriteFile(path, []byte(before+begin+table+end+after), 0o644)
}

func median[T int | int64 | float64 | time.Duration](v []T) T {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

// quantile returns the value below which a share q of v lies. It sorts v.
func quantile(v []time.Duration, q float64) time.Duration {
	slices.Sort(v)
	return v[min(len(v)-1, int(q*float64(len(v))))]
}

func ms(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000)
}

func times(a, b float64) string { return fmt.Sprintf("%.2f", a/b) }
