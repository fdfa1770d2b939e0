package framework

import (
	"fmt"
	"strings"
	"unicode"
)

const (
	idWords   = 4   // of a text that go into a new id
	longestID = 100 // leaves room for a number behind it
)

// IDFrom makes an id of a name: its letters and digits in lower case. What is
// taken gets a number. A name without any gives the id that is called otherwise.
func IDFrom(name, otherwise string, taken func(string) bool) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	stem := cut(strings.Join(words, "-"), longestID)
	if stem == "" {
		stem = otherwise
	}
	id := stem
	for n := 2; taken(id); n++ {
		id = fmt.Sprintf("%s-%d", stem, n)
	}
	return id
}

// cut shortens an id without leaving a dash at its end.
func cut(id string, most int) string {
	if r := []rune(id); len(r) > most {
		id = string(r[:most])
	}
	return strings.TrimRight(id, "-")
}

// freshID names the place and the first words of a new example.
func (f *Framework) freshID(e Example) ExampleID {
	words := strings.FieldsFunc(strings.ToLower(e.Text), func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	step := strings.ReplaceAll(string(e.Step), string(EveryStep), "all")
	if e.Level != "" {
		step = string(e.Level)
	}
	parts := append([]string{string(e.Area), step}, words[:min(idWords, len(words))]...)
	stem := cut(strings.Join(parts, "-"), longestID)
	id := ExampleID(stem)
	for n := 2; ; n++ {
		if _, taken := f.Example(id); !taken {
			return id
		}
		id = ExampleID(fmt.Sprintf("%s-%d", stem, n))
	}
}

// AddStep adds a step with an id made of its name.
func (f *Framework) AddStep(s Step) (*Framework, StepID) {
	s.ID = StepID(IDFrom(s.Name, "step", func(id string) bool { _, taken := f.Step(StepID(id)); return taken }))
	return f.PutStep(s), s.ID
}

// AddArea adds an area with an id made of its name.
func (f *Framework) AddArea(a Area) (*Framework, AreaID) {
	a.ID = AreaID(IDFrom(a.Name, "area", func(id string) bool { _, taken := f.Area(AreaID(id)); return taken }))
	return f.PutArea(a), a.ID
}

// AddDiscipline adds a discipline with an id made of its name.
func (f *Framework) AddDiscipline(d Discipline) (*Framework, DisciplineID) {
	d.ID = DisciplineID(IDFrom(d.Name, "discipline", func(id string) bool { _, taken := f.Discipline(DisciplineID(id)); return taken }))
	return f.PutDiscipline(d), d.ID
}

// AddRole adds a role with an id made of its name. An id that is a word of the
// file for who decides or is heard would be mistaken for it.
func (f *Framework) AddRole(r Role) (*Framework, RoleID) {
	r.ID = RoleID(IDFrom(r.Name, "role", func(id string) bool {
		_, taken := f.Role(RoleID(id))
		return taken || decides(id) || hears(id)
	}))
	return f.PutRole(r), r.ID
}
