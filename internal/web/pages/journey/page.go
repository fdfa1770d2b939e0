// Package journey shows a person's path as a picture and in words, and what the
// person shows of it to others.
package journey

import (
	"context"
	_ "embed"

	"cairn/internal/clock"
	"cairn/internal/id"
	rules "cairn/internal/journey"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed journey.css
var Sheet []byte

// Page is a path to show.
type Page struct {
	ui.Page
	Journey workflow.Journey
}

// Path is where the view of a path is, as the reader reaches it.
func Path(j workflow.Journey, view rules.View) string {
	at := "/journey"
	if !j.Self {
		at = "/people/" + string(j.Subject.ID) + "/journey"
	}
	if view == rules.Steps {
		at += "/steps"
	}
	return at
}

// Title names the path as the reader would.
func Title(ctx context.Context, j workflow.Journey) string {
	if j.Self {
		return lang.Say(ctx, "Your journey")
	}
	return lang.Say(ctx, "{subject}’s journey", "subject", j.Subject.Name)
}

func (p Page) steps() bool { return p.Journey.View == rules.Steps }

func (p Page) kind(ctx context.Context) string {
	if p.steps() {
		return lang.Say(ctx, "Journey, with the Step")
	}
	return lang.Say(ctx, "Journey")
}

func (p Page) privateTitle(ctx context.Context) string {
	if p.Journey.Self {
		return lang.Say(ctx, "Only you and your manager can see this page")
	}
	return lang.Say(ctx, "Only {subject} and you can see this page", "subject", p.Journey.Subject.Name)
}

// Year is what came in one year, day by day.
type Year struct {
	Name string
	Days []Day
}

// Day is what came on one day.
type Day struct {
	On      clock.Date
	Moments []rules.Moment
}

// YearsOf gathers a path by year and day.
func YearsOf(path []rules.Moment) (years []Year) {
	for _, d := range daysOf(path) {
		name := string(d.On)[:4]
		if len(years) == 0 || years[len(years)-1].Name != name {
			years = append(years, Year{Name: name})
		}
		y := &years[len(years)-1]
		y.Days = append(y.Days, d)
	}
	return years
}

func daysOf(path []rules.Moment) (days []Day) {
	for _, m := range path {
		if len(days) == 0 || days[len(days)-1].On != m.On {
			days = append(days, Day{On: m.On})
		}
		d := &days[len(days)-1]
		d.Moments = append(d.Moments, m)
	}
	return days
}

// Choosing is the form of an extract.
type Choosing struct {
	Page
	Form     Form
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      string
}

// Form is an extract as typed.
type Form struct {
	Lines   []string
	Words   string
	Days    int
	Certain bool
}

// List is everything the person shows, or has shown.
type List struct {
	ui.Page
	Extracts []workflow.ExtractView
	Moment   func(clock.Instant) ui.Moment
}

// One is an extract as its person sees it.
type One struct {
	ui.Page
	Extract workflow.ExtractView
	Key     string
	Moment  func(clock.Instant) ui.Moment
}

// Shared is an extract as whoever holds the link sees it.
type Shared struct {
	ui.Page
	Extract workflow.SharedExtract
	Ends    ui.Moment
}

func extractPath(e id.Extract) string { return "/journey/extracts/" + string(e) }

// moments makes lines that were chosen into a path again.
func moments(lines []rules.Shown) (path []rules.Moment) {
	for _, l := range lines {
		path = append(path, rules.Moment{Sort: l.Sort, On: l.On, Words: l.Words, More: l.More, Way: l.Way, Tells: l.Tells})
	}
	return path
}
