package docs

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// levels are the numbers of levels 1 and 2 of ASVS 5.0.0, by section. Those of a
// section of both levels are its first ones.
var levels = map[string]int{
	"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
	"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
	"5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
	"7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
	"9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
	"11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4,
	"13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
	"15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}

var number = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// TestEveryRequirementIsAnsweredOnce: met with a proof, not met, somebody else's or
// without meaning here; in one table, and once.
func TestEveryRequirementIsAnsweredOnce(t *testing.T) {
	answered, head := map[string]int{}, ""
	for line := range strings.Lines(read(t, "docs/asvs.md")) {
		if strings.HasPrefix(line, "## ") {
			head = strings.TrimSpace(line[3:])
		}
		for _, n := range requirements(t, head, line) {
			answered[n]++
		}
	}
	all := 0
	for section, last := range levels {
		for i := range last {
			all++
			n := fmt.Sprintf("%s.%d", section, i+1)
			if answered[n] != 1 {
				t.Errorf("%s is answered %d times", n, answered[n])
			}
			delete(answered, n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(answered)) {
		t.Errorf("%s is no number of levels 1 and 2", n)
	}
	if all != 253 {
		t.Errorf("%d numbers, not 253", all)
	}
}

// requirements are the numbers that a line of a table is about.
func requirements(t *testing.T, head, line string) (list []string) {
	t.Helper()
	cells := strings.Split(strings.Trim(line, "| \n"), " | ")
	if !strings.HasPrefix(line, "| ") || len(cells) < 2 || !strings.ContainsAny(cells[0][:1], "0123456789") {
		return nil
	}
	for _, n := range strings.Split(cells[0], ", ") {
		if !number.MatchString(n) {
			t.Errorf("%q is no number: %s", n, line)
			continue
		}
		list = append(list, n)
	}
	chapter, inChapter := strings.CutPrefix(head, "V")
	if !inChapter {
		return list
	}
	chapter, _, _ = strings.Cut(chapter, " ")
	if len(list) != 1 || !strings.HasPrefix(list[0], chapter+".") || len(cells) != 4 || !shown(cells[3]) {
		t.Errorf("it stands in another chapter, has other columns or names nothing that shows it: %s", line)
	}
	return list
}

// shown tells whether every name in a cell is of a test or a file that is there.
func shown(cell string) bool {
	names := span.FindAllStringSubmatch(cell, -1)
	for _, m := range names {
		name, _, _ := strings.Cut(m[1], ": ")
		if info, err := fs.Stat(tree, name); err != nil || info.IsDir() || strings.Contains(m[1], ": ") && !proof.MatchString(m[1]) {
			return false
		}
	}
	return len(names) > 0
}

// TestTheBoundsOfGuessingAreTrue: those that asvs.md tells are those of the program.
func TestTheBoundsOfGuessingAreTrue(t *testing.T) {
	code, page := read(t, "internal/workflow/account.go"), read(t, "docs/asvs.md")
	for _, c := range []struct {
		name, said    string
		pause, bursts int
	}{
		{"account", "10 tries of an account from one network, then one in 10 seconds", 10, 10},
		{"target", "100 from everywhere, then one a second", 1, 100},
		{"address", "60 of a network, then one in 2 seconds", 2, 60},
		{"second", "10 codes of a person, then one in half a minute", 30, 10},
	} {
		m := regexp.MustCompile(c.name + `Pause, ` + c.name + `Burst\s+= (?:(\d+) \* )?time\.Second, (\d+)`).FindStringSubmatch(code)
		if m == nil {
			t.Errorf("no bound of the %s", c.name)
			continue
		}
		if m[1] == "" {
			m[1] = "1"
		}
		pause, _ := strconv.Atoi(m[1])
		burst, _ := strconv.Atoi(m[2])
		if pause != c.pause || burst != c.bursts || !strings.Contains(page, c.said) {
			t.Errorf("of the %s: %s and %s, and the page should say %q", c.name, m[1], m[2], c.said)
		}
	}
}
