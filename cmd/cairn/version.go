package main

import (
	"runtime"

	"cairn/internal/store"
)

type versionCommand struct{}

// Run shows the version, and what matters when something goes wrong.
func (versionCommand) Run(t *terminal) error {
	v := thisProgram{version, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, store.SQLiteVersion(), store.ProgramSchema()}
	return t.answer(v, func() {
		t.say("cairn %s", v.Version)
		t.say("%s %s, SQLite %s, schema %d", v.Go, v.Platform, v.SQLite, v.Schema)
	})
}

// thisProgram is what this program is made of.
type thisProgram struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	SQLite   string `json:"sqlite"`
	Schema   int64  `json:"schema"`
}
