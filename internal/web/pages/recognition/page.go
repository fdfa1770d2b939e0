// Package recognition shows the wall of thanks: who is thanked for which work. No
// Step and no promotion stands on these pages, and nothing on them is counted.
package recognition

import (
	"context"
	_ "embed"
	"net/url"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed recognition.css
var Sheet []byte

// Page is the wall to show.
type Page struct {
	ui.Page
	Wall    workflow.Wall
	Filter  workflow.WallFilter
	Who     string // whom to look for, as typed
	Unknown string // what is wrong with that
	Week    bool   // only what is new since last week
	Reports bool   // the viewer looks after what is reported
	Key     func() string
	Moment  func(clock.Instant) ui.Moment
}

// One is one post to show.
type One struct {
	ui.Page
	Post     workflow.PostView
	Words    string // as typed
	Why      string
	Report   string
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
}

// Form is a post being written.
type Form struct {
	ui.Page
	ID       id.Recognition // of a post that is changed; empty for a new one
	Read     int64
	Work     string
	Text     string
	Project  string
	Alt      string
	Others   string // people as typed
	Chosen   []Choice
	Picture  bool // there is one
	Drop     bool
	Lost     bool // a picture was chosen, which a browser does not keep
	Projects []string
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
}

// Choice is somebody who can be named by a tick.
type Choice struct {
	workflow.PersonRef
	Named bool
}

// Reports is what is reported, for those who look after it.
type Reports struct {
	ui.Page
	List     []workflow.ReportedPost
	Problems map[id.Report]string
	Why      map[id.Report]string
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
}

// Path is where a post stands.
func Path(p id.Recognition) string { return "/recognition/" + string(p) }

// WallPath is where the wall is, narrowed.
func WallPath(f workflow.WallFilter) string {
	q := url.Values{}
	for name, value := range map[string]string{"tribe": string(f.Tribe), "person": string(f.Person), "project": f.Project, "after": string(f.After)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/recognition"
	}
	return "/recognition?" + q.Encode()
}

func (p Page) narrowed() bool {
	return p.Filter.Tribe != "" || p.Filter.Person != "" || p.Filter.Project != "" || p.Who != ""
}

func (p Page) first() string {
	if p.Filter.After == "" {
		return ""
	}
	f := p.Filter
	f.After = ""
	return WallPath(f)
}

func (p Page) next() string {
	if p.Wall.Next == "" || p.Week {
		return ""
	}
	f := p.Filter
	f.After = p.Wall.Next
	return WallPath(f)
}

func (p Page) tribes(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "Any")}}
	for _, t := range p.Wall.Tribes {
		options = append(options, ui.Option{Value: string(t.ID), Label: t.Name, Selected: t.ID == p.Filter.Tribe})
	}
	return options
}

func (p Page) projects(ctx context.Context) []ui.Option {
	options, there := []ui.Option{{Label: lang.Say(ctx, "Any")}}, p.Filter.Project == ""
	for _, name := range p.Wall.Projects {
		there = there || name == p.Filter.Project
		options = append(options, ui.Option{Value: name, Label: name, Selected: name == p.Filter.Project})
	}
	if !there {
		options = append(options, ui.Option{Value: p.Filter.Project, Label: p.Filter.Project, Selected: true})
	}
	return options
}

func (p Page) who() string {
	if p.Who != "" {
		return p.Who
	}
	return p.Wall.Person.Name
}

func personPath(p workflow.PersonRef) string {
	if p.ID == "" {
		return ""
	}
	return "/people/" + string(p.ID)
}

func refs(list []workflow.NamedView) (out []workflow.PersonRef) {
	for _, n := range list {
		out = append(out, n.PersonRef)
	}
	return out
}

// between is what stands after the person at i in a list of names.
func between(ctx context.Context, i, n int) string {
	switch i {
	case n - 1:
		return ""
	case n - 2:
		return " " + lang.Say(ctx, "and") + " "
	}
	return ", "
}

func (f Form) title(ctx context.Context) string {
	if f.ID != "" {
		return lang.Say(ctx, "Change your post")
	}
	return lang.Say(ctx, "Thank somebody")
}

func (f Form) action() string {
	if f.ID != "" {
		return Path(f.ID)
	}
	return "/recognition"
}

func (f Form) back() string {
	if f.ID != "" {
		return Path(f.ID)
	}
	return "/recognition"
}

func readers(ctx context.Context) ui.Readers {
	return ui.Readers{Now: lang.Say(ctx, "everybody who works here")}
}

// firstWords are the first words of a post, for a heading of a browser.
func firstWords(text string) string {
	words := strings.Fields(text)
	if len(words) > 12 {
		return strings.Join(words[:12], " ") + " …"
	}
	return strings.Join(words, " ")
}

// Title names a post.
func Title(ctx context.Context, p workflow.PostView) string {
	if p.Work == "" {
		return lang.Say(ctx, "A post that is gone")
	}
	return firstWords(p.Work)
}

func removedWords(ctx context.Context, p workflow.PostView) string {
	switch p.RemovedAs {
	case "named":
		return lang.Say(ctx, "Somebody whom it was about took it off the wall, or took the last name off it.")
	case "partner":
		return lang.Say(ctx, "A people partner took it off the wall.")
	}
	return lang.Say(ctx, "You took it off the wall. Its words and its picture are gone.")
}
