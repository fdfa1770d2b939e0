package framework

import "slices"

// Piece is something of a framework that has words: what it is, and its id.
type Piece struct{ What, ID string }

// Translate gives the version in the words of t, which is the same framework in another
// language with the same ids. What t lacks stays as it is, and is told as missing; what
// only t has is strange and left out. Names of disciplines and roles stay, because people
// hold them by name, and so does everything that is a rule and not a word.
func (f *Framework) Translate(t *Framework) (spoken *Framework, missing, strange []Piece) {
	m := &translating{from: t}
	spoken = f.with(func(c *Framework) {
		c.Language, c.Name, c.Words = t.Language, t.Name, t.Words
		m.places(c)
		m.people(c)
		m.examples(c)
		m.questions(c)
	})
	return spoken, m.missing, m.strange
}

type translating struct {
	from             *Framework
	missing, strange []Piece
}

func (m *translating) places(c *Framework) {
	speak(m, "step", c.Steps, m.from.Steps, func(s Step) StepID { return s.ID }, func(s *Step, in Step) {
		s.Name, s.Sphere, s.Summary = in.Name, in.Sphere, in.Summary
	})
	speak(m, "area", c.Areas, m.from.Areas, func(a Area) AreaID { return a.ID }, func(a *Area, in Area) {
		a.Name, a.Summary = in.Name, in.Summary
	})
	c.Scales = slices.Clone(c.Scales)
	for i := range c.Scales {
		s := &c.Scales[i]
		s.Levels = slices.Clone(s.Levels)
		at := slices.IndexFunc(m.from.Scales, func(other Scale) bool { return other.ID == s.ID })
		if at < 0 {
			m.missing = append(m.missing, Piece{"scale", string(s.ID)})
			continue
		}
		speak(m, "level of "+string(s.ID), s.Levels, m.from.Scales[at].Levels, func(l Level) LevelID { return l.ID }, func(l *Level, in Level) {
			l.Name, l.Summary = in.Name, in.Summary
		})
	}
}

func (m *translating) people(c *Framework) {
	speak(m, "discipline", c.Disciplines, m.from.Disciplines, func(d Discipline) DisciplineID { return d.ID }, func(*Discipline, Discipline) {})
	speak(m, "role", c.Roles, m.from.Roles, func(r Role) RoleID { return r.ID }, func(r *Role, in Role) {
		r.Summary = in.Summary
	})
}

func (m *translating) examples(c *Framework) {
	speak(m, "example", c.Examples, m.from.Examples, func(e Example) ExampleID { return e.ID }, func(e *Example, in Example) {
		e.Text, e.Note = in.Text, in.Note
		if len(in.Details) > 0 {
			e.Details = in.Details
		}
	})
}

// questions have no ids: they are the same ones in the same order, or stay as they are.
func (m *translating) questions(c *Framework) {
	if len(m.from.FAQ) == len(c.FAQ) {
		c.FAQ = m.from.FAQ
		return
	}
	m.missing = append(m.missing, Piece{"questions and answers", ""})
}

// speak gives each of list the words of the one with its id in other.
func speak[T any, ID ~string](m *translating, what string, list, other []T, id func(T) ID, words func(*T, T)) {
	in := map[ID]T{}
	for _, t := range other {
		in[id(t)] = t
	}
	for i := range list {
		name := id(list[i])
		if t, ok := in[name]; ok {
			words(&list[i], t)
			delete(in, name)
			continue
		}
		m.missing = append(m.missing, Piece{what, string(name)})
	}
	for _, t := range other {
		if _, left := in[id(t)]; left {
			m.strange = append(m.strange, Piece{what, string(id(t))})
		}
	}
}
