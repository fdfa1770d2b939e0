package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	rules "cairn/internal/promotion"
	pages "cairn/internal/web/pages/promotion"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidAsked      = said("promotion-asked", ui.Done, "Asked. The two of you know of it, nobody else.")
	saidBegun      = said("promotion-begun", ui.Done, "A draft is begun. Only you can read it.")
	saidKeptCase   = said("promotion-kept", ui.Done, "Kept. Only you can read it until you offer it.")
	saidOffered    = said("promotion-offered", ui.Done, "Offered. It can be read now, and answered.")
	saidAnswered   = said("promotion-answered", ui.Done, "Your answer is kept.")
	saidAskedOther = said("promotion-consulted", ui.Done, "Asked. They were told who will read what they write.")
	saidHandedOn   = said("promotion-handed-on", ui.Done, "The consultation is done.")
	saidDecided    = said("promotion-decided", ui.Done, "Decided. Both can read your reasons now.")
	saidCommitted  = said("promotion-committed", ui.Done, "The text is kept. It stands once both of you have signed it.")
	saidSignedCase = said("promotion-signed", ui.Done, "You have signed.")
	saidTookBack   = said("promotion-taken-back", ui.Done, "It is a draft again. Only you can read it.")
	saidWithdrawn  = said("promotion-withdrawn", ui.Done, "Withdrawn. A new one can begin any day.")
	saidTalkSet    = said("promotion-talk", ui.Done, "Set aside. It is in the calendar of both of you, without a word about what for.")
	saidTalkGone   = said("promotion-talk-gone", ui.Done, "No day is set aside any more.")
	saidReplied    = said("promotion-replied", ui.Done, "Thank you. Your words are kept as you gave them.")
)

func (s *site) promotionRoutes() []Route {
	shown := []string{"case", "case_text", "consult", "approve", "step", "notes_self", "fb_subject", "fb_manager"}
	act := func(pattern string, handle func(*visit) error, items ...string) Route {
		return Route{Pattern: pattern, Items: items, MaxBody: evaluationBody, handle: handle}
	}
	return []Route{
		{Pattern: "GET /promotions", Items: []string{"case", "consult", "profile"}, handle: s.listPromotions},
		{Pattern: "GET /promotions/new", Items: []string{"case", "step"}, handle: s.newPromotion},
		{Pattern: "GET /promotions/{id}", Items: shown, handle: s.showPromotion},
		{Pattern: "GET /promotions/{id}/leadership", Items: shown, handle: s.showLeadership},
		act("POST /promotions", s.recommend, "case"),
		act("POST /promotions/requests", s.askForPromotion, "case"),
		act("POST /promotions/{id}/draft", s.takeUpPromotion, "case"),
		act("POST /promotions/{id}/answer", s.answerPromotion, "case"),
		act("POST /promotions/{id}/text", s.writeCase, "case_text"),
		act("POST /promotions/{id}/offer", s.offerCase, "case", "case_text"),
		act("POST /promotions/{id}/offer/withdrawal", s.takeBackOffer, "case", "case_text"),
		act("POST /promotions/{id}/consent", s.consent, "case"),
		act("POST /promotions/{id}/decline", s.decline, "case"),
		act("POST /promotions/{id}/sponsorship", s.sponsor, "case"),
		act("POST /promotions/{id}/consultations", s.consult, "consult"),
		act("POST /promotions/{id}/handover", s.handOn, "case"),
		act("POST /promotions/{id}/decision", s.decide, "approve"),
		act("POST /promotions/{id}/commitment", s.commit, "case_text"),
		act("POST /promotions/{id}/signature", s.signCommitment, "case", "step"),
		act("POST /promotions/{id}/signature/withdrawal", s.unsignCommitment, "case"),
		act("POST /promotions/{id}/talk", s.planPromotionTalk, "case"),
		act("POST /promotions/{id}/withdrawal", s.withdraw, "case"),
		{Pattern: "GET /consultations/{id}", Items: []string{"consult"}, handle: s.showConsultation},
		act("POST /consultations/{id}/reply", s.reply, "consult"),
	}
}

func (v *visit) promotionID() (id.Promotion, error) {
	ref, ok := id.Parse[id.Promotion](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) listPromotions(v *visit) error {
	p, err := v.promotionList()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.List(p))
}

func (v *visit) promotionList() (p pages.ListPage, err error) {
	list, err := v.Workflow.Promotions(v.r.Context(), v.actor)
	if err != nil {
		return p, err
	}
	me, err := v.Workflow.Profile(v.r.Context(), v.actor, v.actor.Person)
	if err != nil {
		return p, err
	}
	p = pages.ListPage{Page: v.page(v.say("Promotions")), List: list, Reports: me.Reports, Key: v.key, Moment: v.moment, Problems: problems{}}
	if me.Manager != nil {
		p.Manager = me.Manager.Name
	}
	return p, nil
}

func (s *site) askForPromotion(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	ref, err := s.Workflow.AskForPromotion(v.r.Context(), v.actor, f.once(), f.get("words"))
	if mendable(err) {
		p, shown := v.promotionList()
		if shown != nil {
			return shown
		}
		p.Words = f.get("words")
		v.wrongFields(err, p.Problems, &p.Wrong)
		return v.render(statusFor(err), pages.List(p))
	}
	if err != nil {
		return err
	}
	return v.redirect("/promotions/"+string(ref), saidAsked)
}

func (s *site) newPromotion(v *visit) error {
	subject, ok := id.Parse[id.Person](v.r.URL.Query().Get("subject"))
	if !ok {
		return fault.NotFound()
	}
	p, err := v.newPromotionPage(subject)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.New(p))
}

func (v *visit) newPromotionPage(subject id.Person) (p pages.NewPage, err error) {
	outlook, err := v.Workflow.Outlook(v.r.Context(), v.actor, subject)
	if err != nil {
		return p, err
	}
	return pages.NewPage{Page: v.page(v.say("A wider step for {subject}", "subject", outlook.Subject.Name)), Subject: outlook.Subject, Targets: outlook.Targets, Why: outlook.Why, Key: v.key, Problems: problems{}}, nil
}

func (s *site) recommend(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	subject, ok := id.Parse[id.Person](f.get("subject"))
	if !ok {
		return fault.NotFound()
	}
	ref, err := s.Workflow.Recommend(v.r.Context(), v.actor, f.once(), subject, framework.StepID(f.get("to")))
	if mendable(err) {
		p, shown := v.newPromotionPage(subject)
		if shown != nil {
			return shown
		}
		v.wrongFields(err, p.Problems, &p.Wrong)
		return v.render(statusFor(err), pages.New(p))
	}
	if err != nil {
		return err
	}
	return v.redirect("/promotions/"+string(ref), saidBegun)
}

func (s *site) showPromotion(v *visit) error {
	p, err := v.promotionPage()
	if err != nil {
		return err
	}
	if v.r.URL.Query().Get("edit") == "commitment" {
		p.Editing = true
		p.Typed.Pledge = workflow.Pledge{Text: p.View.Commitment, Read: p.View.Commitment.Revision}
	}
	return v.render(http.StatusOK, pages.Show(p))
}

// showLeadership is the case with the names of those who stand at the step, for
// the one who decides.
func (s *site) showLeadership(v *visit) error {
	p, err := v.promotionPage()
	if err != nil {
		return err
	}
	p.Looked = true
	if p.AtStep, err = s.Workflow.PeopleAtStep(v.r.Context(), v.actor, p.View.ID); err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Show(p))
}

// promotionPage describes the case of the address as it stands.
func (v *visit) promotionPage() (p pages.Page, err error) {
	ref, err := v.promotionID()
	if err != nil {
		return p, err
	}
	view, err := v.Workflow.Promotion(v.r.Context(), v.actor, ref)
	if err != nil {
		return p, err
	}
	p = pages.Page{Page: v.page(pages.Title(v.r.Context(), view)), View: view, Key: v.key, Moment: v.moment, Problems: problems{}, Said: v.saidBeside(rights.Said{List: view.Corrections, Object: "promotion/" + string(ref)}, view.Subject)}
	p.Page.Path = "/promotions/" + string(ref)
	p.Decides = view.Stage == rules.Deciding && view.Decider != nil && view.Decider.ID == v.actor.Person
	p.Typed.Text, p.Typed.Read = view.Text, view.Revision
	p.Typed.Text.To = view.To
	p.Typed.Gaps = view.Reasons
	p.Typed.Pledge.Read = view.Commitment.Revision
	return p, v.fillPromotion(&p)
}

// fillPromotion adds what the forms of the page choose from.
func (v *visit) fillPromotion(p *pages.Page) error {
	if p.View.Party == rules.Manager && p.View.Stage == rules.Drafting {
		list, err := v.Workflow.EvidenceAbout(v.r.Context(), v.actor, p.View.Subject.ID)
		if err != nil {
			return err
		}
		p.Choice = list
	}
	if err := v.fillEvidence(p); err != nil {
		return err
	}
	asks := p.View.Party == rules.Manager && (p.View.Stage == rules.Consulting || p.View.Stage == rules.Returned) || p.Decides && !p.View.Alone
	if !asks {
		return nil
	}
	all, many, err := v.Workflow.Few(v.r.Context(), v.actor, mostAskable)
	p.Many = many
	for _, who := range all {
		if who.ID != p.View.Subject.ID && who.ID != p.View.Manager.ID {
			p.People = append(p.People, who)
		}
	}
	return err
}

// fillEvidence adds what the case points at, as the viewer may read it, and to the
// person who considers it what they could put beside it.
func (v *visit) fillEvidence(p *pages.Page) (err error) {
	if p.Evidence, err = v.Workflow.CaseEvidence(v.r.Context(), v.actor, p.View.ID); err != nil {
		return err
	}
	if p.View.Party != rules.Person || p.View.MayAttach() != nil {
		return nil
	}
	notes, err := v.Workflow.NotesAtHand(v.r.Context(), v.actor, v.actor.Person, notesShown)
	p.Notes = notes.Mine
	return err
}

// mostAskable bounds the list of people a form offers. Where there are more, one is
// named.
const mostAskable = 200

// caseAct runs one act on the case of the address and leads back to it. A mistake
// shows the page again with what keep puts back.
func (v *visit) caseAct(done flash, keep func(*pages.Page, form), act func(id.Promotion, form) error) error {
	ref, err := v.promotionID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	err = act(ref, f)
	if mendable(err) {
		p, shown := v.promotionPage()
		if shown != nil {
			return shown
		}
		v.wrongFields(err, p.Problems, &p.Wrong)
		if keep != nil {
			keep(&p, f)
		}
		p.Rest = homeless(p, f)
		return v.render(statusFor(err), pages.Show(p))
	}
	if err != nil || v.started { // the act may lead elsewhere
		return err
	}
	return v.redirect("/promotions/"+string(ref), done)
}

// homeless is what was typed into fields that the page does not have any more.
func homeless(p pages.Page, f form) (list []pages.Said) {
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		if text := f.get(name); strings.TrimSpace(text) != "" && !p.Shows(name) {
			list = append(list, pages.Said{Field: name, Text: text})
		}
	}
	return list
}

func keepWords(name string) func(*pages.Page, form) {
	return func(p *pages.Page, f form) { p.Typed.Words = f.get(name) }
}

func (s *site) takeUpPromotion(v *visit) error {
	return v.caseAct(saidBegun, nil, func(ref id.Promotion, f form) error {
		return s.Workflow.TakeUp(v.r.Context(), v.actor, f.once(), ref, framework.StepID(f.get("to")))
	})
}

func (s *site) answerPromotion(v *visit) error {
	return v.caseAct(saidAnswered, keepWords("answer"), func(ref id.Promotion, f form) error {
		return s.Workflow.AnswerRequest(v.r.Context(), v.actor, f.once(), ref, f.get("answer"))
	})
}

// keepCase puts the text that was typed back; the form then carries the stored
// revision, so that the next save replaces it knowingly.
func keepCase(p *pages.Page, f form) {
	p.Typed.Text = caseOf(f)
	p.Kept = f.revision("read") != p.View.Revision
}

func (s *site) writeCase(v *visit) error {
	return v.caseAct(saidKeptCase, keepCase, func(ref id.Promotion, f form) error {
		return s.Workflow.WriteCase(v.r.Context(), v.actor, f.once(), ref, caseDraft(f))
	})
}

func (s *site) offerCase(v *visit) error {
	return v.caseAct(saidOffered, keepCase, func(ref id.Promotion, f form) error {
		draft := caseDraft(f)
		return s.Workflow.Offer(v.r.Context(), v.actor, f.once(), ref, &draft)
	})
}

func (s *site) takeBackOffer(v *visit) error {
	return v.caseAct(saidTookBack, nil, func(ref id.Promotion, f form) error {
		return s.Workflow.TakeBackOffer(v.r.Context(), v.actor, f.once(), ref)
	})
}

func (s *site) consent(v *visit) error {
	return v.caseAct(saidAnswered, keepWords("words"), func(ref id.Promotion, f form) error {
		return s.Workflow.Consent(v.r.Context(), v.actor, f.once(), ref, workflow.ConsentWords{Read: f.revision("read"), Words: f.get("words")})
	})
}

func (s *site) decline(v *visit) error {
	return v.caseAct(saidAnswered, keepWords("words"), func(ref id.Promotion, f form) error {
		return s.Workflow.DeclineOffer(v.r.Context(), v.actor, f.once(), ref, f.get("words"))
	})
}

func (s *site) sponsor(v *visit) error {
	return v.caseAct(saidOffered, keepWords("words"), func(ref id.Promotion, f form) error {
		return s.Workflow.Sponsor(v.r.Context(), v.actor, f.once(), ref, f.get("words"))
	})
}

func (s *site) consult(v *visit) error {
	keep := func(p *pages.Page, f form) { p.Typed.Ask, p.Named = questionOf(f), f.get("named") }
	return v.caseAct(saidAskedOther, keep, func(ref id.Promotion, f form) (err error) {
		q := questionOf(f)
		if named := f.get("named"); named != "" {
			if q.Who, err = v.personNamed(named); err != nil {
				return renamed(err, "manager", "who")
			}
		}
		return s.Workflow.Consult(v.r.Context(), v.actor, f.once(), ref, q)
	})
}

func (s *site) handOn(v *visit) error {
	keep := func(p *pages.Page, f form) { p.Typed.Gaps, p.Typed.Reply = gapsOf(f), f.get("reply") }
	return v.caseAct(saidHandedOn, keep, func(ref id.Promotion, f form) error {
		return s.Workflow.HandOn(v.r.Context(), v.actor, f.once(), ref, workflow.HandingOn{Gaps: gapsOf(f), Reply: f.get("reply")})
	})
}

func (s *site) decide(v *visit) error {
	keep := func(p *pages.Page, f form) { p.Typed.Verdict = verdictOf(f) }
	return v.caseAct(saidDecided, keep, func(ref id.Promotion, f form) error {
		verdict := verdictOf(f)
		switch f.get("verdict") {
		case "yes":
			return s.Workflow.Decide(v.r.Context(), v.actor, f.once(), ref, rules.Verdict{Reasons: verdict.Reasons, Departs: verdict.Departs})
		case "not-yet":
			verdict.Question = ""
			return s.Workflow.RefuseYet(v.r.Context(), v.actor, f.once(), ref, verdict)
		case "question":
			if err := s.Workflow.ReturnCase(v.r.Context(), v.actor, f.once(), ref, verdict.Question); err != nil {
				return err
			}
			return v.redirect("/promotions", saidDecided) // it no longer lies with them
		}
		return fault.InvalidFields([]fault.Field{{Name: "reasons", Message: "Say what you decide with one of the buttons."}})
	})
}

func (s *site) commit(v *visit) error {
	keep := func(p *pages.Page, f form) {
		p.Editing, p.Kept = true, f.revision("read") != p.View.Commitment.Revision
		p.Typed.Pledge = workflow.Pledge{Text: pledgeOf(f).Text, Read: p.View.Commitment.Revision}
	}
	return v.caseAct(saidCommitted, keep, func(ref id.Promotion, f form) error {
		return s.Workflow.Commit(v.r.Context(), v.actor, f.once(), ref, pledgeOf(f))
	})
}

func (s *site) signCommitment(v *visit) error {
	return v.caseAct(saidSignedCase, nil, func(ref id.Promotion, f form) error {
		return s.Workflow.SignCommitment(v.r.Context(), v.actor, f.once(), ref, f.revision("read"))
	})
}

func (s *site) unsignCommitment(v *visit) error {
	return v.caseAct(saidUnsigned, nil, func(ref id.Promotion, f form) error {
		return s.Workflow.UnsignCommitment(v.r.Context(), v.actor, f.once(), ref)
	})
}

func (s *site) withdraw(v *visit) error {
	keep := func(p *pages.Page, f form) { p.Withdrawing, p.Typed.Words = true, f.get("words") }
	return v.caseAct(saidWithdrawn, keep, func(ref id.Promotion, f form) error {
		if err := s.Workflow.Withdraw(v.r.Context(), v.actor, f.once(), ref, f.get("words")); err != nil {
			return err
		}
		return v.redirect("/promotions", saidWithdrawn)
	})
}
