package workflow

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/id"
	"cairn/internal/store"
)

// SecondRule is of whom the organisation asks a second proof.
type SecondRule string

// Rules. Leaders are those who hold an office, lead a unit or manage somebody.
const (
	SecondOfNobody    SecondRule = "off"
	SecondOfLeaders   SecondRule = "leaders"
	SecondOfEverybody SecondRule = "everybody"
)

// AskSecond asks a passkey or a code app of people, from the day on; at once where no
// day is set. Whoever has neither by then can do nothing else than set one up, and
// their tokens open nothing.
func AskSecond(of SecondRule, from clock.Date) Option {
	return func(w *Workflow) { w.accounts.second, w.accounts.secondFrom = of, from }
}

// PageEvery bounds how fast somebody who is signed in reads on: so many pages at once
// in a session, then one each so often. Without it nobody is bounded.
func PageEvery(pause time.Duration, atOnce int) Option {
	return func(w *Workflow) {
		w.accounts.pages = credential.NewLimiter(w.clock, pause, atOnce, remembered)
		w.accounts.pagePause = pause
	}
}

// withSecond adds to a viewer what the organisation asks of them and they have not
// set up yet. A session in which more than a password was shown, here or at a
// provider, is enough for itself.
func (w *Workflow) withSecond(r *store.Reader, v Viewer, session id.Session) (Viewer, error) {
	if w.accounts.second == SecondOfNobody || w.accounts.second == "" {
		return v, nil
	}
	if has, err := r.HasSecondProof(v.Person); err != nil || has {
		return v, err
	}
	if at, err := r.SecondAt(session); err != nil || at.IsSet() {
		return v, err
	}
	if w.accounts.second == SecondOfLeaders && len(v.Offices) == 0 {
		if leads, err := leadsSomebody(r, v.Person); err != nil || !leads {
			return v, err
		}
	}
	if from := w.accounts.secondFrom; from.IsSet() && clock.DateOf(r.Now(), w.zone) < from {
		v.SecondFrom = from
		return v, nil
	}
	v.Held = true
	return v, nil
}

func leadsSomebody(r *store.Reader, person id.Person) (bool, error) {
	reports, err := r.ReportsOf(person)
	if err != nil || len(reports) > 0 {
		return len(reports) > 0, err
	}
	return r.LeadsSomething(person)
}
