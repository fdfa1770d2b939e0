package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestBashCompletesCommandsAndFlags(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	w := newWorld(t)
	script := w.write("completion", w.done("completion", "bash"))
	for typed, want := range map[string][]string{
		"cairn ":                               {"init", "serve", "people", "--json"},
		"cairn pe":                             {"people"},
		"cairn people ":                        {"import", "invite", "office"},
		"cairn people office g":                {"grant"},
		"cairn --json people import --dr":      {"--dry-run"},
		"cairn people import people --master-": {"--master-key", "--master-key-command"},
		"cairn completion z":                   {"zsh"},
		"cairn people import pe":               {},
	} {
		words := strings.Split(typed, " ")
		ask := `. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cairn; printf '%s\n' "${COMPREPLY[@]}"`
		out, err := exec.CommandContext(t.Context(), bash, append([]string{"-c", ask, "bash", script}, words...)...).CombinedOutput()
		if err != nil {
			t.Errorf("%q: %v\n%s", typed, err, out)
		}
		got := strings.Fields(string(out))
		if len(want) == 0 && len(got) > 0 {
			t.Errorf("%q completes to %v, where a file is wanted", typed, got)
		}
		for _, word := range want {
			if !slices.Contains(got, word) {
				t.Errorf("%q completes to %v, not to %s", typed, got, word)
			}
		}
	}
}

// Where a shell is not there, what is written for it holds at least every word.
func TestEveryShellIsGivenEveryWord(t *testing.T) {
	all, err := spots()
	if err != nil {
		t.Fatal(err)
	}
	for shell, flag := range map[string]string{"bash": "--dry-run", "zsh": "--dry-run", "fish": "-l dry-run"} {
		w := newWorld(t)
		script := w.done("completion", shell)
		for _, s := range all {
			if !strings.Contains(script, `"`+s.path+`"`) {
				t.Errorf("%s is not told of %q", shell, s.path)
			}
		}
		if !strings.Contains(script, flag) {
			t.Errorf("%s is not told of %s", shell, flag)
		}
		if path, err := exec.LookPath(shell); err == nil {
			if out, err := exec.CommandContext(t.Context(), path, "-n", w.write("completion", script)).CombinedOutput(); err != nil {
				t.Errorf("%s cannot read it: %v\n%s", shell, err, out)
			}
		}
	}
}

func TestNoShellButTheseThree(t *testing.T) {
	newWorld(t).refused(exitUsage, []string{"bash", "zsh", "fish"}, "completion", "powershell")
}
