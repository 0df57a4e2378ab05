package cli

import (
	"os"
	"time"

	"watchword/app/config"
	"watchword/app/helper"
	"watchword/scanner/capture"
	"watchword/vault"
)

// System returns the real environment of this process.
func System(version string) Env {
	found := config.Find(config.System{})
	env := Env{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Unread: isUnread(os.Stdout), Err: os.Stderr, Getenv: os.Getenv, Now: time.Now, Version: version,
		Vault:     vault.Options{KDF: helper.Argon2id},
		Terminal:  isTerminal(os.Stdin) && isTerminal(os.Stderr),
		Password:  passwordPrompt(),
		Screens:   capture.Screens,
		Speak:     speak,
		Wait:      wait,
		Clipboard: newSystemClipboard,
		Copy:      copyInBackground,
		Typing:    newTypist,
	}
	if env.Places = found.Places; found.Doubt != config.Certain {
		env.Places, env.Undecided = config.Places{}, &found
	}
	return env
}
