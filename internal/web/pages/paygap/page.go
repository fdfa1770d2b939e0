// Package paygap shows what women and men are paid: to people the averages of their
// own category, to the two offices reports, and to everybody by what pay is decided.
package paygap

import (
	"strconv"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	rules "cairn/internal/paygap"
	"cairn/internal/payprofile"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Addresses of these pages.
const (
	CategoryPath = "/pay/category"
	CriteriaPath = "/pay/criteria"
	ReportsPath  = "/pay/gap"
	SexPath      = "/pay/sex/import"
)

// ReportPath is where a report stands.
func ReportPath(g id.GapReport) string { return ReportsPath + "/" + string(g) }

// Base is what these pages are made from.
type Base struct {
	ui.Page
	Key      func() string
	Problems map[string]string
	Wrong    []ui.FieldError
}

// Category is a person's own.
type Category struct {
	Base
	View workflow.CategoryView
	Sex  string // as chosen, where it was not accepted
}

func (p Category) sexOptions() []ui.Option {
	now := string(p.View.Sex)
	if p.Sex != "" {
		now = p.Sex
	}
	list := []ui.Option{{Value: string(rules.Woman), Label: "Woman"}, {Value: string(rules.Man), Label: "Man"},
		{Value: string(rules.Other), Label: "Neither of the two", Hint: "You are in no average then: the law compares women and men."}, {Value: "", Label: "I say nothing", Hint: "What was said before is taken back, and nothing of it is kept."}}
	for i := range list {
		list[i].Selected = list[i].Value == now
	}
	return list
}

func (p Category) categoryWords() string {
	return p.View.Discipline + ", at the step " + strings.Join(p.View.Steps, " or ")
}

// missing says why there is no category, and who can mend it.
func (p Category) missing() string {
	switch p.View.Missing {
	case workflow.NoStep:
		return "You have no step yet. It is agreed in your first evaluation."
	case workflow.NoDiscipline:
		return "No discipline is noted for you. Your manager or a people partner can note it."
	case workflow.NoMarket:
		return "It is not said where you are paid. A compensation partner can say it."
	}
	return ""
}

func levelWords(m money.Money) string { return m.String() }

// reasonWords say why no average stands there, all reasons together.
func (p Category) reasonWords() string {
	least := max(p.View.Profile.Least, rules.Least)
	if p.View.Report != nil {
		least = p.View.Report.Least
	}
	return "An average is told where at least " + strconv.Itoa(least) + " women and " + strconv.Itoa(least) + " men of the category are in the report, and where nobody is more than a quarter of what their sex is paid in sum. Of fewer it could be one person’s pay."
}

func (p Category) answerWords() string {
	n := p.View.Profile.Answer
	switch {
	case n == 1:
		return "within a month"
	case n > 1:
		return "within " + strconv.Itoa(n) + " months"
	}
	return "within a reasonable time"
}

// tenths is a gap as people read it: "4.9 per cent".
func tenths(t rules.Tenths) string {
	sign := ""
	if t < 0 {
		sign, t = "−", -t
	}
	return sign + strconv.FormatInt(int64(t/10), 10) + "." + strconv.FormatInt(int64(t%10), 10)
}

// GapWords say which way a gap goes.
func GapWords(t *rules.Tenths) string {
	switch {
	case t == nil:
		return "not told"
	case *t == 0:
		return "none"
	case *t < 0:
		return "men " + tenths(-*t) + " % less"
	}
	return "women " + tenths(*t) + " % less"
}

func countWords(n int) string {
	if n == 0 {
		return "not told"
	}
	return "about " + strconv.Itoa(n)
}

func flagWords(f rules.Figures) string {
	switch {
	case !f.Told():
		return "–"
	case f.Flag:
		return "yes, it wants a reason"
	}
	return "no"
}

// Reports lists them.
type Reports struct {
	Base
	View workflow.GapView
}

// Report is one.
type Report struct {
	Base
	View workflow.GapReportView
}

func (p Report) title() string { return "What women and men are paid: " + countryName(p.View.Country) }

func (p Report) bandName(i int) string {
	return []string{"Lowest paid quarter", "Second quarter", "Third quarter", "Highest paid quarter"}[i]
}

// bands draws the quarters: the part of women in each.
func (p Report) bands() ui.Bands {
	d := ui.Bands{Title: "Women in each quarter of pay", Scale: []string{"0 in a hundred", "50", "100"}, Note: "Everybody is put in order of pay for full time and parted in four. People who are paid the same on the edge of two quarters count in both, each by a part."}
	for i, b := range p.View.Bands {
		d.Rows = append(d.Rows, ui.Band{Name: p.bandName(i), Words: strconv.Itoa(b.Women) + " women and " + strconv.Itoa(b.Men) + " men in a hundred", Mark: -1, To: b.Women * ui.BandScale / 100})
	}
	return d
}

func (p Report) left() []ui.Fact {
	n := func(i int) string { return strconv.Itoa(i) }
	return []ui.Fact{{Name: "Paid there on the day", Text: n(p.View.People)}, {Name: "No salary kept", Text: n(p.View.NoSalary)},
		{Name: "Said nothing of their sex", Text: n(p.View.NoSex)}, {Name: "Paid in another currency", Text: n(p.View.Elsewhere)}}
}

// Criteria are what pay is decided by.
type Criteria struct {
	ui.Page
	Framework *framework.Framework
}

func dueWords(c workflow.GapCountry) string {
	if c.Due == nil {
		return "For an employer of this size the profile names no report."
	}
	return "For an employer of this size: " + c.Due.Words + "."
}

func profileName(p payprofile.Profile, country string) string {
	if p.Country == country {
		return p.Name
	}
	return country + ", by the profile “" + p.Name + "”"
}

// countryName is the country's name where Cairn has a profile of it, or its letters.
func countryName(country string) string {
	if p, err := payprofile.For(country); err == nil && p.Country == country {
		return p.Name
	}
	return country
}
