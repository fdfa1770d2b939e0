package framework

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/framework"
)

// many is a framework of two areas with so many examples in each.
func many(version, text string, n int) *framework.Framework {
	f := framework.Framework{ID: "many", Version: version, Steps: []framework.Step{{ID: "one", Name: "One", Order: 1}}}
	for _, area := range []framework.AreaID{"left", "right"} {
		f.Areas = append(f.Areas, framework.Area{ID: area, Name: string(area), Order: len(f.Areas)})
		for i := range n {
			f.Examples = append(f.Examples, framework.Example{ID: framework.ExampleID(fmt.Sprint(area, i)), Area: area, Step: "one", Text: fmt.Sprint(text, i, " in ", area)})
		}
	}
	return framework.New(f)
}

func shownIn(t *testing.T, d Difference) string {
	t.Helper()
	var b strings.Builder
	if err := difference(d).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestALongDifferenceIsReadAreaByArea: beyond so many changes each area has a page
// of its own, and the contents lead there.
func TestALongDifferenceIsReadAreaByArea(t *testing.T) {
	for _, c := range []struct {
		examples    int
		area        framework.AreaID
		left, right bool
		leads       string
	}{
		{long / 2, "", true, true, `href="#in-right"`},
		{long, "", false, false, `href="/p?area=right#in-right"`},
		{long, "left", true, false, `href="/p?area=right#in-right"`},
	} {
		d := Difference{Change: framework.Compare(many("1", "before ", c.examples), many("2", "after ", c.examples)), Area: c.area, Path: "/p"}
		got := shownIn(t, d)
		if strings.Contains(got, "0 in left") != c.left || strings.Contains(got, "0 in right") != c.right || !strings.Contains(got, c.leads) {
			t.Errorf("%d examples, area %q: %d bytes, left %v, right %v", c.examples, c.area, len(got), strings.Contains(got, "0 in left"), strings.Contains(got, "0 in right"))
		}
	}
}

func TestWordsAreMarkedForEyesAndEars(t *testing.T) {
	var b strings.Builder
	if err := words(framework.DiffWords("Says <b>no</b>.", "Says yes.")).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, "<b>") || !strings.Contains(got, "[gone: ") || !strings.Contains(got, "[new: ") || !strings.Contains(got, "<del>") || !strings.Contains(got, "<ins>") {
		t.Errorf("got %s", got)
	}
}

func TestARewrittenPlaceStandsSideBySide(t *testing.T) {
	was, is := many("1", "Some old thought ", 2), many("2", "x", 0)
	for i, text := range []string{"Brings people together.", "Writes it all down."} {
		is, _ = is.PutExample(framework.Example{ID: framework.ExampleID(fmt.Sprint("new", i)), Area: "left", Step: "one", Text: text})
	}
	got := shownIn(t, Difference{Change: framework.Compare(was, is)})
	for _, want := range []string{"Written anew", "<h4>Before</h4>", "<h4>Now</h4>", "Some old thought 1", "Writes it all down."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestCarriedOnBeforeTheFragment(t *testing.T) {
	r := Reading{Shown: &Shown{}}
	r.Shown.Ref = framework.Ref{ID: "steps", Version: "1.0"}
	for path, want := range map[string]string{
		"/framework#areas": "/framework?version=steps-1.0#areas", "/framework?a=b": "/framework?a=b&version=steps-1.0", "": "",
	} {
		if got := r.within(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}
