package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"cairn/internal/lang"
)

// TestWhatIsKeptIsWhatWouldBeMade asks for the framework's pages as people who read them
// differently: with what their unit adds and without, by their own discipline, who may
// write the next version, in two languages. Each gets what a site gives that has nothing
// kept, whoever asked before.
func TestWhatIsKeptIsWhatWouldBeMade(t *testing.T) {
	s := newSite(t)
	e := s.boats()
	step := "/framework/steps/" + string(e.Step)
	marked := "?discipline=" + string(e.Disciplines[0])
	paths := []string{"/framework", step, step + marked, step + marked + "&unit=none", "/framework/areas/" + string(e.Area), "/framework/roles", "/framework/faq",
		"/framework?unit=tribe/rivers", "/framework/print", "/framework/disciplines/" + string(e.Disciplines[0])}
	differ := map[string]map[string]bool{}
	kept := anew(s)
	for range 2 {
		for _, who := range []string{"noor", "ola", "pia", "mats"} {
			for _, in := range []string{"en", "sv"} {
				for _, path := range paths {
					v := s.as(who)
					v.cookies["cairn_language"] = in
					s.handler = kept
					got := v.get(path)
					s.handler = anew(s)
					want := v.get(path)
					if got.status != http.StatusOK || got.body != want.body {
						t.Fatalf("%s at %s in %s: what was kept is not what would be made\n%s\nand not\n%s", who, path, in, got.text("main"), want.text("main"))
					}
					if differ[path] == nil {
						differ[path] = map[string]bool{}
					}
					differ[path][got.text("main")] = true
				}
			}
		}
	}
	for _, path := range []string{"/framework", step + marked, step} {
		if len(differ[path]) < 2 {
			t.Errorf("%s is the same to all, so this proves little", path)
		}
	}
}

func anew(s *testSite) http.Handler {
	return New(Options{Workflow: s.Workflow, Log: slog.New(slog.DiscardHandler), Languages: lang.NewOffer(lang.Languages()...)})
}

// TestWhatIsKeptHasAnEnd holds that what was asked for longest ago goes, and what is too
// large is not kept at all.
func TestWhatIsKeptHasAnEnd(t *testing.T) {
	var k keptPages
	body := make([]byte, mostKept/10)
	key := func(n int) keptKey { return keptKey{address: fmt.Sprint(n)} }
	for n := range 10 {
		k.put(key(n), body)
	}
	if _, ok := k.get(key(0)); !ok { // and so it is the last asked for
		t.Fatal("ten tenths do not fit")
	}
	k.put(key(10), body)
	if _, ok := k.get(key(1)); ok {
		t.Error("the one asked for longest ago stays")
	}
	if _, ok := k.get(key(0)); !ok || k.bytes > mostKept || len(k.known) != k.order.Len() {
		t.Errorf("%d bytes in %d of %d", k.bytes, k.order.Len(), len(k.known))
	}
	k.put(key(11), make([]byte, mostKept/2))
	if _, ok := k.get(key(11)); ok {
		t.Error("half of all room goes to one page")
	}
}
