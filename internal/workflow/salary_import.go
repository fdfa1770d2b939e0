package workflow

import (
	"context"
	"fmt"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/store"
)

// ImportSalaries takes over what people are paid and where, all or nothing. A line
// that says what is kept already adds nothing. What it tells names no amount: the
// file is in the hands of whoever gave it. With problems the error is Invalid and
// the report lists them.
func (w *Workflow) ImportSalaries(ctx context.Context, actor access.Actor, once Once, rows []payfile.SalaryRow, o ImportOptions) (report PayImport, err error) {
	if err := keepsPay(actor); err != nil {
		return report, err
	}
	progress := steadily(o.Progress, len(rows))
	plan := func(r *store.Reader) (*salaryImport, error) {
		im := &salaryImport{PayImport: PayImport{DryRun: o.DryRun}, actor: actor.Person}
		if err := im.load(r, rows); err != nil {
			return nil, err
		}
		half := progress.half(0)
		for i, row := range rows {
			im.take(row)
			half(i + 1)
		}
		report = im.PayImport
		return im, report.refuse()
	}
	if o.DryRun {
		err = w.viewAs(ctx, actor, func(r *store.Reader) error { _, err := plan(r); return err })
		progress.finish(err)
		return report, err
	}
	if err := w.room(); err != nil {
		return report, err
	}
	counts, err := w.act(ctx, actor, once, rows, func(tx *store.Tx) (string, error) {
		im, err := plan(tx.Reader)
		if err != nil {
			return "", err
		}
		return report.counts(), im.apply(tx, actor, progress.half(1))
	})
	report.again(counts)
	progress.finish(err)
	return report, err
}

// salaryImport compares lines with what is kept.
type salaryImport struct {
	PayImport
	actor    id.Person
	policy   pay.Policy
	markets  map[string]pay.Market
	byID     []pay.Market
	byEmail  map[string]org.Person
	salaries map[id.Person][]pay.Salary
	places   map[id.Person][]pay.Place
	lines    map[string]int
	add      []pay.Salary
	place    []pay.Place
}

func (im *salaryImport) load(r *store.Reader, rows []payfile.SalaryRow) (err error) {
	im.markets, im.byEmail, im.lines = map[string]pay.Market{}, map[string]org.Person{}, map[string]int{}
	if im.policy, err = payPolicy(r); err != nil {
		return err
	}
	if im.byID, err = r.Markets(); err != nil {
		return err
	}
	for _, m := range im.byID {
		im.markets[org.Fold(m.Name)] = m
	}
	people, err := r.Everybody()
	if err != nil {
		return err
	}
	for _, p := range people {
		im.byEmail[org.FoldEmail(p.Email)] = p
	}
	var named []id.Person
	for _, row := range rows {
		if p, ok := im.byEmail[org.FoldEmail(row.Email)]; ok {
			named = append(named, p.ID)
		}
	}
	slices.Sort(named)
	named = slices.Compact(named)
	if im.places, err = r.PayPlaces(named); err != nil || !im.policy.Salaries {
		return err
	}
	im.salaries, err = r.Salaries(named)
	return err
}

// take judges a line and collects what is new in it.
func (im *salaryImport) take(row payfile.SalaryRow) {
	p, known := im.byEmail[org.FoldEmail(row.Email)]
	switch {
	case !known || p.LeftAt.IsSet():
		im.problem(row.Line, "e-mail", row.Email, lang.Tell("nobody here has this address"))
		return
	case p.ID == im.actor:
		im.problem(row.Line, "e-mail", row.Email, lang.Tell("this is you; another compensation partner looks after your pay"))
		return
	case !row.From.IsSet():
		im.problem(row.Line, "valid from", "", lang.Tell("say from which day on it holds"))
		return
	}
	key := fmt.Sprint(p.ID, row.From)
	if first, twice := im.lines[key]; twice {
		im.problem(row.Line, "e-mail", row.Email, lang.Tell("line {n} says something for this person and day already; keep one of them", "n", first))
		return
	}
	im.lines[key] = row.Line
	market, ok := im.takePlace(row, p)
	if ok && (row.Amount != "" || row.Market == "") {
		im.takeSalary(row, p, market)
	}
}

// takePlace answers in which market the person is paid from that day on.
func (im *salaryImport) takePlace(row payfile.SalaryRow, p org.Person) (pay.Market, bool) {
	now, has := pay.PlaceOn(im.places[p.ID], im.byID, row.From)
	if row.Market == "" {
		return now, true
	}
	m, ok := im.markets[org.Fold(row.Market)]
	if !ok {
		im.problem(row.Line, "market", row.Market, lang.Tell("there is no such market; make it first, under Markets"))
		return m, false
	}
	if has && now.ID == m.ID {
		if row.Amount == "" {
			im.Unchanged++
		}
		return m, true
	}
	im.place = append(im.place, pay.Place{ID: id.New[id.PayPlace](), Person: p.ID, Market: m.ID, From: row.From})
	im.tell(lang.Tell("{name}, from {day}: paid in {market}", "name", p.Name, "day", row.From, "market", m.Name))
	if row.Amount == "" {
		im.Added++
	}
	return m, true
}

func (im *salaryImport) takeSalary(row payfile.SalaryRow, p org.Person, market pay.Market) {
	if !im.policy.Salaries {
		im.problem(row.Line, "salary", "", lang.Tell("salaries are not kept in Cairn here; switch that on first, under Who may know what, or take the column out"))
		return
	}
	text := SalaryText{Amount: row.Amount, Currency: row.Currency, Period: pay.Period(org.Fold(row.Period)), Share: row.Share, From: row.From, Reason: row.Reason}
	if text.Currency == "" {
		text.Currency = string(market.Currency)
	}
	if text.Period == "" {
		text.Period = market.Period
	}
	if text.Reason == "" {
		text.Reason = "Imported from a file."
	}
	s, err := salaryOf(text)
	if err != nil {
		_, fields := fault.Safe(err)
		for _, f := range fields {
			im.problem(row.Line, salaryColumn(f.Name), "", f.Told())
		}
		return
	}
	s.Person = p.ID
	for _, before := range pay.Newest(im.salaries[p.ID]) {
		if before.From != s.From {
			continue
		}
		if before.Full == s.Full && before.Period == s.Period && before.Share == s.Share {
			im.Unchanged++
			return
		}
		im.Changed++
		im.add = append(im.add, s)
		im.tell(lang.Tell("{name}, from {day}: another salary in the place of the one that is kept", "name", p.Name, "day", row.From))
		return
	}
	im.Added++
	im.add = append(im.add, s)
	im.tell(lang.Tell("{name}, from {day}: a salary", "name", p.Name, "day", row.From))
}

func salaryColumn(field string) string {
	switch field {
	case "amount":
		return "salary"
	case "from":
		return "valid from"
	}
	return field
}

// apply writes what was collected, with a line of the journal for everybody whom it
// is about.
func (im *salaryImport) apply(tx *store.Tx, actor access.Actor, progress func(int)) error {
	var entries []audit.Entry
	about := func(act audit.Act, p id.Person) {
		entries = append(entries, audit.Entry{Actor: actor.Person, Via: string(actor.Via), Hat: payHat, Act: act, Item: "salary", Subject: p, Object: "person/" + string(p)})
	}
	for i := range im.place {
		im.place[i].MadeAt, im.place[i].MadeBy = tx.Now(), actor.Person
		about(audit.PlaceSet, im.place[i].Person)
	}
	for i := range im.add {
		im.add[i].MadeAt, im.add[i].MadeBy = tx.Now(), actor.Person
		about(audit.SalaryWritten, im.add[i].Person)
	}
	if err := tx.AddPayPlaces(im.place); err != nil {
		return err
	}
	if err := tx.AddSalaries(im.add, progress); err != nil {
		return err
	}
	return tx.RecordAll(entries)
}

// PayLine is a person in the list of those who look after pay.
type PayLine struct {
	PersonRef
	Market *pay.Market
	Salary *pay.Salary // in force today; only where salaries are kept
	Own    bool        // the reader's own line, of which nothing is shown
}

// PayPeople is a page of people, by name, with where and what they are paid. Nothing
// in it depends on a Step: neither order nor number nor words.
type PayPeople struct {
	Lines  []PayLine
	Total  int
	Next   id.Person
	Policy pay.Policy
}

// PayPeople lists people to those who look after pay, at most that many, as many as a page
// shows for 0. Each salary that is shown is written down.
func (w *Workflow) PayPeople(ctx context.Context, actor access.Actor, words string, after id.Person, most int) (page PayPeople, err error) {
	if err := keepsPay(actor); err != nil {
		return page, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		page, err = w.payPeople(tx, actor, words, after, most)
		return err
	})
	if err != nil {
		return PayPeople{}, err // what could not be written down is not read
	}
	return page, nil
}

func (w *Workflow) payPeople(tx *store.Tx, actor access.Actor, words string, after id.Person, most int) (page PayPeople, err error) {
	if page.Policy, err = payPolicy(tx.Reader); err != nil {
		return page, err
	}
	found, err := tx.People(store.PeopleFilter{Words: words, After: after, Limit: limitOf(most)})
	if err != nil {
		return page, err
	}
	page.Total = found.Total
	if found.More {
		page.Next = found.People[len(found.People)-1].ID
	}
	who := eachOf(found.People, func(p org.Person) id.Person { return p.ID })
	markets, err := tx.Markets()
	if err != nil {
		return page, err
	}
	places, err := tx.PayPlaces(who)
	if err != nil {
		return page, err
	}
	salaries := map[id.Person][]pay.Salary{}
	if page.Policy.Salaries {
		if salaries, err = tx.Salaries(who); err != nil {
			return page, err
		}
	}
	var entries []audit.Entry
	today := w.today(tx.Reader)
	for _, p := range found.People {
		line := PayLine{PersonRef: PersonRef{ID: p.ID, Name: p.Name}, Own: p.ID == actor.Person}
		if m, ok := pay.PlaceOn(places[p.ID], markets, today); ok && !line.Own {
			line.Market = &m
		}
		if now, ok := pay.PaidOn(salaries[p.ID], today); ok && !line.Own {
			line.Salary = &now
			entries = append(entries, audit.Entry{Actor: actor.Person, Via: string(actor.Via), Hat: payHat, Act: audit.Read, Item: "salary", Subject: p.ID, Object: "person/" + string(p.ID)})
		}
		page.Lines = append(page.Lines, line)
	}
	return page, tx.RecordAll(entries)
}
