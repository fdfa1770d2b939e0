package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/lang"
	"cairn/internal/store"
)

// viaLink is how somebody comes who holds a link.
const viaLink access.Via = "link"

// ExtractView is an extract as its person sees it.
type ExtractView struct {
	journey.Extract
	Open     bool
	Openings []clock.Instant // the newest first
}

// SharedExtract is what a link shows.
type SharedExtract struct {
	Name  string // of the person
	Words string
	Lines []journey.Shown
	Ends  clock.Instant
}

func aboutExtract(subject id.Person, e id.Extract, act audit.Act) audit.Entry {
	return audit.Entry{Act: act, Hat: "self", Item: "export", Subject: subject, Object: "extract/" + string(e)}
}

// MakeExtract shows chosen lines of the own path to whoever holds the link, whose
// secret is told this once.
func (w *Workflow) MakeExtract(ctx context.Context, actor access.Actor, once Once, view journey.View, c journey.Choice) (string, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	secret, hash := credential.NewToken(credential.ExtractToken)
	asked := struct {
		View   journey.View
		Choice journey.Choice
	}{view, c}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		path, err := w.momentsOf(tx.Reader, actor.Person, view)
		if err != nil {
			return "", err
		}
		e, err := journey.NewExtract(actor.Person, path, c, tx.Now())
		if err != nil {
			return "", err
		}
		if err := tx.AddExtract(e, hash); err != nil {
			return "", err
		}
		return hash[:16], record(tx, actor, aboutExtract(actor.Person, e.ID, audit.ExtractMade))
	})
	if err == nil && made != hash[:16] {
		err = fault.New(fault.Conflict, lang.Later("The link was made a moment ago, and is shown only once. If you do not have it, withdraw it and make another."))
	}
	if err != nil {
		return "", err
	}
	return secret, nil
}

// EndExtract withdraws one of the actor's, from this instant on.
func (w *Workflow) EndExtract(ctx context.Context, actor access.Actor, once Once, ref id.Extract) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, ref, func(tx *store.Tx) (string, error) {
		if err := tx.EndExtract(actor.Person, ref); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutExtract(actor.Person, ref, audit.ExtractEnded))
	})
	return err
}

// mostOpenings bounds how many openings are listed.
const mostOpenings = 100

// Extracts returns what the actor shows, or has shown.
func (w *Workflow) Extracts(ctx context.Context, actor access.Actor) (list []ExtractView, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		found, err := r.ExtractsOf(actor.Person)
		for _, e := range found {
			list = append(list, ExtractView{Extract: e, Open: e.Open(r.Now())})
		}
		return err
	})
	return list, err
}

// Extract returns one of the actor's, with when it was opened.
func (w *Workflow) Extract(ctx context.Context, actor access.Actor, ref id.Extract) (v ExtractView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		e, err := r.Extract(actor.Person, ref)
		if err != nil {
			return err
		}
		v = ExtractView{Extract: e, Open: e.Open(r.Now())}
		openings, err := r.OpeningsOf(actor.Person, ref, mostOpenings)
		for _, o := range openings {
			v.Openings = append(v.Openings, o.At)
		}
		return err
	})
	return v, err
}

// OpenExtract shows an extract to whoever holds its link, and writes that down. One
// that was withdrawn, has run out, or was never made is answered alike.
func (w *Workflow) OpenExtract(ctx context.Context, actor access.Actor, secret string) (s SharedExtract, err error) {
	if !credential.IsToken(credential.ExtractToken, secret) {
		return s, fault.NotFound()
	}
	hash := credential.HashToken(secret)
	open := func(r *store.Reader) (journey.Extract, error) {
		e, found, err := r.ExtractOfLink(hash)
		if err == nil && (!found || !e.Open(r.Now())) {
			err = fault.NotFound()
		}
		return e, err
	}
	// Whoever tries addresses never waits for a writer.
	if err := w.view(ctx, func(r *store.Reader) error { _, err := open(r); return err }); err != nil {
		return s, err
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		e, err := open(tx.Reader)
		if err != nil {
			return err
		}
		who, err := isHere(tx.Reader, e.Subject)
		if err != nil {
			return err
		}
		s = SharedExtract{Name: who.Name, Words: e.Words, Lines: e.Lines, Ends: e.EndsAt}
		return recordOpening(tx, actor, e)
	})
	if err != nil {
		return SharedExtract{}, err // what could not be written down is not read
	}
	return s, nil
}

// recordOpening writes down that the link was opened; the person's own look at it
// is not told to them as somebody else's.
func recordOpening(tx *store.Tx, actor access.Actor, e journey.Extract) error {
	if actor.Person == e.Subject {
		return nil
	}
	items := []string{"export"}
	if e.Tells() {
		items = append(items, "step_hist")
	}
	for _, item := range items {
		entry := aboutExtract(e.Subject, e.ID, audit.Read)
		entry.Item, entry.Hat = item, "holds a link"
		if err := record(tx, access.Actor{Person: actor.Person, Via: viaLink}, entry); err != nil {
			return err
		}
	}
	return nil
}
