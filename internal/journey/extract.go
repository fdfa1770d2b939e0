package journey

import (
	"slices"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Shown is a line of an extract, as it was when it was chosen.
type Shown struct {
	Sort  Sort       `json:"sort"`
	On    clock.Date `json:"on"`
	Words string     `json:"words"`
	More  string     `json:"more,omitempty"`
	Way   Way        `json:"way,omitempty"`
	Tells bool       `json:"tells,omitempty"`
}

// Extract is what a person shows of the path to whoever holds its link. It holds
// the lines that were chosen and follows nothing that happens later.
type Extract struct {
	ID      id.Extract
	Subject id.Person
	MadeAt  clock.Instant
	EndsAt  clock.Instant
	EndedAt clock.Instant // when the person withdrew it; not set while nobody has
	Words   string        // what the person says with it
	Lines   []Shown
}

// Open tells whether the link answers at the instant.
func (e Extract) Open(now clock.Instant) bool { return !e.EndedAt.IsSet() && now < e.EndsAt }

// Tells tells whether the extract tells something of a Step.
func (e Extract) Tells() bool {
	return slices.ContainsFunc(e.Lines, func(l Shown) bool { return l.Tells })
}

// Days are for how long an extract can be open, in the order they are offered.
func Days() []int { return []int{7, 30, 90} }

// Limits of an extract.
const (
	MaxWords = 1_000 // bytes
	MaxLines = 200
)

// Choice is what a person wants to show. Certain says that it may tell of a Step.
type Choice struct {
	Lines   []string // keys of moments
	Words   string
	Days    int
	Certain bool
}

// NewExtract takes the chosen lines out of the path.
func NewExtract(subject id.Person, path []Moment, c Choice, now clock.Instant) (Extract, error) {
	e := Extract{ID: id.New[id.Extract](), Subject: subject, MadeAt: now, EndsAt: now.Add(time.Duration(c.Days) * 24 * time.Hour), Words: strings.TrimSpace(c.Words)}
	found := 0
	for _, m := range path {
		if slices.Contains(c.Lines, m.Key) {
			e.Lines, found = append(e.Lines, Shown{m.Sort, m.On, m.Words, m.More, m.Way, m.Tells}), found+1
		}
	}
	var wrong []fault.Field
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	switch asked := slices.Compact(slices.Sorted(slices.Values(c.Lines))); {
	case found != len(asked):
		say("line", lang.Later("One of the lines you chose reads differently by now. Look through them once more and choose again."))
	case found == 0:
		say("line", lang.Later("Choose at least one line to show."))
	case found > MaxLines:
		say("line", lang.Later("This is more than fits one extract. Choose 200 lines at most."))
	}
	if !slices.Contains(Days(), c.Days) {
		say("days", lang.Later("Choose for how long the link shall be open."))
	}
	if len(e.Words) > MaxWords {
		say("words", lang.Later("This is longer than 1,000 bytes. Shorten it; nothing of it is lost here."))
	}
	if e.Tells() && !c.Certain {
		say("certain", lang.Later("What you chose tells something of your Step. Say that this is what you want, or leave those lines out."))
	}
	return e, fault.InvalidFields(wrong)
}
