package workflow

import (
	"cmp"
	"slices"
	"time"

	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/rights"
	"cairn/internal/store"
)

func (g *gathering) evaluations() error {
	var refs []id.Evaluation
	err := g.view(func(r *store.Reader) error {
		list, err := r.EvaluationsOf(g.actor.Person)
		refs = nil
		for _, e := range list {
			refs = append(refs, e.ID)
		}
		return err
	})
	for _, ref := range refs {
		if err != nil {
			return err
		}
		var v EvaluationView
		if v, err = g.Evaluation(g.ctx, g.actor, ref); err == nil {
			g.add(evaluationRecord(v, "my side"))
		}
	}
	return err
}

// evaluationRecord words an evaluation; side is what the person's side is called.
func evaluationRecord(v EvaluationView, side string) *rights.Record {
	f := fileOf(v)
	r := rights.NewRecord("Evaluation: "+f.Kind, v.OpenedAt).Put("stage", f.Stage).Put("manager", f.Manager).
		Put("framework", f.Framework+" "+f.Version).Put("discipline", f.Discipline).PutTime("both sides open since", v.OpenedBoth)
	answers(r, side, f.Yours)
	answers(r, "manager's side", f.Theirs)
	r.PutTime("talk planned for", v.Planned.At).Put("talked on", f.TalkedOn)
	for _, m := range f.Messages {
		r.Put(cmp.Or(m.Sort, "message")+" by "+m.Author, m.Text)
	}
	if f.Result != nil {
		r.Put("agreed", f.Result.Summary).Put("step", f.Result.Step).Put("reason", f.Result.Reason).Put("note on pay", f.Result.Pay)
		answers(r, "agreed on", f.Result.Words)
		answers(r, "focus area", f.Result.Focus)
	}
	for _, note := range v.Closing {
		answers(r, "left by "+note.By.Name, v.answers(note.Body))
	}
	for _, d := range f.OpenedTo {
		r.Put("opened to", d.Name+", from "+d.Since.Format(time.RFC3339))
	}
	return r.PutTime("ended", v.AgreedAt)
}

func answers(r *rights.Record, side string, list []FileAnswer) {
	for _, a := range list {
		name := side + ": " + a.Area
		if a.Step != "" {
			name += ", " + a.Step
		}
		if a.Example != "" {
			name += ", " + a.Example
		}
		r.Put(name, joinWords(a.Word, a.Text))
	}
}

func joinWords(word, text string) string {
	if word == "" || text == "" {
		return word + text
	}
	return word + ": " + text
}

func (g *gathering) promotions() error {
	p, err := g.Promotions(g.ctx, g.actor)
	if err != nil {
		return err
	}
	for _, line := range p.Mine {
		v, err := g.Promotion(g.ctx, g.actor, line.ID)
		if err != nil {
			return err
		}
		r := caseRecord(v)
		if err := g.payChange(r, line.ID); err != nil {
			return err
		}
		g.add(r)
	}
	for _, q := range p.Questions {
		v, err := g.Consultation(g.ctx, g.actor, q.ID)
		if err != nil {
			return err
		}
		r := rights.NewRecord("Asked about "+v.About.Name, v.AskedAt).Put("asked by", v.Asker.Name).Put("question", v.Question).Put("told", v.Shared)
		putAnswer(r, v.Answer)
		g.add(r.PutTime("answered", v.RepliedAt))
	}
	return nil
}

func putAnswer(r *rights.Record, a promotion.Answer) {
	var areas []framework.AreaID
	for area := range a.Areas {
		areas = append(areas, area)
	}
	slices.Sort(areas)
	for _, area := range areas {
		r.Put("words on "+string(area), a.Areas[area])
	}
	r.Put("words", a.Text).Put("note of the talk", a.Note)
}

// putAnswerOf adds what one of several said.
func putAnswerOf(r *rights.Record, name string, a promotion.Answer) {
	said := rights.Record{}
	putAnswer(&said, a)
	for _, f := range said.Fields {
		r.Put(name+": "+f.Name, f.Value)
	}
}

// putCase adds the words and the evidence of a case.
func putCase(r *rights.Record, f *framework.Framework, t promotion.Text) {
	r.Put("summary", t.Summary)
	for _, a := range f.AreasInOrder() {
		r.Put("words on "+a.Name, t.Areas[a.ID])
	}
	for _, e := range t.Evidence {
		r.Put("evidence", joinWords(string(e.Kind), e.Note))
	}
}

// caseRecord is a case as the person reads it.
func caseRecord(v PromotionView) *rights.Record {
	r := rights.NewRecord("Promotion", v.OpenedAt).Put("stage", string(v.Stage)).Put("outcome", v.Outcome.Words()).Put("manager", v.Manager.Name).Put("from", v.stepWords(v.From)).Put("to", v.stepWords(v.To))
	putCase(r, v.Framework, v.Text)
	for _, e := range v.Entries {
		r.Put(string(e.Kind)+" by "+v.people[e.Author].Name, e.Text)
	}
	for _, h := range v.Heard {
		r.Put(h.Who.Name+": asked", h.Question).Put(h.Who.Name+": told", h.Shared)
		if h.Answer != nil {
			putAnswerOf(r, h.Who.Name, *h.Answer)
		}
	}
	for _, relation := range v.Wanted {
		r.Put("why nobody was heard from: "+string(relation), v.Reasons[relation])
	}
	if v.Verdict != nil {
		r.Put("reasons", v.Verdict.Reasons).Put("next talk", v.Verdict.Talk).Put("question", v.Verdict.Question).Put("departs because", v.Verdict.Departs)
		for _, focus := range v.Verdict.Focus {
			r.Put("focus area", focus)
		}
	}
	c := v.Commitment
	return r.Put("challenges", c.Challenges).Put("support", c.Support).Put("I go on with", c.Person).Put("pay", c.Pay).PutTime("ended", v.ClosedAt)
}

func (v PromotionView) stepWords(s framework.StepID) string {
	if step, ok := v.Framework.Step(s); ok {
		return step.Name
	}
	return string(s)
}

// feedback: what the person reads of what others gave, that something was asked for,
// and what they gave themselves.
func (g *gathering) feedback() error {
	lists, err := g.Feedbacks(g.ctx, g.actor)
	if err != nil {
		return err
	}
	for _, part := range [][]FeedbackLine{lists.Mine, lists.Asked, lists.ByManager, lists.Gave, lists.ToGive} {
		for _, line := range part {
			v, err := g.Feedback(g.ctx, g.actor, line.ID)
			if err != nil {
				return err
			}
			g.add(feedbackRecord(v))
		}
	}
	return nil
}

func feedbackRecord(v FeedbackView) *rights.Record {
	r := rights.NewRecord("Feedback about "+v.Subject.Name, v.MadeAt).Put("from", v.Giver.Name).Put("asked by", v.Asker.Name).Put("stage", string(v.Stage)).Put("why it was asked", v.Ask.Note)
	said := func(a feedback.Answer, draft string) {
		for i, t := range a.Texts {
			question := "words"
			if i < len(v.Ask.Questions) {
				question = v.Ask.Questions[i]
			}
			r.Put(draft+question, t)
		}
	}
	for i, q := range v.Ask.Questions {
		if v.Answer == nil && (v.Draft == nil || i >= len(v.Draft.Answer.Texts)) {
			r.Put("question", q)
		}
	}
	if v.Answer != nil {
		said(*v.Answer, "")
	}
	if v.Draft != nil {
		said(v.Draft.Answer, "draft: ")
	}
	if v.Shared {
		r.Put("shown to", v.Manager.Name)
	}
	return r.PutTime("given", v.GivenAt)
}

// payChange adds what the case does to pay, where there is anything.
func (g *gathering) payChange(r *rights.Record, ref id.Promotion) error {
	v, err := g.PayChange(g.ctx, g.actor, ref)
	if fault.Is(err, fault.Absent) {
		return nil
	}
	if err != nil {
		return err
	}
	r.Put("pay: state", string(v.State)).Put("pay: reason", v.Offer.Reason).Put("pay: from", string(v.Offer.From))
	if !v.Offer.None && v.Offer.Full.IsSet() {
		r.Put("pay: for full time", v.Offer.Full.String()+" a "+string(v.Offer.Period))
	}
	for _, e := range v.Course {
		r.Put("pay: "+string(e.State)+" by "+v.Names[e.By], e.Words)
		if e.Offer != nil && e.Offer.Full.IsSet() {
			r.Put("pay: offered", e.Offer.Full.String()+" a "+string(e.Offer.Period)).Put("pay: why", e.Offer.Reason)
		}
	}
	return nil
}
