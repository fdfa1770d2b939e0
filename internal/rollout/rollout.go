// Package rollout holds the rules of introducing a framework to many at once: who
// is in it, what may be counted of it, and trial placements before it. Pure.
package rollout

import (
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Stage is where a rollout stands.
type Stage string

// Stages, in their order.
const (
	Prepared Stage = "prepared" // nobody is in it yet; managers may place people on trial
	Opening  Stage = "opening"  // launched; evaluations are being opened
	Running  Stage = "running"
	Paused   Stage = "paused" // nobody is reminded
	Ended    Stage = "ended"
)

// Rollout is one introduction. Version counts its changes and is compared on save.
type Rollout struct {
	ID         id.Rollout
	Name       string
	Purpose    string
	Scope      id.Unit // a tribe or a chapter; empty is the whole organisation
	Stage      Stage
	Trial      bool // managers may place people on trial before the launch
	PreparedBy id.Person
	PreparedAt clock.Instant
	LaunchedAt clock.Instant
	OpenedAt   clock.Instant // when the last evaluation was open
	EndedAt    clock.Instant
	Spread     string        // of the trial, as it was published last; see Publish
	SpreadAt   clock.Instant // when it was
	Dropped    int           // how many trial placements were deleted at the launch or the end
	DroppedAt  clock.Instant // when that was done; not set before
	Version    int64
}

// Most a rollout's words may take, in characters.
const (
	MostName    = 80
	MostPurpose = 2_000
)

// Draft is what a people partner says of a rollout before it is there.
type Draft struct {
	Name, Purpose string
	Scope         id.Unit
	Trial         bool
}

// Check refuses a draft without a name or a purpose. Field names are the form's.
func (d Draft) Check() error {
	var wrong []fault.Field
	if n := utf8.RuneCountInString(d.Name); n == 0 || n > MostName || strings.ContainsAny(d.Name, "\n\r") {
		wrong = append(wrong, fault.Field{Name: "name", Value: d.Name, Message: lang.Later("Give it a name of one line, 80 characters at most.")})
	}
	if n := utf8.RuneCountInString(d.Purpose); n == 0 || n > MostPurpose {
		wrong = append(wrong, fault.Field{Name: "purpose", Value: d.Purpose, Message: lang.Later("Say what it is for, in 2,000 characters at most. Everybody in it reads these words.")})
	}
	return fault.InvalidFields(wrong)
}

// Prepare makes a rollout of a draft.
func Prepare(d Draft, by id.Person, now clock.Instant) (*Rollout, error) {
	d.Name, d.Purpose = strings.TrimSpace(d.Name), strings.TrimSpace(d.Purpose)
	if err := d.Check(); err != nil {
		return nil, err
	}
	return &Rollout{ID: id.New[id.Rollout](), Name: d.Name, Purpose: d.Purpose, Scope: d.Scope, Trial: d.Trial,
		Stage: Prepared, PreparedBy: by, PreparedAt: now, Version: 1}, nil
}

// The moves of a rollout and the stage each needs:
//
//	Launch   prepared         leads to opening
//	Opened   opening          running
//	Pause    running          paused
//	Resume   paused           running
//	End      any but ended    ended

func moved(message string) error { return fault.New(fault.Conflict, message) }

// Launch begins the opening of evaluations for so many people.
func (r *Rollout) Launch(people int, now clock.Instant) error {
	switch {
	case r.Stage != Prepared:
		return moved(lang.Later("This rollout has been opened before. Load the page again to see where it stands."))
	case people == 0:
		return fault.New(fault.Invalid, lang.Later("Nobody would be in this rollout, so there is nothing to open. See below who is left out, and why."))
	}
	r.Stage, r.LaunchedAt = Opening, now
	return nil
}

// Opened notes that everybody in it has an evaluation.
func (r *Rollout) Opened(now clock.Instant) {
	if r.Stage == Opening {
		r.Stage, r.OpenedAt = Running, now
	}
}

// Pause keeps everybody from being reminded.
func (r *Rollout) Pause() error {
	if r.Stage != Running {
		return moved(lang.Later("Only a rollout that is running can be paused."))
	}
	r.Stage = Paused
	return nil
}

// Resume ends the pause.
func (r *Rollout) Resume() error {
	if r.Stage != Paused {
		return moved(lang.Later("This rollout is not paused."))
	}
	r.Stage = Running
	return nil
}

// End ends the rollout. Evaluations that are open stay open.
func (r *Rollout) End(now clock.Instant) error {
	switch r.Stage {
	case Ended:
		return moved(lang.Later("This rollout has ended before."))
	case Opening:
		return moved(lang.Later("Evaluations are being opened at this moment. Wait until that is done; then the rollout can be ended."))
	}
	r.Stage, r.EndedAt = Ended, now
	return nil
}

// MayPlace tells whether managers can place people on trial.
func (r *Rollout) MayPlace() bool { return r.Trial && r.Stage == Prepared }

// KeepsPlacements tells whether trial placements of it may be there at all.
func (r *Rollout) KeepsPlacements() bool { return r.Stage == Prepared }

// RemindEvery is how long nobody hears a second reminder.
const RemindEvery = 7 * 24 * time.Hour

// MayRemind tells whether whose turn it is in this rollout may be reminded, when
// reminders of any rollout went out last at the instant. Whoever was told of an
// evaluation this week is not reminded of it yet.
func (r *Rollout) MayRemind(last, now clock.Instant) bool {
	return r.Stage == Running && now.Sub(r.OpenedAt) >= RemindEvery && (!last.IsSet() || now.Sub(last) >= RemindEvery)
}

// Reason is why somebody is left out.
type Reason string

// Reasons.
const (
	In        Reason = ""          // is in it
	NoManager Reason = "manager"   // an evaluation needs two
	Newcomer  Reason = "newcomer"  // the first evaluation comes by itself
	Elsewhere Reason = "elsewhere" // in another rollout that has not ended
)

// Words says the reason.
func (r Reason) Words() string {
	switch r {
	case NoManager:
		return lang.Later("has no manager at the moment, and an evaluation needs two")
	case Newcomer:
		return lang.Later("is in the first months, after which the first evaluation opens by itself")
	case Elsewhere:
		return lang.Later("is in another rollout that has not ended")
	}
	return ""
}

// Candidate is somebody here whom the rollout could take in. Nothing of their
// evaluations or Step has a part in that.
type Candidate struct {
	Person    id.Person
	Manager   id.Person // empty when there is none
	Start     clock.Date
	Elsewhere bool
}

// Reason tells whether the candidate is in it. After so many months the first
// evaluation opens by itself.
func (c Candidate) Reason(firstAfter int, today clock.Date) Reason {
	switch {
	case c.Elsewhere:
		return Elsewhere
	case c.Manager == "":
		return NoManager
	case c.Start.IsSet() && c.Start.AddMonths(firstAfter) > today:
		return Newcomer
	}
	return In
}
