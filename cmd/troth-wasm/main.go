//go:build js

// Command troth-wasm is what runs in the browser's workers: the whole app, as
// WebAssembly. It is wiring only.
package main

import (
	"context"
	"crypto/rand"

	"troth/internal/browser"
	"troth/internal/device"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/secret"
	"troth/internal/text"
	"troth/internal/view"
)

func main() {
	words := text.English()
	browser.Run(browser.Config{
		Database: "notes",
		Core: func(ctx context.Context, env browser.Env, entry string) (device.Core, error) {
			return device.New(ctx, device.Config{
				Env: keyEnv(env), Now: env.Now, Screen: env.Screen,
				Host: env.Host(), Build: env.Build, Render: view.Page, Export: view.Export, Check: browser.Check,
			}, entry)
		},
		Key: func(ctx context.Context, env browser.Env, secrets map[string]secret.Text, port device.Port, progress func(step, of int, words string)) error {
			return device.RunKey(ctx, keyEnv(env), secrets, port,
				func(s keywork.Stage) string { return words.Account.Stages[s] }, progress)
		},
	})
}

func keyEnv(env browser.Env) keywork.Env {
	return keywork.Env{
		Origin: env.Origin, Transport: env.Transport, Store: env.Store, Box: env.Box,
		Rand: rand.Reader, Stretch: keyring.Argon2id, NowMS: func() int64 { return env.Now().UnixMilli() },
	}
}
