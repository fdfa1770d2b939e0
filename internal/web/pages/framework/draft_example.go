package framework

import (
	"slices"
	"strconv"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/web/ui"
)

// ExamplePage is one example in its form.
type ExamplePage struct {
	Framework  *framework.Framework // with the example as typed in it
	Typed      framework.Example
	New        bool
	As         framework.DisciplineID // as whom the preview reads
	Key        string
	MoveKey    string
	Revision   string
	Wrong      map[string]string
	Other      *framework.Example // as somebody else wrote it meanwhile
	At, Of     int                // its position
	MoveTo     string             // the position as typed, when it is none
	MayWrite   bool
	FirstFocus bool
}

// position is what the field of the position holds.
func (x ExamplePage) position() string {
	if x.Wrong["to"] != "" {
		return x.MoveTo
	}
	return strconv.Itoa(x.At)
}

func (x ExamplePage) title() string {
	if x.New {
		return "A new example"
	}
	return "An example"
}

func (x ExamplePage) errors() []ui.FieldError { return fieldErrors(x.Wrong) }

// fieldErrors lists the mistakes of a form in a fixed order.
func fieldErrors(wrong map[string]string) (list []ui.FieldError) {
	for name, text := range wrong {
		list = append(list, ui.FieldError{FieldID: name, Text: text})
	}
	slices.SortFunc(list, func(a, b ui.FieldError) int { return strings.Compare(a.FieldID, b.FieldID) })
	return list
}

// placeOptions are all steps and levels an example of any area may stand at.
func (d Draft) placeOptions(e framework.Example) (options []ui.Option) {
	now := PlaceOf(e).At
	option := func(at, label string) {
		options = append(options, ui.Option{Value: at, Label: label, Selected: at == now})
	}
	for _, s := range d.StepsInOrder() {
		option(string(s.ID), s.Name)
	}
	option(string(framework.EveryStep), "Every "+d.step())
	for _, s := range d.Scales {
		for _, l := range s.Levels {
			option(levelMark+string(l.ID), l.Name+" (a level of "+string(s.ID)+")")
		}
	}
	return options
}

func (d Draft) areaOptions(now framework.AreaID) (options []ui.Option) {
	for _, a := range d.AreasInOrder() {
		options = append(options, ui.Option{Value: string(a.ID), Label: a.Name, Selected: a.ID == now})
	}
	return options
}

// mayMark lists the disciplines the viewer may mark an example for: all, or those
// they look after and those it has already.
func (d Draft) mayMark() (list []framework.Discipline) {
	for _, x := range d.Disciplines {
		if d.all() || slices.Contains(d.View.Editor.Disciplines, x.ID) {
			list = append(list, x)
		}
	}
	return list
}

func (d Draft) marksHint() string {
	if d.all() {
		return "Nothing ticked: it is for everyone."
	}
	return "Tick at least one: what is for everyone is looked after by the people partners."
}

// ExampleFacts is the example in words, for who reads it only and to set two
// versions side by side.
func (d Draft) ExampleFacts(e framework.Example) []ui.Fact {
	marks := joined(d.marks(e))
	if marks == "" {
		marks = "Everyone"
	}
	form := "A habit, seen again and again"
	if e.Form == framework.FormActivity {
		form = "An activity, done once or a few times"
	}
	facts := []ui.Fact{{Name: "Text", Text: e.Text}}
	for i, x := range e.Details {
		facts = append(facts, ui.Fact{Name: "Detail " + strconv.Itoa(i+1), Text: x})
	}
	facts = append(facts, ui.Fact{Name: "Where", Text: d.placeTitle(PlaceOf(e))}, ui.Fact{Name: "For", Text: marks}, ui.Fact{Name: "Form", Text: form})
	if e.Note != "" {
		facts = append(facts, ui.Fact{Name: "Note", Text: e.Note})
	}
	return append(facts, ui.Fact{Name: "Id", Text: string(e.ID)})
}
