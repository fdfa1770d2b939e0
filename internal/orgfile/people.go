package orgfile

import (
	"slices"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/sheet"
)

// checkPeople judges what only the lines together show: one e-mail address for
// two people, and managers who lead in a circle.
func checkPeople(rows []Row) []Problem {
	p := newPeople(rows)
	managers, problems := p.managers()
	problems = append(p.duplicates(), problems...)
	problems = append(problems, p.circles(managers)...)
	arrange.Stably(problems, func(a, b Problem) int { return a.Line - b.Line })
	return problems
}

// people finds rows by address and by name.
type people struct {
	rows    []Row
	byEmail map[string][]int
	byName  map[string][]int
}

func newPeople(rows []Row) *people {
	p := &people{rows: rows, byEmail: map[string][]int{}, byName: map[string][]int{}}
	for i, r := range rows {
		if r.Email != "" {
			email := org.FoldEmail(r.Email)
			p.byEmail[email] = append(p.byEmail[email], i)
		}
		name := org.Fold(r.Name)
		p.byName[name] = append(p.byName[name], i)
	}
	return p
}

func (p *people) duplicates() []Problem {
	var problems []Problem
	for _, same := range p.byEmail {
		for _, i := range same[1:] {
			problems = append(problems, Problem{Line: p.rows[i].Line, Column: "e-mail", Value: sheet.Shown(p.rows[i].Email),
				Message: lang.Tell("lines {first} and {second} have the same e-mail address; each person has their own, on one line", "first", p.rows[same[0]].Line, "second", p.rows[i].Line)})
		}
	}
	return problems
}

// managers gives for each row the row of its manager, -1 where there is none
// or none in this file.
func (p *people) managers() ([]int, []Problem) {
	found := make([]int, len(p.rows))
	var problems []Problem
	for i, r := range p.rows {
		var message lang.Told
		if found[i], message = p.managerOf(i); !message.None() {
			problems = append(problems, Problem{Line: r.Line, Column: "manager", Value: sheet.Shown(r.Manager), Message: message})
		}
	}
	return found, problems
}

func (p *people) managerOf(i int) (int, lang.Told) {
	r := p.rows[i]
	if r.Manager == "" {
		return -1, lang.Told{}
	}
	named := p.byEmail[org.FoldEmail(r.Manager)]
	if len(named) == 0 {
		named = p.byName[org.Fold(r.Manager)]
	}
	switch {
	case len(named) == 0:
		return -1, lang.Told{} // perhaps somebody who is already in Cairn
	case slices.Contains(named, i) && len(named) == 1:
		return -1, lang.Tell("nobody is their own manager; name another person, or leave it empty for the lead of the chapter")
	case len(named) > 1 && !strings.Contains(r.Manager, "@"):
		return -1, lang.Tell("{n} people in this file have that name; write the manager’s e-mail address", "n", len(named))
	}
	return named[0], lang.Told{}
}

// circles reports each circle of managers once, at its first line.
func (p *people) circles(managers []int) []Problem {
	var problems []Problem
	seen := make([]int, len(managers)) // 0 not yet, else the walk that came by
	for start := range managers {
		at := start
		for at >= 0 && seen[at] == 0 {
			seen[at] = start + 1
			at = managers[at]
		}
		if at >= 0 && seen[at] == start+1 {
			problems = append(problems, p.circle(managers, at))
		}
	}
	return problems
}

const maxCircleShown = 10

func (p *people) circle(managers []int, at int) Problem {
	members := []int{at}
	for next := managers[at]; next != at; next = managers[next] {
		members = append(members, next)
	}
	first := slices.Index(members, slices.Min(members))
	members = append(members[first:], members[:first]...)
	var told round
	for _, i := range members[:min(len(members), maxCircleShown)] {
		told = append(told, p.rows[i])
	}
	top := p.rows[members[0]]
	return Problem{Line: top.Line, Column: "manager", Value: sheet.Shown(top.Manager), Message: lang.Tell("the managers form a circle: {round}, and round again; change one of these lines", "round", told)}
}

// round is who leads whom, each named with the line they stand in.
type round []Row

// In names them in the language.
func (all round) In(in lang.Language) string {
	var told []string
	for _, r := range all {
		told = append(told, in.Say("{name} (line {n})", "name", r.Name, "n", r.Line))
	}
	return strings.Join(told, in.Say(" is led by "))
}
