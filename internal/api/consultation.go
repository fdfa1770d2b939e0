package api

import (
	"net/http"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/id"
	rules "cairn/internal/promotion"
	"cairn/internal/workflow"
)

func consultationOperations() []Operation {
	return []Operation{
		{Method: http.MethodGet, Path: "/consultations/{id}", ID: "get-question", Items: []string{"consult"}, Session: true, Tag: "promotions", Summary: "A question to you",
			About: "The person's name, the question, what was chosen to share, and who reads the answer. Nothing of what it is for.", register: on((*service).question)},
		{Method: http.MethodPost, Path: "/consultations/{id}/reply", ID: "reply-to-question", Items: []string{"consult"}, Session: true, Tag: "promotions", Summary: "Answer a question",
			About: "In words, never by a vote. It is kept as given. Whoever would rather not answers that, without a reason.", register: on((*service).replyTo)},
	}
}

// AskedQuestion is a question to the one who asks.
type AskedQuestion struct {
	ID       string      `json:"id"`
	About    PersonRef   `json:"about"`
	Asker    PersonRef   `json:"asker"`
	As       string      `json:"as" enum:"peer,tribe-leadership,technical-leadership"`
	Way      string      `json:"way" enum:"written,spoken" doc:"Spoken: there is the note of a talk to confirm."`
	Question string      `json:"question,omitempty"`
	Shared   string      `json:"shared,omitempty"`
	Until    string      `json:"until,omitempty"`
	State    string      `json:"state" enum:"waiting,given,passed,disputed"`
	Readers  string      `json:"readers" doc:"Who reads the answer. It is never widened."`
	Answer   *SaidAnswer `json:"answer,omitempty"`
}

type questionOutput struct{ Body AskedQuestion }

func (s *service) question(v visit, in *idInput) (*questionOutput, error) {
	ref, err := parse[id.Consultation](in.ID)
	if err != nil {
		return nil, err
	}
	q, err := s.Workflow.Consultation(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	out := AskedQuestion{ID: string(q.ID), About: personRef(q.About), Asker: personRef(q.Asker), As: string(q.Label), Way: string(q.Way), Question: q.Question,
		Shared: q.Shared, Until: string(q.Until), State: string(q.Reply),
		Readers: q.Asker.Name + " and whoever looks at this with them; " + q.About.Name + " afterwards. Nobody else."}
	if !q.Answer.Empty() || q.Answer.Note != "" {
		out.Answer = answerTo(q.Areas, q.Answer)
	}
	return &questionOutput{out}, nil
}

type replyInput struct {
	ID string `path:"id" doc:"The question's id."`
	Idempotent
	Body struct {
		Reply string      `json:"reply" enum:"given,passed,disputed" doc:"Given: these words, or the note of the talk is right. Disputed: the note is not what was said, and the words say what was. Passed: no answer."`
		Text  string      `json:"text,omitempty" maxLength:"10000"`
		Areas []AreaWords `json:"areas,omitempty" maxItems:"100"`
	}
}

func (in *replyInput) place(field string) (Mistake, bool) {
	if area, ok := strings.CutPrefix(field, "area:"); ok {
		return placeOfArea(in.Body.Areas, area)
	}
	if field == "text" {
		return Mistake{Location: "body.text"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) replyTo(v visit, in *replyInput) (*done, error) {
	areas, err := areaWords(in.Body.Areas)
	if err != nil {
		return nil, err
	}
	ref, err := parse[id.Consultation](in.ID)
	if err != nil {
		return nil, err
	}
	given := rules.Reply(in.Body.Reply)
	return finished(s.Workflow.ReplyTo(v, v.actor, in.once(), ref, workflow.Reply{
		Answer: rules.Answer{Text: in.Body.Text, Areas: areas}, Pass: given == rules.Passed, Confirm: given == rules.Given, Dispute: given == rules.Disputed,
	}))
}

func dayOf(field, day string) (clock.Date, error) {
	if day == "" {
		return "", nil
	}
	on, err := clock.ParseDate(day)
	if err != nil {
		return "", mistaken(field, "A date like 2026-05-12 is expected here.")
	}
	return on, nil
}
