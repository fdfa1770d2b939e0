package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"cairn/internal/lang"
)

// Page is what the layout needs to know about any page.
type Page struct {
	Title       string          // without the product's name
	Languages   []lang.Language // that can be chosen; no choice is shown where it is one
	Zone        string          // the viewer's time zone, "Europe/Stockholm"
	Theme       string          // ThemeAuto, ThemeLight or ThemeDark; empty means auto
	Path        string          // this page's own path, where the theme form returns to
	Nav         []NavItem
	Viewer      *Viewer // nil when nobody is signed in
	Demo        bool
	DemoPersona string // who the visitor of the demo is looking as
	Flash       *Flash
	AssetCSS    string // address of the style sheet
	AssetJS     string // address of the script
	How         string // where it is explained how this works; empty leaves it out
	Wide        bool   // use the whole width: tables, side by side
	OpenSteps   string // what is said where more than the two may know a Step; empty: nobody else may

	// Within writes what stands in the page; nil makes it anew.
	Within func(ctx context.Context, w io.Writer, content templ.Component) error
}

// body is the content that it is given, as Within writes it.
func (p Page) body() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		content := templ.GetChildren(ctx)
		if ctx = templ.ClearChildren(ctx); p.Within == nil {
			return content.Render(ctx, w)
		}
		return p.Within(ctx, w, content)
	})
}

// NavItem is a place in the main navigation. Badge marks that something there
// waits for the viewer.
type NavItem struct {
	Label, Href    string
	Current, Badge bool
}

// Viewer is the person who is signed in. News marks that something is new in
// their inbox.
type Viewer struct {
	Name, Href string
	Search     string // its address; empty leaves it out
	Inbox      string // its address; empty leaves it out
	News       bool
}

// Flash is said once, at the head of the page that follows an act.
type Flash struct {
	Kind NoticeKind
	Text string
}

// The themes a person can choose.
const (
	ThemeAuto  = "auto"
	ThemeLight = "light"
	ThemeDark  = "dark"
)

var themes = []struct{ Value, Label string }{
	{ThemeAuto, lang.Later("As my device")}, {ThemeLight, lang.Later("Light")}, {ThemeDark, lang.Later("Dark")},
}

// Oath says who may know a Step, as it is at the moment.
func (p Page) Oath(ctx context.Context) string {
	if p.OpenSteps != "" {
		return p.OpenSteps
	}
	return lang.Say(ctx, "Your Step is private to you and your manager.")
}

func (p Page) theme() string {
	if p.Theme == ThemeLight || p.Theme == ThemeDark {
		return p.Theme
	}
	return ThemeAuto
}

func (p Page) title() string {
	if p.Title == "" {
		return "Cairn"
	}
	return p.Title + " · Cairn"
}

func (p Page) hasBadge() bool {
	if p.Viewer != nil && p.Viewer.News {
		return true
	}
	for _, n := range p.Nav {
		if n.Badge {
			return true
		}
	}
	return false
}
