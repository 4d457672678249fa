// Command troth is a private place for two partners: the server that relays
// what only they can read, and the app that it serves.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"troth/internal/config"
)

// commands is the command line.
type commands struct {
	Serve  serveCmd  `cmd:"" help:"Run the server and serve the app."`
	Hash   hashCmd   `cmd:"" help:"Print the hashes of what this program gives to browsers."`
	Verify verifyCmd `cmd:"" help:"Check a database or a file of raw logs, without keys."`
	Export exportCmd `cmd:"" help:"Open a locked file that somebody took away from the app."`
	Dates  datesCmd  `cmd:"" help:"Find dates in lines of text."`
	Demo   demoCmd   `cmd:"" help:"Look around in a sample space of two people, on this computer. Nothing is kept."`
	Words  wordsCmd  `cmd:"" help:"Run the language check over texts, one a line."`
}

type serveCmd struct {
	config.Serve
}

func main() {
	var c commands
	k := kong.Parse(&c, kong.Name("troth"), kong.ShortUsageOnError(),
		kong.Description("A private place for two partners. Run it with: troth serve"))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process at once.
	context.AfterFunc(ctx, stop)
	k.BindTo(ctx, (*context.Context)(nil))
	k.FatalIfErrorf(k.Run())
}
