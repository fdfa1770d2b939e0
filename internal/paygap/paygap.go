// Package paygap compares what women and men are paid for the same work or work of
// equal value: a category of workers is a discipline and the steps of one sphere.
// Of a category, nothing is told that could be one person's pay. Amounts are exact;
// only what is shown is rounded.
package paygap

import (
	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
	"cairn/internal/org"
)

// Sex is what somebody said, for reports of pay and for nothing else. Saying nothing
// is as good as any answer.
type Sex string

// What can be said. The law compares women and men; whoever says something else is
// in neither average.
const (
	Woman Sex = "woman"
	Man   Sex = "man"
	Other Sex = "other"
)

// Known tells whether it is one of the answers.
func (s Sex) Known() bool { return s == Woman || s == Man || s == Other }

// Words say the answer.
func (s Sex) Words() string {
	switch s {
	case Woman:
		return lang.Later("Woman")
	case Man:
		return lang.Later("Man")
	case Other:
		return lang.Later("Neither of the two")
	}
	return lang.Later("Nothing said")
}

// What is needed before anything is told.
const (
	Least     = 6  // of each sex, before an average is told; a country may want more
	LeastMid  = 10 // of each sex, before a middle or a quarter is told
	LeastBand = 10 // people in a quarter
	MostShare = 4  // nobody is more than a quarter of what their sex is paid in sum
	Rounding  = 5  // of how many people there are
)

// Every is how many months lie between two reports of a country: reports of two days
// close to each other would tell what changed between them.
const Every = 12

// Category is who does the same work or work of equal value. Steps is the place of
// the steps in the framework: steps that stand beside each other are of one.
type Category struct {
	Discipline string `json:"discipline"`
	Steps      int    `json:"steps"`
}

// None tells whether somebody is in no category: without a discipline or a Step.
func (c Category) None() bool { return c.Discipline == "" || c.Steps == 0 }

// CategoryOf is the category of a discipline and a step.
func CategoryOf(discipline string, step framework.StepID, steps []framework.Step) Category {
	for _, s := range steps {
		if s.ID == step {
			return Category{discipline, s.Order}
		}
	}
	return Category{}
}

// Worker is somebody who is paid, for the one who counts.
type Worker struct {
	Person   id.Person
	Sex      Sex
	Category Category
	Annual   money.Money // for full time, for a year; not set where none is kept
}

// Tenths is a gap in tenths of a per cent of what men are paid: 50 is 5.0 per cent,
// and below nought women are paid more.
type Tenths int64

// Report is what women and men are paid in a country on a day. It is kept as it was.
type Report struct {
	ID        id.GapReport
	Country   string
	Day       clock.Date
	MadeAt    clock.Instant
	MadeBy    id.Person
	Currency  money.Currency
	Threshold Tenths // from which on a gap wants a reason
	Least     int    // of each sex
	// What is missing in it. Nothing here depends on anybody's Step.
	People, NoSalary, NoSex, Elsewhere int
	Whole                              Figures
	Bands                              []Band // from the lowest paid quarter on; nil where not told
	Rows                               []Row
}

// Figures compare the two.
type Figures struct {
	Women  int     `json:"women,omitempty"` // about how many; 0 where not told
	Men    int     `json:"men,omitempty"`
	Mean   *Tenths `json:"mean,omitempty"` // nil: too few to tell
	Middle *Tenths `json:"middle,omitempty"`
	Flag   bool    `json:"flag,omitempty"` // at the threshold or above, either way
}

// Told tells whether there are enough for an average.
func (f Figures) Told() bool { return f.Mean != nil }

// Row is a category in a report.
type Row struct {
	Category Category `json:"category"`
	Name     string   `json:"name"` // as it was called
	Figures
	// Averages are for the people of the category alone, each by themselves.
	MeanWomen money.Money `json:"mean_women"`
	MeanMen   money.Money `json:"mean_men"`
}

// Band is a quarter of everybody, by what they are paid.
type Band struct {
	Women int `json:"women"` // in a hundred
	Men   int `json:"men"`
}

// Of returns the row of a category.
func (r Report) Of(c Category) (Row, bool) {
	for _, row := range r.Rows {
		if row.Category == c && !c.None() {
			return row, true
		}
	}
	return Row{}, false
}

// OwnVisibleTo tells whether the actor of the bond may read the averages of the
// person's category: the person, and nobody by an office or as a manager.
func OwnVisibleTo(b access.Bond) bool { return b.Self }

// Reads tells whether the actor reads reports: people partners and compensation
// partners in a browser, never a token.
func Reads(a access.Actor) bool {
	return a.Known() && a.Via == access.ViaSession && (a.Holds(org.PeoplePartner) || a.Holds(org.CompensationPartner))
}

// Makes tells whether the actor makes reports.
func Makes(a access.Actor) bool { return Reads(a) && a.Holds(org.CompensationPartner) }

// SaysSex tells whether the actor says what the person's sex is: the person, on their
// own page.
func SaysSex(b access.Bond) bool { return b.Self }

// BringsSex tells whether the actor may bring a file of it in.
func BringsSex(a access.Actor) bool { return Reads(a) && a.Holds(org.PeoplePartner) }
