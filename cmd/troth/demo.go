package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"troth/internal/demo"
	"troth/internal/web"
)

// demoCmd serves two sample people, each at a port of this computer. What they
// have is in memory, so there is nothing to remove when it ends.
type demoCmd struct {
	Ports []int `default:"8081,8082" help:"The two ports, one for each person; 0 for any that is free."`
}

// Validate reports what is wrong with the options. Kong calls it.
func (c *demoCmd) Validate() error {
	if len(c.Ports) != 2 || c.Ports[0] == c.Ports[1] && c.Ports[0] != 0 {
		return errors.New("--ports: want two different ones, such as 8081,8082")
	}
	for _, p := range c.Ports {
		if p < 0 || p > 65535 {
			return fmt.Errorf("--ports: %d is not a port", p)
		}
	}
	return nil
}

// Run serves until ctx is done.
func (c *demoCmd) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var sites [2]site
	var origins [2]string
	for i, port := range c.Ports {
		ln, err := demo.Listen(ctx, port)
		if err != nil {
			return fmt.Errorf("cannot listen: %w", err)
		}
		defer ln.Close() //nolint:errcheck // it is closed by then, unless something failed
		sites[i].ln, origins[i] = ln, demo.OriginAt(ln.Addr())
	}
	d, err := demo.New(ctx, origins)
	if err != nil {
		return err
	}
	defer d.Relay.Close()
	for i := range d.People {
		p := &d.People[i]
		o := web.Options{Origin: p.Origin, Name: p.Name + ", demo", Demo: demo.Path}
		if sites[i].handler, err = handler(d.Relay, o, route{demo.Path, p.Door()}); err != nil {
			return err
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, d.Relay, sites[:]...) }()
	began := time.Now()
	if err := d.Tell(ctx, began); err != nil {
		if ctx.Err() != nil {
			return <-ended // it was stopped meanwhile
		}
		stop()
		return errors.Join(err, <-ended)
	}
	greetDemo(os.Stdout, d, time.Since(began))
	return <-ended
}

// greetDemo says what this is and where to look.
func greetDemo(w io.Writer, d *demo.Demo, took time.Duration) {
	a, b := &d.People[0], &d.People[1]
	var out strings.Builder
	fmt.Fprintf(&out, "This is troth with two sample people, %s and %s, who have shared a space for five months.\n", a.Name, b.Name)
	fmt.Fprintf(&out, "(Their real devices wrote all of it just now, in %.1f seconds.)\n\n", took.Seconds())
	fmt.Fprintf(&out, "Open both links beside each other, and be either of them:\n\n  %s  %s\n  %s  %s\n\n", a.Name, a.Link(), b.Name, b.Link())
	fmt.Fprintf(&out, "If one of them has locked itself, open its link again, or enter: %s\n", a.Passphrase.Reveal())
	fmt.Fprint(&out, "Nothing is kept. Stop with Ctrl-C.\n")
	io.WriteString(w, out.String()) //nolint:errcheck // nobody is looking
}
