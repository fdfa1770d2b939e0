// Package faults runs a process whose calls to the system fail, or end it, at a call
// that is named by its number.
package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"cairn/internal/testkit/program"
)

// Fault is what happens at which call.
type Fault struct {
	Calls string // such as "pwrite64", or several with commas between
	Does  string // such as "signal=KILL" or "error=ENOSPC"
	At    int    // the how manieth call of a thread
	On    bool   // at all later ones, too
}

// String is the fault in words.
func (f Fault) String() string {
	on := ""
	if f.On {
		on = " and all later ones"
	}
	return fmt.Sprintf("%s at %s number %d%s", f.Does, f.Calls, f.At, on)
}

// Need skips a test where there is no strace: on systems that are not Linux, which have
// none, with words that say what is not tried. On Linux it is a tool like the others.
func Need(t testing.TB) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skipf("skipped: the sweep over calls to the system needs strace, which there is only on Linux. Nothing tries here what happens when this program is killed in the middle of a write.")
	}
	path, ok := program.Find("strace")
	if !ok {
		program.Missing(t, "strace", "It is in the package strace; make need installs it.")
	}
	return path
}

// Environ is the environment without what is ours: the program takes every variable of
// its own for a setting, and the sizes of tests are none.
func Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "CAIRN_") })
}

// within is how long a process may take. Now and then the tracer does not notice that a
// process has ended; both are killed then, which is a fault like another.
const within = 30 * time.Second

// Ended is how a process ended.
type Ended int

// Ways to end.
const (
	Well   Ended = iota
	Failed       // it said that something went wrong
	Killed
)

// Run runs the command with the fault, and tells what the process wrote and how it ended.
func Run(t testing.TB, f Fault, env []string, command ...string) (out string, ended Ended) {
	t.Helper()
	when := fmt.Sprint(f.At)
	if f.On {
		when += "+"
	}
	args := []string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=" + known(f.Calls), "-e", "inject=" + known(f.Calls) + ":" + f.Does + ":when=" + when}
	if !strings.HasPrefix(f.Does, "signal") { // a filter in the kernel is quicker, and sends no signal
		args = append([]string{"--seccomp-bpf"}, args...)
	}
	return run(t, args, env, command)
}

// known passes over calls that this kind of machine does not have.
func known(calls string) string { return "?" + strings.ReplaceAll(calls, ",", ",?") }

// Count tells how many calls of each name the busiest thread of the command makes.
func Count(t testing.TB, calls string, env []string, command ...string) map[string]int {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls")
	run(t, []string{"-ff", "-qq", "--seccomp-bpf", "-o", log, "-e", "trace=" + known(calls)}, env, command)
	files, _ := filepath.Glob(log + ".*")
	most := map[string]int{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, n := range countIn(string(text)) {
			most[name] = max(most[name], n)
		}
	}
	return most
}

func countIn(text string) map[string]int {
	n := map[string]int{}
	for line := range strings.Lines(text) {
		if name, _, ok := strings.Cut(line, "("); ok {
			n[name]++
		}
	}
	return n
}

func run(t testing.TB, args, env, command []string) (string, Ended) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	c := exec.CommandContext(ctx, Need(t), append(args, command...)...)
	c.Env = append(Environ(), env...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 5 * time.Second
	err := c.Run()
	if ctx.Err() != nil {
		return out.String(), Killed
	}
	_, exited := errors.AsType[*exec.ExitError](err)
	if err != nil && !exited {
		t.Fatal(err)
	}
	switch {
	case exited && !c.ProcessState.Exited(): // strace ends by the signal that ended the process
		return out.String(), Killed
	case exited:
		return out.String(), Failed
	}
	return out.String(), Well
}
