package faults

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Call is one call to the system that changes a file, or makes changes last.
type Call struct {
	Name, Path string
	Data       []byte // that is written
	At         int    // where it is written, or how long the file becomes
	began      string // by the clock, of which each thread tells in as many digits
}

const recorded = "pwrite64,write,fsync,fdatasync,ftruncate,unlink"

// Record runs the command and returns what its threads did to files below the folder, in
// the order it was begun in: whoever waits for the disk goes on after it.
func Record(t testing.TB, below string, env []string, command ...string) (calls []Call) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls")
	if out, ended := run(t, []string{"-ff", "-qq", "-y", "-xx", "-s", "1000000", "--absolute-timestamps=format:unix,precision:ns", "--seccomp-bpf", "-o", log, "-e", "trace=" + known(recorded)}, env, command); ended == Failed {
		t.Fatalf("it does not run:\n%s", out)
	}
	files, _ := filepath.Glob(log + ".*")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			began, line, _ := strings.Cut(line, " ")
			if c, ok := read(line); ok && strings.HasPrefix(c.Path, below+"/") {
				c.began = began
				calls = append(calls, c)
			}
		}
	}
	slices.SortStableFunc(calls, func(a, b Call) int { return strings.Compare(a.began, b.began) })
	return calls
}

// read takes a line of strace apart; all strings in it are in hexadecimal.
func read(line string) (c Call, ok bool) {
	name, rest, found := strings.Cut(line, "(")
	arguments, _, ended := strings.Cut(rest, ") = ")
	if !found || !ended {
		return c, false
	}
	c.Name = name
	if name == "unlink" {
		c.Path = string(unhex(strings.Trim(arguments, `"`)))
		return c, true
	}
	_, rest, found = strings.Cut(arguments, "<")
	path, rest, closed := strings.Cut(rest, ">")
	if !found || !closed {
		return c, false
	}
	c.Path = string(unhex(path))
	parts := strings.Split(strings.TrimPrefix(rest, ", "), ", ")
	if name == "write" || name == "pwrite64" {
		c.Data = unhex(strings.Trim(parts[0], `"`))
	}
	if name == "pwrite64" || name == "ftruncate" {
		var err error
		c.At, err = strconv.Atoi(parts[len(parts)-1])
		return c, err == nil
	}
	return c, true
}

func unhex(text string) []byte {
	parts := strings.Split(text, `\x`)[1:]
	b := make([]byte, len(parts))
	for i, p := range parts {
		n, _ := strconv.ParseUint(p, 16, 8)
		b[i] = byte(n)
	}
	return b
}

// sector is what a disk writes whole.
const sector = 512

// Cut is what lies on the disk when the power is cut after so many calls. What was made
// to last is there; of all else some calls are done, some by half and some not at all,
// in whatever order. Names are those of the folder; a file that is gone has none.
func Cut(calls []Call, before map[string][]byte, random *rand.Rand) map[string][]byte {
	lasting, open := map[string][]byte{}, map[string][]Call{}
	for name, content := range before {
		lasting[name] = append([]byte(nil), content...)
	}
	for _, c := range calls {
		name := filepath.Base(c.Path)
		if c.Name != "fsync" && c.Name != "fdatasync" {
			open[name] = append(open[name], c)
			continue
		}
		for _, c := range open[name] {
			lasting = done(lasting, name, c, nil)
		}
		open[name] = nil
	}
	for name, list := range open {
		for _, c := range list {
			if random.IntN(2) == 0 {
				lasting = done(lasting, name, c, random)
			}
		}
	}
	return lasting
}

// done does a call to a file; with random, a write may be torn.
func done(files map[string][]byte, name string, c Call, random *rand.Rand) map[string][]byte {
	content := files[name]
	switch c.Name {
	case "unlink":
		delete(files, name)
		return files
	case "ftruncate":
		content = append(content, make([]byte, max(0, c.At-len(content)))...)[:c.At]
	case "write":
		content = append(content, c.Data...)
	case "pwrite64":
		content = append(content, make([]byte, max(0, c.At+len(c.Data)-len(content)))...)
		torn := random != nil && random.IntN(4) == 0
		for from := 0; from < len(c.Data); from += sector {
			if !torn || random.IntN(2) == 0 {
				copy(content[c.At+from:], c.Data[from:min(from+sector, len(c.Data))])
			}
		}
	}
	files[name] = content
	return files
}
