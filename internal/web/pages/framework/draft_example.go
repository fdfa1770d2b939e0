package framework

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/framework"
	"cairn/internal/lang"
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

func (x ExamplePage) title(ctx context.Context) string {
	if x.New {
		return lang.Say(ctx, "A new example")
	}
	return lang.Say(ctx, "An example")
}

func (x ExamplePage) errors() []ui.FieldError { return fieldErrors(x.Wrong) }

// fieldErrors lists the mistakes of a form in a fixed order.
func fieldErrors(wrong map[string]string) (list []ui.FieldError) {
	for name, text := range wrong {
		list = append(list, ui.FieldError{FieldID: name, Text: text})
	}
	arrange.By(list, func(a, b ui.FieldError) int { return strings.Compare(a.FieldID, b.FieldID) })
	return list
}

// placeOptions are all steps and levels an example of any area may stand at.
func (d Draft) placeOptions(ctx context.Context, e framework.Example) (options []ui.Option) {
	now := PlaceOf(e).At
	option := func(at, label string) {
		options = append(options, ui.Option{Value: at, Label: label, Selected: at == now})
	}
	for _, s := range d.StepsInOrder() {
		option(string(s.ID), s.Name)
	}
	option(string(framework.EveryStep), lang.Say(ctx, "Every {step}", "step", d.step(ctx)))
	for _, s := range d.Scales {
		for _, l := range s.Levels {
			option(levelMark+string(l.ID), lang.Say(ctx, "{level} (a level of {scale})", "level", l.Name, "scale", string(s.ID)))
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

func (d Draft) marksHint(ctx context.Context) string {
	if d.all() {
		return lang.Say(ctx, "Nothing ticked: it is for everyone.")
	}
	return lang.Say(ctx, "Tick at least one: what is for everyone is looked after by the people partners.")
}

// ExampleFacts is the example in words, for who reads it only and to set two
// versions side by side.
func (d Draft) ExampleFacts(ctx context.Context, e framework.Example) []ui.Fact {
	marks := joined(ctx, d.marks(e))
	if marks == "" {
		marks = lang.Say(ctx, "Everyone##nobody is left out")
	}
	form := lang.Say(ctx, "A habit, seen again and again")
	if e.Form == framework.FormActivity {
		form = lang.Say(ctx, "An activity, done once or a few times")
	}
	facts := []ui.Fact{{Name: lang.Say(ctx, "Text"), Text: e.Text}}
	for i, x := range e.Details {
		facts = append(facts, ui.Fact{Name: lang.Say(ctx, "Detail {number}", "number", i+1), Text: x})
	}
	facts = append(facts, ui.Fact{Name: lang.Say(ctx, "Where"), Text: d.placeTitle(ctx, PlaceOf(e))}, ui.Fact{Name: lang.Say(ctx, "For##whom"), Text: marks}, ui.Fact{Name: lang.Say(ctx, "Form##habit or activity"), Text: form})
	if e.Note != "" {
		facts = append(facts, ui.Fact{Name: lang.Say(ctx, "Note##to those who write"), Text: e.Note})
	}
	return append(facts, ui.Fact{Name: lang.Say(ctx, "Id"), Text: string(e.ID)})
}
