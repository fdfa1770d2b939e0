package framework

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// RemarksPage is what was said about a version, for one visitor.
type RemarksPage struct {
	workflow.VersionView
	Threads []workflow.Thread
	Show    string // ShowAll, ShowOpen or ShowSettled
	About   bool   // only what is said about On
	On      string // what it is about, as a comment names it
	Text    string // as typed
	ReplyTo id.Entry
	Key     func() string
	Moment  func(clock.Instant) ui.Moment
	Wrong   []ui.FieldError
	Problem string
	After   int // how many talks stand on the pages before
}

// Which comments are shown.
const (
	ShowAll     = ""
	ShowOpen    = "open"
	ShowSettled = "settled"
)

// remarksPerPage is how many talks stand on one page.
const remarksPerPage = 40

// remarkPath leads to what is said about one thing, and to the form about it.
func remarkPath(ref framework.Ref, on string) string { return added(remarksPath(ref), "on", on) }

func (d RemarksPage) open() bool { return d.Life == framework.OpenForComments }

// all are the threads that were asked for, in the order of the text.
func (d RemarksPage) all() (list []workflow.Thread) {
	for _, t := range d.Threads {
		settled := t.Outcome != framework.Unsettled
		if (d.Show == ShowAll || settled == (d.Show == ShowSettled)) && (!d.About || t.Target == d.On) {
			list = append(list, t)
		}
	}
	rank := d.ranks()
	arrange.Stably(list, func(a, b workflow.Thread) int { return rank[a.Target] - rank[b.Target] })
	return list
}

// ranks number what can be talked about: the whole, then place by place. What is
// not in the text any more has none and so comes first, as it needs a look.
func (d RemarksPage) ranks() map[string]int {
	rank := map[string]int{}
	note := func(target string) {
		if rank[target] == 0 {
			rank[target] = len(rank) + 1
		}
	}
	note("")
	for _, a := range d.whole().AreasInOrder() {
		for _, s := range d.whole().StepsInOrder() {
			note(string(a.ID) + "/" + string(s.ID))
			for _, e := range d.whole().Examples {
				if e.Area == a.ID && e.Step == s.ID {
					note(string(e.ID))
				}
			}
		}
		for _, e := range d.whole().Examples {
			if e.Area == a.ID {
				note(string(e.ID))
			}
		}
	}
	return rank
}

// whole is the text of the version; Text is what was typed.
func (d RemarksPage) whole() *framework.Framework { return d.VersionView.Text }

// group is what is said about one thing.
type group struct {
	about
	Threads []workflow.Thread
}

// groups are the talks of this page, gathered by what they are about.
func (d RemarksPage) groups(ctx context.Context) (groups []group) {
	list := d.all()
	for _, t := range list[min(d.After, len(list)):min(d.After+remarksPerPage, len(list))] {
		last := len(groups) - 1
		if last < 0 || groups[last].Target != t.Target {
			groups = append(groups, group{about: d.about(ctx, t.Target)})
			last++
		}
		groups[last].Threads = append(groups[last].Threads, t)
	}
	return groups
}

// about is what a comment speaks of.
type about struct {
	Target, Kind, Title, Href string
	Gone                      bool // not in the text any more
}

func (d RemarksPage) about(ctx context.Context, target string) about {
	f, r := d.whole(), Reading{Framework: d.whole(), Shown: &Shown{VersionView: d.VersionView}}
	if d.InForce {
		r.Shown = nil
	}
	if target == "" {
		return about{"", "", lang.Say(ctx, "The whole"), r.within("/framework"), false}
	}
	if e, ok := f.Example(framework.ExampleID(target)); ok {
		kind := lang.Say(ctx, "Example") + ", " + areaName(f, e.Area)
		if s, ok := f.Step(e.Step); ok {
			kind += ", " + s.Name
		}
		return about{target, kind, e.Text, r.examplePath(example{Example: e}), false}
	}
	area, step, isPlace := strings.Cut(target, "/")
	if s, ok := f.Step(framework.StepID(step)); ok && isPlace {
		return about{target, lang.Say(ctx, "All examples together"), areaName(f, framework.AreaID(area)) + ", " + s.Name, r.within(stepPath(s.ID) + "#area-" + area), false}
	}
	return about{target, lang.Say(ctx, "Example"), lang.Say(ctx, "An example that is not in the text any more"), "", true}
}

func areaName(f *framework.Framework, id framework.AreaID) string {
	if a, ok := f.Area(id); ok {
		return a.Name
	}
	return string(id)
}

// address is that of the page with what was chosen.
func (d RemarksPage) address(show string) string {
	path := remarksPath(d.Ref)
	if d.About {
		path = added(path, "on", d.On)
	}
	if show != ShowAll {
		path = added(path, "show", show)
	}
	return path
}

func (d RemarksPage) tabs(ctx context.Context) []ui.NavItem {
	var tabs []ui.NavItem
	for _, t := range []struct{ show, label string }{{ShowAll, lang.Say(ctx, "All")}, {ShowOpen, lang.Say(ctx, "Open##not settled yet")}, {ShowSettled, lang.Say(ctx, "Settled")}} {
		tabs = append(tabs, ui.NavItem{Label: t.label, Href: d.address(t.show), Current: d.Show == t.show})
	}
	return tabs
}

// pages are the addresses of the pages before and after, empty where there is
// none.
func (d RemarksPage) pages() (before, after string) {
	if d.After > 0 {
		before = added(d.address(d.Show), "after", count(max(0, d.After-remarksPerPage)))
	}
	if d.After+remarksPerPage < len(d.all()) {
		after = added(d.address(d.Show), "after", count(d.After+remarksPerPage))
	}
	return before, after
}

// maySettle tells whether the visitor may close the talk.
func (d RemarksPage) maySettle(t workflow.Thread) bool {
	return d.open() && t.Outcome == framework.Unsettled && d.Editor.MaySettle(d.whole(), t.Target)
}

// outcome says what became of a comment.
func (d RemarksPage) outcome(ctx context.Context, t workflow.Thread) string {
	return outcomeOf(ctx, t, d.open())
}

func outcomeOf(ctx context.Context, t workflow.Thread, open bool) string {
	switch {
	case t.Outcome == framework.Adopted:
		return lang.Say(ctx, "Taken into the text by {name}", "name", t.ClosedBy.Name)
	case t.Outcome == framework.Resolved:
		return lang.Say(ctx, "Settled by {name}", "name", t.ClosedBy.Name)
	case !open:
		return lang.Say(ctx, "Left open when the comments closed")
	}
	return ""
}

// said lists what was said about one thing of the version that is read.
func (r Reading) said(target string) []workflow.Thread {
	if r.Shown == nil {
		return nil
	}
	return r.Shown.Talk[target]
}

// mayTalk tells whether there is a place for a comment beside what is read.
func (r Reading) mayTalk() bool {
	return r.Shown != nil && r.Shown.Life == framework.OpenForComments
}

func count(n int) string { return strconv.Itoa(n) }

type momentFunc = func(clock.Instant) ui.Moment

func (d RemarksPage) heading(ctx context.Context) string {
	if d.About {
		return lang.Say(ctx, "What people say about this")
	}
	return lang.Say(ctx, "Comments")
}

func (d RemarksPage) lead(ctx context.Context) string {
	if d.open() {
		return lang.Say(ctx, "Everybody who has signed in reads these and may add to them. Those who write the text answer, and say when a thought went into it.")
	}
	return lang.Say(ctx, "The comments are closed. They stay here to be read.")
}

// typed and problem belong to the form that was sent: an answer to that comment,
// or a comment of its own.
func (d RemarksPage) typed(replyTo id.Entry) string {
	if d.ReplyTo == replyTo {
		return d.Text
	}
	return ""
}

func (d RemarksPage) problem(replyTo id.Entry) string {
	if d.ReplyTo == replyTo {
		return d.Problem
	}
	return ""
}

// Known tells whether what is asked about is in the text, or was talked about.
func (d RemarksPage) Known() bool {
	return !d.About || !d.about(context.Background(), d.On).Gone || slices.ContainsFunc(d.Threads, func(t workflow.Thread) bool { return t.Target == d.On })
}

// Field is the id of the field that was sent.
func (d RemarksPage) Field() string {
	if d.ReplyTo != "" {
		return "remark-" + string(d.ReplyTo)
	}
	return "remark"
}

// RemarksAbout leads to what is said about one thing, at the comment if one is
// named.
func RemarksAbout(ref framework.Ref, on string, comment id.Entry) string {
	path := remarkPath(ref, on)
	if comment != "" {
		path += "#comment-" + string(comment)
	}
	return path
}
