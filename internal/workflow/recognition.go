package workflow

import (
	"context"
	"encoding/base64"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/picture"
	"cairn/internal/recognition"
	"cairn/internal/store"
)

// Thanks is a post as somebody writes it. Picture is the file as it was brought;
// DropPicture takes away the one that is there.
type Thanks struct {
	recognition.Content
	Picture     []byte
	DropPicture bool
}

func aboutPost(p id.Recognition) string { return "recognition/" + string(p) }

// recordPost writes a line for each of the people it is about.
func recordPost(tx *store.Tx, actor access.Actor, p *recognition.Post, act audit.Act, hat string) error {
	return record(tx, actor, audit.Entry{Act: act, Item: "recog", Hat: hat, Subject: p.Author, Object: aboutPost(p.ID)})
}

// hatOn is as whom the actor acts on the post.
func hatOn(p *recognition.Post, actor access.Actor) string {
	switch {
	case p.Author == actor.Person:
		return "author"
	case p.Names(actor.Person):
		return "named"
	}
	return "colleague"
}

// forbidden finds what may not stand on the wall: it would announce a step.
func (w *Workflow) forbidden(r *store.Reader) (recognition.Forbidden, error) {
	naming, err := w.inAnyLanguage(r, (*framework.Framework).Naming)
	return func(text string) (string, []any) {
		n, found := naming(text)
		switch {
		case !found:
			return "", nil
		case n.Promotion:
			return lang.Later("“{words}” speaks of a promotion. The wall thanks people for work that they did, and announces no promotion and no step. Say what was done and for whom it is better now; all you wrote is still here."), []any{"words", n.Words}
		}
		return lang.Later("“{words}” is the name of a step here ({step}). The wall thanks people for work that they did, and names nobody’s step. Say it in another word; all you wrote is still here."), []any{"words", n.Words, "step", n.Step}
	}, err
}

// cleaned makes the picture anew, before a transaction waits for it.
func (t Thanks) cleaned() (picture.Picture, error) {
	if len(t.Picture) == 0 {
		return picture.Picture{}, nil
	}
	return picture.Clean(t.Picture)
}

// asked is what a key stands for; a picture counts by its bytes.
func (t Thanks) asked(ref id.Recognition, read int64) any {
	return struct {
		Ref  id.Recognition
		Read int64
		What Thanks
	}{ref, read, t}
}

// Recognise puts a post on the wall and tells those whom it thanks.
func (w *Workflow) Recognise(ctx context.Context, actor access.Actor, once Once, t Thanks) (id.Recognition, error) {
	if err := signedIn(actor, access.ScopeRecognition); err != nil {
		return "", err
	}
	made, wrongPicture := t.cleaned()
	ref, err := w.act(ctx, actor, once, t.asked("", 0), func(tx *store.Tx) (string, error) {
		forbidden, err := w.forbidden(tx.Reader)
		if err != nil {
			return "", err
		}
		p, err := recognition.Write(actor.Person, t.Content, forbidden, tx.Now())
		if err = bothWrong(err, wrongPicture); err != nil {
			return "", err
		}
		if err := peopleAreHere(tx.Reader, p.People); err != nil {
			return "", err
		}
		if p.Picture = made.Kind; p.Picture == "" {
			p.Alt = ""
		}
		if err := tx.AddPost(p); err != nil {
			return "", err
		}
		if err := keepPicture(tx, p.ID, made); err != nil {
			return "", err
		}
		if err := tellThanked(tx, p.ID, p.People); err != nil {
			return "", err
		}
		return string(p.ID), recordPost(tx, actor, p, audit.RecognitionPosted, "author")
	})
	return id.Recognition(ref), err
}

// bothWrong tells the mistakes of the words and of the picture together.
func bothWrong(words, picture error) error {
	if words == nil || picture == nil || !fault.Is(words, fault.Invalid) {
		return orElse(words, picture)
	}
	_, a := fault.Safe(words)
	_, b := fault.Safe(picture)
	return fault.InvalidFields(append(a, b...))
}

func keepPicture(tx *store.Tx, p id.Recognition, made picture.Picture) error {
	if made.Kind == "" {
		return nil
	}
	return tx.KeepPicture(p, base64.StdEncoding.EncodeToString(made.Data))
}

func tellThanked(tx *store.Tx, p id.Recognition, who []id.Person) error {
	var list []notice.Notice
	for _, person := range who {
		list = append(list, notice.Notice{Person: person, Kind: notice.RecognitionThanked, Object: aboutPost(p)})
	}
	return tellAll(tx, list)
}

func peopleAreHere(r *store.Reader, who []id.Person) error {
	people, err := r.PeopleByID(who)
	for _, p := range who {
		if known, there := people[p]; err == nil && (!there || !known.Here(r.Now())) {
			err = fault.InvalidFields([]fault.Field{{Name: "people", Message: lang.Later("Somebody you name does not work here. Look in the directory and write the e-mail address.")}})
		}
	}
	return err
}

// onPost is an act on a post that stands where the actor sees it.
func (w *Workflow) onPost(ctx context.Context, actor access.Actor, once Once, asked any, ref id.Recognition, do func(*store.Tx, *recognition.Post) error) error {
	if err := signedIn(actor, access.ScopeRecognition); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		p, err := reachPost(tx.Reader, actor, ref)
		if err != nil {
			return "", err
		}
		return "", do(tx, p)
	})
	return err
}

func reachPost(r *store.Reader, actor access.Actor, ref id.Recognition) (*recognition.Post, error) {
	p, err := r.Post(ref)
	if err == nil && !p.VisibleTo(actor) {
		err = fault.NotFound()
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// ChangeRecognition puts other words, people or another picture in the place of what
// is there; only the author does.
func (w *Workflow) ChangeRecognition(ctx context.Context, actor access.Actor, once Once, ref id.Recognition, read int64, t Thanks) error {
	made, wrongPicture := t.cleaned()
	return w.onPost(ctx, actor, once, t.asked(ref, read), ref, func(tx *store.Tx, p *recognition.Post) error {
		return w.changePost(tx, actor, p, read, t, made, wrongPicture)
	})
}

// ChangePicture puts a picture, with what it shows in words, on the actor's own post in
// place of the one that is there; nothing takes it away. The words of the post stay.
func (w *Workflow) ChangePicture(ctx context.Context, actor access.Actor, once Once, ref id.Recognition, read int64, file []byte, alt string) error {
	made, wrongPicture := Thanks{Picture: file}.cleaned()
	asked := struct {
		Picture id.Recognition
		Read    int64
		File    []byte
		Alt     string
	}{ref, read, file, alt}
	return w.onPost(ctx, actor, once, asked, ref, func(tx *store.Tx, p *recognition.Post) error {
		t := Thanks{Content: p.Content, Picture: file, DropPicture: len(file) == 0}
		t.Alt, t.People = alt, nil
		for _, n := range p.Named {
			if n.Stands() {
				t.People = append(t.People, n.Person)
			}
		}
		return w.changePost(tx, actor, p, read, t, made, wrongPicture)
	})
}

func (w *Workflow) changePost(tx *store.Tx, actor access.Actor, p *recognition.Post, read int64, t Thanks, made picture.Picture, wrongPicture error) error {
	if p.Author != actor.Person || p.RemovedAt.IsSet() {
		return fault.NotFound()
	}
	forbidden, err := w.forbidden(tx.Reader)
	if err != nil {
		return err
	}
	fresh, err := p.Change(t.Content, forbidden, tx.Now())
	if err = bothWrong(err, wrongPicture); err != nil {
		return err
	}
	if p.Version != read {
		return fault.Stale()
	}
	if err := peopleAreHere(tx.Reader, fresh); err != nil {
		return err
	}
	if t.DropPicture || made.Kind != "" {
		p.Picture = made.Kind
	}
	if p.Picture == "" {
		p.Alt = ""
	}
	if err := tx.SavePost(p); err != nil {
		return err
	}
	if err := keepPicture(tx, p.ID, made); err != nil {
		return err
	}
	if err := tellThanked(tx, p.ID, fresh); err != nil {
		return err
	}
	return recordPost(tx, actor, p, audit.RecognitionChanged, "author")
}

// RemoveRecognition takes a post off the wall: by its author, by somebody whom it is
// about, or by a people partner, who says why.
func (w *Workflow) RemoveRecognition(ctx context.Context, actor access.Actor, once Once, ref id.Recognition, why string) error {
	why = strings.TrimSpace(why)
	asked := struct {
		Remove id.Recognition
		Why    string
	}{ref, why}
	return w.onPost(ctx, actor, once, asked, ref, func(tx *store.Tx, p *recognition.Post) error {
		as := p.HandOf(actor.Person, actor.Holds(org.PeoplePartner) && actor.Via != access.ViaToken)
		if as == "" {
			return fault.NotFound()
		}
		if as != recognition.ByPartner {
			why = ""
		}
		if err := recognition.CheckWords("why", why, as == recognition.ByPartner, nil); err != nil {
			return err
		}
		hat := hatOn(p, actor)
		if as == recognition.ByPartner {
			hat = "people partner"
		}
		if err := p.Remove(as, why, tx.Now()); err != nil {
			return err
		}
		if err := w.takenOff(tx, actor, p); err != nil {
			return err
		}
		return recordPost(tx, actor, p, audit.RecognitionRemoved, hat)
	})
}

// takenOff saves a post that is on the wall no longer, and tells its author when it
// was somebody else.
func (w *Workflow) takenOff(tx *store.Tx, actor access.Actor, p *recognition.Post) error {
	if err := tx.SavePost(p); err != nil {
		return err
	}
	if p.RemovedAt.IsSet() {
		if err := tx.CloseReports(p.ID); err != nil {
			return err
		}
	}
	if p.Author == actor.Person {
		return nil
	}
	return tell(tx, p.Author, notice.RecognitionChanged, aboutPost(p.ID))
}

// TakeNameOff takes the actor's own name off a post. With the last name the post goes.
func (w *Workflow) TakeNameOff(ctx context.Context, actor access.Actor, once Once, ref id.Recognition) error {
	asked := struct{ TakeOff id.Recognition }{ref}
	return w.onPost(ctx, actor, once, asked, ref, func(tx *store.Tx, p *recognition.Post) error {
		if err := p.TakeOff(actor.Person, tx.Now()); err != nil {
			return err
		}
		if err := w.takenOff(tx, actor, p); err != nil {
			return err
		}
		return recordPost(tx, actor, p, audit.RecognitionLeft, "named")
	})
}

// SayOnRecognition keeps words of somebody who is thanked under the post; none take
// them back.
func (w *Workflow) SayOnRecognition(ctx context.Context, actor access.Actor, once Once, ref id.Recognition, words string) error {
	words = strings.TrimSpace(words)
	asked := struct {
		SayOn id.Recognition
		Words string
	}{ref, words}
	return w.onPost(ctx, actor, once, asked, ref, func(tx *store.Tx, p *recognition.Post) error {
		if !p.Names(actor.Person) {
			return fault.NotFound()
		}
		forbidden, err := w.forbidden(tx.Reader)
		if err != nil {
			return err
		}
		if err := recognition.CheckWords("words", words, false, forbidden); err != nil {
			return err
		}
		if err := p.Say(actor.Person, words, tx.Now()); err != nil {
			return err
		}
		if err := tx.SavePost(p); err != nil {
			return err
		}
		if words != "" {
			if err := tell(tx, p.Author, notice.RecognitionAnswered, aboutPost(p.ID)); err != nil {
				return err
			}
		}
		return recordPost(tx, actor, p, audit.RecognitionSaid, "named")
	})
}

// JoinThanks puts the actor's name beside the thanks, or takes it away again.
func (w *Workflow) JoinThanks(ctx context.Context, actor access.Actor, once Once, ref id.Recognition, join bool) error {
	asked := struct {
		Thank id.Recognition
		Join  bool
	}{ref, join}
	return w.onPost(ctx, actor, once, asked, ref, func(tx *store.Tx, p *recognition.Post) error {
		if !p.MayThank(actor.Person) || p.RemovedAt.IsSet() {
			return fault.New(fault.Conflict, lang.Later("You are part of this post already, as its author or as somebody it thanks."))
		}
		act, change := audit.RecognitionThanked, tx.Thank
		if !join {
			act, change = audit.RecognitionUnthank, tx.Unthank
		}
		if err := change(p.ID, actor.Person); err != nil {
			return err
		}
		return recordPost(tx, actor, p, act, "colleague")
	})
}
