// Package growth shows a person's growth plan: to the two whose plan it is, and
// what of it the person shares to those they chose.
package growth

import (
	_ "embed"
	"fmt"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/framework"
	rules "cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/web/pages/standin"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed growth.css
var Sheet []byte

// Page is a growth plan to show.
type Page struct {
	ui.Page
	Me       id.Person // who reads
	Plan     workflow.Plan
	Form     Form   // a focus area as typed
	Opened   bool   // the form stands open
	Words    string // typed and refused
	Staying  string // typed and refused
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
}

// Form is a focus area as typed; days are kept as they were written.
type Form struct {
	rules.Content
	Days []string
}

// FormOf fills the form with what is there.
func FormOf(c rules.Content) Form {
	f := Form{Content: c}
	for _, d := range c.Reviews {
		f.Days = append(f.Days, string(d))
	}
	return f
}

// Path is where a person's plan is, as the reader reaches it.
func Path(p workflow.Plan) string {
	if p.Viewer == rules.Self {
		return "/growth"
	}
	return "/people/" + string(p.Subject.ID) + "/growth"
}

// FocusPath is where a focus area is.
func FocusPath(f id.Focus) string { return "/growth/" + string(f) }

// Title names the plan as the reader would.
func Title(p workflow.Plan) string {
	if p.Viewer == rules.Self {
		return "Your growth plan"
	}
	return p.Subject.Name + "’s growth plan"
}

func (p Page) self() bool { return p.Plan.Viewer == rules.Self }

// also names who else reads it while the manager is away.
func (p Page) also() string { return standin.AlsoReads(p.Plan.StandIn, p.Plan.Also) }

func (p Page) other() string {
	if p.Plan.Other.Name == "" {
		return "your manager"
	}
	return p.Plan.Other.Name
}

// readers says who reads what is written here.
func (p Page) readers() ui.Readers {
	if p.Plan.Other.Name == "" {
		return ui.Readers{Now: "only you", Later: "your manager, once there is one"}
	}
	return ui.Readers{Now: "you and " + p.Plan.Other.Name + p.also()}
}

// readersOfAnswer: who stands in for the manager is not told what is said about a wider
// step.
func (p Page) readersOfAnswer() ui.Readers {
	p.Plan.Also = nil
	return p.readers()
}

func (p Page) readersOfAgreed() string {
	who := "Only you can read this"
	if p.Plan.Other.Name != "" {
		who = "Only " + p.Plan.Other.Name + " and you can read this"
	}
	who += p.also()
	if len(p.Plan.Shares) > 0 {
		return who + ", and what you chose to share"
	}
	return who
}

// mine tells whether the suggestion waits for the reader.
func (p Page) mine(f workflow.FocusView) bool { return f.WaitsFor == p.Plan.Viewer }

func (p Page) waiting() (mine []workflow.FocusView) {
	for _, f := range p.Plan.In(rules.Suggested) {
		if p.mine(f) {
			mine = append(mine, f)
		}
	}
	return mine
}

func (p Page) name(by workflow.PersonRef) string {
	switch {
	case by.ID == "":
		return "Somebody"
	case by.ID == p.Plan.Subject.ID && p.self():
		return "You"
	case by.ID == p.Plan.Other.ID, by.ID == p.Plan.Subject.ID:
		return by.Name
	case by.ID == p.Me:
		return "You"
	}
	return by.Name + ", who was the manager then, or stood in"
}

func aimWords(f workflow.FocusView) string {
	words := f.Content.Aim.Words()
	if f.TowardName != "" {
		return words + ": " + f.TowardName
	}
	return words
}

// aimTag says the aim as others would; what grows where one is needs no tag.
func (p Page) aimTag(f workflow.FocusView) string {
	if f.Content.Aim == rules.Deeper {
		return ""
	}
	return "Towards " + aimWords(f)
}

func (p Page) whoSuggested(f workflow.FocusView) string {
	if p.mine(f) {
		return p.other() + " suggests this. It becomes part of the plan when you agree."
	}
	return "You suggested this. It becomes part of the plan when " + p.other() + " agrees."
}

// support says whose commitment it is.
func (p Page) support(f workflow.FocusView) string {
	switch {
	case f.SupportBy.ID == "" && f.State == rules.Suggested:
		return "Support wished for"
	case f.SupportBy.ID == "":
		return "Support"
	case f.State == rules.Suggested && f.SupportBy.ID == p.Me:
		return "You would commit to this"
	case f.State == rules.Suggested:
		return f.SupportBy.Name + " would commit to this"
	case p.self() && f.SupportBy.ID == p.Plan.Other.ID, !p.self() && p.Me == f.SupportBy.ID:
		return p.name(f.SupportBy) + " committed to this"
	case p.Plan.StandIn:
		return f.SupportBy.Name + " committed to this"
	}
	return f.SupportBy.Name + ", who was the manager then, or stood in, committed to this"
}

// inherited: a manager before committed to the support, and the one of today has
// not said whether that holds.
func (p Page) inherited(f workflow.FocusView) bool {
	return p.Plan.Viewer == rules.Manager && !p.Plan.StandIn && f.Content.Support != "" && f.SupportBy.ID != "" && f.SupportBy.ID != p.Me && f.State == rules.GoingOn
}

func (p Page) entryWords(e workflow.FocusEntry) string {
	who := p.name(e.By)
	switch e.What {
	case rules.WasSuggested:
		return who + " suggested it"
	case rules.WasAgreed:
		return who + " agreed"
	case rules.WasTakenUp:
		return "Agreed in an evaluation that both signed"
	case rules.WasChanged:
		return who + " changed the words"
	case rules.WasMoved:
		return who + " said: " + e.State.Words()
	}
	return who + " wrote"
}

func (p Page) aimOptions() (options []ui.Option) {
	hints := map[rules.Aim]string{
		rules.Deeper:     "More depth, another kind of work, or a habit. A good answer on its own.",
		rules.Role:       "Sideways is a direction too.",
		rules.Discipline: "A new discipline is a new beginning in it, and no step back.",
		rules.Wider:      "A larger sphere of influence, with what it expects.",
	}
	labels := map[rules.Aim]string{rules.Deeper: "Growing where I am", rules.Role: "Towards another role", rules.Discipline: "Towards another discipline", rules.Wider: "Towards a wider step"}
	if !p.self() {
		labels[rules.Deeper] = "Growing where " + p.Plan.Subject.Name + " is"
	}
	chosen := p.Form.Aim
	if chosen == "" {
		chosen = rules.Deeper
	}
	for _, a := range rules.Aims() {
		if a == rules.Wider && p.Plan.Answer != nil && p.Plan.Answer.Staying && chosen != rules.Wider {
			continue // the person said that this is not what they aim at now
		}
		options = append(options, ui.Option{Value: string(a), Label: labels[a], Hint: hints[a], Selected: a == chosen})
	}
	return options
}

func (p Page) areaOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "no area in particular", Selected: p.Form.Area == ""}}
	for _, a := range p.Plan.Text.AreasInOrder() {
		options = append(options, ui.Option{Value: string(a.ID), Label: a.Name, Selected: p.Form.Area == a.ID})
	}
	return options
}

// roleTyped and disciplineTyped give the name back by which people know it.
func (p Page) roleTyped() string {
	if r, ok := p.Plan.Text.Role(framework.RoleID(p.Form.Role)); ok {
		return r.Name
	}
	return p.Form.Role
}

func (p Page) disciplineTyped() string {
	if d, ok := p.Plan.Text.Discipline(framework.DisciplineID(p.Form.Discipline)); ok {
		return d.Name
	}
	return p.Form.Discipline
}

func (p Page) actionsTyped() string { return strings.Join(p.Form.Actions, "\n") }

// days are the fields for days: those there are, and one more.
func (p Page) days() []string {
	days := append([]string{}, p.Form.Days...)
	if len(days) < rules.MaxReviews {
		days = append(days, "")
	}
	return days
}

func dayField(i int) string { return fmt.Sprintf("review:%d", i) }

// dayLabel names a field for a day.
func dayLabel(i int) string {
	if i == 0 {
		return "Look at it together on"
	}
	return "And on"
}

func (p Page) supportLabel() string {
	if p.self() {
		return "Support you would like from " + p.other()
	}
	return "Support you commit to"
}

func (p Page) supportHint() string {
	if p.self() {
		return "Time, an introduction, a course, somebody to ask. It counts once " + p.other() + " agrees."
	}
	return "Time, an introduction, a course, somebody to ask. Both of you read it here."
}

// history is the newest first.
func history(f workflow.FocusView) []workflow.FocusEntry {
	out := make([]workflow.FocusEntry, 0, len(f.Entries))
	for i := len(f.Entries) - 1; i >= 0; i-- {
		out = append(out, f.Entries[i])
	}
	return out
}

// moves are the words that can be said about how it goes from here.
func moves(f workflow.FocusView) (options []ui.Option) {
	words := map[rules.State]string{rules.GoingOn: "It goes on", rules.SetAside: "We set it aside for now", rules.Done: "It is done"}
	for _, s := range []rules.State{rules.GoingOn, rules.SetAside, rules.Done} {
		if s != f.State {
			options = append(options, ui.Option{Value: string(s), Label: words[s]})
		}
	}
	return options
}

// editable: what has come to its end keeps its words.
func editable(f workflow.FocusView) bool {
	return f.State != rules.Done && f.State != rules.NotTakenUp
}

func movable(f workflow.FocusView) bool {
	return f.State != rules.Suggested && f.State != rules.NotTakenUp
}
