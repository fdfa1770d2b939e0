package workflow

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
)

// stubFile is a file with these rows and mistakes.
type stubFile struct {
	rows     []orgfile.Row
	problems []orgfile.Problem
	err      error
	read     int
}

func (f *stubFile) Read(context.Context) ([]orgfile.Row, []orgfile.Problem, error) {
	f.read++
	return f.rows, f.problems, f.err
}

func TestTheOrganisationFollowsItsFile(t *testing.T) {
	v := newTown(t)
	file := &stubFile{rows: append(townRows(), orgfile.Row{Line: 9, Name: "New Nilsson", Email: "new@example.org"})}
	done, ok, err := v.SyncPeople(t.Context(), file, time.Hour)
	if err != nil || !ok || done.Outcome != org.SyncTaken || done.Added != 1 {
		t.Fatalf("%v %v %+v", ok, err, done)
	}
	v.person("new@example.org")
	if _, ok, err = v.SyncPeople(t.Context(), file, time.Hour); ok || err != nil || file.read != 1 {
		t.Errorf("it is read again at once: %v %v", ok, err)
	}
	v.clock.Advance(time.Hour)
	if done, ok, err = v.SyncPeople(t.Context(), file, time.Hour); !ok || err != nil || done.Unchanged != len(file.rows) {
		t.Errorf("an hour later: %v %v %+v", ok, err, done)
	}
	list, err := v.PeopleSyncs(t.Context(), command)
	if err != nil || len(list) != 2 || list[1].Added != 1 || !list[0].EndedAt.IsSet() {
		t.Errorf("%v %+v", err, list)
	}
	if _, err := v.PeopleSyncs(t.Context(), v.as("ada@example.org")); !fault.Is(err, fault.Withheld) {
		t.Errorf("everybody reads what came of it: %v", err)
	}
}

func TestAFileWithMistakesChangesNothing(t *testing.T) {
	v := newTown(t)
	rows := townRows()
	rows[0].Manager = "nobody@example.org"
	for name, c := range map[string]struct {
		file    *stubFile
		outcome org.SyncOutcome
		says    string
	}{
		"a line":        {&stubFile{problems: []orgfile.Problem{{Line: 3, Column: "start date", Value: "3.4.1980", Message: lang.Tell("write the date as {day}", "day", "1980-04-03")}}}, org.SyncRefused, "this is no day"},
		"a manager":     {&stubFile{rows: rows}, org.SyncRefused, "nobody of this name"},
		"not reachable": {&stubFile{err: fault.Wrap(fault.Unavailable, "The file does not answer.", errors.New("secret"))}, org.SyncUnread, "does not answer"},
	} {
		v.clock.Advance(2 * time.Hour)
		done, ok, err := v.SyncPeople(t.Context(), c.file, time.Hour)
		if !ok || done.Outcome != c.outcome || (err != nil) != (c.outcome == org.SyncUnread) {
			t.Errorf("%s: %v %v %+v", name, ok, err, done)
		}
		list, err := v.PeopleSyncs(t.Context(), command)
		if err != nil || len(list) == 0 || len(list[0].Problems) != 1 || !strings.Contains(list[0].Problems[0].Message, c.says) {
			t.Fatalf("%s: %v %+v", name, err, list)
		}
		if text := list[0].Problems[0].Message; strings.Contains(text, "1980") || strings.Contains(text, "secret") {
			t.Errorf("%s: it is kept that %q", name, text)
		}
	}
}

// A wrong file must not end the work of everybody.
func TestManyDoNotLeaveAtOnceUnseen(t *testing.T) {
	v := newTown(t)
	rows := townRows()
	for _, name := range strings.Fields("a b c d e f g") {
		rows = append(rows, orgfile.Row{Name: "P " + name, Email: name + "@example.org"})
	}
	if r, err := v.load(rows); err != nil {
		t.Fatal(err, r.Problems)
	}
	gone := slices.Clone(rows)
	for i := range gone[len(townRows()):] {
		gone[len(townRows())+i].LastDay = clock.DateOf(v.clock.Now(), time.UTC).AddDays(-1)
	}
	done, _, _ := v.SyncPeople(t.Context(), &stubFile{rows: gone}, time.Hour)
	if done.Outcome != org.SyncRefused || len(done.Problems) != 1 || !strings.Contains(done.Problems[0].Message, "by hand") {
		t.Errorf("%+v", done)
	}
	if r, err := v.load(gone); err != nil || r.Changed != 7 {
		t.Errorf("by hand: %v %+v", err, r)
	}
}
