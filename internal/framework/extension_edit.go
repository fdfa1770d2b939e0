package framework

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// EntryRef names one entry of an extension by its list and id.
type EntryRef struct{ List, ID string }

// ExtensionChange is one change of an extension: exactly one of its parts is
// set, but for Settles, which goes with any.
type ExtensionChange struct {
	Discipline *Discipline  // added, or changed where the id is there
	Role       *Role        // the same
	Example    *Example     // the same
	Replace    *Replacement // put in the place of what was said about that example
	Hide       *Hiding      // the same
	Remove     *EntryRef
	Reason     string // of the whole extension
	// Settles takes an entry off the list of what no longer fits.
	Settles *EntryRef
	// Hold takes the settled entry up again as it is.
	Hold bool
}

// Change returns the extension and the list of what waits for a decision, both
// changed; what it was given stays as it is. Whether the outcome may be is for
// Check to say.
func (x *Extension) Change(c ExtensionChange, undecided []Lost) (*Extension, []Lost) {
	n := x.clone()
	if c.Settles != nil {
		i := slices.IndexFunc(undecided, func(l Lost) bool { return l.Ref() == *c.Settles })
		if i >= 0 {
			if c.Hold {
				n.hold(undecided[i])
			}
			undecided = slices.Delete(slices.Clone(undecided), i, i+1)
		}
	}
	n.put(c)
	if c.Remove != nil {
		n.remove(*c.Remove)
	}
	if reason := strings.TrimSpace(c.Reason); reason != "" {
		n.Reason = reason
	}
	return n, undecided
}

// Ref names the entry.
func (l Lost) Ref() EntryRef { return EntryRef{l.List, l.ID} }

func (x *Extension) clone() *Extension {
	n := *x
	n.Add.Disciplines, n.Add.Roles, n.Add.Examples = slices.Clone(x.Add.Disciplines), slices.Clone(x.Add.Roles), slices.Clone(x.Add.Examples)
	n.Replace, n.Hide = slices.Clone(x.Replace), slices.Clone(x.Hide)
	return &n
}

func (x *Extension) put(c ExtensionChange) {
	if d := c.Discipline; d != nil {
		v := *d
		v.ID = DisciplineID(x.ownID(string(v.ID), v.Name))
		x.Add.Disciplines = put(x.Add.Disciplines, v, func(o Discipline) bool { return o.ID == v.ID })
	}
	if r := c.Role; r != nil {
		v := *r
		v.ID = RoleID(x.ownID(string(v.ID), v.Name))
		x.Add.Roles = put(x.Add.Roles, v, func(o Role) bool { return o.ID == v.ID })
	}
	if e := c.Example; e != nil {
		v := *e
		v.ID = ExampleID(x.ownID(string(v.ID), v.Text))
		x.Add.Examples = put(x.Add.Examples, v, func(o Example) bool { return o.ID == v.ID })
	}
	if r := c.Replace; r != nil {
		x.Hide = slices.DeleteFunc(x.Hide, func(o Hiding) bool { return o.ID == r.ID })
		x.Replace = put(x.Replace, *r, func(o Replacement) bool { return o.ID == r.ID })
	}
	if h := c.Hide; h != nil {
		x.Replace = slices.DeleteFunc(x.Replace, func(o Replacement) bool { return o.ID == h.ID })
		x.Hide = put(x.Hide, *h, func(o Hiding) bool { return o.ID == h.ID })
	}
}

// hold takes up an entry that was lost, at the example it is about now.
func (x *Extension) hold(l Lost) {
	c := ExtensionChange{Discipline: l.Discipline, Role: l.Role, Example: l.Example}
	if l.Replace != nil {
		r := *l.Replace
		r.ID = l.target(r.ID)
		c.Replace = &r
	}
	if l.Hide != nil {
		h := *l.Hide
		h.ID = l.target(h.ID)
		c.Hide = &h
	}
	x.put(c)
}

func (l Lost) target(was ExampleID) ExampleID {
	if l.Now.ID != "" {
		return l.Now.ID
	}
	return was
}

func (x *Extension) remove(e EntryRef) {
	switch e.List {
	case listDisciplines:
		x.Add.Disciplines = slices.DeleteFunc(x.Add.Disciplines, func(o Discipline) bool { return string(o.ID) == e.ID })
	case listRoles:
		x.Add.Roles = slices.DeleteFunc(x.Add.Roles, func(o Role) bool { return string(o.ID) == e.ID })
	case listExamples:
		x.Add.Examples = slices.DeleteFunc(x.Add.Examples, func(o Example) bool { return string(o.ID) == e.ID })
	case listReplace:
		x.Replace = slices.DeleteFunc(x.Replace, func(o Replacement) bool { return string(o.ID) == e.ID })
	case listHide:
		x.Hide = slices.DeleteFunc(x.Hide, func(o Hiding) bool { return string(o.ID) == e.ID })
	}
}

// Entries tells how much the extension says.
func (x *Extension) Entries() int {
	return len(x.Add.Disciplines) + len(x.Add.Roles) + len(x.Add.Examples) + len(x.Replace) + len(x.Hide)
}

// ownID makes an id of the unit's own from the first words, where none is given.
func (x *Extension) ownID(given, words string) string {
	if given != "" {
		return given
	}
	parts := strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	stem := strings.Join(parts[:min(idWords, len(parts))], "-")
	if letters := []rune(stem); len(letters) > longestSlug {
		stem = string(letters[:longestSlug])
	}
	if stem == "" {
		stem = "own"
	}
	id := x.Unit.Prefix() + stem
	for n := 2; x.uses(id); n++ {
		id = x.Unit.Prefix() + stem + "-" + strconv.Itoa(n)
	}
	return id
}

func (x *Extension) uses(id string) bool {
	return slices.ContainsFunc(x.Add.Disciplines, func(o Discipline) bool { return string(o.ID) == id }) ||
		slices.ContainsFunc(x.Add.Roles, func(o Role) bool { return string(o.ID) == id }) ||
		slices.ContainsFunc(x.Add.Examples, func(o Example) bool { return string(o.ID) == id })
}

// The lists of an extension, as EntryRef and Problem name them.
const (
	ListDisciplines = listDisciplines
	ListRoles       = listRoles
	ListExamples    = listExamples
	ListReplace     = listReplace
	ListHide        = listHide
)
