package workflow

import (
	"fmt"

	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/recognition"
	"cairn/internal/rights"
	"cairn/internal/store"
)

func (g *gathering) growth() error {
	p, err := g.Plan(g.ctx, g.actor, g.actor.Person)
	if err != nil {
		return err
	}
	for _, f := range p.Focuses {
		r := rights.NewRecord(f.Content.Text, f.MadeAt).Put("state", f.State.Words()).Put("leads", f.Content.Aim.Words()).Put("area", f.AreaName).Put("toward", f.TowardName)
		for _, a := range f.Content.Actions {
			r.Put("action", a)
		}
		r.Put("support", f.Content.Support)
		for _, d := range f.Content.Reviews {
			r.Put("look at it on", string(d))
		}
		for _, e := range f.Entries {
			r.Put(string(e.What)+" by "+e.By.Name, e.Words)
			if e.Before != nil {
				r.Put("before", e.Before.Text)
				for _, a := range e.Before.Actions {
					r.Put("action before", a)
				}
				r.Put("support before", e.Before.Support)
			}
		}
		g.add(r)
	}
	for _, a := range p.Answers {
		g.add(rights.NewRecord("What I answered about a wider step", a.At).Put("answer", aimingOr(a)).Put("words", a.Words))
	}
	for _, s := range p.Shares {
		r := rights.NewRecord("Shown to others", s.Since).PutTime("until", s.Until)
		if s.Person != nil {
			r.Put("to", s.Person.Name)
		}
		g.add(r)
	}
	return nil
}

func aimingOr(a growth.Answer) string {
	if a.Staying {
		return "not aiming at a wider step now"
	}
	return "aiming at a wider step"
}

func (g *gathering) journal() error {
	j, err := g.Notes(g.ctx, g.actor)
	if err != nil {
		return err
	}
	if d := j.Draft; d.Revision > 0 {
		g.add(rights.NewRecord("Not kept yet: "+d.Title, d.At).Put("text", d.Text))
	}
	for _, n := range j.Mine {
		r := rights.NewRecord(string(n.On)+" "+n.Title, n.MadeAt).Put("text", n.Text)
		for _, a := range n.AreaList {
			r.Put("area", a.Name)
		}
		if n.Shared {
			r.Put("shown to", n.Manager.Name)
		}
		if err := g.view(func(rd *store.Reader) error {
			d, err := savedNote(rd, n.Note.Owner, n.ID)
			if d.Revision > 0 {
				r.Put("not kept yet", d.Text)
			}
			return err
		}); err != nil {
			return err
		}
		for _, f := range n.Files {
			g.files = append(g.files, f)
			r.PutFile(f.Name, FileInExport(len(g.files), f))
		}
		g.add(r)
	}
	return nil
}

func (g *gathering) priorities() error {
	p, err := g.Priorities(g.ctx, g.actor, g.actor.Person)
	if err != nil {
		return err
	}
	for _, v := range p.All {
		r := rights.NewRecord(v.Content.Text, v.MadeAt).Put("period", v.Content.Period.Name).Put("state", v.State.Words()).Put("outcome", v.Outcome)
		if v.Wish != nil {
			r.Put("wished for", v.Wish.Text)
		}
		for _, e := range v.Entries {
			r.Put(string(e.What)+" by "+e.By.Name, e.Words)
			if e.Before != nil {
				r.Put("before", e.Before.Text)
			}
		}
		g.add(r)
	}
	for _, s := range p.Shares {
		g.add(rights.NewRecord("Shown to a squad: "+s.Unit.Name, s.Since).PutTime("until", s.Until))
	}
	return nil
}

func (g *gathering) roles() error {
	lines, err := g.RoleRequests(g.ctx, g.actor, g.actor.Person)
	if err != nil {
		return err
	}
	for _, l := range lines {
		v, err := g.RoleRequest(g.ctx, g.actor, l.ID)
		if err != nil {
			return err
		}
		r := rights.NewRecord("Role: "+v.Name, v.AskedAt).Put("sort", string(v.Kind)).Put("asked by", v.AskedBy.Name).Put("why", v.Why).Put("answer", v.Answer).Put("stage", string(v.Stage))
		if d := v.Departure; d != nil {
			r.Put("departure: why", d.Why).Put("departure: reason", d.Reason)
		}
		g.add(r)
	}
	return nil
}

func (g *gathering) titles() error {
	v, err := g.Titles(g.ctx, g.actor, g.actor.Person)
	for _, p := range v.Proposals {
		g.add(rights.NewRecord("Title: "+p.Name, p.AskedAt).Put("proposed by", p.ByRef.Name).Put("words", p.Words).Put("state", string(p.State)).Put("answer", p.Answer))
	}
	return err
}

func (g *gathering) pay() error {
	v, err := g.Pay(g.ctx, g.actor, g.actor.Person)
	if fault.Is(err, fault.Absent) {
		return nil
	}
	if err != nil {
		return err
	}
	if v.Market != nil {
		g.add(rights.NewRecord("Where I am paid", 0).Put("market", v.Market.Name).Put("country", v.Market.Country).Put("city", v.Market.City))
	}
	if v.Range != nil && v.Range.Missing == Nothing {
		b := v.Range.Range.Band
		g.add(rights.NewRecord("The range of my step", 0).Put("step", v.Range.Step.Name).Put("minimum", b.Minimum.String()).Put("reference", b.Reference.String()).Put("maximum", b.Maximum.String()))
	}
	return g.view(func(r *store.Reader) error {
		places, err := r.PayPlaces([]id.Person{g.actor.Person})
		for _, p := range places[g.actor.Person] {
			g.add(rights.NewRecord("Paid in a market from "+string(p.From), p.MadeAt))
		}
		if err != nil || v.Salary == nil {
			return err
		}
		_, hidden, err := g.lettersOf(r, g.actor.Person, v.Today)
		if err != nil {
			return err
		}
		of, err := r.Salaries([]id.Person{g.actor.Person})
		for _, s := range of[g.actor.Person] {
			if hidden[s.ID] { // theirs to know with the letter
				continue
			}
			g.add(rights.NewRecord("Salary from "+string(s.From), s.MadeAt).Put("for full time", s.Full.String()+" a "+string(s.Period)).Put("share of full time", fmt.Sprintf("%d.%02d per cent", s.Share/100, s.Share%100)).Put("reason", s.Reason))
		}
		return orElse(err, g.payLetters(r, v.Salary.Letters))
	})
}

// payLetters are what came of reviews, as the letters say it.
func (g *gathering) payLetters(r *store.Reader, letters []LetterLine) error {
	for _, l := range letters {
		p, _, err := r.PayProposal(l.Review, l.Person)
		if err != nil {
			return err
		}
		g.add(rights.NewRecord("A letter about pay, from "+string(l.Holds), p.GivenAt).Put("for full time", p.Full.String()+" a "+string(p.Base.Period)).Put("reason", p.Reason))
	}
	return nil
}

func (g *gathering) wall() error {
	return g.view(func(r *store.Reader) error {
		mine, err := r.PostsBy(g.actor.Person)
		if err != nil {
			return err
		}
		for _, p := range mine {
			g.add(postRecord("I thanked: ", p, g.actor.Person).Put("why it was taken off", p.Why))
		}
		naming, err := r.PostsNaming(g.actor.Person, 10_000)
		if err != nil {
			return err
		}
		for _, p := range naming {
			g.add(postRecord("I was thanked: ", p, g.actor.Person))
		}
		joined, err := r.ThankedWith(g.actor.Person)
		if err != nil {
			return err
		}
		for _, ref := range joined {
			p, err := r.Post(ref)
			if err != nil {
				return err
			}
			if !p.RemovedAt.IsSet() {
				g.add(rights.NewRecord("I thanked with others: "+p.Work, p.MadeAt))
			}
		}
		reports, err := r.ReportsBy(g.actor.Person)
		for _, v := range reports {
			g.add(rights.NewRecord("I reported a post", v.At).Put("words", v.Words).PutTime("looked at", v.ClosedAt))
		}
		return err
	})
}

func postRecord(begin string, p *recognition.Post, me id.Person) *rights.Record {
	r := rights.NewRecord(begin+p.Work, p.MadeAt).Put("text", p.Text).Put("project", p.Project).Put("picture shows", p.Alt).PutTime("taken off", p.RemovedAt)
	for _, n := range p.Named {
		if n.Person == me {
			r.Put("my words under it", n.Said)
		}
	}
	return r
}

func (g *gathering) extracts() error {
	list, err := g.Extracts(g.ctx, g.actor)
	for _, e := range list {
		r := rights.NewRecord("An extract of my path", e.MadeAt).Put("words", e.Words).PutTime("until", e.EndsAt).PutTime("withdrawn", e.EndedAt)
		for _, l := range e.Lines {
			r.Put(string(l.On), joinWords(l.Words, l.More))
		}
		g.add(r)
	}
	return err
}

// readers: who can read what, who was let in, and every reading.
func (g *gathering) readers() error {
	let, err := g.DisclosuresAboutMe(g.ctx, g.actor)
	if err != nil {
		return err
	}
	for _, d := range let {
		g.add(rights.NewRecord("Opened to "+d.Reader.Name, d.Since).Put("for", string(d.Purpose)).PutTime("until", d.Until))
	}
	for after := (ReadMark{}); ; {
		page, err := g.ReadsAbout(g.ctx, g.actor, after, 0)
		if err != nil {
			return err
		}
		for _, l := range page.Lines {
			r := rights.NewRecord("Read", l.At).Put("what", l.Item).Put("as", l.Hat)
			if l.Manager != nil {
				r.Put("who", l.Manager.Name)
			}
			g.add(r)
		}
		if after = page.Next; after == (ReadMark{}) {
			return nil
		}
	}
}

func (g *gathering) said() error {
	return g.view(func(r *store.Reader) error {
		remarks, err := r.RemarksBy(g.actor.Person)
		if err != nil {
			return err
		}
		for _, m := range remarks {
			g.add(rights.NewRecord("About the framework: "+m.Target, m.At).Put("text", m.Text))
		}
		pages, err := r.GuideBy(g.actor.Person)
		for _, v := range pages {
			g.add(rights.NewRecord("In the guide: "+v.Title, v.At).Put("text", v.Body))
		}
		return err
	})
}
