package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"watchword/app/cli"
	"watchword/vault"
)

// grace is how long a command may take to come back once it was told to end.
const grace = 700 * time.Millisecond

// untilTold returns a context that ends with Ctrl+C or SIGTERM. A command that does not come back
// then, for what it does cannot be called off, is ended with the program: after a save that is
// putting its file in place, and without the files that it began. stop gives the signals back.
func untilTold() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		time.Sleep(grace)
		vault.Leave()
		fmt.Fprintln(os.Stderr, "\nwatchword: Stopped.")
		os.Exit(cli.ExitFailed)
	}()
	return ctx, func() { signal.Stop(signals) }
}
