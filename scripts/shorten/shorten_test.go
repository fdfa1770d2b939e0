package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestShorten: what frame does is taken out; an expression that may give an error keeps its
// check, and so does a component that is shown.
func TestShorten(t *testing.T) {
	after := read(t, "testdata/after.txt")
	for _, from := range []string{"testdata/before.txt", "testdata/after.txt"} {
		short, err := shorten([]byte(read(t, from)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(after, string(short)); diff != "" {
			t.Errorf("of %s (-want +got):\n%s", from, diff)
		}
	}
}

// TestWhatIsUnknownStays: another version of templ may write otherwise.
func TestWhatIsUnknownStays(t *testing.T) {
	before := read(t, "testdata/before.txt")
	for _, change := range [][2]string{
		{"ctx = templ.ClearChildren(ctx)", "ctx = templ.ForgetChildren(ctx)"},
		{"if templ_7745c5c3_Err == nil {", "if templ_7745c5c3_Err != nil {"},
		{"return templ_7745c5c3_Err", "return nil"},
		{"if templ_7745c5c3_Var1 == nil {", "if templ_7745c5c3_Var2 == nil {"},
		{"templ.JoinURLErrs", "templ.JoinOtherErrs"},
		{"ui.Text(one.Name)", "ui.Words(one.Name)"},
		{`lang.Say(ctx, "Thing")`, `lang.Try(ctx, "Thing")`},
	} {
		other := strings.ReplaceAll(before, change[0], change[1])
		short, err := shorten([]byte(other))
		if err != nil {
			t.Fatal(err)
		}
		if other == before || !strings.Contains(string(short), change[1]) {
			t.Errorf("%s was %s and is gone:\n%s", change[1], change[0], short)
		}
	}
}

// TestEveryPageIsShort fails when templ writes something that is not known here.
func TestEveryPageIsShort(t *testing.T) {
	pages, err := filepath.Glob("../../internal/web/pages/*/*_templ.go")
	if err != nil || len(pages) < 100 {
		t.Fatal("there are more pages than", len(pages), err)
	}
	components, err := filepath.Glob("../../internal/web/ui/*_templ.go")
	if err != nil || len(components) < 40 {
		t.Fatal("there are more components than", len(components), err)
	}
	for _, path := range append(pages, components...) {
		for _, long := range []string{"templruntime.GeneratedTemplate(", "templruntime.WriteString(", "templ.EscapeString("} {
			if strings.Contains(read(t, path), long) {
				t.Errorf("%s: %s stayed: does templ write otherwise now?", path, long)
			}
		}
	}
}

func TestOnlyWhatTemplWroteIsChanged(t *testing.T) {
	folder := t.TempDir()
	before := read(t, "testdata/before.txt")
	for _, name := range []string{"page_templ.go", "page.go", ".hidden/page_templ.go"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := below(folder); err != nil {
		t.Fatal(err)
	}
	if read(t, filepath.Join(folder, "page_templ.go")) == before {
		t.Error("page_templ.go is as it was")
	}
	if read(t, filepath.Join(folder, "page.go")) != before || read(t, filepath.Join(folder, ".hidden/page_templ.go")) != before {
		t.Error("what templ did not write here is changed")
	}
	if err := os.WriteFile(filepath.Join(folder, "page_templ.go"), []byte("no Go"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := below(folder); err == nil || !strings.Contains(err.Error(), "page_templ.go") {
		t.Error("of a file that is no Go:", err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
