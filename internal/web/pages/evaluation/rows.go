package evaluation

import (
	"context"

	rules "cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

func (p *Page) viewer() id.Person { return p.View.Reader }

func (p *Page) recognised(ctx context.Context) string {
	if p.View.Viewer == rules.SelfSide {
		return lang.Say(ctx, "yourself##recognise")
	}
	return p.View.Subject.Name
}

// their is what the other side says; empty while it is not open.
func (p *Page) their() rules.Body {
	if p.View.Theirs == nil {
		return rules.Body{}
	}
	return p.View.Theirs.Body
}

// word says a mark in what both read.
func (p *Page) word(ctx context.Context, m rules.Mark) string {
	if m == rules.Unsaid {
		return ""
	}
	return p.ourWord(ctx, m)
}

// ourWord says a mark, or that there is none, in what both read; myWord on one's own
// side.
func (p *Page) ourWord(ctx context.Context, m rules.Mark) string {
	return lang.Say(ctx, m.Text(), []any{"whom", p.subject(ctx)}...)
}

func (p *Page) myWord(ctx context.Context, m rules.Mark) string {
	return lang.Say(ctx, m.Text(), []any{"whom", p.whom(ctx)}...)
}

// stepSides are both sides about one step.
type stepSides struct {
	name string
	ui.Sides
}

// sidesOfSteps are the steps of which there is something to show.
func (p *Page) sidesOfSteps(ctx context.Context) (list []stepSides) {
	for _, s := range p.steps() {
		if sides := p.sides(ctx, s); len(sides.Rows) > 0 {
			list = append(list, stepSides{s.Name, sides})
		}
	}
	return list
}

// sides are both sides about one step, area by area and example by example:
// only what at least one of them spoke of.
func (p *Page) sides(ctx context.Context, s framework.Step) ui.Sides {
	sides := ui.Sides{Caption: lang.Say(ctx, "Both sides, {name}", "name", s.Name), LeftName: p.mine(ctx), RightName: p.theirs(ctx), LeftPaper: p.mineOnPaper(ctx)}
	for _, a := range p.areas() {
		key := rules.KeyOf(a.ID, s.ID)
		mine, theirs := p.View.Mine.Body.Areas[key], p.their().Areas[key]
		if p.shown(mine.Mark, theirs.Mark) && !(mine.Empty() && theirs.Empty()) {
			sides.Rows = append(sides.Rows, ui.SideRow{
				Title: a.Name, Mark: sideMark(mine.Mark, theirs.Mark),
				Left: ui.Side{Word: p.word(ctx, mine.Mark), Text: mine.Text}, Right: ui.Side{Word: p.word(ctx, theirs.Mark), Text: theirs.Text},
			})
		}
		examples := p.exampleRows(ctx, a, s)
		if n := len(sides.Rows); len(examples) > 0 && (n == 0 || sides.Rows[n-1].Title != a.Name) {
			examples[0].Title = a.Name // nothing about the area itself stands above them
		}
		sides.Rows = append(sides.Rows, examples...)
	}
	return sides
}

func (p *Page) exampleRows(ctx context.Context, a framework.Area, s framework.Step) (rows []ui.SideRow) {
	for _, e := range p.examples(a.ID, s.ID) {
		mine, theirs := p.View.Mine.Body.Examples[e.ID], p.their().Examples[e.ID]
		if mine == rules.Unsaid && theirs == rules.Unsaid || !p.shown(mine, theirs) {
			continue
		}
		rows = append(rows, ui.SideRow{
			Detail: e.Text, Mark: sideMark(mine, theirs), Left: ui.Side{Word: p.word(ctx, mine)}, Right: ui.Side{Word: p.word(ctx, theirs)},
		})
	}
	return rows
}

func (p *Page) shown(a, b rules.Mark) bool {
	return !p.Differ || rules.MatchOf(a, b) == rules.Different
}

func sideMark(a, b rules.Mark) ui.SideMark {
	switch rules.MatchOf(a, b) {
	case rules.Same:
		return ui.Agree
	case rules.Different:
		return ui.Differ
	}
	return ui.NoMark
}

// ownAnswer is something one wrote on one's own side.
type ownAnswer struct{ Title, Detail, Word, Text string }

func (p *Page) own(ctx context.Context, said rules.Body, s framework.Step) (rows []ownAnswer) {
	for _, a := range p.areas() {
		if mine := said.Areas[rules.KeyOf(a.ID, s.ID)]; !mine.Empty() {
			rows = append(rows, ownAnswer{Title: a.Name, Word: p.ownWord(ctx, mine.Mark), Text: mine.Text})
		}
		for _, e := range p.examples(a.ID, s.ID) {
			if m := said.Examples[e.ID]; m != rules.Unsaid {
				rows = append(rows, ownAnswer{Detail: e.Text, Word: p.ownWord(ctx, m)})
			}
		}
	}
	return rows
}

func (p *Page) ownWord(ctx context.Context, m rules.Mark) string {
	if m == rules.Unsaid {
		return ""
	}
	return p.myWord(ctx, m)
}

func (p *Page) savedWords(ctx context.Context, a rules.Answer) string {
	word := p.ownWord(ctx, a.Mark)
	switch {
	case word == "":
		return a.Text
	case a.Text == "":
		return "“" + word + "”"
	}
	return "“" + word + "”\n\n" + a.Text
}

// agreedRow is an area at a step of which at least one of the two spoke.
type agreedRow struct {
	Key                      rules.Key
	Area, Step, Mine, Theirs string
}

func (p *Page) agreedRows(ctx context.Context) (rows []agreedRow) {
	for _, s := range p.steps() {
		for _, a := range p.areas() {
			key := rules.KeyOf(a.ID, s.ID)
			mine, theirs := p.View.Mine.Body.Areas[key], p.their().Areas[key]
			if mine.Empty() && theirs.Empty() && p.Result.Areas[key] == rules.Unsaid {
				continue
			}
			rows = append(rows, agreedRow{key, a.Name, s.Name, p.ourWord(ctx, mine.Mark), p.ourWord(ctx, theirs.Mark)})
		}
	}
	return rows
}

func (p *Page) stepOptions() (options []ui.Option) {
	for _, s := range p.View.Text.StepsInOrder() {
		if !p.mayChoose(s) {
			continue
		}
		options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Hint: s.Sphere, Selected: s.ID == p.Result.Step})
	}
	return options
}

// mayChoose: a move leads to the present step or a narrower one, and a wider one
// comes by promotion.
func (p *Page) mayChoose(s framework.Step) bool {
	if _, known := p.View.Text.Step(p.View.Present); !known || !p.View.Kind.Moves() {
		return true
	}
	if p.View.Kind == rules.Narrower {
		return p.View.Text.Wider(p.View.Present, s.ID)
	}
	return !p.View.Text.Wider(s.ID, p.View.Present)
}

func (p *Page) areaOptions(ctx context.Context, chosen framework.AreaID) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "no particular area"), Selected: chosen == ""}}
	for _, a := range p.areas() {
		options = append(options, ui.Option{Value: string(a.ID), Label: a.Name, Selected: a.ID == chosen})
	}
	return options
}

// focusRows are the focus areas with room for another two.
func (p *Page) focusRows() []rules.Focus {
	room := min(rules.MaxFocuses, max(2, len(p.Result.Focus)+1))
	rows := make([]rules.Focus, room)
	copy(rows, p.Result.Focus)
	return rows
}

func (p *Page) stepName(s framework.StepID) string {
	step, _ := p.View.Text.Step(s)
	return step.Name
}

func (p *Page) areaName(a framework.AreaID) string {
	area, _ := p.View.Text.Area(a)
	return area.Name
}

func (p *Page) ringsTitle(ctx context.Context) string {
	switch p.View.Stage {
	case rules.Agreed:
		return lang.Say(ctx, "What was agreed, by area and step")
	case rules.NotAgreed:
		return lang.Say(ctx, "What that text says, by area and step")
	}
	return lang.Say(ctx, "What it says, by area and step")
}

// rings shows in word and pattern what was agreed.
func (p *Page) rings(ctx context.Context) ui.RingsData {
	d := ui.RingsData{ID: "agreed", Title: p.ringsTitle(ctx), Cells: map[[2]string]ui.RingCell{}}
	for _, s := range p.View.Text.StepsInOrder() {
		d.Steps = append(d.Steps, ui.RingStep{ID: string(s.ID), Name: s.Name})
	}
	for _, a := range p.areas() {
		d.Areas = append(d.Areas, ui.RingArea{ID: string(a.ID), Name: a.Name})
	}
	for key, m := range p.View.Written.Areas {
		if m != rules.Unsaid {
			area, step := key.Split()
			d.Cells[[2]string{string(step), string(area)}] = ui.RingCell{Pattern: pattern(m), Word: p.ourWord(ctx, m)}
		}
	}
	return d
}

func pattern(m rules.Mark) ui.RingPattern {
	switch m {
	case rules.Describes:
		return ui.Solid
	case rules.Sometimes:
		return ui.Hatch
	case rules.NotYet:
		return ui.Dots
	}
	return ui.Blank
}

// from says which unit an example comes from, or whose words it is said in; empty
// for the framework's own.
func (p *Page) from(ctx context.Context, e framework.ExampleID) string {
	for _, m := range p.View.Marks {
		if m.What != framework.MarkExample || m.ID != string(e) || m.Overruled {
			continue
		}
		for _, u := range p.View.Units {
			if u.ExtensionUnit == m.Unit && m.Kind == framework.MarkAdded {
				return lang.Say(ctx, "{name} adds this.", "name", u.Name)
			} else if u.ExtensionUnit == m.Unit {
				return lang.Say(ctx, "In the words of {name}. The framework says: {text}", "name", u.Name, "text", m.Original.Text)
			}
		}
	}
	return ""
}

func (p *Page) payPath() string {
	if p.View.Viewer == rules.SelfSide {
		return "/pay"
	}
	return "/people/" + string(p.View.Evaluation.Subject) + "/pay"
}

func (p *Page) payHint(ctx context.Context) string {
	if p.View.Kind == rules.Narrower {
		return lang.Say(ctx, "Ranges of steps overlap, so a narrower step need not mean less. Both of you confirm this day and these words when you sign.")
	}
	return lang.Say(ctx, "Where something changes. Both of you confirm it when you sign.")
}
