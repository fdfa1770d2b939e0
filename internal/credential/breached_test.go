package credential

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"cairn/internal/fault"
)

// listOf is a file with the hashes of the passwords, in their order.
func listOf(t *testing.T, end string, passwords ...string) string {
	t.Helper()
	var lines []string
	for i, p := range passwords {
		line := fmt.Sprintf("%X", sha1.Sum([]byte(p)))
		if i%3 > 0 {
			line += fmt.Sprintf(":%d", i*i)
		}
		lines = append(lines, line+end)
	}
	slices.Sort(lines)
	return written(t, strings.Join(lines, ""))
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPasswordsKnownElsewhereAreRefused(t *testing.T) {
	var known, others []string
	for i := range 2000 {
		known, others = append(known, fmt.Sprintf("known words number %d", i)), append(others, fmt.Sprintf("other words number %d", i))
	}
	for _, n := range []int{1, 2, 3, 64, 2000} {
		for _, end := range []string{"\n", "\r\n"} {
			b, err := OpenBreached(listOf(t, end, known[:n]...))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range known[:n] {
				if err := b.Check(p); !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), p) {
					t.Fatalf("of %d: %q: %v", n, p, err)
				}
			}
			for _, p := range others {
				if err := b.Check(p); err != nil {
					t.Fatalf("of %d: %q: %v", n, p, err)
				}
			}
			if err := b.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestALastLineNeedsNoEnd(t *testing.T) {
	b, err := OpenBreached(written(t, fmt.Sprintf("%x", sha1.Sum([]byte("small letters")))))
	if err != nil || b.Check("small letters") == nil || b.Check("others") != nil {
		t.Errorf("%v", err)
	}
}

func TestWhatIsNoListOfHashesIsNotOpened(t *testing.T) {
	upside := strings.Repeat("F", 40) + "\n" + strings.Repeat("0", 40) + "\n"
	for name, text := range map[string]string{
		"empty": "", "passwords": strings.Repeat("123456\n", 100), "a long line": strings.Repeat("A", 500), "upside down": upside,
		"by count": strings.Repeat(strings.Repeat("A", 40)+":9\n", 40) + strings.Repeat("0", 40) + ":1\n",
	} {
		if b, err := OpenBreached(written(t, text)); err == nil {
			t.Errorf("%s is opened: %v", name, b)
		}
	}
	if _, err := OpenBreached(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there is opened")
	}
}

// TestAListThatCannotBeReadRefuses: what cannot be told is not taken for good.
func TestAListThatCannotBeReadRefuses(t *testing.T) {
	b, err := OpenBreached(listOf(t, "\n", "known words"))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if b.Check("known words") == nil {
				t.Error("not found by one of many at once")
			}
		})
	}
	all.Wait()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.Check("other words"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
}
