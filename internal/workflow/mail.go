package workflow

import (
	"context"
	"crypto/subtle"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/store"
)

const (
	// MailLease is how long a try to send may take before another may begin.
	MailLease = 5 * time.Minute

	planBatch  = 500
	claimBatch = 20
	mostLines  = 20
	// tooOld keeps what was told while no mail was sent from coming all at once.
	tooOld   = 7 * 24 * time.Hour
	keepMail = 30 * 24 * time.Hour
)

// PlanMails makes a mail for each person to whom one is due: at once, or at the
// hour of the day where they are. All news of a person are in one mail.
func (w *Workflow) PlanMails(ctx context.Context) (made int, err error) {
	if _, closed, err := w.Closed(ctx); err != nil || closed {
		return 0, err
	}
	since := w.clock.Now().Add(-tooOld)
	var after id.Person
	for {
		var found []store.ToMail
		err := w.view(ctx, func(r *store.Reader) (err error) {
			found, err = r.PeopleToMail(since, after, planBatch)
			return err
		})
		if err != nil || len(found) == 0 {
			return made, err
		}
		after = found[len(found)-1].Person
		n, err := w.addMails(ctx, w.dueNow(found), since)
		if made += n; err != nil {
			return made, err
		}
	}
}

func (w *Workflow) dueNow(found []store.ToMail) (due []id.Person) {
	now := w.clock.Now()
	for _, m := range found {
		if m.AtOnce || notice.DailyAt(m.First, w.zoneOf(m.Zone)) <= now {
			due = append(due, m.Person)
		}
	}
	return due
}

// zoneOf is where a person is; the organisation's zone when they chose none.
func (w *Workflow) zoneOf(chosen string) *time.Location {
	if zone, err := time.LoadLocation(chosen); err == nil && chosen != "" {
		return zone
	}
	return w.zone
}

func (w *Workflow) addMails(ctx context.Context, due []id.Person, since clock.Instant) (made int, err error) {
	if len(due) == 0 {
		return 0, nil
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		made = 0
		for _, person := range due {
			fresh, err := tx.AddMail(person, since)
			if err != nil {
				return err
			}
			if fresh {
				made++
			}
		}
		return nil
	})
	return made, err
}

// ClaimMails takes mails whose time has come and says what is in each, with the
// rights of this moment: what its person may not reach any more, has read, or
// wants no mail of is left out, and a mail of which nothing is left is dropped.
func (w *Workflow) ClaimMails(ctx context.Context) (letters []notice.Letter, err error) {
	waits := false
	err = w.view(ctx, func(r *store.Reader) error {
		due, err := r.MailsDue(1)
		waits = len(due) > 0
		return err
	})
	if err != nil || !waits {
		return nil, err
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		letters = nil
		due, err := tx.MailsDue(claimBatch)
		for i := 0; err == nil && i < len(due); i++ {
			var l notice.Letter
			var send bool
			if l, send, err = w.claim(tx, due[i]); send {
				letters = append(letters, l)
			}
		}
		return err
	})
	return letters, err
}

func (w *Workflow) claim(tx *store.Tx, m store.Mail) (l notice.Letter, send bool, err error) {
	m, mine, err := tx.ClaimMail(m, tx.Now().Add(MailLease))
	if err != nil || !mine {
		return l, false, err
	}
	if l, err = w.letter(tx.Reader, m); err != nil {
		return l, false, err
	}
	if len(l.Lines) == 0 {
		_, err = tx.EndMail(m.ID, m.Fence, store.MailDropped)
		return l, false, err
	}
	return l, true, nil
}

// letter says what is in the mail now.
func (w *Workflow) letter(r *store.Reader, m store.Mail) (l notice.Letter, err error) {
	p, err := r.AccountOf(m.Person)
	if err != nil || !p.Here(r.Now()) {
		return l, err
	}
	offices, err := r.OfficesOf(p.Person)
	if err != nil {
		return l, err
	}
	settings, err := r.NoticeSettings([]id.Person{p.Person})
	if err != nil {
		return l, err
	}
	muted, err := r.MutedThings([]id.Person{p.Person})
	if err != nil {
		return l, err
	}
	list, err := r.NoticesIn(m.ID)
	if err != nil {
		return l, err
	}
	actor := access.Actor{Person: p.Person, Offices: offices, Via: access.ViaItself}
	l = notice.Letter{Mail: m.ID, Fence: m.Fence, Made: m.MadeAt, To: p.Email, Language: p.Language, Stop: w.stopText(p.Person)}
	wanted := list[:0]
	for _, n := range list {
		if settings[p.Person].Way(n.Kind).Mails() && (n.Way == notice.Always || !muted[notice.Thing{Person: p.Person, Object: n.Object}]) {
			wanted = append(wanted, n)
		}
	}
	lines, err := lister{w: w, r: r, actor: actor, titles: map[string]string{}}.lines(wanted)
	for _, line := range lines[:min(len(lines), mostLines)] {
		l.Lines = append(l.Lines, notice.LetterLine{Notice: line.ID, Turn: line.Turn})
	}
	return l, err
}

// MailSent records that the mail was taken by the server. A try that was overtaken
// by another records nothing: that is its fence, whoever leads by now.
func (w *Workflow) MailSent(ctx context.Context, l notice.Letter) (recorded bool, err error) {
	err = w.update(store.WithoutLead(ctx), func(tx *store.Tx) (err error) {
		recorded, err = tx.EndMail(l.Mail, l.Fence, store.MailSent)
		return err
	})
	return recorded, err
}

// MailFailed lets the mail be tried again later, or gives up after days; the
// fence of each try is how many there were.
func (w *Workflow) MailFailed(ctx context.Context, l notice.Letter) (givenUp bool, err error) {
	pause, again := notice.NextTry(l.Fence)
	err = w.update(store.WithoutLead(ctx), func(tx *store.Tx) error {
		if again {
			return tx.DelayMail(l.Mail, l.Fence, tx.Now().Add(pause))
		}
		_, err := tx.EndMail(l.Mail, l.Fence, store.MailFailed)
		return err
	})
	return !again, err
}

// ReleaseMails ends the tries of a process that is no more. Only who is alone with
// the database calls it.
func (w *Workflow) ReleaseMails(ctx context.Context) error {
	return w.update(ctx, func(tx *store.Tx) error { return tx.ReleaseMails() })
}

const stopPurpose = "mail stop"

// stopText is what ends a person's mails without signing in. It changes nothing
// else, so it may stand in a mail.
func (w *Workflow) stopText(person id.Person) string {
	return string(person) + "-" + w.db.Mark(stopPurpose, []byte(person))
}

// stops returns whose mails the text ends.
func (w *Workflow) stops(text string) (id.Person, error) {
	ref, _, _ := strings.Cut(text, "-")
	person, ok := id.Parse[id.Person](ref)
	if !ok || subtle.ConstantTimeCompare([]byte(text), []byte(w.stopText(person))) != 1 {
		return "", fault.NotFound()
	}
	return person, nil
}

// MayStopMails tells whether the text ends somebody's mails, and says nothing of
// whom.
func (w *Workflow) MayStopMails(text string) error {
	_, err := w.stops(text)
	return err
}

// StopMails ends the mails of the person whose text it is: everything stands in
// the inbox only, and what was muted stays so. It does so again without harm.
func (w *Workflow) StopMails(ctx context.Context, text string) error {
	person, err := w.stops(text)
	if err != nil {
		return err
	}
	return w.update(ctx, func(tx *store.Tx) error {
		all, err := tx.NoticeSettings([]id.Person{person})
		if err != nil {
			return err
		}
		if err := tx.SetNoticeSettings(person, all[person].WithoutMails()); err != nil {
			return err
		}
		by := access.Actor{Via: access.ViaItself}
		return record(tx, by, audit.Entry{Act: audit.NoticesSet, Hat: "mail link", Subject: person})
	})
}
