package ui

import "testing"

func TestMarkdownKnowsLittle(t *testing.T) {
	for text, want := range map[string]string{
		"Plain words.":                         "Plain words.",
		"Says *thank you* and **means** it.":   "Says <em>thank you</em> and <strong>means</strong> it.",
		"Runs `make test` & reads it":          "Runs <code>make test</code> &amp; reads it",
		"See [this](https://example.org/a?b)":  `See <a href="https://example.org/a?b" rel="nofollow noreferrer">this</a>`,
		"[x](javascript:alert(1))":             "x",
		"[x](/account/sessions)":               "x",
		"[x](//example.org)":                   "x",
		"![x](https://example.org/spy.png)":    "",
		"<script>alert(1)</script>":            "&lt;script&gt;alert(1)&lt;/script&gt;",
		"<img src=x onerror=alert(1)>":         "&lt;img src=x onerror=alert(1)&gt;",
		"a < b and b > a":                      "a &lt; b and b &gt; a",
		"# Not a heading":                      "Not a heading",
		"snake_case_name stays":                "snake_case_name stays",
		"<https://example.org>":                "&lt;https://example.org&gt;",
		"[x]: javascript:alert(1)\n\n[x] here": "[x]: javascript:alert(1) [x] here",
	} {
		if got := markdownLine(text); got != want {
			t.Errorf("%q\n gives %q\n want  %q", text, got, want)
		}
	}
}

func TestMarkdownKeepsParagraphsListsAndLineBreaks(t *testing.T) {
	for text, want := range map[string]string{
		"One.\nTwo.\n\nThree.": "<p>One.<br>\nTwo.</p>\n<p>Three.</p>",
		"- a\n- b":             "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
		"<b onclick=x>y</b>":   "<p>&lt;b onclick=x&gt;y&lt;/b&gt;</p>",
	} {
		if got := markdownBlocks(text); got != want {
			t.Errorf("%q\n gives %q\n want  %q", text, got, want)
		}
	}
}
