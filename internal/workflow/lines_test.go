package workflow

import (
	"reflect"
	"testing"

	"cairn/internal/id"
	"cairn/internal/org"
)

func TestLineChanges(t *testing.T) {
	line := func(person, manager string, why org.LineReason) org.Line {
		return org.Line{Person: id.Person(person), Manager: id.Person(manager), Reason: why}
	}
	lines := func(list ...org.Line) map[id.Person]org.Line {
		m := map[id.Person]org.Line{}
		for _, l := range list {
			m[l.Person] = l
		}
		return m
	}
	for name, c := range map[string]struct {
		have, want            map[id.Person]org.Line
		ended, begun, changed []org.Line
	}{
		"as it is":      {have: lines(line("a", "m", org.LineSet)), want: lines(line("a", "m", org.LineSet))},
		"first manager": {want: lines(line("a", "m", org.LineSet)), begun: []org.Line{line("a", "m", org.LineSet)}, changed: []org.Line{line("a", "m", org.LineSet)}},
		"no manager":    {have: lines(line("a", "m", org.LineSet)), ended: []org.Line{line("a", "m", org.LineSet)}, changed: []org.Line{line("a", "", "")}},
		"another, each by person": {
			have:    lines(line("b", "m", org.LineSet), line("a", "m", org.LineSet)),
			want:    lines(line("b", "n", org.LineSet), line("a", "n", org.LineChapter)),
			ended:   []org.Line{line("a", "m", org.LineSet), line("b", "m", org.LineSet)},
			begun:   []org.Line{line("a", "n", org.LineChapter), line("b", "n", org.LineSet)},
			changed: []org.Line{line("a", "n", org.LineChapter), line("b", "n", org.LineSet)},
		},
		"the reason alone": {
			have: lines(line("a", "m", org.LineSet)), want: lines(line("a", "m", org.LineChapter)),
			ended: []org.Line{line("a", "m", org.LineSet)}, begun: []org.Line{line("a", "m", org.LineChapter)},
		},
	} {
		ended, begun := lineChanges(c.have, c.want)
		if !reflect.DeepEqual(ended, c.ended) || !reflect.DeepEqual(begun, c.begun) {
			t.Errorf("%s: ended %v, begun %v", name, ended, begun)
		}
		if changed := managersChanged(ended, begun); len(changed) != len(c.changed) || len(changed) > 0 && !reflect.DeepEqual(changed, c.changed) {
			t.Errorf("%s: changed %v", name, changed)
		}
	}
}

func TestAFileWithoutTheRoleEndsTheOffice(t *testing.T) {
	v := newTown(t)
	rows := townRows()[:1]
	rows[0].Roles = nil
	if r, err := v.load(rows); err != nil || r.Unchanged != 1 || len(v.as("cleo@example.org").Offices) != 1 {
		t.Errorf("an empty cell says nothing, and yet: %+v, %v", r, err)
	}
	rows[0].Roles = []string{"Mentor"}
	if r, err := v.load(rows); err != nil || len(v.as("cleo@example.org").Offices) != 0 {
		t.Errorf("still CTO: %+v, %v", r, err)
	}
	rows = townRows()[:2]
	rows[1].Roles = []string{"Tribe lead", "chief technology officer"}
	if _, err := v.load(rows[1:]); err != nil || v.managerOf("tess@example.org") != "" || len(v.as("tess@example.org").Offices) != 1 {
		t.Errorf("Tess is not CTO: %v", err)
	}
}
