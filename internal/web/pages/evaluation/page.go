// Package evaluation shows an evaluation in each of its stages. One evaluation
// has one address; what the page shows depends on the stage and on who looks.
package evaluation

import (
	_ "embed"
	"fmt"
	"net/url"
	"time"

	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
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
func Title(v workflow.EvaluationView) string {
	kind := v.Kind.Short()
	if v.Viewer == rules.SelfSide {
		return "Your " + kind
	}
	return v.Subject.Name + "’s " + kind
}

func (p Page) path() string { return "/evaluations/" + string(p.View.ID) }

// whom is how the subject is spoken of on the viewer's own side.
func (p Page) whom() string {
	if p.View.Viewer == rules.SelfSide {
		return "me"
	}
	return p.View.Subject.Name
}

// mine and theirs head the columns of what the two say.
func (p Page) mine() string {
	if p.View.Joined {
		return p.View.Subject.Name
	}
	if author := p.View.Author(p.View.Viewer); author != p.View.Reader {
		return p.View.NameOf(author) // a manager who took over reads what the one before wrote
	}
	return "You"
}

func (p Page) mineOnPaper() string {
	if p.View.Joined {
		return p.mine()
	}
	return p.View.NameOf(p.View.Author(p.View.Viewer))
}

func (p Page) theirs() string {
	if p.View.Joined {
		return p.View.NameOf(p.View.Author(rules.ManagerSide))
	}
	return p.View.NameOf(p.View.Author(p.View.Viewer.Other()))
}

// subject is how the subject is spoken of in what both read.
func (p Page) subject() string {
	if p.View.Viewer == rules.SelfSide {
		return "you"
	}
	return p.View.Subject.Name
}

func (p Page) handedIn() bool { return p.View.HandedIn[p.View.Viewer].IsSet() }

func (p Page) otherHandedIn() bool { return p.View.HandedIn[p.View.Viewer.Other()].IsSet() }

func (p Page) signed() bool { return p.View.Signed[p.View.Viewer].IsSet() }

func (p Page) otherSigned() bool { return p.View.Signed[p.View.Viewer.Other()].IsSet() }

func (p Page) stages() []string {
	last := "Agreed"
	if p.View.Stage == rules.NotAgreed {
		last = "Not agreed"
	}
	return []string{"Write", "Open together and talk", "Agree", last}
}

func (p Page) stage() int {
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

func (p Page) turn() ui.Turn {
	t := p.View.Turn
	return ui.Turn{Yours: t.Whose == rules.Yours || t.Whose == rules.Both, Whose: t.Line, Next: t.Next}
}

func (p Page) steps() (steps []framework.Step) {
	for _, id := range p.View.Steps {
		if s, ok := p.View.Text.Step(id); ok {
			steps = append(steps, s)
		}
	}
	return steps
}

func (p Page) step() framework.Step {
	s, _ := p.View.Text.Step(p.Step)
	return s
}

func (p Page) areas() []framework.Area { return p.View.Text.AreasInOrder() }

func (p Page) examples(a framework.AreaID, s framework.StepID) []framework.Example {
	return p.View.Text.ExamplesFor(a, s, p.View.LooksAt())
}

func (p Page) discipline() string {
	if d, ok := p.View.Text.Discipline(p.View.LooksAt()); ok {
		return d.Name
	}
	return string(p.View.LooksAt())
}

// presentDiscipline is the one a move begins in.
func (p Page) presentDiscipline() string {
	if d, ok := p.View.Text.Discipline(framework.DisciplineID(p.View.Discipline)); ok {
		return d.Name
	}
	return p.View.Discipline
}

func (p Page) draftReaders() ui.Readers {
	return ui.Readers{Now: "only you", Later: p.View.Other().Name + ", from the moment both sides are handed in"}
}

// pairReaders are those who read what both share: the two, and whoever joined.
func (p Page) pairReaders() ui.Readers {
	if p.View.Joined {
		return ui.Readers{Now: "you, " + p.View.Subject.Name + " and " + p.View.Manager.Name}
	}
	if j := p.View.Joining(); j != nil {
		return ui.Readers{Now: "you, " + p.View.Other().Name + " and " + j.Reader.Name + ", who was asked to join"}
	}
	return ui.Readers{Now: "you and " + p.View.Other().Name}
}

// talkedTo is whom a message is written to.
func (p Page) talkedTo() string {
	if p.View.Joined {
		return "the two"
	}
	return p.View.Other().Name
}

func (p Page) stated() bool { return p.View.Stated[p.View.Viewer].IsSet() }

func (p Page) otherStated() bool { return p.View.Stated[p.View.Viewer.Other()].IsSet() }

// said are the messages of the sort.
func (p Page) messages(sort rules.Sort) (list []rules.Message) {
	for _, m := range p.View.Thread {
		if m.Sort == sort {
			list = append(list, m)
		}
	}
	return list
}

// conversation is the conversation with the notes of the talk among it.
func (p Page) conversation() (list []rules.Message) {
	for _, m := range p.View.Thread {
		if m.Sort == rules.Said || m.Sort == rules.Notes {
			list = append(list, m)
		}
	}
	return list
}

// agreeing are the words with which each of the two signed the result.
func (p Page) agreeing() (list []rules.Message) {
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

func (p Page) plannedOn() string {
	if p.PlannedOn != "" || !p.View.Planned.At.IsSet() {
		return p.PlannedOn
	}
	return p.localPlan().Format("2006-01-02")
}

func (p Page) plannedAt() string {
	if p.PlannedAt != "" || !p.View.Planned.At.IsSet() {
		return p.PlannedAt
	}
	return p.localPlan().Format("15:04")
}

func (p Page) localPlan() time.Time {
	m := p.Moment(p.View.Planned.At)
	return m.Then.In(m.Zone)
}

func (p Page) otherDiscipline() string {
	if p.View.Toward == "" {
		return ""
	}
	return p.discipline()
}

func (p Page) wordOptions(chosen rules.Mark) []ui.Option {
	options := []ui.Option{{Value: "", Label: "nothing said", Selected: chosen == rules.Unsaid}}
	for _, m := range rules.Marks() {
		options = append(options, ui.Option{Value: string(m), Label: m.Words(p.whom()), Selected: chosen == m})
	}
	return options
}

func (p Page) areaField(k rules.Key) ui.Field {
	return ui.Field{Name: "mark:" + string(k), Label: "Taken together, your word about this area", Error: p.Problems["mark:"+string(k)]}
}

func (p Page) textField(k rules.Key, area string) ui.Field {
	return ui.Field{
		Name: "text:" + string(k), Label: "In your own words", Readers: p.draftReaders(), Error: p.Problems["text:"+string(k)],
		Hint: "What you have seen: a piece of work, a moment, a person who could tell.",
	}
}

func (p Page) draft() ui.Draft {
	d := ui.Draft{
		Action: p.path() + "/draft", SaveURL: p.path() + "/draft", Key: p.Key(), Revision: fmt.Sprint(p.Revision),
		DraftKey: "evaluation:" + string(p.View.ID) + ":" + string(p.View.Viewer) + ":" + string(p.Step),
		Status:   "Saved as you write. Only you can read this until both sides are handed in.",
	}
	if p.View.Mine.SavedAt.IsSet() {
		d.SavedAt = p.View.Mine.SavedAt.String()
	}
	return d
}

func (p Page) said(s framework.StepID) bool {
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
func (p Page) changedTitle() string {
	whose := "your"
	if p.View.Viewer == rules.ManagerSide {
		whose = p.View.Subject.Name + "’s"
	}
	if p.View.Closed() {
		return "The framework has changed since this evaluation"
	}
	return "The framework has changed since " + whose + " last evaluation"
}

// printFramework names the framework and the discipline after the kind.
func (p Page) printFramework() string {
	words := ", under the framework " + p.View.Text.Name + ", version " + p.View.Framework.Version
	if p.discipline() != "" {
		words += ", for " + p.discipline()
	}
	return words
}

func (p Page) signer(side rules.SideName) string {
	if side == rules.SelfSide {
		return p.View.Subject.Name
	}
	return p.View.Manager.Name
}

// notesOf heads notes of the talk with how the two talked.
func (p Page) notesOf() string {
	if p.View.Talk.Way == rules.Met {
		return "notes from the talk on " + ui.DateWords(p.View.Talk.On.Time())
	}
	return "notes from the talk"
}

func (p Page) localTime(at clock.Instant) string {
	m := p.Moment(at)
	return m.Then.In(m.Zone).Format("2 January 2006, 15:04")
}

// letInFor says from when until when somebody was let in; both are moments that a
// person may want to know exactly.
func (p Page) letInFor(d workflow.DisclosureLine) string {
	if !d.Until.IsSet() {
		return ", from " + p.localTime(d.Since) + " on."
	}
	return ", from " + p.localTime(d.Since) + " until " + p.localTime(d.Until) + "."
}

// hasJoined tells whether the author of a message is neither of the two but was
// asked to join.
func (p Page) hasJoined(author id.Person) bool {
	for _, d := range p.View.Disclosures {
		if d.Reader.ID == author {
			return author != p.View.Manager.ID
		}
	}
	return false
}

// stepReaders says who can see the Step of the result at this moment.
func (p Page) stepReaders() string {
	if j := p.View.Joining(); j != nil {
		return "Private to the two, and to " + j.Reader.Name + " for as long as they read along."
	}
	if p.OpenSteps != "" {
		return "This page is for the two of you. Who else may know Steps is said at its foot."
	}
	return "Private to the two of you."
}
