package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestEachCommandHasItsPage(t *testing.T) {
	w := newWorld(t)
	w.done("man", "--out", w.path("man1"))
	all, err := spots()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		page, err := os.ReadFile(w.path("man1/" + s.pageName() + ".1"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, part := range []string{".TH ", ".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"OPTIONS\"", `\-\-json`} {
			if !strings.Contains(string(page), part) {
				t.Errorf("%s has no %s", s.pageName(), part)
			}
		}
		troffReads(t, s.pageName(), page)
	}
}

// troffReads asks troff whether it has anything to complain of.
func troffReads(t *testing.T, name string, page []byte) {
	t.Helper()
	groff, err := exec.LookPath("groff")
	if err != nil {
		return // what the page must hold was looked at
	}
	run := exec.CommandContext(t.Context(), groff, "-man", "-Tutf8", "-ww", "-z")
	run.Stdin = strings.NewReader(string(page))
	if out, err := run.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}

func TestThePageOfCairnNamesEveryCommandAndSetting(t *testing.T) {
	page := newWorld(t).done("man")
	for _, words := range []string{"people import", `sign\-out`, "CAIRN_DATABASE", "CAIRN_MASTER_KEY_VALUE", "Exit codes"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page does not name %q", words)
		}
	}
	if strings.Contains(page, "\n'") {
		t.Error("a line begins with what troff obeys")
	}
}

func TestWhatTroffObeysIsText(t *testing.T) {
	for text, want := range map[string]string{
		".config":    `\&.config`,
		"'tis":       `\&'tis`,
		`a\b`:        `a\eb`,
		"--json":     `\-\-json`,
		"two\nlines": "two lines",
	} {
		if got := troff(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
