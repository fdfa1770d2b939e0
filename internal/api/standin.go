package api

import (
	"net/http"
	"time"

	"cairn/internal/id"
	"cairn/internal/workflow"
)

func standInOperations() []Operation {
	of := forSession("standing-in")
	return []Operation{
		of(http.MethodGet, "/standing-in", "get-standing-in", "Who stands in for whom", "For you, for your manager, and for whom you do.", on((*service).standIn), "aud_me"),
		of(http.MethodPut, "/standing-in", "name-stand-in", "Name who stands in for you", "By a manager who will be away: what goes on with the reports and asks for no Step. They are told at once.", on((*service).nameStandIn), "aud_me"),
		of(http.MethodDelete, "/standing-in", "end-stand-in", "End that somebody stands in for you", "From this moment on.", on((*service).endStandIn), "aud_me"),
		of(http.MethodDelete, "/standing-in/{id}", "lay-down-stand-in", "Stand in for a manager no more", "By whoever does; the id is the manager’s.", simply((*workflow.Workflow).LayDownStandIn), "aud_me"),
	}
}

// StandingIn is who stands in, as far as it concerns whoever asks.
type StandingIn struct {
	Manages bool          `json:"manages" doc:"Whether you have reports."`
	Mine    *StandInLine  `json:"mine,omitempty" doc:"Who stands in for you."`
	For     []StandInLine `json:"for" doc:"Whom you stand in for."`
	Manager *StandInLine  `json:"manager,omitempty" doc:"Who stands in for your own manager."`
	May     []PersonRef   `json:"may_be_named"`
	GoesOn
}

// StandInLine is somebody who stands in.
type StandInLine struct {
	Manager PersonRef   `json:"manager"`
	Who     PersonRef   `json:"who"`
	Reports []PersonRef `json:"reports"`
	Since   time.Time   `json:"since"`
	Until   time.Time   `json:"until"`
	Begun   bool        `json:"begun"`
}

func standInLineOf(l workflow.StandInLine) StandInLine {
	return StandInLine{personRef(l.Manager), personRef(l.Who), personRefs(l.Reports), l.Since.Time(), l.Until.Time(), l.Begun}
}

func maybeStandIn(l *workflow.StandInLine) *StandInLine {
	if l == nil {
		return nil
	}
	out := standInLineOf(*l)
	return &out
}

type standInOutput struct{ Body StandingIn }

func (s *service) standIn(v visit, in *Paged) (*standInOutput, error) {
	view, err := s.Workflow.StandIn(v, v.actor)
	if err != nil {
		return nil, err
	}
	out := StandingIn{Manages: view.Manages, Mine: maybeStandIn(view.Mine), For: each(view.For, standInLineOf), Manager: maybeStandIn(view.My)}
	l := in.lists("for", "may_be_named")
	out.For = part(l, "for", out.For, func(s StandInLine) string { return s.Manager.ID + " " + s.Since.String() })
	out.May = part(l, "may_be_named", personRefs(view.May), func(p PersonRef) string { return p.ID })
	out.GoesOn, err = l.end()
	return &standInOutput{out}, err
}

type standInInput struct {
	Idempotent
	Body struct {
		Person string `json:"person" doc:"Who stands in, by id."`
		From   string `json:"from,omitempty" format:"date" doc:"Today, when left out."`
		Until  string `json:"until" format:"date" doc:"The last day."`
	}
}

func (in *standInInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"who": "person"})
}

func (s *service) nameStandIn(v visit, in *standInInput) (*done, error) {
	n := workflow.StandInName{}
	n.Who, _ = id.Parse[id.Person](in.Body.Person) // whoever is none is refused by the rules
	var err error
	if n.From, err = bodyDay("from", in.Body.From); err != nil {
		return nil, err
	}
	if n.Until, err = bodyDay("until", in.Body.Until); err != nil {
		return nil, err
	}
	return finished(s.Workflow.NameStandIn(v, v.actor, in.once(), n))
}

func (s *service) endStandIn(v visit, in *OwnAct) (*done, error) {
	return finished(s.Workflow.EndStandIn(v, v.actor, in.once()))
}
