package torture

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/testkit/faults"
)

// peopleFile is an organisation of so many, in chapters of ten under one another's leads.
func peopleFile(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("name,e-mail,start date,squad,chapter,tribe,roles\n")
	for i := range n {
		role := "Software engineer"
		if i%10 == 0 {
			role = "Chapter lead"
		}
		fmt.Fprintf(&b, "Person %d,p%d@imported.example,2024-01-10,Squad %d,Chapter %d,Tribe %d,%s\n", i, i, i/8, i/10, i/200, role)
	}
	path := filepath.Join(t.TempDir(), "people.csv")
	must(t, os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}

var counted = regexp.MustCompile(`People: (\d+) (?:were|would be) added, (\d+) (?:were|would be) changed`)

// importing tells how many people an import adds and changes.
func (b *built) importing(t *testing.T, dir, file string, args ...string) (added, changed string) {
	t.Helper()
	out, code := b.cairn(t, append([]string{"people", "import", file, "--data", dir}, args...)...)
	m := counted.FindStringSubmatch(out)
	if code != 0 || m == nil {
		t.Fatalf("importing ends with %d:\n%s", code, out)
	}
	return m[1], m[2]
}

// TestAnImportInterrupted is nothing or everything, and the same file again completes
// it: at moments by chance, and at calls to the system.
func TestAnImportInterrupted(t *testing.T) {
	t.Parallel()
	b, people, tries := theProgram(t), size("CAIRN_IMPORTED", 200), size("CAIRN_IMPORTS", 2)
	file := peopleFile(t, people)
	all := fmt.Sprint(people)
	began := time.Now()
	whole := b.copyTo(t, t.TempDir())
	if added, _ := b.importing(t, whole, file); added != all {
		t.Fatalf("%s of %s were added", added, all)
	}
	took := time.Since(began)
	if added, changed := b.importing(t, whole, file); added != "0" || changed != "0" {
		t.Errorf("the same file again adds %s and changes %s", added, changed)
	}
	nothing, everything := 0, 0
	look := func(what, dir string) {
		t.Helper()
		switch added, changed := b.importing(t, dir, file, "--dry-run"); {
		case added == all:
			nothing++
		case added == "0" && changed == "0":
			everything++
		default:
			t.Errorf("%s: %s are not there, and %s are not whole", what, added, changed)
		}
		b.whole(t, dir)
		must(t, os.RemoveAll(dir))
	}
	for i := range tries {
		dir, after := b.copyTo(t, filepath.Join(t.TempDir(), "data")), time.Duration(rand.Int64N(int64(took)))
		c := exec.Command(b.binary, "people", "import", file, "--data", dir)
		c.Env = faults.Environ()
		must(t, c.Start())
		time.Sleep(after)
		_ = c.Process.Kill()
		_ = c.Wait()
		if i == 0 { // what an interrupted one left does not stand in the way
			if added, _ := b.importing(t, dir, file); added != all && added != "0" {
				t.Errorf("killed after %v, and brought in again, it adds %s", after, added)
			}
		}
		look(fmt.Sprintf("killed after %v", after), dir)
	}
	t.Run("at calls", func(t *testing.T) {
		faults.Need(t)
		command := func(dir string) []string { return []string{b.binary, "people", "import", file, "--data", dir} }
		dir := b.copyTo(t, filepath.Join(t.TempDir(), "data"))
		calls := faults.Count(t, "pwrite64", nil, command(dir)...)["pwrite64"]
		for i := range tries {
			dir := b.copyTo(t, filepath.Join(t.TempDir(), "data"))
			// Calls are counted by thread: of a few of them all are made by one.
			f := faults.Fault{Calls: "pwrite64", Does: [...]string{"signal=KILL", "error=EIO", "error=ENOSPC"}[i%3], At: 1 + rand.IntN(max(1, calls/2))}
			faults.Run(t, f, nil, command(dir)...)
			look(f.String(), dir)
		}
	})
	t.Logf("%d people in %v; interrupted %d times: %d times nothing was there, %d times everything", people, took.Round(time.Millisecond), 2*tries, nothing, everything)
}
