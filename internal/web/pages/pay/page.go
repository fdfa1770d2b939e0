// Package pay shows pay: to a person their own, to the manager that of reports, and
// to compensation partners what they look after. Whoever may know a range may know
// the Step; on no page for anybody else does a Step change anything.
package pay

import (
	"context"
	_ "embed"
	"net/url"
	"strconv"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
	rules "cairn/internal/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed pay.css
var Sheet []byte

// Addresses of these pages.
const (
	OwnPath     = "/pay"
	RangesPath  = "/pay/ranges"
	MarketsPath = "/pay/markets"
	PolicyPath  = "/pay/policy"
)

// Path is where a person's pay stands for others.
func Path(person id.Person) string { return "/people/" + string(person) + "/pay" }

// Base is what every page of pay is made from.
type Base struct {
	ui.Page
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
	Problems map[string]string
	Wrong    []ui.FieldError
}

// tabs lead to what compensation partners look after.
func tabs(ctx context.Context, path string) []ui.NavItem {
	items := []ui.NavItem{{Label: lang.Say(ctx, "Ranges"), Href: RangesPath}, {Label: lang.Say(ctx, "Benchmarks"), Href: BenchmarksPath}, {Label: lang.Say(ctx, "People"), Href: PeoplePath}, {Label: lang.Say(ctx, "Changes"), Href: ChangesPath}, {Label: lang.Say(ctx, "Reviews"), Href: ReviewsPath}, {Label: lang.Say(ctx, "Markets"), Href: MarketsPath}, {Label: lang.Say(ctx, "Women and men"), Href: "/pay/gap"}, {Label: lang.Say(ctx, "Who may know what"), Href: PolicyPath}}
	for i := range items {
		items[i].Current = items[i].Href == path
	}
	return items
}

func per(ctx context.Context, m rules.Market) string { return " " + lang.Say(ctx, m.Period.Words()) }

// bandWords says a band as a sentence part.
func bandWords(ctx context.Context, b rules.Band) string {
	return lang.Say(ctx, "{minimum} to {maximum}, reference {reference}", "minimum", b.Minimum, "maximum", b.Maximum, "reference", b.Reference)
}

// scale tells where amounts lie between two ends, in whole thousandths of it.
type scale struct {
	low, high int64
	currency  money.Currency
}

// scaleOf begins and ends a little outside of all bands, on round amounts.
func scaleOf(bands []rules.Band, more ...money.Money) scale {
	var s scale
	take := func(m money.Money) {
		if s.currency == "" {
			s.currency, s.low, s.high = m.Currency(), m.Minor(), m.Minor()
		}
		if m.Currency() == s.currency {
			s.low, s.high = min(s.low, m.Minor()), max(s.high, m.Minor())
		}
	}
	for _, b := range bands {
		take(b.Minimum)
		take(b.Maximum)
	}
	for _, m := range more {
		take(m)
	}
	round := int64(1)
	for round*20 < s.high-s.low {
		round *= 10
	}
	s.low, s.high = (s.low-round)/round*round, (s.high/round+1)*round
	s.low = max(s.low, 0)
	return s
}

// at is the place of the amount; both differences are far below what overflows
// after a division by the width.
func (s scale) at(m money.Money) int {
	width := s.high - s.low
	if width <= 0 || m.Currency() != s.currency {
		return 0
	}
	part, err := money.Of(m.Minor()-s.low, s.currency).Part(ui.BandScale, width, money.HalfUp)
	if err != nil {
		return 0
	}
	return int(min(max(part.Minor(), 0), ui.BandScale))
}

func (s scale) words(in lang.Language) []string {
	middle := s.low + (s.high-s.low)/2
	return []string{money.Of(s.low, s.currency).In(in), money.Of(middle, s.currency).In(in), money.Of(s.high, s.currency).In(in)}
}

func (s scale) band(ctx context.Context, name string, b rules.Band) ui.Band {
	return ui.Band{Name: name, Words: bandWords(ctx, b), From: s.at(b.Minimum), Mark: s.at(b.Reference), To: s.at(b.Maximum)}
}

// shared is where two bands lie together on the scale.
func shared(a, b ui.Band) (ui.Stretch, bool) {
	both := ui.Stretch{From: max(a.From, b.From), To: min(a.To, b.To)}
	return both, both.From <= both.To
}

// tableBands draws a table: each step on the same scale, and what it shares with the
// steps beside it.
func tableBands(ctx context.Context, t workflow.RangeTable, m rules.Market) ui.Bands {
	var bands []rules.Band
	for _, l := range t.Lines {
		if l.Now != nil {
			bands = append(bands, l.Now.Band)
		}
	}
	s := scaleOf(bands)
	d := ui.Bands{Title: lang.Fill(lang.Say(ctx, scaleTitle(m.Period)), "discipline", t.Discipline.Name, "m", m.Name), Scale: s.words(lang.In(ctx)),
		Note: lang.Say(ctx, "The line in a band is the reference. The darker part is shared with the step before or after: people at both can earn that.")}
	for _, l := range t.Lines {
		if l.Now != nil {
			d.Rows = append(d.Rows, s.band(ctx, l.Step.Name, l.Now.Band))
		}
	}
	for i := range d.Rows {
		for _, beside := range []int{i - 1, i + 1} {
			if beside >= 0 && beside < len(d.Rows) {
				if both, ok := shared(d.Rows[i], d.Rows[beside]); ok {
					d.Rows[i].Shared = append(d.Rows[i].Shared, both)
				}
			}
		}
	}
	return d
}

func scaleTitle(p rules.Period) string {
	if p == rules.Monthly {
		return lang.Later("What {discipline} is paid in {m}, for months of full time, on one scale")
	}
	return lang.Later("What {discipline} is paid in {m}, for years of full time, on one scale")
}

// query builds an address with what is not empty.
func query(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
