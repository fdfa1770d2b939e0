package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/lang"
)

// inLanguages are pages whose words are longest in other languages, beside the main pages
// that nothing has to be pressed for.
var inLanguages = []page{
	{"profile", "bilal.aydin", "/", `.home-links a[href^="/people/"]`},
	{"waiting", "diego.fuentes", "/evaluations", ".line a"},
	{"opened", "thandiwe.nkosi", "/", ".next-act a"},
	{"agreed", "grace.kim", "/evaluations", `section[aria-labelledby="agreed"] .line a`},
	{"category", "bilal.aydin", "/pay/category", ""},
	{"policy", "bilal.aydin", "/steps/policy", ""},
	{"rights", "bilal.aydin", "/account/rights", ""},
	{"second", "bilal.aydin", "/account/sign-in", ""},
	{"gap", "maria.lindgren", "/pay/gap", ""},
	{"people-import", "maria.lindgren", "/people/import", ""},
}

// TestNoLanguageIsTooWideForAPhone: a long word may break, and never pushes the page
// sideways. Pages of the framework have walks of their own.
func TestNoLanguageIsTooWideForAPhone(t *testing.T) {
	d := theDemo(t)
	of := map[string][]page{}
	for _, p := range slices.Concat(pages, lifePages, inLanguages) {
		pressed := p.link != "" && !slices.Contains(inLanguages, p)
		if p.who != "" && !pressed && !strings.HasPrefix(p.path, "/framework") && !strings.HasPrefix(p.path, "/demo") {
			of[p.who] = append(of[p.who], p)
		}
	}
	for who, list := range of {
		t.Run(who, func(t *testing.T) {
			b := d.as(t, who)
			b.Resize(390, 900)
			for _, in := range lang.Languages()[1:] {
				b.SetCookie("language", string(in))
				for _, p := range list {
					if in != lang.German && !slices.Contains(inLanguages, p) { // whose words are the longest
						continue
					}
					open(t, b, p)
					if spoken := b.Attribute("html", "lang"); b.Status() != http.StatusOK || spoken != string(in) {
						t.Fatalf("%s answers %d in %q, not in %s", p.name, b.Status(), spoken, in)
					}
					if wide := b.Overflow(); wide > 0 {
						t.Errorf("%s in %s: %d pixels too wide", p.name, in.Name(), wide)
					}
					// As a language is that is written from right to left, of which there is none yet.
					b.Run(`document.documentElement.dir = "rtl"`)
					if wide := b.Overflow(); wide > 0 {
						t.Errorf("%s from right to left: %d pixels too wide", p.name, wide)
					}
				}
			}
		})
	}
}
