package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
)

type showCommand struct {
	place
	File       string `arg:"" optional:"" help:"A framework file; otherwise a version from the database is shown."`
	Version    string `help:"The version to show, as in 1.1; the one in force when neither a file nor a version is given." placeholder:"VERSION"`
	Step       string `help:"Only this step, by id or name." placeholder:"STEP"`
	Area       string `help:"Only this area, by id or name." placeholder:"AREA"`
	Discipline string `help:"Only what is for everyone and for this discipline." placeholder:"DISCIPLINE"`
}

// Help tells what JSON means here.
func (showCommand) Help() string {
	return "With --json the whole framework is written, whatever part was asked for."
}

// Run prints the framework.
func (c showCommand) Run(t *terminal) error {
	f, err := c.read(t)
	if err != nil {
		return err
	}
	if t.asJSON {
		data, err := frameworkfile.EncodeJSON(f)
		if err != nil {
			return err
		}
		_, err = t.out.Write(data)
		return err
	}
	s := shown{terminal: t, f: f, only: c.Discipline != ""}
	if err := s.filter(c); err != nil {
		return err
	}
	s.print()
	return nil
}

func (c showCommand) read(t *terminal) (*framework.Framework, error) {
	if c.File != "" && c.Version != "" {
		return nil, usage{"give a file or a version, not both"}
	}
	if c.File == "" {
		f, _, err := readVersion(t, c.place, c.Version)
		return f, err
	}
	return usableFile(t, c.File)
}

// usableFile reads a file, and tells what is wrong where it cannot be used.
func usableFile(t *terminal, file string) (*framework.Framework, error) {
	f, findings, err := readFramework(file)
	if err == nil && f == nil {
		t.findings(findings)
		err = errSaid
	}
	return f, err
}

// shown is a framework being printed.
type shown struct {
	*terminal
	f          *framework.Framework
	steps      []framework.Step
	areas      []framework.Area
	discipline framework.Discipline
	only       bool
}

func (s *shown) filter(c showCommand) error {
	s.steps, s.areas = s.f.StepsInOrder(), s.f.AreasInOrder()
	if c.Step != "" {
		all := s.steps
		s.steps = slices.DeleteFunc(slices.Clone(all), func(v framework.Step) bool { return !named(c.Step, string(v.ID), v.Name) })
		if len(s.steps) == 0 {
			return noSuch("step", c.Step, all, func(v framework.Step) string { return string(v.ID) })
		}
	}
	if c.Area != "" {
		all := s.areas
		s.areas = slices.DeleteFunc(slices.Clone(all), func(v framework.Area) bool { return !named(c.Area, string(v.ID), v.Name) })
		if len(s.areas) == 0 {
			return noSuch("area", c.Area, all, func(v framework.Area) string { return string(v.ID) })
		}
	}
	if c.Discipline != "" {
		d, ok := s.f.DisciplineNamed(c.Discipline)
		if !ok {
			return noSuch("discipline", c.Discipline, s.f.Disciplines, func(v framework.Discipline) string { return string(v.ID) })
		}
		s.discipline = d
	}
	return nil
}

func named(asked string, names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(strings.TrimSpace(asked), n) })
}

func noSuch[T any](kind, asked string, all []T, id func(T) string) error {
	var known []string
	for _, v := range all {
		known = append(known, id(v))
	}
	near := framework.Nearest(asked, known)
	if len(near) == 0 {
		near = known[:min(len(known), 20)]
	}
	return usage{fmt.Sprintf("there is no %s %q; did you mean %s?", kind, asked, strings.Join(near, ", "))}
}

func (s *shown) print() {
	s.say("%s (%s %s, %s)", s.f.Name, s.f.ID, s.f.Version, s.f.Status)
	s.say("%s.", contents(s.f))
	s.say("The examples are there to talk about; they are not a checklist.")
	if every := s.at(framework.EveryStep); len(every) > 0 {
		s.say("\nAT ANY STEP")
		s.lines(every)
	}
	for _, step := range s.steps {
		s.step(step)
	}
	for _, a := range s.areas {
		s.levels(a)
	}
	if len(s.f.Roles) > 0 && !s.only {
		s.say("\nROLES")
		for _, r := range s.f.Roles {
			s.say("  %s%s", r.Name, after(": ", r.Summary))
		}
	}
}

func (s *shown) step(step framework.Step) {
	s.say("\n%s", strings.ToUpper(step.Name))
	for _, text := range []string{step.Sphere, step.Summary} {
		s.text("  ", text)
	}
	s.lines(s.at(step.ID))
}

// placed are the examples of an area, for everyone or for one discipline.
type placed struct {
	area framework.Area
	all  []framework.Example
}

// at lists what is written at the step itself, area by area.
func (s *shown) at(step framework.StepID) (all []placed) {
	for _, a := range s.areas {
		p := placed{area: a}
		for _, e := range s.f.Examples {
			if e.Area == a.ID && e.Step == step && s.wanted(e) {
				p.all = append(p.all, e)
			}
		}
		if len(p.all) > 0 {
			all = append(all, p)
		}
	}
	return all
}

func (s *shown) wanted(e framework.Example) bool {
	return !s.only || len(e.Disciplines) == 0 || slices.Contains(e.Disciplines, s.discipline.ID)
}

func (s *shown) lines(all []placed) {
	for _, p := range all {
		s.say("\n  %s", p.area.Name)
		s.examples("    ", p.all)
	}
}

func (s *shown) examples(indent string, all []framework.Example) {
	for _, e := range all {
		s.text(indent+"- ", e.Text+s.marks(e))
		for _, d := range e.Details {
			s.text(indent+"    · ", d)
		}
	}
}

func (s *shown) marks(e framework.Example) string {
	var names []string
	for _, id := range e.Disciplines {
		d, _ := s.f.Discipline(id)
		names = append(names, d.Name)
	}
	if len(names) == 0 {
		return ""
	}
	return " [" + strings.Join(names, ", ") + "]"
}

func (s *shown) levels(a framework.Area) {
	i := slices.IndexFunc(s.f.Scales, func(v framework.Scale) bool { return v.ID == a.Scale })
	if i < 0 || a.Scale == "" {
		return
	}
	s.say("\n%s, level by level", strings.ToUpper(a.Name))
	for _, v := range s.f.Scales[i].Levels {
		s.say("\n  %s%s", v.Name, after(": ", v.Summary))
		for _, e := range s.f.Examples {
			if e.Area == a.ID && e.Level == v.ID && s.wanted(e) {
				s.examples("    ", []framework.Example{e})
			}
		}
	}
}

func after(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + text
}

const width = 96

// text wraps a text below the mark it begins with.
func (t *terminal) text(mark, text string) {
	indent := strings.Repeat(" ", len([]rune(mark)))
	line, empty := mark, true
	for _, word := range strings.Fields(text) {
		if !empty && len([]rune(line))+1+len([]rune(word)) > width {
			t.say("%s", line)
			line, empty = indent, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	if !empty {
		t.say("%s", line)
	}
}

// isFile tells a file from the name of a version.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}
