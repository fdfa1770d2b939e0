package main

import (
	"errors"
	"fmt"
	"time"

	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/org"
	"cairn/internal/server"
	"cairn/internal/store"
)

// kept are the flags of the file that the organisation is kept in.
type kept struct {
	PeopleSource  string `help:"File, or address, with the people of the organisation, which Cairn is kept in step with." placeholder:"WHERE"`
	PeopleColumns string `help:"What its columns are; others are left out." placeholder:"name=Employee, e-mail=C"`
	PeopleEvery   string `help:"How often it is read; 24h when not set." placeholder:"24h"`
}

type syncCommand struct {
	place
	kept
}

// Run reads the file now, whenever it was read before.
func (c syncCommand) Run(t *terminal) error {
	return withServer(t, func(s *server.Server, settings config.Config) error {
		file, ok := s.PeopleFile()
		if !ok {
			return errors.New("no file of people is set; name one with --people-source, or bring one in once with cairn people import")
		}
		done, _, err := s.Workflow.SyncPeople(t.ctx, file, 0)
		if err != nil {
			return err
		}
		err = t.answer(syncedIn(done), func() { t.showSync(done, settings) })
		if done.Outcome != org.SyncTaken {
			err = errors.Join(err, errSaid)
		}
		return err
	})
}

// synced is the answer for programs.
type synced struct {
	Outcome   org.SyncOutcome   `json:"outcome"`
	Added     int               `json:"added"`
	Changed   int               `json:"changed"`
	Unchanged int               `json:"unchanged"`
	Problems  []org.SyncProblem `json:"problems,omitempty"`
}

func syncedIn(s org.Sync) synced {
	return synced{s.Outcome, s.Added, s.Changed, s.Unchanged, s.Problems}
}

func (t *terminal) showSync(s org.Sync, c config.Config) {
	for _, p := range s.Problems {
		t.say("line %d, column %s: %s", p.Line, p.Column, p.Message)
	}
	if s.Outcome != org.SyncTaken {
		t.say("%s has mistakes. Nothing was changed.", c.People.Source)
		return
	}
	t.say("In step with %s: %d added, %d changed, %d stay as they are.", c.People.Source, s.Added, s.Changed, s.Unchanged)
}

// checkPeopleFile looks at what came of the last readings of the file, where one is set.
func checkPeopleFile(r *store.Reader, c config.Config, now clock.Instant) []finding {
	if c.People.Source == "" {
		return nil
	}
	list, err := r.PeopleSyncs(1)
	switch {
	case err != nil:
		return []finding{unread("the readings of the file of people", err)}
	case len(list) == 0:
		return []finding{{odd, "the file of people was not read yet", "It is read by cairn serve. To read it now: cairn people sync"}}
	case list[0].Outcome == org.SyncRefused:
		return []finding{{odd, fmt.Sprintf("the file of people was refused: it has mistakes, of which the first is in line %d", list[0].Problems[0].Line), "People partners see them at /people/import. To read it again: cairn people sync"}}
	case list[0].Outcome != org.SyncTaken:
		return []finding{{odd, "the file of people could not be read to its end", "The log says why. To try it: cairn people sync"}}
	case now.Sub(list[0].BeganAt) > 2*c.People.Every+time.Hour:
		return []finding{{odd, "the file of people was read last at " + moment(list[0].BeganAt.Time()), "Does cairn serve run?"}}
	}
	return []finding{well("in step with the file of people, read at %s", moment(list[0].BeganAt.Time()))}
}
