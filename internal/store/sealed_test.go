package store

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/standing"
)

// The private values of the world below, and one that may be read.
var canaries = []string{
	"2019-08-27", "heron-step", "otter-step", "heron-version", "self-heron wrote this", "manager-heron wrote this",
	"heron said this", "heron summary", "heron reason", "heron focus", "heron-mark", string(standing.ByFirstEvaluation),
}

const openCanary = "Heron Person"

// private is a person with a private value in every sealed column.
func (s *suite) private() (noor, mats org.Person, e *evaluation.Evaluation) {
	s.Helper()
	people := s.people(openCanary, "Mats")
	noor, mats = people[0], people[1]
	noor.StartDate = "2019-08-27"
	e = evaluation.New(evaluation.Growth, noor.ID, mats.ID, "", framework.Ref{ID: "steps", Version: "1.0"}, "coaching",
		[]framework.StepID{"heron-step", "otter-step"}, "", s.now)
	s.update(func(tx *Tx) error {
		s.must(tx.SavePeople([]org.Person{noor}))
		s.must(tx.AddEvaluation(e))
		for _, name := range []evaluation.SideName{evaluation.SelfSide, evaluation.ManagerSide} {
			side := evaluation.Side{Name: name, Author: e.Author(name)}
			side.Body.Areas = map[evaluation.Key]evaluation.Answer{"team/heron-step": {Mark: "heron-mark", Text: string(name) + "-heron wrote this"}}
			_, err := tx.SaveSide(e, side)
			s.must(err)
		}
		s.must(tx.AddMessage(e, evaluation.Message{ID: "m1", Author: noor.ID, At: s.now, Text: "heron said this"}))
		s.must(tx.AddMessage(e, evaluation.Message{ID: "m2", Author: mats.ID, At: s.now, Text: "heron said this too"}))
		_, err := tx.SaveResult(e, noor.ID, 0, evaluation.Result{Summary: "heron summary", Reason: "heron reason", Focus: []evaluation.Focus{{Text: "heron focus"}}})
		s.must(err)
		for _, at := range []standing.Standing{{ID: "s1", Step: "heron-step"}, {ID: "s2", Step: "otter-step"}} {
			at.Subject, at.Since, at.Framework, at.How = noor.ID, s.now, framework.Ref{ID: "steps", Version: "heron-version"}, standing.ByFirstEvaluation
			s.must(tx.AddStanding(at))
		}
		return nil
	})
	return noor, mats, e
}

// stored is everything that the engine keeps, as it keeps it.
func (s *suite) stored() (all []byte) {
	s.Helper()
	if s.db.Engine() == "sqlite" {
		files, err := filepath.Glob(s.address + "*")
		s.must(err)
		for _, name := range files {
			content, err := os.ReadFile(name)
			s.must(err)
			all = append(all, content...)
		}
		return all
	}
	rows, err := s.db.read.Query(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
	s.must(err)
	tables, err := columnOf(rows)
	s.must(err)
	for _, table := range tables {
		rows, err := s.db.read.Query(`SELECT CAST(v AS TEXT) FROM ` + table + ` AS v`)
		s.must(err)
		lines, err := columnOf(rows)
		s.must(err)
		all = append(all, strings.Join(lines, "\n")...)
	}
	return all
}

func columnOf(rows *sql.Rows) (values []string, err error) {
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, rows.Err()
}

func TestNothingPrivateIsReadableInTheDatabase(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor, _, _ := s.private()
		all := s.stored()
		if !bytes.Contains(all, []byte(openCanary)) || !bytes.Contains(all, []byte(noor.ID)) {
			s.Fatal("what may be read was not found: the search itself is broken")
		}
		for _, c := range canaries {
			for _, form := range []string{c, hex.EncodeToString([]byte(c)), base64.StdEncoding.EncodeToString([]byte(c))[:len(c)]} {
				if bytes.Contains(bytes.ToLower(all), bytes.ToLower([]byte(form))) {
					s.Errorf("%q stands in the database as %q", c, form)
				}
			}
		}
	})
}

// sealedColumns are the columns that hold private values, each with two rows of
// which one is copied over the other, and what reads the other.
func sealedColumns(noor, mats org.Person, e *evaluation.Evaluation) map[string]struct {
	copy string
	read func(*Reader) error
} {
	type c = struct {
		copy string
		read func(*Reader) error
	}
	other := e.Clone()
	other.ID = "other"
	return map[string]c{
		"a start date of another person": {
			`UPDATE people SET start_sealed = (SELECT p.start_sealed FROM people p WHERE p.id <> people.id)`,
			func(r *Reader) error { _, err := r.StartDates(idsOf([]org.Person{noor, mats})); return err }},
		"the other's side": {
			`UPDATE evaluation_sides SET sealed = (SELECT s.sealed FROM evaluation_sides s WHERE s.side = 'manager')`,
			func(r *Reader) error { _, err := r.Side(e, evaluation.SelfSide); return err }},
		"another message": {
			`UPDATE evaluation_messages SET sealed = (SELECT m.sealed FROM evaluation_messages m WHERE m.id = 'm2')`,
			func(r *Reader) error { _, err := r.Messages(e); return err }},
		"a message as the result": {
			`UPDATE evaluation_results SET sealed = (SELECT m.sealed FROM evaluation_messages m WHERE m.id = 'm1')`,
			func(r *Reader) error { _, err := r.Result(e); return err }},
		"a standing as the steps in view": {
			`UPDATE evaluations SET steps_sealed = (SELECT s.sealed FROM standings s WHERE s.id = 's1')`,
			func(r *Reader) error { _, err := r.Evaluation(e.ID); return err }},
		"another standing": {
			`INSERT INTO standings (id, subject, since, sealed) SELECT 's3', subject, since, sealed FROM standings WHERE id = 's1'`,
			func(r *Reader) error { _, err := r.Standings(noor.ID); return err }},
		"another's key": {
			`UPDATE person_keys SET wrapped = (SELECT k.wrapped FROM person_keys k WHERE k.person <> person_keys.person)`,
			func(r *Reader) error { _, err := r.StartDates(idsOf([]org.Person{noor, mats})); return err }},
		"a text cut short": {
			`UPDATE people SET start_sealed = replace(start_sealed, '.', '')`,
			func(r *Reader) error { _, err := r.StartDates(idsOf([]org.Person{noor})); return err }},
	}
}

func TestAValueCopiedElsewhereDoesNotOpen(t *testing.T) {
	onBoth(t, func(s *suite) {
		for name, c := range sealedColumns(s.private()) {
			s.view(c.read)
			err := s.try(func(tx *Tx) error { // the failure takes the copy back
				s.must(tx.exec(c.copy))
				return c.read(tx.Reader)
			})
			if !errors.Is(err, seal.ErrUnreadable) {
				s.Fatalf("%s: %v", name, err)
			}
			if i := slices.IndexFunc(canaries, func(c string) bool { return strings.Contains(err.Error(), c) }); i >= 0 {
				s.Errorf("%s: the failure tells the value: %v", name, err)
			}
		}
	})
}

func TestAnotherMasterKeyOpensNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor, mats, e := s.private()
		stranger, err := seal.NewMaster()
		s.must(err)
		db := s.open(stranger)
		for name, c := range sealedColumns(noor, mats, e) {
			err := db.View(s.Context(), s.now, c.read)
			if !errors.Is(err, seal.ErrWrongMaster) || !strings.Contains(err.Error(), "not the master key the data was sealed with") {
				s.Errorf("%s: %v", name, err)
			}
		}
		err = db.View(s.Context(), s.now, (*Reader).CheckMaster)
		same(s, "the check finds it out", errors.Is(err, seal.ErrWrongMaster), true)
		s.view((*Reader).CheckMaster)
		err = db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddStanding(standing.Standing{ID: "s9", Subject: noor.ID}) })
		same(s, "nothing is sealed with it", errors.Is(err, seal.ErrWrongMaster), true)
	})
}

func TestTheLengthOfAStepTellsNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor, mats, _ := s.private()
		s.update(func(tx *Tx) error {
			long := evaluation.New(evaluation.Growth, mats.ID, noor.ID, "", framework.Ref{}, "", []framework.StepID{"a", "much-longer-step-id", "c", "d"}, "", s.now)
			s.must(tx.AddEvaluation(long))
			return tx.AddStanding(standing.Standing{ID: "s4", Subject: mats.ID, Step: "a"})
		})
		same(s, "lengths of standings", s.number(`SELECT count(DISTINCT length(sealed)) FROM standings`), 1)
		same(s, "lengths of steps in view", s.number(`SELECT count(DISTINCT length(steps_sealed)) FROM evaluations`), 1)
		same(s, "lengths of start dates", s.number(`SELECT count(DISTINCT length(start_sealed)) FROM people`), 1)
	})
}

// What a person's key sealed is gone with the key, in the file too.
func TestADeletedKeyLeavesNoTrace(t *testing.T) {
	s := newSuite(t, "sqlite")
	noor, _, _ := s.private()
	var wrapped string
	s.must(s.db.read.QueryRow(`SELECT wrapped FROM person_keys WHERE person = $1`, noor.ID).Scan(&wrapped))
	s.must(s.raw(`DELETE FROM person_keys WHERE person = $1`, noor.ID))
	s.must(s.raw(`PRAGMA wal_checkpoint(TRUNCATE)`))
	if bytes.Contains(s.stored(), []byte(wrapped)) {
		t.Error("the deleted key is still in the file")
	}
}
