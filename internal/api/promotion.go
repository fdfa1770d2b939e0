package api

import (
	"net/http"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

func promotionOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation), items ...string) Operation {
		return Operation{Method: method, Path: "/promotions" + path, ID: name, Items: items, Session: true,
			Tag: "promotions", Summary: summary, About: about, register: register}
	}
	made := func(o Operation) Operation { o.Status = http.StatusCreated; return o }
	return []Operation{
		of(http.MethodGet, "", "list-promotions", "What of promotions concerns you", "Your own, open ones of the people you manage, those that lie with you to decide, and questions to you.",
			on((*service).promotions), "case", "consult", "profile"),
		made(of(http.MethodPost, "", "recommend-promotion", "Begin a recommendation", "By the current manager, as a draft that nobody else reads.", on((*service).recommend), "case")),
		made(of(http.MethodPost, "/requests", "ask-for-promotion", "Ask to talk about a wider step", "A request to the current manager. It names no step, and nobody else knows of it.", on((*service).askForPromotion), "case")),
		of(http.MethodGet, "/{id}", "get-promotion", "One promotion", "As you may see it: what is not open to you is absent. The reading is written down and the person can see it.",
			on((*service).promotion), "case", "case_text", "consult", "approve", "step"),
		of(http.MethodGet, "/{id}/leadership", "list-people-at-step", "People at the step", "For the one who decides, where the step asks to hear them. Each of them sees that you looked.",
			on((*service).peopleAtStep), "case", "step"),
		of(http.MethodPost, "/{id}/draft", "take-up-promotion", "Take up what was asked for", "By the manager: a draft of a recommendation.", on((*service).takeUpPromotion), "case"),
		of(http.MethodPost, "/{id}/answer", "answer-promotion", "Answer without a recommendation", "By the manager, after the talk, in words that the person reads.", on((*service).answerPromotion), "case"),
		of(http.MethodPut, "/{id}/text", "save-case", "Write the case", "The whole of it, in place of what was kept before, while it is a draft.", on((*service).saveCase), "case_text"),
		of(http.MethodPost, "/{id}/offer", "offer-case", "Offer the case", "As it was kept last. From here on the person reads it.", on((*service).offerCase), "case", "case_text"),
		of(http.MethodDelete, "/{id}/offer", "take-back-offer", "Take an offer back", "As long as the person has not answered.", on((*service).takeBackOffer), "case", "case_text"),
		of(http.MethodPost, "/{id}/consent", "consent-to-promotion", "Agree to the wider expectations", "By the person, to the text as it was read.", on((*service).consent), "case"),
		of(http.MethodPost, "/{id}/decline", "decline-promotion", "Not now", "By the person. No reason is needed, and nobody but the two learns of it.", on((*service).declineOffer), "case"),
		of(http.MethodPost, "/{id}/sponsorship", "sponsor-promotion", "Take up the case of another manager", "By the manager of now. The person is asked again.", on((*service).sponsor), "case"),
		of(http.MethodPost, "/{id}/consultations", "ask-somebody", "Ask somebody, or note a talk", "They see the person's name, the question and what is shared. Nothing of the case.", on((*service).askSomebody), "consult"),
		of(http.MethodPost, "/{id}/handover", "hand-on-promotion", "Hand the case on", "By the manager, with a reason for each wanted relation that was not heard.", on((*service).handOn), "case"),
		of(http.MethodPost, "/{id}/approval", "approve-promotion", "Yes", "By the one who decides, with reasons. It takes effect when both have signed what they commit to.", on((*service).approve), "approve"),
		of(http.MethodPost, "/{id}/postponement", "postpone-promotion", "Not yet", "By the one who decides: reasons, what would make the difference, and the next conversation.", on((*service).postpone), "approve"),
		of(http.MethodPost, "/{id}/question", "return-promotion", "Send it back with a question", "By the one who decides. Both read the question.", on((*service).returnCase), "approve"),
		of(http.MethodPut, "/{id}/commitment", "save-commitment", "Write down what both commit to", "By either, after the decision. Signatures given to another text are withdrawn.", on((*service).commit), "case_text"),
		of(http.MethodPost, "/{id}/signature", "sign-commitment", "Sign what both commit to", "As it was read. The second signature sets the wider Step.", on((*service).signCommitment), "case", "step"),
		of(http.MethodDelete, "/{id}/signature", "withdraw-commitment-signature", "Withdraw your signature", "As long as the other has not signed.", on((*service).unsignCommitment), "case"),
		of(http.MethodPut, "/{id}/talk", "plan-promotion-talk", "Set a day aside for the talk", "By either of the two, where one was asked for or is to come. Without a day there is none.", on((*service).planPromotionTalk), "case"),
		of(http.MethodPost, "/{id}/withdrawal", "withdraw-promotion", "Withdraw it", "By either of the two, before it is decided.", on((*service).withdrawPromotion), "case"),
	}
}

// CaseAct is an act on one promotion as it was read.
type CaseAct struct {
	ID string `path:"id" doc:"The promotion's id."`
	Idempotent
	IfMatch string `header:"If-Match" required:"true" pattern:"^\"[1-9][0-9]*\"$" maxLength:"20" doc:"The ETag of the promotion as it was read. When it has changed since, the answer is 409 and nothing is done."`
}

func (in CaseAct) act(f func(workflow.Once, id.Promotion) error) (*done, error) {
	ref, err := parse[id.Promotion](in.ID)
	if err != nil {
		return nil, err
	}
	seen, err := Matching{in.IfMatch}.read(nil)
	if err != nil {
		return nil, err
	}
	return finished(f(in.onRead(seen), ref))
}

func (in CaseAct) place(field string) (Mistake, bool) {
	switch field {
	case "words", "to", "label", "until", "reply", "reasons", "departs", "focus", "talk", "talk_on", "question", "challenges", "support", "person", "pay", "summary", "reason", "evidence", "who":
		return Mistake{Location: "body." + field}, true
	case "answer":
		return Mistake{Location: "body.words"}, true
	case "ask":
		return Mistake{Location: "body.question"}, true
	}
	return in.Idempotent.place(field)
}

// caseWords is an act with a few words to the other.
type caseWords struct {
	CaseAct
	Body struct {
		Words string `json:"words,omitempty" maxLength:"10000" doc:"10,000 bytes at most."`
	}
}

type promotionsOutput struct{ Body Promotions }

func (s *service) promotions(v visit, in *Paged) (*promotionsOutput, error) {
	list, err := s.Workflow.Promotions(v, v.actor)
	if err != nil {
		return nil, err
	}
	out := promotionsOf(list)
	l := in.lists("mine", "reports", "judged", "questions")
	for name, list := range map[string]*[]PromotionLine{"mine": &out.Mine, "reports": &out.Reports, "judged": &out.Judged} {
		*list = part(l, name, *list, func(p PromotionLine) string { return p.ID })
	}
	out.Questions = part(l, "questions", out.Questions, func(q QuestionLine) string { return q.ID })
	out.GoesOn, err = l.end()
	return &promotionsOutput{out}, err
}

type promotionOutput struct {
	ETag string `header:"ETag" doc:"The version, in quotes: what to name in If-Match."`
	Body Promotion
}

func (s *service) promotion(v visit, in *idInput) (*promotionOutput, error) {
	ref, err := parse[id.Promotion](in.ID)
	if err != nil {
		return nil, err
	}
	view, err := s.Workflow.Promotion(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	return &promotionOutput{ETag: quoted(view.Version), Body: promotionOf(view, v.actor.Person)}, nil
}

type recommendInput struct {
	Idempotent
	Body struct {
		Subject string `json:"subject" maxLength:"100" doc:"Somebody you manage, by id." example:"4k2v6m8n0p1q3r5s7t9w2x4y6z"`
		To      string `json:"to" maxLength:"100" doc:"The wider step, by its id in the framework."`
	}
}

func (in *recommendInput) place(field string) (Mistake, bool) {
	if field == "to" {
		return Mistake{Location: "body.to"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) recommend(v visit, in *recommendInput) (*openOutput, error) {
	subject, err := parse[id.Person](in.Body.Subject)
	if err != nil {
		return nil, err
	}
	return begun(s.Workflow.Recommend(v, v.actor, in.once(), subject, framework.StepID(in.Body.To)))
}

func begun(ref id.Promotion, err error) (*openOutput, error) {
	if err != nil {
		return nil, err
	}
	return &openOutput{Location: Prefix + "/promotions/" + string(ref), Body: Opened{string(ref)}}, nil
}

type requestInput struct {
	Idempotent
	Body struct {
		Words string `json:"words,omitempty" maxLength:"10000" doc:"What makes you think so. 10,000 bytes at most."`
	}
}

func (in *requestInput) place(field string) (Mistake, bool) {
	if field == "words" {
		return Mistake{Location: "body.words"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) askForPromotion(v visit, in *requestInput) (*openOutput, error) {
	return begun(s.Workflow.AskForPromotion(v, v.actor, in.once(), in.Body.Words))
}

type peopleAtStepOutput struct {
	Body struct {
		People []PersonRef `json:"people" doc:"By name."`
		Next   string      `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
	}
}

func (s *service) peopleAtStep(v visit, in *PagedOf) (*peopleAtStepOutput, error) {
	ref, err := parse[id.Promotion](in.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.Workflow.PeopleAtStep(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	out := &peopleAtStepOutput{}
	out.Body.People, out.Body.Next, err = onePage(in.Paged, personRefs(list), func(p PersonRef) string { return p.ID })
	return out, err
}

type takeUpInput struct {
	CaseAct
	Body struct {
		To string `json:"to" maxLength:"100" doc:"The wider step, by its id in the framework."`
	}
}

func (s *service) takeUpPromotion(v visit, in *takeUpInput) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.TakeUp(v, v.actor, once, ref, framework.StepID(in.Body.To))
	})
}

func (s *service) answerPromotion(v visit, in *caseWords) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.AnswerRequest(v, v.actor, once, ref, in.Body.Words)
	})
}

func (s *service) offerCase(v visit, in *CaseAct) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error { return s.Workflow.Offer(v, v.actor, once, ref, nil) })
}

func (s *service) takeBackOffer(v visit, in *CaseAct) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.TakeBackOffer(v, v.actor, once, ref)
	})
}

func (s *service) consent(v visit, in *caseWords) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.Consent(v, v.actor, once, ref, workflow.ConsentWords{Words: in.Body.Words})
	})
}

func (s *service) declineOffer(v visit, in *caseWords) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.DeclineOffer(v, v.actor, once, ref, in.Body.Words)
	})
}

func (s *service) sponsor(v visit, in *caseWords) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.Sponsor(v, v.actor, once, ref, in.Body.Words)
	})
}

func (s *service) signCommitment(v visit, in *CaseAct) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.SignCommitment(v, v.actor, once, ref, 0)
	})
}

func (s *service) unsignCommitment(v visit, in *CaseAct) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.UnsignCommitment(v, v.actor, once, ref)
	})
}

func (s *service) withdrawPromotion(v visit, in *caseWords) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.Withdraw(v, v.actor, once, ref, in.Body.Words)
	})
}
