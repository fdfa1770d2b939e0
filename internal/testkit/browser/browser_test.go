package browser

import (
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"

// site serves pages under the policy of the product, so that the testkit is seen
// to work with it.
func site(t *testing.T, pages map[string]string) *Browser {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		switch {
		case strings.HasSuffix(r.URL.Path, ".css"):
			w.Header().Set("Content-Type", "text/css")
		case strings.HasSuffix(r.URL.Path, ".js"):
			w.Header().Set("Content-Type", "text/javascript")
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		content, ok := pages[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			content = document("Not found", "<p>There is no such page.</p>")
		}
		cookie, _ := r.Cookie("visitor")
		name := ""
		if cookie != nil {
			name = cookie.Value
		}
		said := r.FormValue("words") + r.FormValue("day") + r.FormValue("mark") + r.FormValue("agreed")
		fmt.Fprint(w, strings.NewReplacer("{visitor}", name, "{said}", said).Replace(content))
	}))
	t.Cleanup(server.Close)
	return OpenAt(t, server.URL)
}

func document(title, body string) string {
	return `<!doctype html><html lang="en"><head><title>` + title + `</title><link rel="stylesheet" href="/style.css">` +
		`<meta name="viewport" content="width=device-width"></head><body><main><h1>` + title + `</h1>` + body + `</main></body></html>`
}

const style = `body { color: #111; background: #fff; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #000; } }
.tall { height: 3000px; } .pale { color: #ddd; } .wide { width: 700px; }
.cover { position: fixed; inset: 0; background: #fff; } .gone { display: none; }`

func TestReadingAPage(t *testing.T) {
	t.Parallel()
	b := site(t, map[string]string{"/style.css": style, "/": document("Cairn", `<p class="first">One  <b>way</b></p><p>Another</p><p class="gone">hidden</p><a href="/?q=1#x">Go</a>`)})
	if status := b.Goto("/"); status != 200 {
		t.Errorf("status %d", status)
	}
	if got := b.Text("p"); got != "One way" {
		t.Errorf("Text = %q", got)
	}
	if got := b.Texts("p"); !slices.Equal(got, []string{"One way", "Another", "hidden"}) {
		t.Errorf("Texts = %q", got)
	}
	if b.Title() != "Cairn" || b.Count("p") != 3 || b.Has("form") || !b.Has("text=Go") {
		t.Errorf("Title %q, Count %d", b.Title(), b.Count("p"))
	}
	if got := b.Attribute("p", "class"); got != "first" {
		t.Errorf("Attribute = %q", got)
	}
	if status := b.Follow("text=Go"); status != 200 || b.Path() != "/?q=1#x" {
		t.Errorf("followed to %s, %d", b.URL(), status)
	}
	b.Back()
	if b.Path() != "/" {
		t.Errorf("back at %s", b.Path())
	}
}

func TestErrorStatusIsNoComplaint(t *testing.T) {
	t.Parallel()
	b := site(t, map[string]string{"/style.css": style})
	if status := b.Goto("/nothing"); status != 404 || b.Status() != 404 {
		t.Errorf("status %d, %d", status, b.Status())
	}
	if got := b.ConsoleErrors(); len(got) > 0 {
		t.Errorf("complaints: %q", got)
	}
}

const form = `<form method="post" action="/said">
<label>Words <textarea name="words">before</textarea></label>
<label>Day <input type="date" name="day"></label>
<label>Mark <select name="mark"><option value="a">first</option><option value="b">second</option></select></label>
<label>Agreed <input type="checkbox" name="agreed" value="yes"></label>
<button>Hand in</button></form>`

func TestFillingAForm(t *testing.T) {
	t.Parallel()
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script %v", script), func(t *testing.T) {
			b := site(t, map[string]string{"/style.css": style, "/": document("Form", form+`<noscript><i>no script</i></noscript>`), "/said": document("Said", "<p>{said}</p>")})
			if !script {
				b.DisableJavaScript()
			}
			b.Goto("/")
			if got := b.Has("noscript i"); got == script {
				t.Errorf("script is %v, and what is for no script: %v", script, got)
			}
			b.Fill("textarea", "")
			b.Fill("textarea", "späte Wörter 🪨\nline")
			b.Fill("[name=day]", "2026-02-28")
			b.Fill("select", "b")
			b.Check("[name=agreed]")
			b.Check("[name=agreed]")
			if got := b.Value("select"); got != "b" {
				t.Errorf("Value = %q", got)
			}
			b.Follow("text=Hand in")
			if got, want := b.Text("p"), "späte Wörter 🪨 line2026-02-28byes"; got != want {
				t.Errorf("the server got %q, want %q", got, want)
			}
		})
	}
}

func TestTabsOfOneTestShareCookiesAndOthersDoNot(t *testing.T) {
	t.Parallel()
	pages := map[string]string{"/style.css": style, "/": document("Who", "<p>[{visitor}]</p>")}
	first, stranger := site(t, pages), site(t, pages)
	first.SetCookie("visitor", "Ada")
	second := first.NewTab()
	for tab, want := range map[*Browser]string{first: "[Ada]", second: "[Ada]", stranger: "[]"} {
		tab.Goto("/")
		if got := tab.Text("p"); got != want {
			t.Errorf("the page greets %q, want %q", got, want)
		}
	}
}

func TestComplaintsOfAPage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, script, want string }{
		"inline script":   {body: "<script>1</script>", want: "Content Security Policy"},
		"inline style":    {body: `<p style="color:red">x</p>`, want: "Content Security Policy"},
		"foreign picture": {body: `<img alt="" src="http://127.0.0.1:1/x.png">`, want: "Content Security Policy"},
		"script error":    {script: "nothing.here()", want: "nothing is not defined"},
		"rejection":       {script: "Promise.reject(new Error('in vain'))", want: "in vain"},
		"console.error":   {script: "console.error('stone', 7)", want: "console.error: stone 7"},
		"missing file":    {body: `<img alt="" src="/missing.png">`, want: "/missing.png"},
		"dialog":          {script: "alert('hello')", want: "a dialog: hello"},
	} {
		t.Run(name, func(t *testing.T) {
			body := c.body
			if c.script != "" {
				body = `<script src="/page.js"></script>`
			}
			b := site(t, map[string]string{"/style.css": style, "/page.js": c.script, "/": document("Page", body)})
			b.Goto("/")
			b.settle()
			if got := b.ConsoleErrors(); len(got) != 1 || !strings.Contains(got[0], c.want) {
				t.Errorf("complaints %q, want one about %q", got, c.want)
			}
			if again := b.ConsoleErrors(); len(again) > 0 {
				t.Errorf("told twice: %q", again)
			}
		})
	}
}

func TestOffline(t *testing.T) {
	t.Parallel()
	b := site(t, map[string]string{"/style.css": style, "/": document("Page", "<p>here</p>")})
	b.Goto("/")
	reach := "fetch('/').then(() => 'reached ' + navigator.onLine, () => 'lost ' + navigator.onLine)"
	b.Offline(true)
	if got := Eval[string](b, reach); got != "lost false" {
		t.Errorf("offline: %s", got)
	}
	b.Offline(false)
	if got := Eval[string](b, reach); got != "reached true" {
		t.Errorf("online again: %s", got)
	}
}

func TestScreenshotHasTheSizeAndTheThemeAskedFor(t *testing.T) {
	t.Parallel()
	b := site(t, map[string]string{"/style.css": style, "/": document("Tall", `<div class="tall"></div>`), "/wide": document("Wide", `<div class="wide">x</div>`)})
	b.Goto("/")
	for _, c := range []struct {
		width int
		dark  bool
		back  uint32
	}{{390, false, 0xffff}, {1280, true, 0}} {
		path := filepath.Join(t.TempDir(), "made", "page.png")
		b.Screenshot(path, c.width, 800, c.dark)
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(file)
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		if size := picture.Bounds(); size.Dx() != c.width || size.Dy() < 3000 {
			t.Errorf("picture is %v, want %d wide and the whole page high", size, c.width)
		}
		if red, _, _, _ := picture.At(2, 2900).RGBA(); red != c.back {
			t.Errorf("dark %v: background %x, want %x", c.dark, red, c.back)
		}
		if got := Eval[int](b, "window.innerWidth"); got != c.width {
			t.Errorf("the page thinks it is %d wide", got)
		}
	}
	b.Resize(390, 800)
	if b.Overflow() != 0 {
		t.Errorf("Overflow = %d on a page that fits", b.Overflow())
	}
	if b.Goto("/wide"); b.Overflow() < 300 {
		t.Errorf("Overflow = %d on a page that does not fit", b.Overflow())
	}
}

func TestAxeFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	b := site(t, map[string]string{
		"/style.css": style,
		"/good":      document("Good", `<form><label>Name <input name="name"></label><button>Save</button></form>`),
		"/bad":       document("Bad", `<form><input name="name"><button>Save</button></form><p class="pale">pale</p>`),
	})
	b.Goto("/good")
	b.NoViolations()
	b.Goto("/bad")
	var rules []string
	for _, violation := range b.Axe() {
		rules = append(rules, violation.Rule)
		if violation.Help == "" || len(violation.Targets) != 1 {
			t.Errorf("not readable: %s", violation)
		}
	}
	slices.Sort(rules)
	if want := []string{"color-contrast", "label"}; !slices.Equal(rules, want) {
		t.Errorf("axe found %q, want %q", rules, want)
	}
}
