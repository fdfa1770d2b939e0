package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// visit is one request: who asks, and how to answer.
type visit struct {
	*site
	w       http.ResponseWriter
	r       *http.Request
	actor   access.Actor
	viewer  workflow.Viewer
	started bool // something of the answer has been sent
	foreign bool // another site made the browser ask: nothing of it is shown
}

// enter finds out who asks. Whoever has not signed in gets no further than the
// public routes.
func (v *visit) enter(route Route) error {
	if token, ok := v.sessionToken(); ok {
		actor, viewer, err := v.Workflow.Authenticate(v.r.Context(), token)
		switch {
		case err == nil:
			v.actor, v.viewer = actor, viewer
		case !fault.Is(err, fault.Unauthenticated):
			return err
		default:
			v.dropSession()
		}
	}
	v.r = v.r.WithContext(lang.With(v.r.Context(), v.language()))
	if !route.Public && !v.actor.Known() {
		return fault.New(fault.Unauthenticated, "Please sign in first.")
	}
	return nil
}

// zone is the viewer's time zone.
func (v *visit) zone() *time.Location {
	if v.viewer.Zone == "" {
		return v.Zone
	}
	zone, err := time.LoadLocation(v.viewer.Zone)
	if err != nil {
		return v.Zone
	}
	return zone
}

// moment words an instant for the viewer.
func (v *visit) moment(at clock.Instant) ui.Moment {
	return ui.Moment{Now: v.Workflow.Now().Time(), Then: at.Time(), Zone: v.zone()}
}

// key is a fresh idempotency key for a form.
func (v *visit) key() string { return newKey() }

// page describes the page to the layout.
func (v *visit) page(title string) ui.Page {
	p := ui.Page{
		Title: title, Zone: v.zone().String(), Theme: v.theme(), Path: v.back(), Languages: v.Languages.Languages(),
		Demo: v.Demo != nil, AssetCSS: "/assets/" + v.style.Name, AssetJS: "/assets/" + v.scripts[lang.In(v.r.Context())]().Name,
		Flash: v.takeFlash(), OpenSteps: v.openSteps(),
	}
	switch {
	case v.viewer.Held:
		p.Viewer = &ui.Viewer{Name: v.viewer.Name, Href: "/account/sign-in"}
		p.OpenSteps = ""
	case v.actor.Known():
		p.Viewer = &ui.Viewer{Name: v.viewer.Name, Href: "/account", Search: "/search", Inbox: "/inbox", News: v.hasNews()}
		p.DemoPersona = v.viewer.Name
		p.Nav = v.navigation(v.r.URL.Path)
		if process := processAt(v.r.URL.Path); process != "" {
			p.How = "/guide/how/" + string(process)
		}
	}
	return p
}

// back is where whoever chose another language or appearance reads on: this page with what
// was asked of it, or after a form the next page above the address that took it.
func (v *visit) back() string {
	path := v.r.URL.EscapedPath()
	if v.r.Method != http.MethodPost {
		return localPath(v.r.URL.RequestURI(), path)
	}
	_, pattern, _ := strings.Cut(v.r.Pattern, " ")
	for pattern != "" && !v.shown["GET "+pattern] {
		pattern = pattern[:strings.LastIndexByte(pattern, '/')]
		path = path[:strings.LastIndexByte(path, '/')]
	}
	return cmp.Or(path, "/")
}

func (v *visit) navigation(path string) []ui.NavItem {
	items := []ui.NavItem{
		{Label: v.say("Home"), Href: "/"}, {Label: v.say("Framework"), Href: "/framework"},
		{Label: v.say("Evaluations"), Href: "/evaluations"}, {Label: v.say("Growth"), Href: "/growth"}, {Label: v.say("Feedback"), Href: "/feedback"},
		{Label: v.say("Thanks"), Href: "/recognition"}, {Label: v.say("People"), Href: "/people"}, // and the organisation they make up
	}
	if inside(path, "/organisation") {
		path = "/people"
	}
	for i := range items {
		items[i].Current = inside(path, items[i].Href)
	}
	return items
}

// inside tells whether a path is at a place of the navigation or below it.
func inside(path, place string) bool {
	return path == place || place != "/" && strings.HasPrefix(path, place+"/")
}

// render answers with a page. It is made whole first, so that a failure half-way
// does not send half a page.
func (v *visit) render(status int, page templ.Component) error {
	b := takeBuffer()
	defer giveBack(b)
	if err := v.make(b, status, page); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	v.started = true
	v.w.WriteHeader(status)
	_, _ = v.w.Write(b.Bytes()) // the visitor went away
	return nil
}

// redirect sends the visitor on after an act, with a line that is said once.
func (v *visit) redirect(to string, said flash) error {
	if said != "" {
		v.putFlash(said)
	}
	v.started = true
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

// localPath accepts a path of this site and gives the fallback for anything else.
func localPath(to, fallback string) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || len(to) == 0 || to[0] != '/' ||
		len(to) > 1 && (to[1] == '/' || to[1] == '\\') {
		return fallback
	}
	return to
}
