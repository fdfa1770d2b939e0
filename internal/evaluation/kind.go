package evaluation

import (
	"slices"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
)

// Kind is what the evaluation is for.
type Kind string

// Kinds of evaluation. Which of the later ones it is stays between the two: the
// database tells a first one from a later one and no more.
const (
	First      Kind = "first"      // six months after the start; sets the first Step
	Growth     Kind = "growth"     // any day, opened by either
	Discipline Kind = "discipline" // a move to another discipline
	Narrower   Kind = "narrower"   // a move to a step of narrower influence
	Rollout    Kind = "rollout"    // everybody at once, when a framework is introduced
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{First, Growth, Discipline, Narrower, Rollout} }

// Words names the kind.
func (k Kind) Words() string {
	switch k {
	case First:
		return lang.Later("First evaluation")
	case Discipline:
		return lang.Later("Moving to another discipline")
	case Narrower:
		return lang.Later("Moving to a narrower step")
	case Rollout:
		return lang.Later("Introducing the framework")
	}
	return lang.Later("Growth evaluation")
}

// Short names the kind where others may look over a shoulder.
func (k Kind) Short() string {
	switch k {
	case First:
		return lang.Later("first evaluation")
	case Growth:
		return lang.Later("growth evaluation")
	}
	return lang.Later("evaluation")
}

// Moves tells whether the evaluation is about a move that both agree to in words
// of their own.
func (k Kind) Moves() bool { return k == Discipline || k == Narrower }

// View is which steps a growth evaluation looks at.
type View string

// Views; the empty one is the present step and the next.
const (
	PresentAndNext View = "present-and-next"
	PresentOnly    View = "present"
	NextOnly       View = "next"
)

// Opening is what whoever opens an evaluation asks for. The zero Opening is a
// first evaluation as long as no Step is set, and a growth one afterwards.
type Opening struct {
	Kind   Kind
	View   View                   // of a growth evaluation
	Toward framework.DisciplineID // another discipline to look at, or to move to
}

// Plan is what an evaluation looks at. It tells where the person stands.
type Plan struct {
	Kind    Kind
	Steps   []framework.StepID     // in view
	Present framework.StepID       // where the person stood when it was opened; empty when no Step was set
	Toward  framework.DisciplineID // another discipline to look at, or to move to
}

// SetsStep tells whether the two choose a Step in the result.
func (p Plan) SetsStep() bool {
	return p.Kind == First || p.Kind.Moves() || p.Kind == Rollout && p.Present == ""
}

// TellsStep tells whether the steps in view give away where the person stands.
func (p Plan) TellsStep() bool { return p.Kind != First && (p.Kind != Rollout || p.Present != "") }

func wrongChoice(field, message string) error {
	return fault.InvalidFields([]fault.Field{{Name: field, Message: message}})
}

// Plan turns what was asked for into what the evaluation looks at, for somebody
// who stands on the present step, empty when no Step is set, in the discipline.
func (o Opening) Plan(f *framework.Framework, present framework.StepID, discipline string) (Plan, error) {
	switch o.Kind {
	case "":
		o.Kind = Growth
		if present == "" {
			o.Kind = First
		}
	case First, Growth, Discipline, Narrower, Rollout:
	default:
		return Plan{}, wrongChoice("kind", lang.Later("Choose one of the kinds of evaluation."))
	}
	if err := o.check(f, present, discipline); err != nil {
		return Plan{}, err
	}
	p := Plan{Kind: o.Kind, Present: present, Toward: o.Toward}
	switch {
	case o.Kind.Moves():
		p.Steps = upTo(f, present)
	case o.View == PresentOnly:
		p.Steps = []framework.StepID{present}
	case o.Kind == Growth && o.View == NextOnly:
		next, _ := f.Next(present)
		p.Steps = []framework.StepID{next.ID}
	default:
		p.Steps = StepsInView(o.Kind, f, present)
	}
	return p, nil
}

func (o Opening) check(f *framework.Framework, present framework.StepID, discipline string) error {
	switch {
	case present == "" && o.Kind != First && o.Kind != Rollout:
		return wrongChoice("kind", lang.Later("No Step is set yet, so a first evaluation comes first. It has room for everything."))
	case present != "" && o.Kind == First:
		return wrongChoice("kind", lang.Later("A Step is set already. Choose another kind of evaluation."))
	case o.View != "" && o.Kind != Growth && (o.Kind != Rollout || o.View != PresentOnly || present == ""), o.View != "" && o.View != PresentAndNext && o.View != PresentOnly && o.View != NextOnly:
		return wrongChoice("view", lang.Later("Choose what to look at: the present step, the next, or both."))
	case o.Toward == "" && o.Kind == Discipline:
		return wrongChoice("toward", lang.Later("Choose the discipline this is about."))
	case o.Toward != "" && o.Kind != Discipline && o.Kind != Growth:
		return wrongChoice("toward", lang.Later("Another discipline belongs to a growth evaluation, or to a move to it."))
	}
	if _, wider := f.Next(present); o.View == NextOnly && !wider {
		return wrongChoice("view", lang.Later("There is no step after the present one. Look at the present step instead."))
	}
	if o.Kind == Narrower && !slices.ContainsFunc(f.StepsInOrder(), func(s framework.Step) bool { return f.Wider(present, s.ID) }) {
		return wrongChoice("kind", lang.Later("There is no step with a narrower influence than the present one."))
	}
	if o.Toward == "" {
		return nil
	}
	return checkToward(f, o.Toward, discipline)
}

func checkToward(f *framework.Framework, toward framework.DisciplineID, discipline string) error {
	d, ok := f.Discipline(toward)
	if !ok {
		return wrongChoice("toward", lang.Later("The framework does not know this discipline. Choose one of the list."))
	}
	if strings.EqualFold(discipline, string(d.ID)) || strings.EqualFold(discipline, d.Name) {
		return wrongChoice("toward", lang.Later("This is the present discipline. Choose another one."))
	}
	return nil
}

// upTo lists the steps up to the present one, the narrowest first; all of them
// when the framework no longer has it.
func upTo(f *framework.Framework, present framework.StepID) (steps []framework.StepID) {
	_, known := f.Step(present)
	for _, s := range f.StepsInOrder() {
		if !known || s.ID == present || !f.Wider(s.ID, present) {
			steps = append(steps, s.ID)
		}
	}
	return steps
}

// StepsInView returns the steps an evaluation looks at by itself. A first one
// looks at all of them, because nobody knows yet; a growth one at the present
// step and the next. Without a present step it looks at all.
func StepsInView(kind Kind, f *framework.Framework, present framework.StepID) []framework.StepID {
	if kind != First && present != "" {
		view := []framework.StepID{present}
		if next, ok := f.Next(present); ok {
			view = append(view, next.ID)
		}
		return view
	}
	var all []framework.StepID
	for _, s := range f.StepsInOrder() {
		all = append(all, s.ID)
	}
	return all
}

// LooksAt returns the discipline whose examples the two read.
func (e *Evaluation) LooksAt() framework.DisciplineID {
	if e.Toward != "" {
		return e.Toward
	}
	return framework.DisciplineID(e.Discipline)
}
