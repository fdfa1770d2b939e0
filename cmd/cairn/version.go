package main

import (
	"runtime"

	"cairn/internal/store"
)

type versionCommand struct{}

// Run shows the version, and what matters when something goes wrong.
func (versionCommand) Run(t *terminal) error {
	t.say("cairn %s", version)
	t.say("%s %s/%s, SQLite %s, schema %d", runtime.Version(), runtime.GOOS, runtime.GOARCH, store.SQLiteVersion(), store.ProgramSchema())
	return nil
}
