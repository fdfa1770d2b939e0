package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// A backup is a picture of the past, and in the past somebody had access that they
// have lost since. So what was put back lets nobody in before whoever runs Cairn has
// looked at it: everything that opens without a proof is ended, what a second journal
// tells of is done again, and until it is confirmed nobody signs in and nothing is sent.

// Happened is one line of a second journal from after the backup.
type Happened struct {
	Act     audit.Act
	Subject id.Person
	Object  string
}

// PutBack is a backup that was loaded.
type PutBack struct {
	MadeAt   clock.Instant
	Position int64      // of its last link
	Since    []Happened // from the second journal, the oldest first
	Erased   []string   // addresses of people who were erased since, as whoever runs Cairn knows
}

// Again is what was done again, by the names of the people; and what was not, by act.
type Again struct {
	Left   []string          `json:"left"`
	Erased int               `json:"erased"`
	Proofs []string          `json:"proofs_taken_away"`
	Office []string          `json:"offices_ended"`
	Not    map[audit.Act]int `json:"not_done_again"`
}

// Restored closes what was put back, in one transaction.
func (w *Workflow) Restored(ctx context.Context, b PutBack) (done Again, err error) {
	actor := access.System(access.ViaCommand)
	err = w.update(ctx, func(tx *store.Tx) error {
		done = Again{Not: map[audit.Act]int{}}
		for _, step := range []func(*store.Tx, access.Actor) error{endEveryDisclosure, endEveryGlass, narrowSteps} {
			if err := step(tx, actor); err != nil {
				return err
			}
		}
		if err := tx.CloseEverything(); err != nil {
			return err
		}
		for _, h := range b.Since {
			if err := w.again(tx, actor, h, &done); err != nil {
				return err
			}
		}
		if err := w.eraseAgain(tx, actor, b.Erased, &done); err != nil {
			return err
		}
		if _, err := refreshLines(tx, actor); err != nil {
			return err
		}
		v := store.Restore{ID: id.New[id.Restore](), At: tx.Now(), BackupAt: b.MadeAt, Position: b.Position}
		if err := tx.AddRestore(v); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.Restored, Hat: org.Operator.Words(), Object: fmt.Sprintf("journal/%d", b.Position)})
	})
	return done, err
}

func endEveryDisclosure(tx *store.Tx, actor access.Actor) error {
	open, err := tx.OpenDisclosures()
	if err != nil {
		return err
	}
	return endDisclosures(tx, actor, open, org.Operator.Words(), disclosure.PutBack)
}

func endEveryGlass(tx *store.Tx, actor access.Actor) error {
	return endGlasses(tx, actor, disclosure.PutBack, func(*disclosure.Glass) (bool, error) { return true, nil })
}

// eraseAgain erases those of whom no second journal tells.
func (w *Workflow) eraseAgain(tx *store.Tx, actor access.Actor, addresses []string, done *Again) error {
	for _, address := range addresses {
		p, ok, err := tx.PersonByEmail(address)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.Invalid, fmt.Sprintf("Nobody in the backup has the address %s, who is to be erased again. Nothing was put back; look at how it is written.", printable(address, 100)))
		}
		if err := w.again(tx, actor, Happened{Act: audit.ErasureDone, Subject: p.ID}, done); err != nil {
			return err
		}
	}
	return nil
}

// narrowSteps ends what an organisation had opened of Steps: it may have been narrowed
// since. Two people open it again.
func narrowSteps(tx *store.Tx, actor access.Actor) error {
	before, err := widening(tx.Reader)
	if err != nil || !before.AskedAt.IsSet() {
		return err
	}
	if err := tx.AddStepPolicy(standing.PolicyEntry{ID: id.New[id.Entry](), At: tx.Now(), What: standing.Narrowed}); err != nil {
		return err
	}
	if err := afterStepPolicy(tx, actor, before, standing.Narrowed); err != nil {
		return err
	}
	return record(tx, actor, audit.Entry{Act: audit.StepPolicySet, Hat: org.Operator.Words(), Item: "aud_all", Object: stepPolicyPage})
}

// proofsChanged are acts after which what the backup holds of somebody's proofs may be
// what they were changed for.
var proofsChanged = []audit.Act{audit.PasswordSet, audit.ProofsRemoved, audit.PasskeyRemoved, audit.CodeAppRemoved, audit.IdentityUnlinked}

// narrowed are acts that took something from somebody and cannot be done again from
// the journal, which holds no values. Whoever confirms is told how many there were.
var narrowed = []audit.Act{audit.ManagerChanged, audit.LeadChanged, audit.PeopleImported, audit.NoteUnshared, audit.NoteDetached, audit.NoteRemoved,
	audit.FeedbackUnshared, audit.FeedbackNarrowed, audit.FeedbackWithdrawn, audit.RestrictionSet, audit.HoldAgreed, audit.DisciplineDisowned, audit.ExtensionDisowned, audit.GlassSwitched}

// again does once more what the second journal says was done after the backup.
func (w *Workflow) again(tx *store.Tx, actor access.Actor, h Happened, done *Again) error {
	switch {
	case slices.Contains(narrowed, h.Act):
		done.Not[h.Act]++
		return nil
	case h.Act != audit.PersonLeft && h.Act != audit.ErasureDone && h.Act != audit.OfficeEnded && !slices.Contains(proofsChanged, h.Act):
		return nil
	}
	p, err := tx.Person(h.Subject)
	if fault.Is(err, fault.Withheld) {
		return nil // came after the backup, and is not in it
	}
	if err != nil {
		return err
	}
	switch h.Act {
	case audit.PersonLeft:
		return leaveAgain(tx, actor, p, done)
	case audit.ErasureDone:
		if done.Erased++; p.Here(tx.Now()) {
			if err := leaveAgain(tx, actor, p, &Again{}); err != nil {
				return err
			}
		}
		return w.buryLeft(tx, p.ID)
	case audit.OfficeEnded:
		return endOfficeAgain(tx, actor, p, h.Object, done)
	}
	if !slices.Contains(done.Proofs, p.Name) {
		done.Proofs = append(done.Proofs, p.Name)
	}
	if err := tx.ForgetProofs(p.ID); err != nil {
		return err
	}
	return record(tx, actor, audit.Entry{Act: audit.ProofsRemoved, Hat: org.Operator.Words(), Subject: p.ID})
}

func leaveAgain(tx *store.Tx, actor access.Actor, p org.Person, done *Again) error {
	if !p.Here(tx.Now()) {
		return nil
	}
	if err := leaveOffices(tx, p.ID); err != nil && !fault.Is(err, fault.Conflict) {
		return err // the last operator keeps the office, and does not come in: see Here
	}
	for _, step := range []func(*store.Tx, id.Person) error{leaveUnits, leaveLines, leaveShares} {
		if err := step(tx, p.ID); err != nil {
			return err
		}
	}
	if err := tx.SetLeft(p.ID, tx.Now()); err != nil {
		return err
	}
	done.Left = append(done.Left, p.Name)
	if err := record(tx, actor, audit.Entry{Act: audit.PersonLeft, Hat: hatOfKeeper(actor), Item: "profile", Subject: p.ID}); err != nil {
		return err
	}
	return endCase(tx, actor, p.ID)
}

func endOfficeAgain(tx *store.Tx, actor access.Actor, p org.Person, object string, done *Again) error {
	office := org.Office(strings.TrimPrefix(object, "office/"))
	held, err := tx.HoldersOf(office)
	if err != nil || !slices.Contains(held, p.ID) {
		return err
	}
	if office == org.Operator && len(held) == 1 {
		done.Not[audit.OfficeEnded]++
		return nil
	}
	if err := tx.EndOffice(p.ID, office); err != nil {
		return err
	}
	done.Office = append(done.Office, p.Name+": "+string(office))
	return record(tx, actor, audit.Entry{Act: audit.OfficeEnded, Hat: hatOfKeeper(actor), Item: "profile", Subject: p.ID, Object: object})
}

// Reopen lets people in again after a restore; done is false when nothing waited.
func (w *Workflow) Reopen(ctx context.Context) (done bool, err error) {
	err = w.update(ctx, func(tx *store.Tx) error {
		if done, err = tx.ConfirmRestores(); err != nil || !done {
			return err
		}
		return record(tx, access.System(access.ViaCommand), audit.Entry{Act: audit.Reopened, Hat: org.Operator.Words()})
	})
	return done, err
}

// Closed tells whether the database was put back and waits to be confirmed, and from
// when the backup is.
func (w *Workflow) Closed(ctx context.Context) (backup clock.Instant, closed bool, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		v, waits, err := r.OpenRestore()
		backup, closed = v.BackupAt, waits
		return err
	})
	return backup, closed, err
}

// isOpen refuses to let anybody in while a restore waits.
func isOpen(r *store.Reader) error {
	v, waits, err := r.OpenRestore()
	if err != nil || !waits {
		return err
	}
	return fault.New(fault.Unavailable, "Cairn was put back from a backup of {day}, {clock}, and is being looked through. Nobody can sign in yet; whoever runs it opens it again when everything is right.",
		"day", lang.Day(v.BackupAt.Time()), "clock", v.BackupAt.Time().Format("15:04 UTC"))
}
