package main

import (
	"fmt"
	"os"

	"cairn/internal/frameworkfile"
)

type frameworkCommand struct {
	Lint lintCommand `cmd:"" help:"Check a framework file and show every mistake with its line and column."`
}

type lintCommand struct {
	File string `arg:"" help:"The framework file, YAML of format 1."`
}

// Run shows what is wrong with the file, and what is only worth a look.
func (c lintCommand) Run(t *terminal) error {
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("the framework file cannot be read: %w", err)
	}
	defer f.Close()
	read, findings := frameworkfile.LoadFrom(c.File, f)
	for _, finding := range findings {
		t.say("%s", finding)
	}
	if read == nil {
		return errSaid
	}
	t.say("%s: framework %s version %s can be used: %d steps, %d areas, %d disciplines, %d roles, %d examples.", c.File,
		read.ID, read.Version, len(read.Steps), len(read.Areas), len(read.Disciplines), len(read.Roles), len(read.Examples))
	return nil
}
