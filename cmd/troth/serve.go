package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"troth/internal/relay"
	"troth/internal/relay/sqlstore"
	"troth/internal/view"
	"troth/internal/web"
)

// Limits of connections. A stream sets its own deadlines.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = time.Minute
	writeTimeout      = 5 * time.Minute // the app itself, over a slow line
	idleTimeout       = 2 * time.Minute
	maxHeader         = 16 << 10
	shutdownTimeout   = 10 * time.Second
)

// Run serves until ctx is done.
func (c *serveCmd) Run(ctx context.Context) (err error) {
	store, err := openStore(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	defer ln.Close()
	origin, err := c.OriginAt(ln.Addr())
	if err != nil {
		return err
	}

	proxies, err := c.TrustedProxies()
	if err != nil {
		return err
	}
	server, err := relay.New(relay.Options{Store: store, Origin: origin, MaxAccounts: c.Accounts, Proxies: proxies,
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		return err
	}
	defer server.Close()
	handler, err := handler(server, web.Options{Origin: origin, ExitURL: c.ExitURL, Name: c.Name})
	if err != nil {
		return err
	}
	codes, err := server.RegistrationCodes(ctx)
	if err != nil {
		return err
	}
	greet(os.Stdout, origin, c.Data, codes)
	return serveUntil(ctx, server, site{ln, handler})
}

// site is a listener and what is served on it.
type site struct {
	ln      net.Listener
	handler http.Handler
}

// serveUntil serves sites of one relay until ctx is done, or until one of them
// fails.
func serveUntil(ctx context.Context, server *relay.Server, sites ...site) error {
	failed := make(chan error, len(sites))
	var servers []*http.Server
	for _, s := range sites {
		srv := &http.Server{
			Handler:           s.handler,
			ReadHeaderTimeout: readHeaderTimeout,
			ReadTimeout:       readTimeout,
			WriteTimeout:      writeTimeout,
			IdleTimeout:       idleTimeout,
			MaxHeaderBytes:    maxHeader,
			ErrorLog:          log.New(io.Discard, "", 0), // it names addresses
		}
		servers = append(servers, srv)
		go func() { failed <- srv.Serve(s.ln) }()
	}
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	// Streams would be waited for, so they end first. Requests that run are
	// answered, and what they append is committed.
	server.EndStreams()
	wait, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	for _, srv := range servers {
		if stop := srv.Shutdown(wait); stop != nil {
			err = errors.Join(err, fmt.Errorf("stopping: %w", stop), srv.Close())
		}
	}
	return err
}

// handler is everything that is served: the relay, the app and perhaps more
// routes, behind the same headers and the same check of the name they are
// called by.
func handler(server *relay.Server, o web.Options, more ...route) (http.Handler, error) {
	o.Home, o.Help, o.Names = view.HomeHTML(), view.HelpHTML(), view.NamesHTML(cmp.Or(o.Name, web.DefaultName))
	app, err := web.New(o)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", server.Handler())
	mux.Handle("/healthz", server.Handler())
	mux.Handle("/", app)
	for _, r := range more {
		mux.Handle(r.path, r.handler)
	}
	checked, err := relay.HostCheck(o.Origin, mux)
	if err != nil {
		return nil, err
	}
	return web.Headers(o)(checked), nil
}

// route is a path and what answers there.
type route struct {
	path    string
	handler http.Handler
}

// openStore opens the database in a data folder. It begins a new one only in a
// folder that is not there or is empty: a folder that holds other things is more
// likely a mistyped path.
func openStore(ctx context.Context, dir string) (*sqlstore.Store, error) {
	store, err := sqlstore.Open(ctx, dir)
	if !errors.Is(err, sqlstore.ErrNoDatabase) {
		return store, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("there is no %s in %s, but other files are: is --data mistyped? To begin anew there, empty the folder first", sqlstore.FileName, dir)
	}
	return sqlstore.Create(ctx, dir)
}

// greet tells whoever started the server where it is, and how to sign up. The
// codes are shown here and nowhere else.
func greet(w io.Writer, origin, data string, codes [][]byte) {
	var b strings.Builder
	fmt.Fprintf(&b, "troth listens on %s and keeps everything in %s\n\n", origin, data)
	switch len(codes) {
	case 0:
		fmt.Fprint(&b, "All accounts are taken. Nobody else can sign up.\n")
	case 1:
		fmt.Fprint(&b, "One account is free. This one-time link signs somebody up:\n\n")
	default:
		fmt.Fprintf(&b, "%d accounts are free. These one-time links sign somebody up, each of them once:\n\n", len(codes))
	}
	for _, c := range codes {
		fmt.Fprintf(&b, "  %s/#s.%s\n", origin, base64.RawURLEncoding.EncodeToString(c))
	}
	if len(codes) > 0 {
		fmt.Fprint(&b, "\nLinks that nobody has used are replaced at the next start.\n")
	}
	fmt.Fprint(&b, "Stop with Ctrl-C.\n")
	io.WriteString(w, b.String()) //nolint:errcheck // nobody is looking
}
