// Package evaluation shows an evaluation in each of its stages. One evaluation
// has one address; what the page shows depends on the stage and on who looks.
package evaluation

import (
	_ "embed"
	"fmt"
	"net/url"

	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/framework"
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
	Step     framework.StepID // the one whose form is shown
	Body     rules.Body       // what the form holds: saved, or typed and refused
	Revision int64            // the revision the form was made from
	Result   ResultForm
	Message  string // typed into the conversation and refused
	TalkOn   string
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
	kind := "growth evaluation"
	if v.Kind == rules.First {
		kind = "first evaluation"
	}
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
	if author := p.View.Author(p.View.Viewer); author != p.View.Reader {
		return p.View.NameOf(author) // a manager who took over reads what the one before wrote
	}
	return "You"
}

func (p Page) theirs() string { return p.View.NameOf(p.View.Author(p.View.Viewer.Other())) }

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

func stages() []string { return []string{"Write", "Open together and talk", "Agree", "Agreed"} }

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
	return p.View.Text.ExamplesFor(a, s, framework.DisciplineID(p.View.Discipline))
}

func (p Page) discipline() string {
	if d, ok := p.View.Text.Discipline(framework.DisciplineID(p.View.Discipline)); ok {
		return d.Name
	}
	return p.View.Discipline
}

func (p Page) draftReaders() ui.Readers {
	return ui.Readers{Now: "only you", Later: p.View.Other().Name + ", from the moment both sides are handed in"}
}

func (p Page) pairReaders() ui.Readers { return ui.Readers{Now: "you and " + p.View.Other().Name} }

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
