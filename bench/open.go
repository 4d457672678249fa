package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The load of the openings.
const (
	stored  = 20_000
	openers = 5 // runs of each kind; the quickest counts, because others can only slow one down
)

// opening measures opening a stored space, in processes of their own.
func (b *bench) opening(ctx context.Context) error {
	data := filepath.Join(b.dir, "space")
	if out, err := exec.CommandContext(ctx, b.open, "make", data, strconv.Itoa(stored)).CombinedOutput(); err != nil {
		return fmt.Errorf("making a space: %w: %s", err, out)
	}
	if err := b.openIn(ctx, "natively", data, [2]time.Duration{}, func(args ...string) *exec.Cmd {
		return exec.CommandContext(ctx, b.open, args...)
	}); err != nil {
		return err
	}
	if _, err := exec.LookPath("node"); err != nil {
		b.add(row{"opening as WebAssembly", "skipped: no node", "", "", ""})
		return nil
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("where Go is: %w", err)
	}
	runner := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	return b.openIn(ctx, "as WebAssembly under node", data, [2]time.Duration{2 * time.Second, time.Second}, func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, runner, append([]string{b.open + ".wasm"}, args...)...)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")} // a long environment kills it
		return cmd
	})
}

// openIn measures cold openings and openings from a checkpoint in one
// surrounding. Goals are for those two; zero: none.
func (b *bench) openIn(ctx context.Context, where, data string, goals [2]time.Duration, command func(args ...string) *exec.Cmd) error {
	for i, mode := range []string{"cold", "checkpoint"} {
		parts := map[string][]time.Duration{}
		for range openers {
			if err := timed(command(mode, data), parts); err != nil {
				return fmt.Errorf("%s %s: %w", mode, where, err)
			}
		}
		page, floor := slices.Min(parts["page"]), slices.Min(parts["floor"])
		words := ""
		if goals[i] > 0 {
			words = goal("under "+goals[i].String(), page < goals[i])
		}
		name := map[string]string{"cold": "without a checkpoint", "checkpoint": "from a checkpoint"}[mode]
		b.add(row{fmt.Sprintf("opening %d entries %s, %s: to the first page", stored, where, name),
			fmt.Sprintf("%s (accepting %s, reading %s, folding and page %s)", ms(page), ms(slices.Min(parts["open"])), ms(slices.Min(parts["read"])), ms(slices.Min(parts["fold"]))),
			ms(floor) + " (bare hashes and decryption)", times(float64(page), float64(floor)), words})
		if mode == "cold" {
			v, f := slices.Min(parts["verify"]), slices.Min(parts["verifyfloor"])
			b.add(row{"  afterwards, in the background: every signature", ms(v), ms(f) + " (bare verification)", times(float64(v), float64(f)), ""})
		}
	}
	return nil
}

// timed runs a command that prints names and milliseconds.
func timed(cmd *exec.Cmd, into map[string][]time.Duration) error {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, stderr.String())
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("not understood: %q", lines.Text())
		}
		into[name] = append(into[name], time.Duration(v*float64(time.Millisecond)))
	}
	if len(into["page"]) == 0 || len(into["floor"]) == 0 {
		return errors.New("it printed nothing")
	}
	return nil
}

// coreBudget is the size that the Makefile's gate holds the core against.
const coreBudget = 1_600_000

// size reports the size of the browser core as it is built in.
func (b *bench) size(context.Context) error {
	list, err := filepath.Glob("internal/asset/dist/*.wasm.br")
	if err != nil {
		return err
	}
	if len(list) != 1 {
		b.add(row{"browser core", "skipped: not built (make core)", "", "", ""})
		return nil
	}
	info, err := os.Stat(list[0])
	if err != nil {
		return err
	}
	b.add(row{"browser core, brotli", fmt.Sprintf("%d bytes", info.Size()), "", "", goal(fmt.Sprintf("at most %d", coreBudget), info.Size() <= coreBudget)})
	return nil
}
