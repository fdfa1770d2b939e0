package main

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/web"
)

var demoForm = regexp.MustCompile(`A sample organisation is at (http://\S+)`)

// demo serves a demo and waits until it is there.
func (w *world) demo(args ...string) (r *running, base string) {
	w.Helper()
	r = w.start(append([]string{"demo", "--data", w.path("demo"), "--listen", "127.0.0.1:0"}, args...)...)
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(20 * time.Millisecond) {
		if m := demoForm.FindStringSubmatch(r.out.String()); m != nil && strings.Contains(r.out.String(), "Ctrl+C") {
			return r, m[1]
		}
		select {
		case code := <-r.code:
			w.Fatalf("ended with %d:\n%s%s", code, r.out.String(), r.err.String())
		default:
		}
	}
	w.Fatalf("no demo:\n%s%s", r.out.String(), r.err.String())
	return nil, ""
}

func (w *world) kept() (d demo) {
	w.Helper()
	text, err := os.ReadFile(w.path("demo/demo.json"))
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	if err != nil {
		w.Fatal(err)
	}
	return d
}

func TestADemoLetsEverybodyLookAsItsPersonas(t *testing.T) {
	w := newWorld(t)
	w.env = []string{"CAIRN_DATA=" + w.path("real"), "CAIRN_DATABASE=" + w.path("real.db"), "CAIRN_DEMO=false"}
	r, base := w.demo()
	d := w.kept()
	if len(d.Personas) < 8 {
		t.Fatalf("personas %+v", d.Personas)
	}
	for _, p := range d.Personas {
		if line := base + p.SignIn; !strings.Contains(r.out.String(), line) || p.Is == "" || !strings.HasPrefix(p.Token, "cairn_pat_") {
			t.Errorf("%s is not told: %+v", line, p)
		}
	}
	jar, _ := cookiejar.New(nil)
	answer, err := (&http.Client{Jar: jar}).Get(base + d.Personas[0].SignIn)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != "/" {
		t.Errorf("the link answers %d at %s", answer.StatusCode, answer.Request.URL)
	}
	if info, err := os.Stat(w.path("demo/demo.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("demo.json: %v, %v", info, err)
	}
	for _, name := range []string{"real", "real.db"} {
		if _, err := os.Stat(w.path(name)); err == nil {
			t.Errorf("the demo touched %s", name)
		}
	}
	r.ended()
}

func TestADemoIsUsedAgainUnlessAFreshOneIsWanted(t *testing.T) {
	w := newWorld(t)
	r, _ := w.demo()
	r.ended()
	first := w.kept()
	r, _ = w.demo()
	r.ended()
	if again := w.kept(); !slices.Equal(first.Personas, again.Personas) {
		t.Error("the second demo is another")
	}
	r, _ = w.demo("--fresh")
	r.ended()
	if fresh := w.kept(); fresh.Personas[0] == first.Personas[0] {
		t.Error("the fresh demo is the older one")
	}
}

func TestADemoThatWasInterruptedBeginsAnew(t *testing.T) {
	w := newWorld(t)
	w.mkdir("demo")
	w.write("demo/demo.json", `{"complete": false}`)
	w.write("demo/cairn.db", "half a database")
	r, _ := w.demo()
	r.ended()
	if !w.kept().Complete {
		t.Error("it is not whole")
	}
}

func TestADemoNeverTouchesRealData(t *testing.T) {
	w := newWorld(t)
	w.init()
	before, err := os.ReadFile(w.path("data/master.key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, more := range [][]string{nil, {"--fresh"}} {
		w.refused(exitRefused, []string{"no demo", "--data"}, append([]string{"demo", "--data", w.data(), "--listen", "127.0.0.1:0"}, more...)...)
	}
	if after, _ := os.ReadFile(w.path("data/master.key")); string(after) != string(before) {
		t.Error("the key was replaced")
	}
}

func TestADemoTellsATakenPort(t *testing.T) {
	w, other := newWorld(t), newWorld(t)
	_, base := w.demo()
	other.refused(exitRefused, []string{"--listen 127.0.0.1:8081"}, "demo", "--data", other.path("demo"), "--listen", strings.TrimPrefix(base, "http://"))
}

func TestPersonasStandInColumns(t *testing.T) {
	var b strings.Builder
	personaTable(&b, "http://127.0.0.1:8080", []web.Persona{{Name: "Åsa", Is: "chapter lead", SignIn: "/demo/sign-in/a"}, {Name: "Bob Berg", Is: "CTO", SignIn: "/demo/sign-in/b"}})
	want := "  Åsa      — chapter lead — http://127.0.0.1:8080/demo/sign-in/a\n  Bob Berg — CTO          — http://127.0.0.1:8080/demo/sign-in/b\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
