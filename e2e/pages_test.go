package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cairn/internal/testkit/browser"
)

// page is one of the pages that are looked at in every dress.
type page struct {
	name, who, path string
	link            string // pressed on the path to come to the page, one by one where " then " parts them; empty when it is the path
}

// pages are the main pages, each as somebody for whom there is something to see.
var pages = []page{
	{"demo", "", "/demo", ""},
	{"sign-in", "", "/sign-in", ""},
	{"home", "priya.raman", "/", ""},
	{"framework", "elin.dahl", "/framework", ""},
	{"step", "elin.dahl", "/framework/steps/squad-chapter", ""},
	{"compare", "elin.dahl", "/framework/compare?left=individual&right=squad-chapter", ""},
	{"versions", "maria.lindgren", "/framework/versions", ""},
	{"version", "maria.lindgren", "/framework/versions/steps-1.1", ""},
	{"changes", "elin.dahl", "/framework/versions/steps-1.1/changes", ""},
	{"comments", "elin.dahl", "/framework/versions/steps-1.1/comments", ""},
	{"draft", "maria.lindgren", "/framework/draft", ""},
	{"owners", "maria.lindgren", "/framework/owners", ""},
	{"import", "maria.lindgren", "/framework/import", ""},
	{"extension", "viktor.horvat", "/framework/extensions/tribe/platform", ""},
	{"search", "elin.dahl", "/framework/search?q=plan", ""},
	{"print", "elin.dahl", "/framework/print", ""},
	{"people", "elin.dahl", "/people", ""},
	{"profile", "bilal.aydin", "/", `.home-links a[href^="/people/"]`},
	{"organisation", "elin.dahl", "/organisation", ""},
	{"evaluations", "priya.raman", "/evaluations", ""},
	{"waiting", "diego.fuentes", "/evaluations", ".line a"},
	{"writing", "priya.raman", "/evaluations", "text=Diego Fuentes’s growth evaluation"},
	{"opened", "thandiwe.nkosi", "/", ".next-act a"},
	{"agreed", "grace.kim", "/evaluations", `section[aria-labelledby="agreed"] .line a`},
	{"account", "elin.dahl", "/account", ""},
	{"readers", "bilal.aydin", "/account/readers", ""},
	{"gallery", "elin.dahl", "/demo/gallery", ""},
}

// widths are a phone's and a desk's, in pixels.
var widths = []int{390, 1280}

func TestEveryPageIsForEverybody(t *testing.T) {
	d := theDemo(t)
	d.visit(t, slices.Concat(pages, lifePages), inEveryDress)
}

// inEveryDress looks at the page at each width in both themes.
func inEveryDress(t *testing.T, b *browser.Browser, p page) {
	t.Helper()
	for _, width := range widths {
		b.Resize(width, 900)
		b.Theme(false)
		if wide := b.Overflow(); wide > 0 {
			t.Errorf("%s: %d pixels too wide at %d", p.name, wide, width)
		}
		b.NoViolations()
		b.Theme(true)
		b.NoColourViolations()
	}
}

// TestScreenshots leaves a picture of each main page at two widths and in both
// themes in the folder that CAIRN_SCREENSHOTS names.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("CAIRN_SCREENSHOTS")
	if folder == "" {
		t.Skip("make screenshots takes the pictures")
	}
	d := theDemo(t)
	d.visit(t, slices.Concat(pages, lifePages), func(_ *testing.T, b *browser.Browser, p page) {
		for _, width := range widths {
			for _, dark := range []bool{false, true} {
				b.Screenshot(filepath.Join(folder, pictureName(p.name, width, dark)), width, 900, dark)
			}
		}
	})
}

func pictureName(page string, width int, dark bool) string {
	name := page + "-desk"
	if width < 600 {
		name = page + "-phone"
	}
	if dark {
		name += "-dark"
	}
	return name + ".png"
}
