// Package evaluation shows an evaluation in each of its stages. One evaluation
// has one address; what the page shows depends on the stage and on who looks.
package evaluation

import (
	"context"
	_ "embed"
	"fmt"
	"net/url"
	"time"

	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed evaluation.css
var Sheet []byte

// Page is an evaluation to show.
type Page struct {
	ui.Page
	View     workflow.EvaluationView
	Said     rights.Said               // what the person says beside it
	Beside   workflow.BesideEvaluation // feedback asked for it, as far as the viewer may read it
	Journal  workflow.JournalView      // beside the form: the viewer's own, and what the person shows
	Attached []workflow.NoteView       // entries of the person's journal beside their side
	Step     framework.StepID          // the one whose form is shown
	Body     rules.Body                // what the form holds: saved, or typed and refused
	Revision int64                     // the revision the form was made from
	Result   ResultForm
	Message  string // typed into the conversation and refused
	TalkOn   string // typed and refused, like the two below
	TalkWay  rules.TalkWay
	Notes    string

	PlannedOn, PlannedAt string // typed and refused
	Statement            string // typed and refused
	Agreeing             string // typed and refused

	Problems map[string]string
	Wrong    []ui.FieldError
	Unsaved  *rules.Body // typed after the side was closed, so it could not be kept
	Clash    bool        // the side was saved elsewhere since this page was made
	Editing  bool        // the result is being changed
	Differ   bool        // show only where the two differ
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
}

// ResultForm is the result as typed.
type ResultForm struct {
	rules.Result
	Read int64
}

// Title names the evaluation as the viewer would.
func Title(ctx context.Context, v workflow.EvaluationView) string {
	kind := lang.Say(ctx, v.Kind.Short())
	if v.Viewer == rules.SelfSide {
		return lang.Say(ctx, "Your {kind}", "kind", kind)
	}
	return lang.Say(ctx, "{name}’s {kind}", "name", v.Subject.Name, "kind", kind)
}

func (p *Page) path() string { return "/evaluations/" + string(p.View.ID) }

// whom is how the subject is spoken of on the viewer's own side.
func (p *Page) whom(ctx context.Context) string {
	if p.View.Viewer == rules.SelfSide {
		return lang.Say(ctx, "me##it describes me")
	}
	return p.View.Subject.Name
}

// mine and theirs head the columns of what the two say.
func (p *Page) mine(ctx context.Context) string {
	if p.View.Joined {
		return p.View.Subject.Name
	}
	if author := p.View.Author(p.View.Viewer); author != p.View.Reader {
		return p.nameOf(ctx, author) // a manager who took over reads what the one before wrote
	}
	return lang.Say(ctx, "You")
}

func (p *Page) mineOnPaper(ctx context.Context) string {
	if p.View.Joined {
		return p.mine(ctx)
	}
	return p.nameOf(ctx, p.View.Author(p.View.Viewer))
}

func (p *Page) theirs(ctx context.Context) string {
	if p.View.Joined {
		return p.nameOf(ctx, p.View.Author(rules.ManagerSide))
	}
	return p.nameOf(ctx, p.View.Author(p.View.Viewer.Other()))
}

// subject is how the subject is spoken of in what both read.
func (p *Page) subject(ctx context.Context) string {
	if p.View.Viewer == rules.SelfSide {
		return lang.Say(ctx, "you##it describes you")
	}
	return p.View.Subject.Name
}

func (p *Page) handedIn() bool { return p.View.HandedIn[p.View.Viewer].IsSet() }

func (p *Page) otherHandedIn() bool { return p.View.HandedIn[p.View.Viewer.Other()].IsSet() }

func (p *Page) signed() bool { return p.View.Signed[p.View.Viewer].IsSet() }

func (p *Page) otherSigned() bool { return p.View.Signed[p.View.Viewer.Other()].IsSet() }

func (p *Page) stages(ctx context.Context) []string {
	last := lang.Say(ctx, "Agreed")
	if p.View.Stage == rules.NotAgreed {
		last = lang.Say(ctx, "Not agreed")
	}
	return []string{lang.Say(ctx, "Write##stage"), lang.Say(ctx, "Open together and talk"), lang.Say(ctx, "Agree##stage"), last}
}

func (p *Page) stage() int {
	switch p.View.Stage {
	case rules.Writing:
		return 0
	case rules.Opened:
		return 1
	case rules.Talked:
		return 2
	}
	return 3
}

func (p *Page) turn(ctx context.Context) ui.Turn {
	t := p.View.Turn
	line, next := t.Say(ctx)
	return ui.Turn{Yours: t.Whose == rules.Yours || t.Whose == rules.Both, Whose: line, Next: next}
}

func (p *Page) steps() (steps []framework.Step) {
	for _, id := range p.View.Steps {
		if s, ok := p.View.Text.Step(id); ok {
			steps = append(steps, s)
		}
	}
	return steps
}

func (p *Page) step() framework.Step {
	s, _ := p.View.Text.Step(p.Step)
	return s
}

func (p *Page) areas() []framework.Area { return p.View.Text.AreasInOrder() }

func (p *Page) examples(a framework.AreaID, s framework.StepID) []framework.Example {
	return p.View.Text.ExamplesFor(a, s, p.View.LooksAt())
}

func (p *Page) discipline() string {
	if d, ok := p.View.Text.Discipline(p.View.LooksAt()); ok {
		return d.Name
	}
	return string(p.View.LooksAt())
}

// presentDiscipline is the one a move begins in.
func (p *Page) presentDiscipline() string {
	if d, ok := p.View.Text.Discipline(framework.DisciplineID(p.View.Discipline)); ok {
		return d.Name
	}
	return p.View.Discipline
}

// madeFor names the discipline that an evaluation speaks of.
func (p *Page) madeFor(ctx context.Context) string {
	if p.discipline() == "" {
		return ""
	}
	return lang.Say(ctx, ", for the discipline {name}", "name", p.discipline())
}

func (p *Page) draftReaders(ctx context.Context) ui.Readers {
	return ui.Readers{Now: lang.Say(ctx, "only you"), Later: lang.Say(ctx, "{other}, from the moment both sides are handed in", "other", p.View.Other().Name)}
}

// pairReaders are those who read what both share: the two, and whoever joined.
func (p *Page) pairReaders(ctx context.Context) ui.Readers {
	if p.View.Joined {
		return ui.Readers{Now: lang.Say(ctx, "you, {subject} and {manager}", "subject", p.View.Subject.Name, "manager", p.View.Manager.Name)}
	}
	if j := p.View.Joining(); j != nil {
		return ui.Readers{Now: lang.Say(ctx, "you, {other} and {reader}, who was asked to join", "other", p.View.Other().Name, "reader", j.Reader.Name)}
	}
	return ui.Readers{Now: lang.Say(ctx, "you and {other}", "other", p.View.Other().Name)}
}

// talkedTo is whom a message is written to.
func (p *Page) talkedTo(ctx context.Context) string {
	if p.View.Joined {
		return lang.Say(ctx, "the two")
	}
	return p.View.Other().Name
}

func (p *Page) stated() bool { return p.View.Stated[p.View.Viewer].IsSet() }

func (p *Page) otherStated() bool { return p.View.Stated[p.View.Viewer.Other()].IsSet() }

// said are the messages of the sort.
func (p *Page) messages(sort rules.Sort) (list []rules.Message) {
	for _, m := range p.View.Thread {
		if m.Sort == sort {
			list = append(list, m)
		}
	}
	return list
}

// conversation is the conversation with the notes of the talk among it.
func (p *Page) conversation() (list []rules.Message) {
	for _, m := range p.View.Thread {
		if m.Sort == rules.Said || m.Sort == rules.Notes {
			list = append(list, m)
		}
	}
	return list
}

// agreeing are the words with which each of the two signed the result.
func (p *Page) agreeing() (list []rules.Message) {
	for _, side := range []rules.SideName{rules.SelfSide, rules.ManagerSide} {
		if !p.View.Signed[side].IsSet() {
			continue
		}
		author := p.View.Subject.ID
		if side == rules.ManagerSide {
			author = p.View.Manager.ID
		}
		if m, ok := rules.WordsOf(p.View.Thread, author, p.View.Written.Revision); ok {
			list = append(list, m)
		}
	}
	return list
}

func (p *Page) plannedOn() string {
	if p.PlannedOn != "" || !p.View.Planned.At.IsSet() {
		return p.PlannedOn
	}
	return p.localPlan().Format("2006-01-02")
}

func (p *Page) plannedAt() string {
	if p.PlannedAt != "" || !p.View.Planned.At.IsSet() {
		return p.PlannedAt
	}
	return p.localPlan().Format("15:04")
}

func (p *Page) localPlan() time.Time {
	m := p.Moment(p.View.Planned.At)
	return m.Then.In(m.Zone)
}

func (p *Page) otherDiscipline() string {
	if p.View.Toward == "" {
		return ""
	}
	return p.discipline()
}

func (p *Page) wordOptions(ctx context.Context, chosen rules.Mark) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "nothing said"), Selected: chosen == rules.Unsaid}}
	for _, m := range rules.Marks() {
		options = append(options, ui.Option{Value: string(m), Label: p.myWord(ctx, m), Selected: chosen == m})
	}
	return options
}

func (p *Page) areaField(ctx context.Context, k rules.Key) ui.Field {
	return ui.Field{Name: "mark:" + string(k), Label: lang.Say(ctx, "Taken together, your word about this area"), Error: p.Problems["mark:"+string(k)]}
}

func (p *Page) textField(ctx context.Context, k rules.Key, area string) ui.Field {
	return ui.Field{
		Name: "text:" + string(k), Label: lang.Say(ctx, "In your own words"), Readers: p.draftReaders(ctx), Error: p.Problems["text:"+string(k)],
		Hint: lang.Say(ctx, "What you have seen: a piece of work, a moment, a person who could tell."),
	}
}

func (p *Page) draft(ctx context.Context) ui.Draft {
	d := ui.Draft{
		Action: p.path() + "/draft", SaveURL: p.path() + "/draft", Key: p.Key(), Revision: fmt.Sprint(p.Revision),
		DraftKey: "evaluation:" + string(p.View.ID) + ":" + string(p.View.Viewer) + ":" + string(p.Step),
		Status:   lang.Say(ctx, "Saved as you write. Only you can read this until both sides are handed in."),
	}
	if p.View.Mine.SavedAt.IsSet() {
		d.SavedAt = p.View.Mine.SavedAt.String()
	}
	return d
}

func (p *Page) said(s framework.StepID) bool {
	for k, a := range p.View.Mine.Body.Areas {
		if _, step := k.Split(); step == s && !a.Empty() {
			return true
		}
	}
	return false
}

// versionPath leads to the text of a version of the framework.
func versionPath(ref framework.Ref) string {
	return "/framework?version=" + url.QueryEscape(ref.Slug())
}

// changesPath leads to what changed for people of the discipline.
func changesPath(n workflow.News) string {
	query := url.Values{"from": {n.From.Slug()}}
	if n.Discipline.ID != "" {
		query.Set("discipline", string(n.Discipline.ID))
	}
	return "/framework/versions/" + url.PathEscape(n.To.Slug()) + "/changes?" + query.Encode()
}

// changedTitle says what the framework changed against.
func (p *Page) changedTitle(ctx context.Context) string {
	if p.View.Closed() {
		return lang.Say(ctx, "The framework has changed since this evaluation")
	}
	if p.View.Viewer == rules.ManagerSide {
		return lang.Say(ctx, "The framework has changed since {name}’s last evaluation", "name", p.View.Subject.Name)
	}
	return lang.Say(ctx, "The framework has changed since your last evaluation")
}

// printFramework names the kind, the framework and the discipline.
func (p *Page) printFramework(ctx context.Context) string {
	kind := lang.Say(ctx, p.View.Kind.Words())
	if p.discipline() == "" {
		return lang.Say(ctx, "{kind}, under the framework {name}, version {version}", "kind", kind, "name", p.View.Text.Name, "version", p.View.Framework.Version)
	}
	return lang.Say(ctx, "{kind}, under the framework {name}, version {version}, for {discipline}", "kind", kind, "name", p.View.Text.Name, "version", p.View.Framework.Version, "discipline", p.discipline())
}

func (p *Page) signer(side rules.SideName) string {
	if side == rules.SelfSide {
		return p.View.Subject.Name
	}
	return p.View.Manager.Name
}

// notesOf heads notes of the talk with how the two talked.
func (p *Page) notesOf(ctx context.Context) string {
	if p.View.Talk.Way == rules.Met {
		return lang.Say(ctx, "notes from the talk on {day}", "day", lang.Date(ctx, p.View.Talk.On.Time()))
	}
	return lang.Say(ctx, "notes from the talk")
}

func (p *Page) localTime(ctx context.Context, at clock.Instant) string {
	m := p.Moment(at)
	local := m.Then.In(m.Zone)
	return lang.Say(ctx, "{date}, {clock}", "date", lang.Date(ctx, local), "clock", local.Format("15:04"))
}

// nameOf is the name of one of the two, or of whoever else wrote here.
func (p *Page) nameOf(ctx context.Context, who id.Person) string {
	if name := p.View.NameOf(who); name != workflow.FormerManager {
		return name
	}
	return lang.Say(ctx, workflow.FormerManager)
}

// letInFor says from when until when somebody was let in; both are moments that a
// person may want to know exactly.
func (p *Page) letInFor(ctx context.Context, d workflow.DisclosureLine) string {
	if !d.Until.IsSet() {
		return lang.Say(ctx, "from {when} on", "when", p.localTime(ctx, d.Since))
	}
	return lang.Say(ctx, "from {from} until {until}", "from", p.localTime(ctx, d.Since), "until", p.localTime(ctx, d.Until))
}

// hasJoined tells whether the author of a message is neither of the two but was
// asked to join.
func (p *Page) hasJoined(author id.Person) bool {
	for _, d := range p.View.Disclosures {
		if d.Reader.ID == author {
			return author != p.View.Manager.ID
		}
	}
	return false
}

// stepReaders says who can see the Step of the result at this moment.
func (p *Page) stepReaders(ctx context.Context) string {
	if j := p.View.Joining(); j != nil {
		return lang.Say(ctx, "Private to the two, and to {reader} for as long as they read along.", "reader", j.Reader.Name)
	}
	if p.OpenSteps != "" {
		return lang.Say(ctx, "This page is for the two of you. Who else may know Steps is said at its foot.")
	}
	return lang.Say(ctx, "Private to the two of you.")
}
