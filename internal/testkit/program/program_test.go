package program

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFindTakesTheNewestVersionOfAPattern(t *testing.T) {
	dir := t.TempDir()
	for _, version := range []string{"15", "16"} {
		path := filepath.Join(dir, version, "initdb")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	got, ok := Find("no-such-program-of-ours", filepath.Join(dir, "*", "initdb"))
	if want := filepath.Join(dir, "16", "initdb"); !ok || got != want {
		t.Errorf("Find = %q, %v; want %q", got, ok, want)
	}
}

func TestFindSaysWhenThereIsNothing(t *testing.T) {
	if got, ok := Find("no-such-program-of-ours", "/no/such/*/folder"); ok {
		t.Errorf("Find = %q", got)
	}
}

// stand-in records how a test ended; the embedded TB is never called.
type standIn struct {
	testing.TB
	failed, skipped string
}

func (s *standIn) Helper()                     {}
func (s *standIn) Fatalf(f string, a ...any)   { s.failed = fmt.Sprintf(f, a...); panic(s) }
func (s *standIn) Skipf(f string, a ...any)    { s.skipped = fmt.Sprintf(f, a...); panic(s) }
func ended(s *standIn, missing func(*standIn)) { defer func() { _ = recover() }(); missing(s) }

func TestMissingFailsInCIAndSkipsElsewhere(t *testing.T) {
	missing := func(s *standIn) { Missing(s, "Chromium", "Run make need.") }
	for _, ci := range []string{"true", ""} {
		t.Setenv("CI", ci)
		s := &standIn{}
		ended(s, missing)
		if failed := s.failed != ""; failed != (ci == "true") {
			t.Errorf("CI=%q: failed %q, skipped %q", ci, s.failed, s.skipped)
		}
		if said := s.failed + s.skipped; !strings.Contains(said, "Chromium is missing") || !strings.Contains(said, "Run make need.") {
			t.Errorf("CI=%q: says %q", ci, said)
		}
	}
}

// The test starts itself as a process that keeps a program and is then killed.
func TestKeptProgramStopsWhenItsProcessIsKilled(t *testing.T) {
	if dir := os.Getenv("KEEP_IN"); dir != "" {
		if err := KeepUntilExit(dir, nil, "/bin/sh", "-c", "echo $$ >"+dir+"/pid; exec sleep 300"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		return
	}
	dir := filepath.Join(t.TempDir(), "kept")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	process := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	process.Env = append(os.Environ(), "KEEP_IN="+dir)
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, "the kept program to start", func() bool { _, err := os.Stat(filepath.Join(dir, "pid")); return err == nil })
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait()
	await(t, "the folder to be removed", func() bool { _, err := os.Stat(dir); return os.IsNotExist(err) })
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}
