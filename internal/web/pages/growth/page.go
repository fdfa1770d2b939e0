// Package growth shows a person's growth plan: to the two whose plan it is, and
// what of it the person shares to those they chose.
package growth

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/framework"
	rules "cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
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
func Title(ctx context.Context, p workflow.Plan) string {
	if p.Viewer == rules.Self {
		return lang.Say(ctx, "Your growth plan")
	}
	return lang.Say(ctx, "{subject}’s growth plan", "subject", p.Subject.Name)
}

func (p Page) self() bool { return p.Plan.Viewer == rules.Self }

// also names who else reads it while the manager is away.
func (p Page) also(ctx context.Context) string {
	return standin.AlsoReads(ctx, p.Plan.StandIn, p.Plan.Also)
}

func (p Page) other(ctx context.Context) string {
	if p.Plan.Other.Name == "" {
		return lang.Say(ctx, "your manager")
	}
	return p.Plan.Other.Name
}

// readers says who reads what is written here.
func (p Page) readers(ctx context.Context) ui.Readers {
	if p.Plan.Other.Name == "" {
		return ui.Readers{Now: lang.Say(ctx, "only you"), Later: lang.Say(ctx, "your manager, once there is one")}
	}
	return ui.Readers{Now: lang.Say(ctx, "you and {other}{also}", "other", p.Plan.Other.Name, "also", p.also(ctx))}
}

// readersOfAnswer: who stands in for the manager is not told what is said about a wider
// step.
func (p Page) readersOfAnswer(ctx context.Context) ui.Readers {
	p.Plan.Also = nil
	return p.readers(ctx)
}

func (p Page) readersOfAgreed(ctx context.Context) string {
	switch other, also := p.Plan.Other.Name, p.also(ctx); {
	case other == "" && len(p.Plan.Shares) > 0:
		return lang.Say(ctx, "Only you can read this, and what you chose to share")
	case other == "":
		return lang.Say(ctx, "Only you can read this")
	case len(p.Plan.Shares) > 0:
		return lang.Say(ctx, "Only {other} and you can read this{also}, and what you chose to share", "other", other, "also", also)
	default:
		return lang.Say(ctx, "Only {other} and you can read this{also}", "other", other, "also", also)
	}
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

func (p Page) name(ctx context.Context, by workflow.PersonRef) string {
	switch {
	case by.ID == "":
		return lang.Say(ctx, "Somebody")
	case by.ID == p.Plan.Subject.ID && p.self():
		return lang.Say(ctx, "You")
	case by.ID == p.Plan.Other.ID, by.ID == p.Plan.Subject.ID:
		return by.Name
	case by.ID == p.Me:
		return lang.Say(ctx, "You")
	}
	return lang.Say(ctx, "{name}, who was the manager then, or stood in", "name", by.Name)
}

func aimWords(ctx context.Context, f workflow.FocusView) string {
	words := lang.Say(ctx, f.Content.Aim.Words())
	if f.TowardName != "" {
		return words + ": " + f.TowardName
	}
	return words
}

// aimTag says the aim as others would; what grows where one is needs no tag.
func (p Page) aimTag(ctx context.Context, f workflow.FocusView) string {
	if f.Content.Aim == rules.Deeper {
		return ""
	}
	return lang.Say(ctx, "Towards {aim}", "aim", aimWords(ctx, f))
}

func (p Page) whoSuggested(ctx context.Context, f workflow.FocusView) string {
	if p.mine(f) {
		return lang.Say(ctx, "{other} suggests this. It becomes part of the plan when you agree.", "other", p.other(ctx))
	}
	return lang.Say(ctx, "You suggested this. It becomes part of the plan when {other} agrees.", "other", p.other(ctx))
}

// support says whose commitment it is.
func (p Page) support(ctx context.Context, f workflow.FocusView) string {
	switch {
	case f.SupportBy.ID == "" && f.State == rules.Suggested:
		return lang.Say(ctx, "Support wished for")
	case f.SupportBy.ID == "":
		return lang.Say(ctx, "Support")
	case f.State == rules.Suggested && f.SupportBy.ID == p.Me:
		return lang.Say(ctx, "You would commit to this")
	case f.State == rules.Suggested:
		return lang.Say(ctx, "{supportby} would commit to this", "supportby", f.SupportBy.Name)
	case p.self() && f.SupportBy.ID == p.Plan.Other.ID, !p.self() && p.Me == f.SupportBy.ID:
		return lang.Say(ctx, "{name} committed to this", "name", p.name(ctx, f.SupportBy))
	case p.Plan.StandIn:
		return lang.Say(ctx, "{supportby} committed to this", "supportby", f.SupportBy.Name)
	}
	return lang.Say(ctx, "{supportby}, who was the manager then, or stood in, committed to this", "supportby", f.SupportBy.Name)
}

// inherited: a manager before committed to the support, and the one of today has
// not said whether that holds.
func (p Page) inherited(f workflow.FocusView) bool {
	return p.Plan.Viewer == rules.Manager && !p.Plan.StandIn && f.Content.Support != "" && f.SupportBy.ID != "" && f.SupportBy.ID != p.Me && f.State == rules.GoingOn
}

func (p Page) entryWords(ctx context.Context, e workflow.FocusEntry) string {
	who := p.name(ctx, e.By)
	switch e.What {
	case rules.WasSuggested:
		return lang.Say(ctx, "{who} suggested it", "who", who)
	case rules.WasAgreed:
		return lang.Say(ctx, "{who} agreed", "who", who)
	case rules.WasTakenUp:
		return lang.Say(ctx, "Agreed in an evaluation that both signed")
	case rules.WasChanged:
		return lang.Say(ctx, "{who} changed the words", "who", who)
	case rules.WasMoved:
		return lang.Say(ctx, "{who} said: {what}", "who", who, "what", lang.Say(ctx, e.State.Words()))
	}
	return lang.Say(ctx, "{who} wrote", "who", who)
}

func (p Page) aimOptions(ctx context.Context) (options []ui.Option) {
	hints := map[rules.Aim]string{
		rules.Deeper:     lang.Say(ctx, "More depth, another kind of work, or a habit. A good answer on its own."),
		rules.Role:       lang.Say(ctx, "Sideways is a direction too."),
		rules.Discipline: lang.Say(ctx, "A new discipline is a new beginning in it, and no step back."),
		rules.Wider:      lang.Say(ctx, "A larger sphere of influence, with what it expects."),
	}
	labels := map[rules.Aim]string{rules.Deeper: lang.Say(ctx, "Growing where I am"), rules.Role: lang.Say(ctx, "Towards another role"), rules.Discipline: lang.Say(ctx, "Towards another discipline"), rules.Wider: lang.Say(ctx, "Towards a wider step")}
	if !p.self() {
		labels[rules.Deeper] = lang.Say(ctx, "Growing where {subject} is", "subject", p.Plan.Subject.Name)
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

func (p Page) areaOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "no area in particular"), Selected: p.Form.Area == ""}}
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
func dayLabel(ctx context.Context, i int) string {
	if i == 0 {
		return lang.Say(ctx, "Look at it together on")
	}
	return lang.Say(ctx, "And on")
}

func (p Page) supportLabel(ctx context.Context) string {
	if p.self() {
		return lang.Say(ctx, "Support you would like from {other}", "other", p.other(ctx))
	}
	return lang.Say(ctx, "Support you commit to")
}

func (p Page) supportHint(ctx context.Context) string {
	if p.self() {
		return lang.Say(ctx, "Time, an introduction, a course, somebody to ask. It counts once {other} agrees.", "other", p.other(ctx))
	}
	return lang.Say(ctx, "Time, an introduction, a course, somebody to ask. Both of you read it here.")
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
func moves(ctx context.Context, f workflow.FocusView) (options []ui.Option) {
	words := map[rules.State]string{rules.GoingOn: lang.Say(ctx, "It goes on"), rules.SetAside: lang.Say(ctx, "We set it aside for now"), rules.Done: lang.Say(ctx, "It is done")}
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
