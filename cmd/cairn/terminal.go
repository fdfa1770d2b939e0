package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"cairn/internal/fault"
)

// terminal is where a command runs: what it reads, where it writes.
type terminal struct {
	ctx      context.Context
	env      []string
	flags    map[string]string // settings given on the command line
	command  string            // what is run, as its help is asked for
	asJSON   bool              // programs read the answer
	in       io.Reader
	out, err io.Writer
	lines    *bufio.Reader
}

// say writes a line of the answer.
func (t *terminal) say(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format+"\n", args...) }

// warn writes a line beside the answer.
func (t *terminal) warn(format string, args ...any) { _, _ = fmt.Fprintf(t.err, format+"\n", args...) }

// helpOf lets what is said of a command line that cannot be read lead to the help of its command.
func (t *terminal) helpOf(c *kong.Context) {
	if node := c.Selected(); node != nil {
		t.command = strings.TrimPrefix(node.FullPath(), "cairn ") + " "
	}
}

// usage is a command line that cannot be read.
type usage struct{ message string }

func (u usage) Error() string { return u.message }

// errSaid ends a command whose answer has said already what is wrong.
var errSaid = errors.New("refused")

// fail tells what is wrong, if anything, and returns the exit code.
func (t *terminal) fail(err error) int {
	if err == nil {
		return exitDone
	}
	u, misread := errors.AsType[usage](err)
	switch {
	case misread && t.asJSON:
		t.complainJSON(err)
	case misread:
		t.warn("cairn: %s\nTry: cairn %s--help", u.message, t.command)
	case errors.Is(err, errSaid):
	case t.asJSON:
		t.complainJSON(err)
	default:
		t.complain(err)
	}
	if misread {
		return exitUsage
	}
	return exitRefused
}

// complain shows the operator the whole cause, which pages never do.
func (t *terminal) complain(err error) {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || len(f.Fields) == 0 || strings.Contains(f.Message, "\n") {
		t.warn("cairn: %v", err)
		return
	}
	t.warn("cairn: %s", f.Message)
	for _, field := range f.Fields {
		if field.Value == "" {
			t.warn("  %s: %s", field.Name, field.Message)
		} else {
			t.warn("  %s %q: %s", field.Name, field.Value, field.Message)
		}
	}
}

// interactive tells whether a person sits at the stream.
func interactive(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// ask asks a person for a value that no flag gave; flag is what gives it.
func (t *terminal) ask(given, question, flag string) (string, error) {
	if strings.TrimSpace(given) != "" {
		return given, nil
	}
	if !interactive(t.in) {
		return "", usage{"missing " + flag}
	}
	if t.lines == nil {
		t.lines = bufio.NewReader(t.in)
	}
	_, _ = fmt.Fprintf(t.err, "%s: ", question)
	answer, err := t.lines.ReadString('\n')
	if answer = strings.TrimSpace(answer); answer == "" {
		return "", errors.Join(usage{"missing " + flag}, err)
	}
	return answer, nil
}
