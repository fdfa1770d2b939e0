// Shorten takes out of what templ wrote, below the folders named, what package frame does
// for all pages. `make generate` runs it after templ.
package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	for _, folder := range os.Args[1:] {
		if err := below(folder); err != nil {
			fmt.Fprintln(os.Stderr, "shorten:", err)
			os.Exit(1)
		}
	}
}

func below(folder string) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != folder && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, "_templ.go"):
			return nil
		}
		return one(path)
	})
}

func one(path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	short, err := shorten(source)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if bytes.Equal(short, source) {
		return nil
	}
	return os.WriteFile(path, short, 0o644)
}
