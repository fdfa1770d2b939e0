package workflow

import (
	"context"
	"maps"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/notice"
	"cairn/internal/pay"
	"cairn/internal/paygap"
	"cairn/internal/payprofile"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// categoryRef is what notices call the page of one's own category.
const categoryRef = "category"

// CategoryView is what a person may know of what is paid for work like theirs. It is
// there for the person alone.
type CategoryView struct {
	Subject    PersonRef
	Sex        paygap.Sex // as it was said; empty where nothing was
	SexByOther bool       // it was brought in from a file
	Profile    payprofile.Profile
	Salaries   bool
	Level      money.Money // for a year of full time; not set where none is kept
	Missing    Missing     // why there is no category
	Discipline string
	Steps      []string       // the steps of the category, by name
	Report     *paygap.Report // the newest of the country; nil when there is none
	Row        *paygap.Row    // of the person's category; nil when nothing is told of it
}

// PayCategory returns a person's own pay level and the averages of their category by
// sex, of the newest report. The averages are of the report, so that nothing of them
// moves when somebody's Step or pay does.
func (w *Workflow) PayCategory(ctx context.Context, actor access.Actor, subject id.Person) (v CategoryView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		b, err := bond(r, actor, subject)
		if err != nil {
			return err
		}
		if !paygap.OwnVisibleTo(b) {
			return fault.NotFound()
		}
		v, err = w.categoryView(r, actor, b, subject)
		return err
	})
	return v, err
}

func (w *Workflow) categoryView(r *store.Reader, actor access.Actor, b access.Bond, subject id.Person) (v CategoryView, err error) {
	// The range is not shown here, and is asked for whatever the policy says of it: the
	// discipline, the step and the market come from there.
	p := PayView{Subject: PersonRef{ID: subject}, Bond: b, Today: w.today(r), Keeps: pay.Keeps(actor)}
	if p.Policy, err = payPolicy(r); err != nil {
		return v, err
	}
	if err := p.fillPlace(r); err != nil {
		return v, err
	}
	found, err := w.rangeOfPerson(r, subject, p.Market, p.Today)
	if err != nil {
		return v, err
	}
	if err := w.fillSalary(r, &p, func(audit.Entry) error { return nil }); err != nil {
		return v, err
	}
	v = CategoryView{Subject: p.Subject, Salaries: p.Policy.Salaries}
	if p.Salary != nil && p.Salary.Now != nil {
		if v.Level, err = annual(*p.Salary.Now); err != nil {
			return v, err
		}
	}
	if err := v.fillSex(r); err != nil {
		return v, err
	}
	country := ""
	if p.Market != nil {
		country = p.Market.Country
	}
	if v.Profile, err = payprofile.For(country); err != nil {
		return v, err
	}
	if v.Missing = found.Missing; v.Missing == NoRange {
		v.Missing = Nothing // a category needs none
	}
	if v.Missing != Nothing {
		return v, nil
	}
	return v, w.fillCategory(r, &v, country)
}

func (v *CategoryView) fillSex(r *store.Reader) error {
	said, err := r.Sexes([]id.Person{v.Subject.ID})
	if s, ok := said[v.Subject.ID]; ok {
		v.Sex, v.SexByOther = s.Sex, s.MadeBy != v.Subject.ID
	}
	return err
}

// fillCategory finds the category of the present Step, and its row in the newest
// report of the country.
func (w *Workflow) fillCategory(r *store.Reader, v *CategoryView, country string) error {
	f, err := w.catalogue(r)
	if err != nil {
		return err
	}
	history, err := r.Standings(v.Subject.ID)
	if err != nil {
		return err
	}
	held, err := r.DisciplineOf(v.Subject.ID)
	if err != nil {
		return err
	}
	now, _ := standing.Current(history)
	c := paygap.CategoryOf(disciplineOf(f, held), now.Step, f.StepsInOrder())
	v.Discipline = disciplineName(f, c.Discipline)
	for _, s := range f.StepsInOrder() {
		if s.Order == c.Steps {
			v.Steps = append(v.Steps, s.Name)
		}
	}
	reports, err := r.GapReports()
	if i := slices.IndexFunc(reports, func(g paygap.Report) bool { return g.Country == country }); i >= 0 && v.Salaries {
		v.Report = &reports[i]
		if row, ok := v.Report.Of(c); ok && row.Told() {
			v.Row = &row
		}
	}
	return err
}

func disciplineName(f *framework.Framework, key string) string {
	if d, ok := f.DisciplineNamed(key); ok {
		return d.Name
	}
	return key
}

// annual is what a salary comes to for a year of full time.
func annual(s pay.Salary) (money.Money, error) {
	if s.Period == pay.Monthly {
		return s.Full.Times(12)
	}
	return s.Full, nil
}

// SaySex keeps what a person says of their own sex, or takes it back. It is optional,
// and nothing follows from it but how reports are counted.
func (w *Workflow) SaySex(ctx context.Context, actor access.Actor, once Once, subject id.Person, sex paygap.Sex) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		Subject id.Person
		Sex     paygap.Sex
	}{subject, sex}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := bond(tx.Reader, actor, subject)
		if err == nil && !paygap.SaysSex(b) {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		if sex != "" && !sex.Known() {
			return "", fault.InvalidFields([]fault.Field{{Name: "sex", Message: "Choose one of the answers, or say nothing."}})
		}
		if err := tx.SaySex(store.SexSaid{Person: subject, Sex: sex, MadeAt: tx.Now(), MadeBy: actor.Person}); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Hat: b.Hat(), Act: audit.SexSaid, Item: "hr_attr", Subject: subject, Object: "person/" + string(subject)})
	})
	return err
}

// TellPayRights tells everybody once a year that they may ask, where the law of where
// they are paid says so. It waits until markets say where people are paid.
func (w *Workflow) TellPayRights(ctx context.Context) error {
	var year string
	var due bool
	err := w.view(ctx, func(r *store.Reader) error {
		year = string(w.today(r))[:4]
		markets, err := r.Markets()
		if err != nil || len(markets) == 0 {
			return err
		}
		told, err := r.RightsTold(year)
		due = !told
		return err
	})
	if err != nil || !due {
		return err
	}
	return w.update(ctx, func(tx *store.Tx) error {
		if told, err := tx.RightsTold(year); err != nil || told {
			return err
		}
		list, err := w.payRightNotices(tx.Reader)
		if err != nil {
			return err
		}
		if err := tellAll(tx, list); err != nil {
			return err
		}
		return tx.KeepRightsTold(year)
	})
}

func (w *Workflow) payRightNotices(r *store.Reader) (list []notice.Notice, err error) {
	people, err := w.paidWhere(r, w.today(r))
	if err != nil {
		return nil, err
	}
	for _, country := range slices.Sorted(maps.Keys(people)) {
		profile, err := payprofile.For(country)
		if err != nil {
			return nil, err
		}
		for _, p := range people[country] {
			if profile.Remind {
				list = append(list, notice.Notice{Person: p, Kind: notice.PayRight, Object: "pay/" + categoryRef})
			}
		}
	}
	return list, nil
}

// paidWhere is who works here, by the country that they are paid in on the day.
func (w *Workflow) paidWhere(r *store.Reader, on clock.Date) (map[string][]id.Person, error) {
	here, err := r.PeopleAt(startOf(on, w.zone))
	if err != nil {
		return nil, err
	}
	at, err := marketsOn(r, here, on)
	of := map[string][]id.Person{}
	for _, p := range here {
		if m, there := at[p]; there {
			of[m.Country] = append(of[m.Country], p)
		}
	}
	return of, err
}
