package disclosure

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Breaking: two people partners opened what is kept about one person to one of them,
// for a reason from a list.
const Breaking Purpose = "break-glass"

// Ways in which a breaking of the glass ends before its time.
const (
	ByHand    Ending = "by-hand"
	SwitchOff Ending = "switched-off"
)

const (
	// GlassFor is for how long something is open.
	GlassFor = 60 * time.Minute
	// GlassWaits is for how long an asking waits for the second of the two.
	GlassWaits = 24 * time.Hour
	// MaxGlassWords bounds the reason in words.
	MaxGlassWords = 2_000
)

// Reason is why the glass is broken.
type Reason string

// The reasons there are.
const (
	Claim     Reason = "claim"
	Harm      Reason = "harm"
	Complaint Reason = "complaint"
	Gone      Reason = "gone"
)

// Reasons lists them.
func Reasons() []Reason { return []Reason{Claim, Harm, Complaint, Gone} }

// Words says what the reason is.
func (r Reason) Words() string {
	switch r {
	case Claim:
		return lang.Later("a legal claim, or a question of an authority")
	case Harm:
		return lang.Later("somebody may come to harm")
	case Complaint:
		return lang.Later("a formal complaint about how something was decided")
	case Gone:
		return lang.Later("both who could read it are out of reach, and it cannot wait")
	}
	return ""
}

// Glass is one asking to read what is kept about one person. One people partner asks,
// another agrees, and the one who asked reads for an hour.
type Glass struct {
	ID       id.Glass
	Subject  id.Person
	AskedAt  clock.Instant
	OpenedAt clock.Instant // when the second of the two agreed
	EndedAt  clock.Instant // when it was ended by hand, or with what it was for
	Version  int64

	AskedBy, AgreedBy, EndedBy id.Person
	Reason                     Reason
	Words                      string
}

// apart refuses the person themselves, and their manager, who reads it anyway.
func apart(subject, manager, by id.Person) error {
	switch by {
	case subject:
		return fault.New(fault.Conflict, "Nobody breaks the glass about themselves.")
	case manager:
		return fault.New(fault.Conflict, "You manage this person, and read what is yours to read without it. Two other people partners do this.")
	}
	return nil
}

// AskGlass begins one.
func AskGlass(subject, manager, by id.Person, reason Reason, words string, now clock.Instant) (*Glass, error) {
	if err := apart(subject, manager, by); err != nil {
		return nil, err
	}
	var wrong []fault.Field
	if !slices.Contains(Reasons(), reason) {
		wrong = append(wrong, fault.Field{Name: "reason", Message: "Choose a reason from the list."})
	}
	words = strings.TrimSpace(words)
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		wrong = append(wrong, fault.Field{Name: "words", Message: "Say what it is needed for: the person reads it."})
	case n > MaxGlassWords:
		wrong = append(wrong, fault.Field{Name: "words", Message: "This is longer than 2,000 characters. Shorten it; nothing of it is lost here."})
	}
	if len(wrong) > 0 {
		return nil, fault.InvalidFields(wrong)
	}
	return &Glass{ID: id.New[id.Glass](), Subject: subject, AskedBy: by, Reason: reason, Words: words, AskedAt: now, Version: 1}, nil
}

// Waits tells whether it waits for the second of the two.
func (g *Glass) Waits(now clock.Instant) bool {
	return !g.OpenedAt.IsSet() && !g.EndedAt.IsSet() && now.Sub(g.AskedAt) < GlassWaits
}

// Open tells whether something is open by it.
func (g *Glass) Open(now clock.Instant) bool {
	return g.OpenedAt.IsSet() && !g.EndedAt.IsSet() && now < g.Ends()
}

// Ends is when it ends by itself.
func (g *Glass) Ends() clock.Instant { return g.OpenedAt.Add(GlassFor) }

// Agree is the second one's word: from now on the one who asked reads.
func (g *Glass) Agree(manager, by id.Person, now clock.Instant) (Disclosure, error) {
	if err := apart(g.Subject, manager, by); err != nil {
		return Disclosure{}, err
	}
	switch {
	case !g.Waits(now):
		return Disclosure{}, fault.Stale()
	case by == g.AskedBy:
		return Disclosure{}, fault.New(fault.Conflict, "Whoever asked does not agree as well. Another people partner does.")
	}
	if err := apart(g.Subject, manager, g.AskedBy); err != nil {
		return Disclosure{}, err
	}
	g.OpenedAt, g.AgreedBy = now, by
	d := New(g.Subject, g.AskedBy, by, "person/"+string(g.Subject), Breaking, now)
	d.Expires, d.Cause = g.Ends(), string(g.Reason)+"\n"+g.Words
	return d, nil
}

// End ends it, or takes the asking back.
func (g *Glass) End(by id.Person, now clock.Instant) error {
	if !g.Waits(now) && !g.Open(now) {
		return fault.Stale()
	}
	g.EndedAt, g.EndedBy = now, by
	return nil
}

// GlassSwitch is whether the glass can be broken here at all. It begins off.
type GlassSwitch struct {
	AskedBy, AgreedBy id.Person
	AskedAt           clock.Instant
	Since             clock.Instant // on since; not set while it is off or waits
	Words             string
}

// GlassEntry is one change of the switch.
type GlassEntry struct {
	ID    id.Entry
	At    clock.Instant
	By    id.Person
	What  SwitchWhat
	Words string
}

// SwitchWhat is what an entry says.
type SwitchWhat string

// What an entry can say.
const (
	OnAsked SwitchWhat = "asked"
	OnGiven SwitchWhat = "given"
	Off     SwitchWhat = "off"
)

// SwitchOf is what the entries, the oldest first, come to.
func SwitchOf(entries []GlassEntry) (s GlassSwitch) {
	for _, e := range entries {
		switch e.What {
		case OnAsked:
			s = GlassSwitch{AskedBy: e.By, AskedAt: e.At, Words: e.Words}
		case OnGiven:
			s.AgreedBy, s.Since = e.By, e.At
		case Off:
			s = GlassSwitch{}
		}
	}
	return s
}

// GlassYear is a year of which it is told how often the glass was broken.
type GlassYear struct {
	Year        int
	From, Until clock.Instant
	On          bool // it could be, at some moment of the year
}

// GlassYearsWait is how long after a year's end it is told of.
const GlassYearsWait = 28 * 24 * time.Hour

// GlassYears are the years since it was switched on first that ended long enough ago,
// the newest first.
func GlassYears(entries []GlassEntry, now clock.Instant, zone *time.Location) (years []GlassYear) {
	start := func(year int) clock.Instant { return clock.At(time.Date(year, 1, 1, 0, 0, 0, 0, zone)) }
	i := slices.IndexFunc(entries, func(e GlassEntry) bool { return e.What == OnGiven })
	if i < 0 {
		return nil
	}
	for year := entries[i].At.Time().In(zone).Year(); start(year+1).Add(GlassYearsWait) <= now; year++ {
		y := GlassYear{Year: year, From: start(year), Until: start(year + 1)}
		on := false // at the year's beginning
		for _, e := range entries {
			switch {
			case e.At >= y.Until:
			case e.At < y.From:
				on = e.What == OnGiven || on && e.What != Off
			default:
				y.On = y.On || e.What == OnGiven
			}
		}
		y.On = y.On || on
		years = append([]GlassYear{y}, years...)
	}
	return years
}

// On tells whether the glass can be broken.
func (s GlassSwitch) On() bool { return s.Since.IsSet() }

// Waits tells whether one has asked and the other not agreed.
func (s GlassSwitch) Waits() bool { return s.AskedAt.IsSet() && !s.On() }

// Next is the entry by which a people partner changes the switch, or why it cannot be.
func (s GlassSwitch) Next(e GlassEntry) (GlassEntry, error) {
	e.Words = strings.TrimSpace(e.Words)
	switch e.What {
	case OnAsked:
		if s.AskedAt.IsSet() {
			return e, fault.New(fault.Conflict, "This is asked for already, or on. Here is how it stands.")
		}
		if n := utf8.RuneCountInString(e.Words); n == 0 || n > MaxGlassWords {
			return e, fault.InvalidFields([]fault.Field{{Name: "why", Message: "Say why in up to 2,000 characters: everybody will read it."}})
		}
	case OnGiven:
		if !s.Waits() {
			return e, fault.New(fault.Conflict, "Nothing waits for an answer here. Here is how it stands.")
		}
		if e.By == s.AskedBy {
			return e, fault.New(fault.Conflict, "Whoever asked does not agree as well. Another people partner does.")
		}
		e.Words = ""
	case Off:
		if !s.AskedAt.IsSet() {
			return e, fault.New(fault.Conflict, "It is off already.")
		}
		e.Words = ""
	default:
		return e, fault.NotFound()
	}
	return e, nil
}
