package ui

import (
	"bytes"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
)

// The little Markdown that a framework's texts may hold: emphasis, code, links
// and lists. Markup of HTML's own is shown as typed, headings and pictures are
// not known, and what comes out is held to a list of elements once more.
var (
	markdown = goldmark.New()

	inlineOnly = inlinePolicy()
	blocks     = inlinePolicy().AllowElements("p", "ul", "ol", "li", "blockquote", "br")
	pages      = pagePolicy()
)

// pagePolicy is for a whole page of somebody's: with headings below the page's own,
// and links to other pages here.
func pagePolicy() *bluemonday.Policy {
	p := inlinePolicy().AllowElements("p", "ul", "ol", "li", "blockquote", "br", "h2", "h3", "h4", "pre", "hr")
	p.AllowRelativeURLs(true)
	return p
}

func inlinePolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("em", "strong", "code")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("https", "http", "mailto")
	p.AllowRelativeURLs(false)
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}

// escapeHTML keeps what looks like HTML readable as text: goldmark would leave it
// out, and an example may well speak of <form> or of a < b.
var escapeHTML = strings.NewReplacer("<", `\<`)

func rendered(text string, p *bluemonday.Policy) string {
	var b bytes.Buffer
	if err := markdown.Convert([]byte(escapeHTML.Replace(text)), &b); err != nil {
		return p.Sanitize(strings.ReplaceAll(text, "<", "&lt;")) // writing to memory does not fail
	}
	return strings.TrimSpace(p.SanitizeReader(&b).String())
}

// markdownLine renders a text that stands within a line: its paragraphs run on.
func markdownLine(text string) string {
	return rendered(strings.Join(strings.Fields(text), " "), inlineOnly)
}

// markdownBlocks renders a text of several paragraphs. Line breaks stay, as in
// anything that people write here.
func markdownBlocks(text string) string { return rendered(hardBreaks(text), blocks) }

func hardBreaks(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, l := range lines {
		if strings.TrimSpace(l) != "" && i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			lines[i] = strings.TrimRight(l, " \t") + "  "
		}
	}
	return strings.Join(lines, "\n")
}

// markdownPage renders a whole page. The page has its h1 already, so that each
// heading is taken one deeper.
func markdownPage(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "# ") {
			lines[i] = "#" + l
		}
	}
	return rendered(strings.Join(lines, "\n"), pages)
}
