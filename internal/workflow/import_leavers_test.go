package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/orgfile"
)

// with gives somebody of the town a last day.
func with(email string, last clock.Date) []orgfile.Row {
	rows := townRows()
	i := slices.IndexFunc(rows, func(r orgfile.Row) bool { return strings.EqualFold(r.Email, email) })
	rows[i].LastDay = last
	return rows
}

func TestWhoIsPastTheLastDayLeaves(t *testing.T) {
	v := newTown(t)
	today := clock.DateOf(v.clock.Now(), time.UTC)
	r, err := v.load(with("ada@example.org", today))
	if err != nil || r.Changed != 0 || len(r.Notes) != 1 || r.Notes[0].Column != "last day" {
		t.Fatalf("on the last day: %v, %d changed, notes %v", err, r.Changed, r.Notes)
	}
	v.clock.Advance(24 * time.Hour)
	r, err = v.load(with("ada@example.org", today))
	if err != nil || r.Changed != 1 || r.Unchanged != len(townRows())-1 || !strings.Contains(inWords(r.People[0].Lines), "leaves") {
		t.Fatalf("the day after: %v, %+v", err, r)
	}
	if _, err := v.PersonByEmail(t.Context(), command, "ada@example.org"); err == nil {
		t.Error("who has left is here")
	}
	if r, err = v.load(with("ada@example.org", today)); err != nil || r.Changed != 0 || r.Added != 0 {
		t.Errorf("brought in again: %v, %+v", err, r)
	}
	if r, err = v.load(townRows()); err != nil || r.Changed != 1 {
		t.Errorf("without a last day: %v, %+v", err, r)
	}
}

// A lead who leaves and the one who follows stand in the same file.
func TestALeadWhoLeavesIsFollowed(t *testing.T) {
	v := newTown(t)
	v.clock.Advance(48 * time.Hour)
	rows := with("chris@example.org", clock.DateOf(v.clock.Now(), time.UTC).AddDays(-1))
	for i := range rows {
		switch rows[i].Email {
		case "bo@example.org":
			rows[i].Roles, rows[i].Manager = []string{"Chapter lead"}, ""
		case "mona@example.org":
			rows[i].Manager = ""
		}
	}
	if r, err := v.load(rows); err != nil {
		t.Fatal(err, r.Problems)
	}
	if m := v.profileOf("ada@example.org").Manager; m.ID != v.person("bo@example.org") {
		t.Errorf("Ada is led by %s, want Bo", m.Name)
	}
}

func TestAManagerWhoLeavesIsNoManager(t *testing.T) {
	v := newTown(t)
	v.clock.Advance(48 * time.Hour)
	r, err := v.load(with("bo@example.org", clock.DateOf(v.clock.Now(), time.UTC).AddDays(-1)))
	if err == nil || len(r.Problems) != 1 || r.Problems[0].Column != "manager" || !strings.Contains(r.Problems[0].Message.String(), "has left") {
		t.Errorf("%v %v", err, r.Problems)
	}
}

func TestWhoLeftBeforeComingIsNotAdded(t *testing.T) {
	v := newTown(t)
	rows := append(townRows(), orgfile.Row{Line: 8, Name: "Old Olsen", Email: "old@example.org", LastDay: "2020-01-01"})
	r, err := v.load(rows)
	if err != nil || r.Added != 0 || len(r.Notes) == 0 {
		t.Errorf("%v %+v", err, r)
	}
	if _, err := v.PersonByEmail(t.Context(), command, "old@example.org"); err == nil {
		t.Error("somebody was added who has left")
	}
}
