package api

import (
	"context"
	"net/http"
	"time"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

func titleOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation), items ...string) Operation {
		return Operation{Method: method, Path: path, ID: name, Items: append([]string{"profile"}, items...), Session: true, Between: true,
			Tag: "titles", Summary: summary, About: about, register: register}
	}
	propose := of(http.MethodPost, "/people/{id}/title/proposals", "propose-title", "Propose a title", "By either of the two; it is used once the other agrees. One that names a step is refused.", on((*service).proposeTitle))
	propose.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "/people/{id}/title", "get-title", "The title used outside", "For the person and the current manager: what is used, what was, what is proposed, and what the roles of now suggest.", on((*service).titles), "role"),
		of(http.MethodDelete, "/people/{id}/title", "lay-down-title", "Use no title any more", "Your own. That takes nobody’s yes.", on((*service).layDownTitle)),
		propose,
		of(http.MethodPost, "/titles/{id}/agreement", "agree-to-title", "Agree", "By the one who did not propose it. It stands on the profile from then on.", titleAct((*workflow.Workflow).AgreeTitle)),
		of(http.MethodPost, "/titles/{id}/refusal", "decline-title", "Not this one", "By the one who did not propose it, in words that the other reads.", on((*service).declineTitle)),
		of(http.MethodDelete, "/titles/{id}", "withdraw-title", "Take a proposal back", "By the one who made it.", titleAct((*workflow.Workflow).WithdrawTitle)),
	}
}

// Titles is what one of the two sees of the title used outside.
type Titles struct {
	Person    PersonRef       `json:"person"`
	Now       string          `json:"now,omitempty" doc:"Absent while none is used."`
	Used      []UsedTitle     `json:"used" doc:"Agreed titles over time, the newest first."`
	Proposed  []ProposedTitle `json:"proposals" doc:"The newest first."`
	Suggested []TitlesOfRole  `json:"suggested" doc:"What the framework suggests for the roles of now."`
	GoesOn
}

// UsedTitle is a title that was agreed.
type UsedTitle struct {
	Title string     `json:"title"`
	Since time.Time  `json:"since"`
	Until *time.Time `json:"until,omitempty" doc:"Absent while it is used."`
}

// ProposedTitle is a title that one of the two put to the other.
type ProposedTitle struct {
	ID       string     `json:"id"`
	Title    string     `json:"title"`
	By       PersonRef  `json:"by"`
	At       time.Time  `json:"at"`
	Words    string     `json:"words,omitempty"`
	State    string     `json:"state" enum:"open,agreed,declined,withdrawn"`
	Yours    bool       `json:"your_turn" doc:"Whether it waits for you."`
	Answer   string     `json:"answer,omitempty"`
	Closed   *time.Time `json:"closed,omitempty"`
	Revision int64      `json:"revision" doc:"What to name in If-Match when answering it."`
}

// TitlesOfRole are the suggestions for one role.
type TitlesOfRole struct {
	Role   string   `json:"role"`
	Titles []string `json:"titles"`
}

func titlesOf(v workflow.TitlesView) Titles {
	out := Titles{Person: personRef(v.Subject), Now: v.Now, Used: []UsedTitle{}, Proposed: []ProposedTitle{}, Suggested: []TitlesOfRole{}}
	for _, h := range v.Held {
		out.Used = append(out.Used, UsedTitle{h.Name, h.Since.Time(), moment(h.Until)})
	}
	for _, p := range v.Proposals {
		out.Proposed = append(out.Proposed, ProposedTitle{
			ID: string(p.ID), Title: p.Name, By: personRef(p.ByRef), At: p.AskedAt.Time(), Words: p.Words, State: string(p.State),
			Yours: p.WaitsFor() == v.Viewer, Answer: p.Answer, Closed: moment(p.ClosedAt), Revision: p.Version,
		})
	}
	for _, s := range v.Suggested {
		out.Suggested = append(out.Suggested, TitlesOfRole{s.Role, texts(s.Titles)})
	}
	return out
}

type titlesOutput struct{ Body Titles }

func (s *service) titles(v visit, in *PagedOf) (*titlesOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	view, err := s.Workflow.Titles(v, v.actor, subject)
	if err != nil {
		return nil, err
	}
	out := titlesOf(view)
	l := in.lists("used", "proposals")
	out.Used = part(l, "used", out.Used, func(t UsedTitle) string { return t.Since.String() + t.Title })
	out.Proposed = part(l, "proposals", out.Proposed, func(p ProposedTitle) string { return p.ID })
	out.GoesOn, err = l.end()
	return &titlesOutput{out}, err
}

func (s *service) layDownTitle(v visit, in *plainAct) (*done, error) {
	subject, err := parse[id.Person](in.ID)
	if err == nil && subject != v.actor.Person {
		err = fault.NotFound() // the person’s own act
	}
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.LayDownTitle(v, v.actor, in.once()))
}

type proposeTitleInput struct {
	ID string `path:"id" doc:"The person's id."`
	Idempotent
	Body struct {
		Title string `json:"title" minLength:"1" maxLength:"80"`
		Words string `json:"words,omitempty" maxLength:"1000" doc:"Why, if you like. The other reads it."`
	}
}

func (in *proposeTitleInput) place(field string) (Mistake, bool) {
	if field == "title" || field == "words" {
		return Mistake{Location: "body." + field}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) proposeTitle(v visit, in *proposeTitleInput) (*madeOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.ProposeTitle(v, v.actor, in.once(), subject, in.Body.Title, in.Body.Words))
}

// TitleAct is an act on one proposal as it was read.
type TitleAct struct {
	ID string `path:"id" doc:"The proposal's id."`
	Idempotent
	IfMatch string `header:"If-Match" required:"true" pattern:"^\"[1-9][0-9]*\"$" maxLength:"20" doc:"The revision of the proposal as it was read, in quotes. When it has changed since, the answer is 409 and nothing is done."`
}

func (in TitleAct) read() (id.Title, int64, error) {
	ref, err := parse[id.Title](in.ID)
	if err != nil {
		return "", 0, err
	}
	read, err := Matching{in.IfMatch}.read(nil)
	return ref, read, err
}

func titleAct(act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Title, int64) error) func(*service, Operation) {
	return on(func(s *service, v visit, in *TitleAct) (*done, error) {
		ref, read, err := in.read()
		if err != nil {
			return nil, err
		}
		return finished(act(s.Workflow, v, v.actor, in.once(), ref, read))
	})
}

type declineTitleInput struct {
	TitleAct
	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"1000"`
	}
}

func (in *declineTitleInput) place(field string) (Mistake, bool) {
	if field == "answer" {
		return Mistake{Location: "body.words"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) declineTitle(v visit, in *declineTitleInput) (*done, error) {
	ref, read, err := in.read()
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.DeclineTitle(v, v.actor, in.once(), ref, read, in.Body.Words))
}
