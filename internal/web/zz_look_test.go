package web

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"cairn/internal/testkit/browser"
)

func TestLook(t *testing.T) {
	out := os.Getenv("LOOK")
	if out == "" {
		t.Skip()
	}
	s := newDemo(t)
	server := httptest.NewServer(s.handler)
	defer server.Close()
	b := browser.OpenAt(t, server.URL)
	b.Goto("/demo")
	shoot(b, out, "demo")
	b.SetCookie("cairn_session", s.as("ben").cookies["cairn_session"])
	paths := []string{"/framework", "/framework/steps/tribe-guild", "/framework/areas/mastery?discipline=quality", "/framework/disciplines/agile-coaching", "/framework/compare?left=squad-chapter&right=tribe-guild", "/framework/roles", "/framework/faq"}
	if p := os.Getenv("PATHS"); p != "" {
		paths = strings.Split(p, " ")
	}
	for _, p := range paths {
		b.Goto(p)
		name := strings.NewReplacer("/", "_", "?", "_", "=", "_", "&", "_", "#", "_").Replace(strings.TrimPrefix(p, "/"))
		shoot(b, out, name)
		for _, v := range b.Axe() {
			t.Logf("%s: %s", p, v)
		}
	}
}

func shoot(b *browser.Browser, out, name string) {
	b.Screenshot(out+"/"+name+"-1280.png", 1280, 900, false)
	b.Screenshot(out+"/"+name+"-1280-dark.png", 1280, 900, true)
	b.Screenshot(out+"/"+name+"-390-dark.png", 390, 844, true)
	b.Screenshot(out+"/"+name+"-390.png", 390, 844, false)
	if o := b.Overflow(); o > 0 {
		println(name, "overflows", o)
	}
}
