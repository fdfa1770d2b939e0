package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/payfile"
	"cairn/internal/paygap"
	"cairn/internal/rights"
	"cairn/internal/sheet"
	"cairn/internal/store"
)

// MayBringSexes lets a people partner in who brings in what people said.
func (w *Workflow) MayBringSexes(actor access.Actor) error {
	if err := own(actor); err != nil {
		return err
	}
	if !paygap.BringsSex(actor) {
		return fault.NotFound()
	}
	return nil
}

// ImportSexes takes over what people said of their sex, all or nothing. What a person
// said in Cairn stays. What it tells names no answer.
func (w *Workflow) ImportSexes(ctx context.Context, actor access.Actor, once Once, rows []payfile.SexRow, dry bool) (report PayImport, err error) {
	if err := w.MayBringSexes(actor); err != nil {
		return report, err
	}
	plan := func(r *store.Reader) ([]store.SexSaid, error) {
		report = PayImport{DryRun: dry}
		list, err := report.sexes(r, rows)
		if err == nil {
			err = report.refuse()
		}
		return list, err
	}
	if dry {
		err = w.viewAs(ctx, actor, func(r *store.Reader) error { _, err := plan(r); return err })
		return report, err
	}
	if err := w.room(); err != nil {
		return report, err
	}
	_, err = w.act(ctx, actor, once, rows, func(tx *store.Tx) (string, error) {
		list, err := plan(tx.Reader)
		if err != nil {
			return "", err
		}
		for _, s := range list {
			s.MadeAt, s.MadeBy = tx.Now(), actor.Person
			if err := tx.SaySex(s); err != nil {
				return "", err
			}
			if err := record(tx, actor, audit.Entry{Hat: org.PeoplePartner.Words(), Act: audit.SexImported, Item: "hr_attr", Subject: s.Person, Object: "person/" + string(s.Person)}); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return report, err
}

// sexes judges the lines and returns what is new in them.
func (p *PayImport) sexes(r *store.Reader, rows []payfile.SexRow) (list []store.SexSaid, err error) {
	people, err := r.Everybody()
	if err != nil {
		return nil, err
	}
	byEmail, all := map[string]org.Person{}, []id.Person{}
	for _, x := range people {
		byEmail[org.FoldEmail(x.Email)], all = x, append(all, x.ID)
	}
	said, err := r.Sexes(all)
	if err != nil {
		return nil, err
	}
	wrong := func(row payfile.SexRow, column, value string, text lang.Told) {
		p.Problems = append(p.Problems, sheet.Problem{Line: row.Line, Column: column, Value: value, Message: text})
	}
	lines := map[id.Person]int{}
	for _, row := range rows {
		x, known := byEmail[org.FoldEmail(row.Email)]
		sex, ok := sexOf(row.Sex)
		first, twice := lines[x.ID]
		switch {
		case !known || x.LeftAt.IsSet():
			wrong(row, "e-mail", row.Email, lang.Tell("nobody here has this address"))
		case twice:
			wrong(row, "e-mail", row.Email, lang.Tell("line {n} is about this person already; keep one of them", "n", first))
		case !ok:
			wrong(row, "sex", row.Sex, lang.Tell("write woman, man or other, or leave it empty"))
		case sex == "" || said[x.ID].Sex == sex || said[x.ID].MadeBy == x.ID:
			p.Unchanged++
		case said[x.ID].Sex != "":
			p.Changed++
			list = append(list, store.SexSaid{Person: x.ID, Sex: sex})
			p.tell(lang.Tell("{name}: another answer than before", "name", x.Name))
		default:
			p.Added++
			list = append(list, store.SexSaid{Person: x.ID, Sex: sex})
			p.tell(lang.Tell("{name}: an answer", "name", x.Name))
		}
		lines[x.ID] = row.Line
	}
	return list, nil
}

// sex is what was said of it, for the person's own file.
func (g *gathering) sex() error {
	return g.view(func(r *store.Reader) error {
		said, err := r.Sexes([]id.Person{g.actor.Person})
		if s, ok := said[g.actor.Person]; ok {
			by := "said by me"
			if s.MadeBy != g.actor.Person {
				by = "brought in from records"
			}
			g.add(rights.NewRecord("What was said of my sex", s.MadeAt).Put("answer", s.Sex.Words()).Put("how it came", by))
		}
		return err
	})
}

// sexOf reads what files write.
func sexOf(text string) (paygap.Sex, bool) {
	switch org.Fold(text) {
	case "":
		return "", true
	case "woman", "female", "f", "w":
		return paygap.Woman, true
	case "man", "male", "m":
		return paygap.Man, true
	case "other", "neither", "diverse", "x", "d":
		return paygap.Other, true
	}
	return "", false
}
