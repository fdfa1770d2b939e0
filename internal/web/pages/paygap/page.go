// Package paygap shows what women and men are paid: to people the averages of their
// own category, to the two offices reports, and to everybody by what pay is decided.
package paygap

import (
	"context"
	"strconv"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
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

func (p Category) sexOptions(ctx context.Context) []ui.Option {
	now := string(p.View.Sex)
	if p.Sex != "" {
		now = p.Sex
	}
	list := []ui.Option{{Value: string(rules.Woman), Label: lang.Say(ctx, "Woman")}, {Value: string(rules.Man), Label: lang.Say(ctx, "Man")},
		{Value: string(rules.Other), Label: lang.Say(ctx, "Neither of the two"), Hint: lang.Say(ctx, "You are in no average then: the law compares women and men.")}, {Value: "", Label: lang.Say(ctx, "I say nothing"), Hint: lang.Say(ctx, "What was said before is taken back, and nothing of it is kept.")}}
	for i := range list {
		list[i].Selected = list[i].Value == now
	}
	return list
}

func (p Category) categoryWords(ctx context.Context) string {
	return lang.Say(ctx, "{discipline}, at the step {steps}", "discipline", p.View.Discipline, "steps", strings.Join(p.View.Steps, lang.Say(ctx, " or ##between names of steps")))
}

// missing says why there is no category, and who can mend it.
func (p Category) missing(ctx context.Context) string {
	switch p.View.Missing {
	case workflow.NoStep:
		return lang.Say(ctx, "You have no step yet. It is agreed in your first evaluation.")
	case workflow.NoDiscipline:
		return lang.Say(ctx, "No discipline is noted for you. Your manager or a people partner can note it.")
	case workflow.NoMarket:
		return lang.Say(ctx, "It is not said where you are paid. A compensation partner can say it.")
	}
	return ""
}

// reasonWords say why no average stands there, all reasons together.
func (p Category) reasonWords(ctx context.Context) string {
	least := max(p.View.Profile.Least, rules.Least)
	if p.View.Report != nil {
		least = p.View.Report.Least
	}
	return lang.Say(ctx, "An average is told where at least {least} women and {least} men of the category are in the report, and where nobody is more than a quarter of what their sex is paid in sum. Of fewer it could be one person’s pay.", "least", strconv.Itoa(least))
}

func (p Category) answerWords(ctx context.Context) string {
	n := p.View.Profile.Answer
	switch {
	case n == 1:
		return lang.Say(ctx, "within a month")
	case n > 1:
		return lang.Say(ctx, "within {n} months", "n", strconv.Itoa(n))
	}
	return lang.Say(ctx, "within a reasonable time")
}

// tenths is a gap as people read it: "4.9 per cent".
func tenths(ctx context.Context, t rules.Tenths) string {
	sign := ""
	if t < 0 {
		sign, t = "−", -t
	}
	return lang.Decimal(ctx, sign+strconv.FormatInt(int64(t/10), 10)+"."+strconv.FormatInt(int64(t%10), 10))
}

// GapWords say which way a gap goes.
func GapWords(ctx context.Context, t *rules.Tenths) string {
	switch {
	case t == nil:
		return lang.Say(ctx, "not told")
	case *t == 0:
		return lang.Say(ctx, "none##no difference")
	case *t < 0:
		return lang.Say(ctx, "men {gap} % less", "gap", tenths(ctx, -*t))
	}
	return lang.Say(ctx, "women {gap} % less", "gap", tenths(ctx, *t))
}

func countWords(ctx context.Context, n int) string {
	if n == 0 {
		return lang.Say(ctx, "not told")
	}
	return lang.Say(ctx, "about {n}", "n", strconv.Itoa(n))
}

func flagWords(ctx context.Context, f rules.Figures) string {
	switch {
	case !f.Told():
		return "–"
	case f.Flag:
		return lang.Say(ctx, "yes, it wants a reason")
	}
	return lang.Say(ctx, "no")
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

func (p Report) title(ctx context.Context) string {
	return lang.Say(ctx, "What women and men are paid: {country}", "country", countryName(ctx, p.View.Country))
}

// quarters of pay, from below.
var quarters = []string{lang.Later("Lowest paid quarter"), lang.Later("Second quarter"), lang.Later("Third quarter"), lang.Later("Highest paid quarter")}

// bands draws the quarters: the part of women in each.
func (p Report) bands(ctx context.Context) ui.Bands {
	d := ui.Bands{Title: lang.Say(ctx, "Women in each quarter of pay"), Scale: []string{lang.Say(ctx, "0 in a hundred"), "50", "100"}, Note: lang.Say(ctx, "Everybody is put in order of pay for full time and parted in four. People who are paid the same on the edge of two quarters count in both, each by a part.")}
	for i, b := range p.View.Bands {
		d.Rows = append(d.Rows, ui.Band{Name: lang.Say(ctx, quarters[i]), Words: lang.Say(ctx, "{women} women and {men} men in a hundred", "women", strconv.Itoa(b.Women), "men", strconv.Itoa(b.Men)), Mark: -1, To: b.Women * ui.BandScale / 100})
	}
	return d
}

func (p Report) left(ctx context.Context) []ui.Fact {
	n := func(i int) string { return strconv.Itoa(i) }
	return []ui.Fact{{Name: lang.Say(ctx, "Paid there on the day"), Text: n(p.View.People)}, {Name: lang.Say(ctx, "No salary kept"), Text: n(p.View.NoSalary)},
		{Name: lang.Say(ctx, "Said nothing of their sex"), Text: n(p.View.NoSex)}, {Name: lang.Say(ctx, "Paid in another currency"), Text: n(p.View.Elsewhere)}}
}

// law says which law there is, and how it stands.
func law(ctx context.Context, p payprofile.Profile) string {
	p = p.In(lang.In(ctx))
	return p.Law + ". " + p.State
}

// Criteria are what pay is decided by.
type Criteria struct {
	ui.Page
	Framework *framework.Framework
}

func dueWords(ctx context.Context, c workflow.GapCountry) string {
	if c.Due == nil {
		return lang.Say(ctx, "For an employer of this size the profile names no report.")
	}
	return lang.Say(ctx, "For an employer of this size: {due}.", "due", c.Profile.In(lang.In(ctx)).Words(*c.Due))
}

func profileName(ctx context.Context, p payprofile.Profile, country string) string {
	p = p.In(lang.In(ctx))
	if p.Country == country {
		return p.Name
	}
	return lang.Say(ctx, "{country}, by the profile “{profile}”", "country", country, "profile", p.Name)
}

// countryName is the country's name where Cairn has a profile of it, or its letters.
func countryName(ctx context.Context, country string) string {
	if p, err := payprofile.For(country); err == nil && p.Country == country {
		return p.In(lang.In(ctx)).Name
	}
	return country
}
