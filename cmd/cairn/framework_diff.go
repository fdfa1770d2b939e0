package main

import (
	"strings"

	"cairn/internal/framework"
)

type diffCommand struct {
	place
	A          string `arg:"" help:"A framework file, or a version such as 1.0."`
	B          string `arg:"" help:"The later one: a file or a version."`
	Discipline string `help:"Only what changed for people of this discipline." placeholder:"DISCIPLINE"`
}

// Run tells how A became B.
func (c diffCommand) Run(t *terminal) error {
	a, err := c.read(t, c.A)
	if err != nil {
		return err
	}
	b, err := c.read(t, c.B)
	if err != nil {
		return err
	}
	d := framework.Compare(a, b)
	if c.Discipline != "" {
		found, ok := b.DisciplineNamed(c.Discipline)
		if !ok {
			if found, ok = a.DisciplineNamed(c.Discipline); !ok {
				return noSuch("discipline", c.Discipline, b.Disciplines, func(v framework.Discipline) string { return string(v.ID) })
			}
		}
		d = d.For(found.ID)
	}
	if t.asJSON {
		return t.json(diffAnswer(d))
	}
	differs{t}.print(d)
	return nil
}

func (c diffCommand) read(t *terminal, name string) (*framework.Framework, error) {
	if isFile(name) {
		return usableFile(t, name)
	}
	f, _, err := readVersion(t, c.place, name)
	return f, err
}

type differs struct{ *terminal }

func (p differs) print(d framework.Diff) {
	p.say("%s to %s: %s.", d.Before, d.After, d.Counts())
	p.fields("Framework", d.Head)
	p.fields("Words", d.Words)
	p.fields("Policy", d.Policy)
	p.things("Steps", d.Steps)
	p.things("Areas", d.Areas)
	p.things("Disciplines", d.Disciplines)
	p.things("Roles", d.Roles)
	p.things("Questions", d.Questions)
	p.things("Scales", d.Scales)
	p.things("Profiles", d.Profiles)
	for _, place := range d.Places {
		p.place(place)
	}
}

func (p differs) fields(heading string, all []framework.FieldChange) {
	if len(all) > 0 {
		p.say("\n%s", strings.ToUpper(heading))
		p.each("  ", all)
	}
}

func (p differs) each(indent string, all []framework.FieldChange) {
	for _, f := range all {
		p.text(indent, f.Field+": "+worded(f.Words, f.Before, f.After))
	}
}

func (p differs) things(heading string, all []framework.ItemChange) {
	if len(all) == 0 {
		return
	}
	p.say("\n%s", strings.ToUpper(heading))
	for _, c := range all {
		p.say("  %s: %s", c.Kind, c.Name)
		p.each("    ", c.Fields)
	}
}

func (p differs) place(place framework.PlaceChange) {
	p.say("\n%s, %s", strings.ToUpper(place.AreaName), placeName(place))
	if place.Rewritten {
		p.say("  written anew; before:")
		p.plain(place.Before)
		p.say("  now:")
		p.plain(place.After)
		return
	}
	for _, c := range place.Changes {
		text := c.After.Text
		switch {
		case c.Kind == framework.Removed:
			text = c.Before.Text
		case len(c.Text) > 0:
			text = worded(c.Text, c.Before.Text, c.After.Text)
		}
		p.text("  "+string(c.Kind)+": ", text)
		p.each("      ", c.Fields)
	}
}

func placeName(p framework.PlaceChange) string {
	if p.StepName == "" || p.Step == framework.EveryStep {
		return "any step"
	}
	return p.StepName
}

func (p differs) plain(all []framework.Example) {
	for _, e := range all {
		p.text("    - ", e.Text)
	}
}

// worded marks what went as [-so-] and what came as {+so+}, which reads without
// colours too.
func worded(words []framework.WordChange, before, after string) string {
	if len(words) == 0 {
		words = framework.DiffWords(before, after)
	}
	var b strings.Builder
	for _, w := range words {
		switch w.Kind {
		case framework.RemovedWords:
			b.WriteString("[-" + w.Text + "-]")
		case framework.AddedWords:
			b.WriteString("{+" + w.Text + "+}")
		default:
			b.WriteString(w.Text)
		}
	}
	return b.String()
}
