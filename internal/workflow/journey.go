package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/lang"
	"cairn/internal/store"
)

// Journey is a person's path as the person and the current manager see it, in one
// of the two views.
type Journey struct {
	Subject PersonRef
	Self    bool
	View    journey.View
	Moments []journey.Moment // in the order in which they came
}

// Journey returns the path of the subject to that person and the current manager.
// Nobody else is told that there is one, and no token reaches it.
func (w *Workflow) Journey(ctx context.Context, actor access.Actor, subject id.Person, view journey.View) (j Journey, err error) {
	if err := own(actor); err != nil {
		return j, err
	}
	err = w.readAbout(ctx, actor, subject, "", func(r *store.Reader, b access.Bond, journal journal) error {
		if !journey.VisibleTo(b) {
			return fault.NotFound()
		}
		if _, err := isHere(r, subject); err != nil {
			return err
		}
		if err := journalPath(subject, view, journal); err != nil {
			return err
		}
		people, err := r.PeopleByID([]id.Person{subject})
		if err != nil {
			return err
		}
		j = Journey{Subject: refOf(people, subject), Self: b.Self, View: view}
		j.Moments, err = w.momentsOf(r, subject, view)
		return err
	})
	if err != nil {
		return Journey{}, err // what could not be written down is not read
	}
	return j, nil
}

// journalPath writes a line for each row of the matrix that a view holds.
func journalPath(subject id.Person, view journey.View, journal journal) error {
	seen := map[string]bool{}
	for _, s := range sourcesOf(view) {
		if s.item == "" || seen[s.item] {
			continue
		}
		seen[s.item] = true
		if err := journal(audit.Entry{Item: s.item, Subject: subject, Object: "person/" + string(subject)}); err != nil {
			return err
		}
	}
	return nil
}

// momentsOf gathers what is dated about the person.
func (w *Workflow) momentsOf(r *store.Reader, subject id.Person, view journey.View) ([]journey.Moment, error) {
	n, err := w.names(r)
	if err != nil {
		return nil, err
	}
	about := pathReading{Reader: r, w: w, subject: subject, names: n, in: lang.In(r.Context()), day: func(at clock.Instant) clock.Date { return clock.DateOf(at, w.zone) }}
	var path []journey.Moment
	for _, s := range sourcesOf(view) {
		moments, err := s.moments(about)
		if err != nil {
			return nil, err
		}
		path = append(path, moments...)
	}
	journey.Order(path)
	steps, err := about.stepNames()
	journey.MarkTelling(path, steps)
	return path, err
}

// JourneyFile is a path as its person takes it away.
type JourneyFile struct {
	Format  string       `json:"format"`
	Person  string       `json:"person"`
	View    string       `json:"view"`
	Moments []FileMoment `json:"moments"`
}

// FileMoment is one point of the path.
type FileMoment struct {
	On    clock.Date `json:"on"`
	About string     `json:"about"`
	Way   string     `json:"way,omitempty"`
	Words string     `json:"words"`
	More  string     `json:"more,omitempty"`
}

// ExportJourney gives the person the own path as a file. Nobody else gets one.
func (w *Workflow) ExportJourney(ctx context.Context, actor access.Actor, view journey.View) (JourneyFile, error) {
	j, err := w.Journey(ctx, actor, actor.Person, view)
	if err != nil {
		return JourneyFile{}, err
	}
	f := JourneyFile{Format: "cairn-journey/1", Person: j.Subject.Name, View: string(view), Moments: []FileMoment{}}
	for _, m := range j.Moments {
		f.Moments = append(f.Moments, FileMoment{On: m.On, About: string(m.Sort), Way: string(m.Way), Words: m.Words, More: m.More})
	}
	return f, nil
}
