package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

func evaluationOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation), items ...string) Operation {
		return Operation{Method: method, Path: "/evaluations" + path, ID: name, Items: items, Scope: access.ScopeEvaluations,
			Tag: "evaluations", Summary: summary, About: about, register: register}
	}
	opened := of(http.MethodPost, "", "open-evaluation", "Open an evaluation", "By the person or the current manager, any day. Without a kind it is a first one as long as no Step is set and a growth one afterwards; one can be open at a time.",
		on((*service).openEvaluation), "compare", "step")
	opened.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "", "list-evaluations", "Evaluations", "Your own, the newest first, and the open ones of your reports, with whose turn it is.",
			on((*service).evaluations), "compare", "profile"),
		opened,
		of(http.MethodGet, "/{id}", "get-evaluation", "One evaluation", "As you may see it: the other's side is absent until both have handed in. A manager's reading is written down and the person can see it.",
			on((*service).evaluation), "self_draft", "self_shared", "mgr_draft", "mgr_shared", "compare", "focus", "step"),
		of(http.MethodPut, "/{id}/side", "save-side", "Save your side", "The whole of it, in place of what was saved before. The same text sent again at the same revision changes nothing more.",
			on((*service).saveSide), "self_draft", "mgr_draft"),
		of(http.MethodPost, "/{id}/hand-in", "hand-in-side", "Hand in your side", "As it was saved last. When the other has handed in too, both sides open at the same moment and neither can be taken back.",
			on((*service).handIn), "self_draft", "mgr_draft", "self_shared", "mgr_shared"),
		of(http.MethodPost, "/{id}/take-back", "take-back-side", "Take your side back", "As long as the other has not handed in.",
			on((*service).takeBack), "self_draft", "mgr_draft"),
		of(http.MethodGet, "/{id}/messages", "list-messages", "The written conversation", "The oldest first. It begins when both sides are opened.",
			on((*service).messages), "compare"),
		of(http.MethodPost, "/{id}/messages", "add-message", "Write in the conversation", "By either of the two, and by whoever was asked to join. It cannot be changed afterwards.", on((*service).say), "compare"),
		of(http.MethodPost, "/{id}/talk", "record-talk", "Note that you talked", "That you met on a day, or talked in writing, which needs messages of both.",
			on((*service).recordTalk), "compare"),
		of(http.MethodPut, "/{id}/plan", "plan-talk", "Propose when to talk", "Either of the two, until they have talked. It replaces what was proposed before.",
			on((*service).planTalk), "compare"),
		of(http.MethodDelete, "/{id}/plan", "unplan-talk", "Take the proposed time back", "By either of the two.", on((*service).unplanTalk), "compare"),
		of(http.MethodPost, "/{id}/statement", "state-disagreement", "Say that you do not agree", "After the talk, in your own words. It is kept unedited and cannot be taken back. When both have stated theirs, the evaluation ends without agreement and no Step is set or changed.",
			on((*service).state), "compare"),
		of(http.MethodPost, "/{id}/ending", "end-evaluation", "End without the other's words", "Two weeks after you said that you do not agree, when the other has not answered. It ends without agreement and no Step is set or changed.",
			on((*service).endAlone), "compare"),
		of(http.MethodPost, "/{id}/joining", "ask-to-join", "Ask somebody to join", "The lead of the person's tribe, or the next in line. They read this evaluation and write in the conversation until it ends; both of the two see that.",
			on((*service).askToJoin), "compare", "self_shared", "mgr_shared"),
		of(http.MethodDelete, "/{id}/joining", "end-joining", "End that somebody reads along", "By whoever asked.", on((*service).endJoining), "compare"),
		of(http.MethodPut, "/{id}/result", "save-result", "Write down what you agree on", "The whole of it. Signatures given to another text are withdrawn.",
			on((*service).saveResult), "compare", "focus", "step"),
		of(http.MethodPost, "/{id}/signature", "sign-result", "Sign the result", "At the revision you have read; a move needs your own words of agreement too. The second signature agrees the evaluation and, where it is about one, sets the Step.",
			on((*service).sign), "compare", "step"),
		of(http.MethodDelete, "/{id}/signature", "withdraw-signature", "Withdraw your signature", "As long as the other has not signed.",
			on((*service).unsign), "compare"),
	}
}

type evaluationsOutput struct{ Body Evaluations }

func (s *service) evaluations(v visit, in *Paged) (*evaluationsOutput, error) {
	home, err := s.Workflow.Home(v, v.actor)
	if err != nil {
		return nil, err
	}
	out := evaluationsOf(home)
	l := in.lists("mine", "reports", "joined")
	out.Mine = part(l, "mine", out.Mine, func(e EvaluationLine) string { return e.ID })
	out.Reports = part(l, "reports", out.Reports, func(r Report) string { return r.Person.ID })
	out.Joined = part(l, "joined", out.Joined, func(e JoinedLine) string { return e.ID })
	out.GoesOn, err = l.end()
	return &evaluationsOutput{out}, err
}

type openInput struct {
	Idempotent
	Body struct {
		Subject string `json:"subject" maxLength:"100" doc:"The person it is about, by id: yourself or one of your reports." example:"4k2v6m8n0p1q3r5s7t9w2x4y6z"`
		Kind    string `json:"kind,omitempty" enum:"first,growth,discipline,narrower" doc:"What it is for; absent for the usual one."`
		View    string `json:"view,omitempty" enum:"present,next,present-and-next" doc:"Which steps a growth evaluation looks at; the present one and the next when absent."`
		Toward  string `json:"toward,omitempty" maxLength:"100" doc:"Another discipline to look at, or to move to, by its id in the framework."`
	}
}

func (in *openInput) place(field string) (Mistake, bool) {
	switch field {
	case "kind", "view", "toward":
		return Mistake{Location: "body." + field}, true
	}
	return in.Idempotent.place(field)
}

// Opened names a new evaluation.
type Opened struct {
	ID string `json:"id"`
}

type openOutput struct {
	Location string `header:"Location"`
	Body     Opened
}

func (s *service) openEvaluation(v visit, in *openInput) (*openOutput, error) {
	subject, err := parse[id.Person](in.Body.Subject)
	if err != nil {
		return nil, err
	}
	o := rules.Opening{Kind: rules.Kind(in.Body.Kind), View: rules.View(in.Body.View), Toward: framework.DisciplineID(in.Body.Toward)}
	ref, err := s.Workflow.BeginEvaluation(v, v.actor, in.once(), subject, o)
	if err != nil {
		return nil, err
	}
	return &openOutput{Location: Prefix + "/evaluations/" + string(ref), Body: Opened{string(ref)}}, nil
}

type evaluationOutput struct{ Body Evaluation }

func (s *service) evaluation(v visit, in *idInput) (*evaluationOutput, error) {
	view, err := s.view(v, in.ID)
	if err != nil {
		return nil, err
	}
	return &evaluationOutput{evaluationOf(view)}, nil
}

func (s *service) view(v visit, asked string) (workflow.EvaluationView, error) {
	ref, err := parse[id.Evaluation](asked)
	if err != nil {
		return workflow.EvaluationView{}, err
	}
	return s.Workflow.Evaluation(v, v.actor, ref)
}

// Act is an act on one evaluation. Huma passes over embedded types that are not
// exported.
type Act struct {
	ID string `path:"id" doc:"Its id."`
	Idempotent
}

// done answers an act: there is nothing to say but that it is done.
type done struct{}

func (s *service) handIn(v visit, in *Act) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.HandIn(v, v.actor, in.once(), ref, nil) })
}

func (s *service) takeBack(v visit, in *Act) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.TakeBack(v, v.actor, in.once(), ref) })
}

func (s *service) unsign(v visit, in *Act) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.Unsign(v, v.actor, in.once(), ref) })
}

func (s *service) act(asked string, f func(id.Evaluation) error) (*done, error) {
	ref, err := parse[id.Evaluation](asked)
	if err != nil {
		return nil, err
	}
	if err := f(ref); err != nil {
		return nil, err
	}
	return &done{}, nil
}

type messagesInput struct {
	ID string `path:"id" doc:"The evaluation's id."`
	Paged
}

type messagesOutput struct{ Body Messages }

func (s *service) messages(v visit, in *messagesInput) (*messagesOutput, error) {
	view, err := s.view(v, in.ID)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(view.Thread, in.Paged, func(m rules.Message) string { return string(m.ID) })
	if err != nil {
		return nil, err
	}
	out := each(page, func(m rules.Message) Message { return messageOf(view, m) })
	return &messagesOutput{Messages{Messages: out, Next: next}}, nil
}

type sayInput struct {
	Act
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"10000" doc:"10,000 bytes at most."`
	}
}

func (in *sayInput) place(field string) (Mistake, bool) {
	if field == "message" {
		return Mistake{Location: "body.text", Message: "Write something, in 10,000 bytes at most."}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) say(v visit, in *sayInput) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.Say(v, v.actor, in.once(), ref, in.Body.Text) })
}

type talkInput struct {
	Act
	Body struct {
		Way   string `json:"way" enum:"met,written" doc:"How you talked; writing is of equal rank."`
		On    string `json:"on,omitempty" format:"date" doc:"The day you met." example:"2026-05-12"`
		Notes string `json:"notes,omitempty" maxLength:"10000" doc:"What you want to remember of the talk, 10,000 bytes at most. It becomes part of the conversation."`
	}
}

func (in *talkInput) place(field string) (Mistake, bool) {
	switch field {
	case "talked_on":
		return Mistake{Location: "body.on"}, true
	case "talk_way":
		return Mistake{Location: "body.way"}, true
	case "notes":
		return Mistake{Location: "body.notes"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) recordTalk(v visit, in *talkInput) (*done, error) {
	on, err := day(in.Body.On)
	if err != nil {
		return nil, err
	}
	return s.act(in.ID, func(ref id.Evaluation) error {
		return s.Workflow.NoteTalk(v, v.actor, in.once(), ref, workflow.TalkNoted{Way: rules.TalkWay(in.Body.Way), On: on, Notes: in.Body.Notes})
	})
}

func day(s string) (clock.Date, error) {
	if s == "" {
		return "", nil
	}
	on, err := clock.ParseDate(s)
	if err != nil {
		return "", fault.InvalidFields([]fault.Field{{Name: "talked_on", Message: "A date like 2026-05-12 is expected here."}})
	}
	return on, nil
}

type signInput struct {
	Act
	Body struct {
		Revision int64  `json:"revision" minimum:"1" doc:"The revision of the result you have read."`
		Words    string `json:"words,omitempty" maxLength:"10000" doc:"Of a move to another discipline or a narrower step, and only there: that you agree, in your own words."`
	}
}

func (in *signInput) place(field string) (Mistake, bool) {
	if field == "agreeing" {
		return Mistake{Location: "body.words"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) sign(v visit, in *signInput) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error {
		return s.Workflow.SignWith(v, v.actor, in.once(), ref, workflow.Signature{Read: in.Body.Revision, Words: in.Body.Words})
	})
}
