package api

import (
	"context"
	"net/http"
	"strings"

	"cairn/internal/access"
	rules "cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// feedbackOperations are about what people ask each other and say unasked. What a
// manager asks about a report is on the pages alone; no token reaches it.
func feedbackOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation), items ...string) Operation {
		return Operation{Method: method, Path: path, ID: name, Items: items, Scope: access.ScopeFeedback, Tag: "feedback", Summary: summary, About: about, register: register}
	}
	made := func(o Operation) Operation { o.Status = http.StatusCreated; return o }
	return []Operation{
		of(http.MethodGet, "/feedback", "list-feedback", "The feedback that concerns you",
			"Who and about whom, and nothing of what anybody wrote. What a manager asks about a report is not in it.", on((*service).feedbackList), "fb_draft", "fb_subject"),
		of(http.MethodPost, "/people/{id}/feedback/requests", "ask-feedback", "Ask for feedback",
			"About yourself. What comes back is yours to read, and nobody else's unless you show it.", on((*service).askFeedback), "fb_subject"),
		made(of(http.MethodPost, "/people/{id}/feedback", "begin-feedback", "Begin to write unasked",
			"Nobody knows of it until you give it.", on((*service).beginFeedback), "fb_draft")),
		of(http.MethodGet, "/feedback/{id}", "get-feedback", "One feedback",
			"To those who may know of it, with the answer for its audience and your draft for you alone. A manager's reading of what is shown to them is written down.", on((*service).oneFeedback), "fb_draft", "fb_subject"),
		of(http.MethodPut, "/feedback/{id}/draft", "save-feedback-draft", "Save what you write",
			"Only you can read it. A draft that was saved elsewhere since it was read is refused and keeps its words.", on((*service).saveFeedback), "fb_draft"),
		of(http.MethodPost, "/feedback/{id}/giving", "give-feedback", "Give it",
			"From here on its audience reads it. The audience can be made narrower later and never wider.", on((*service).giveFeedback), "fb_draft", "fb_subject"),
		of(http.MethodPost, "/feedback/{id}/declining", "decline-feedback", "Decline", "No reason is asked for.", feedbackAct((*workflow.Workflow).DeclineFeedback), "fb_draft", "fb_subject"),
		of(http.MethodPost, "/feedback/{id}/withdrawal", "withdraw-feedback", "Ask no more, or drop what you began", "By whoever asked, or by the giver of what nobody asked for.", feedbackAct((*workflow.Workflow).WithdrawFeedback), "fb_draft", "fb_subject"),
		of(http.MethodPost, "/feedback/{id}/reminder", "remind-of-feedback", "Remind whom you asked", "Once a week at most.", feedbackAct((*workflow.Workflow).RemindFeedback), "fb_subject"),
		of(http.MethodPost, "/feedback/{id}/thanks", "thank-for-feedback", "Thank the giver", "By whoever reads it. Once is enough.", feedbackAct((*workflow.Workflow).ThankForFeedback), "fb_subject"),
		of(http.MethodPost, "/feedback/{id}/sharing", "share-feedback", "Show it to your manager", "To the manager of now, where the giver allows it.", feedbackAct((*workflow.Workflow).ShareFeedback), "fb_subject"),
		of(http.MethodDelete, "/feedback/{id}/sharing", "unshare-feedback", "Show it no more", "From this instant on.", feedbackAct((*workflow.Workflow).UnshareFeedback), "fb_subject"),
		of(http.MethodPut, "/feedback/{id}/audience", "narrow-feedback", "Let fewer people read it", "By the giver. Never wider than it is.", on((*service).narrowFeedback), "fb_subject"),
	}
}

type feedbackListOutput struct{ Body FeedbackLists }

func (s *service) feedbackList(v visit, in *Paged) (*feedbackListOutput, error) {
	lists, err := s.Workflow.Feedbacks(v, v.actor)
	if err != nil {
		return nil, err
	}
	out := feedbackListsOf(lists)
	l := in.lists("to_give", "mine", "asked", "reports", "gave")
	for name, list := range map[string]*[]FeedbackLine{"to_give": &out.ToGive, "mine": &out.Mine, "asked": &out.Asked, "reports": &out.Reports, "gave": &out.Gave} {
		*list = part(l, name, *list, func(f FeedbackLine) string { return f.ID })
	}
	out.GoesOn, err = l.end()
	return &feedbackListOutput{out}, err
}

type oneFeedbackOutput struct{ Body Feedback }

func (s *service) oneFeedback(v visit, in *idInput) (*oneFeedbackOutput, error) {
	ref, err := parse[id.Feedback](in.ID)
	if err != nil {
		return nil, err
	}
	view, err := s.Workflow.Feedback(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	return &oneFeedbackOutput{feedbackOf(view)}, nil
}

// placeOfFeedback tells where in a body the field of a feedback stands.
func placeOfFeedback(field string) (Mistake, bool) {
	name, n, numbered := strings.Cut(field, ":")
	switch {
	case numbered && name == "text":
		return Mistake{Location: "body.texts[" + n + "]"}, true
	case numbered && name == "question":
		return Mistake{Location: "body.questions[" + n + "]"}, true
	}
	switch field {
	case "audience", "givers", "note", "evaluation":
		return Mistake{Location: "body." + field}, true
	case "area":
		return Mistake{Location: "body.areas"}, true
	}
	return Mistake{}, false
}

type askFeedbackInput struct {
	ID string `path:"id" doc:"Your own id."`
	Idempotent
	Body struct {
		Givers     []string `json:"givers" minItems:"1" maxItems:"12" doc:"Whom, by id."`
		Questions  []string `json:"questions" minItems:"1" maxItems:"5"`
		Areas      []string `json:"areas,omitempty" maxItems:"50"`
		Note       string   `json:"note,omitempty" maxLength:"2000" doc:"Why you ask. Whoever you ask reads it."`
		Evaluation string   `json:"evaluation,omitempty" maxLength:"100" doc:"Your open evaluation that it is for."`
	}
}

func (in *askFeedbackInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFeedback(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) askFeedback(v visit, in *askFeedbackInput) (*done, error) {
	if err := ownPlan(v, in.ID); err != nil {
		return nil, err
	}
	asking := workflow.Asking{Subject: v.actor.Person, Ask: rules.Ask{Questions: in.Body.Questions, Note: in.Body.Note, Evaluation: id.Evaluation(in.Body.Evaluation)}}
	for _, g := range in.Body.Givers {
		asking.Givers = append(asking.Givers, id.Person(g))
	}
	for _, a := range in.Body.Areas {
		asking.Ask.Areas = append(asking.Ask.Areas, framework.AreaID(a))
	}
	return finished(s.Workflow.AskFeedback(v, v.actor, in.once(), asking))
}

type beginFeedbackInput struct {
	ID string `path:"id" doc:"Whom it is about, by id."`
	Idempotent
	Body struct {
		Areas []string `json:"areas,omitempty" maxItems:"50"`
	}
}

func (in *beginFeedbackInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFeedback(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) beginFeedback(v visit, in *beginFeedbackInput) (*madeOutput, error) {
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	var areas []framework.AreaID
	for _, a := range in.Body.Areas {
		areas = append(areas, framework.AreaID(a))
	}
	return made(s.Workflow.BeginFeedback(v, v.actor, in.once(), who, areas))
}

type feedbackDraftInput struct {
	ID   string `path:"id" doc:"Its id."`
	Body struct {
		FeedbackAnswer
		Revision int64 `json:"revision" minimum:"0" doc:"Of the draft as you have read it; 0 when there was none."`
	}
}

func (in *feedbackDraftInput) place(field string) (Mistake, bool) { return placeOfFeedback(field) }

func (s *service) saveFeedback(v visit, in *feedbackDraftInput) (*savedOutput, error) {
	ref, err := parse[id.Feedback](in.ID)
	if err != nil {
		return nil, err
	}
	kept, err := s.Workflow.SaveFeedbackDraft(v, v.actor, ref, workflow.FeedbackDraft{Answer: in.Body.answer(), Revision: in.Body.Revision})
	if err != nil {
		return nil, err
	}
	return saved(kept.Revision, moment(kept.At)), nil
}

type giveFeedbackInput struct {
	ID string `path:"id" doc:"Its id."`
	Idempotent
	Body FeedbackAnswer
}

func (in *giveFeedbackInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFeedback(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) giveFeedback(v visit, in *giveFeedbackInput) (*done, error) {
	ref, err := parse[id.Feedback](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.GiveFeedback(v, v.actor, in.once(), ref, in.Body.answer()))
}

type narrowFeedbackInput struct {
	ID string `path:"id" doc:"Its id."`
	Idempotent
	Body struct {
		Audience FeedbackAudience `json:"audience"`
	}
}

func (in *narrowFeedbackInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfFeedback(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) narrowFeedback(v visit, in *narrowFeedbackInput) (*done, error) {
	ref, err := parse[id.Feedback](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.NarrowFeedback(v, v.actor, in.once(), ref, in.Body.Audience.audience()))
}

// feedbackAct is an act that needs nothing but the feedback.
func feedbackAct(act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Feedback) error) func(*service, Operation) {
	return on(func(s *service, v visit, in *plainAct) (*done, error) {
		ref, err := parse[id.Feedback](in.ID)
		if err != nil {
			return nil, err
		}
		return finished(act(s.Workflow, v, v.actor, in.once(), ref))
	})
}

// plainAct names one thing and nothing else.
type plainAct struct {
	ID string `path:"id" doc:"Its id."`
	Idempotent
}
