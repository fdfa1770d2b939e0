// Package world builds a small organisation through the acts of Cairn itself,
// on either engine, with somebody for every column of the permission matrix.
package world

import (
	"maps"
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

// World is a running Cairn with people in it, its clock at a standstill.
type World struct {
	*testing.T
	*workflow.Workflow
	DB      *store.DB
	Master  *seal.Master
	Clock   *clock.Fake
	Address string // of the database
	People  map[string]id.Person
	Offices map[string][]org.Office
}

// file is the organisation. First names are used to speak of people.
const file = `name,e-mail,start date,manager,squad,chapter,tribe,guilds,discipline,roles
Cai Torp,cai@example.org,2019-02-01,,,,,,,CTO
Tove Lund,tove@example.org,2020-03-01,,,,Rivers,,,Tribe lead
Timo Salo,timo@example.org,2020-03-01,,,,Woods,,,Tribe lead
Mats Holm,mats@example.org,2021-05-01,,,Backend,Rivers,,Software development,Chapter lead
Mira Wolf,mira@example.org,2021-05-01,,,Frontend,Rivers,,Software development,Chapter lead
Wim Berg,wim@example.org,2021-05-01,,,Testing,Woods,,Quality,Chapter lead
Noor Said,noor@example.org,2025-11-20,,Otter,Backend,Rivers,Craft,Software development,Software engineer
Ben Falk,ben@example.org,2022-01-10,,Otter,Backend,Rivers,,Software development,Software engineer
Asa Dahl,asa@example.org,2022-01-10,,Otter,Backend,Rivers,,Software development,Software engineer
Fia Moen,fia@example.org,2022-01-10,,Otter,Frontend,Rivers,,Software development,Software engineer
Gil Rask,gil@example.org,2023-01-10,,Marten,Frontend,Rivers,,Software development,Software engineer
Ola Finn,ola@example.org,2022-01-10,,Heron,Testing,Woods,Craft,Quality,Tester
Pia Ross,pia@example.org,2021-01-10,cai@example.org,,,,,,People partner
Per Kvist,per@example.org,2021-01-10,cai@example.org,,,,,,People partner
Kim Sand,kim@example.org,2021-01-10,cai@example.org,,,,,,Compensation partner
Odd Ness,odd@example.org,2021-01-10,cai@example.org,,,,,,Operator
`

// offices are granted apart from the file: no import gives trust.
var offices = map[string][]org.Office{
	"pia": {org.PeoplePartner}, "per": {org.PeoplePartner}, "kim": {org.CompensationPartner}, "odd": {org.Operator}, "cai": {org.CTO},
}

// PublicURL is where people reach every world.
const PublicURL = "https://cairn.example.org"

// began is when every world stands still at first.
var began = time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)

// Engines are the engines every storage test runs on.
func Engines() []string {
	if Tortured() {
		return []string{"sqlite"}
	}
	return []string{"sqlite", "postgres"}
}

// Each runs f in a fresh world on each engine.
func Each(t *testing.T, f func(*World)) {
	t.Helper()
	for _, engine := range Engines() {
		t.Run(engine, func(t *testing.T) { f(New(t, engine)) })
	}
}

// New returns a fresh world on the engine: a copy of one that was made once.
func New(t *testing.T, engine string) *World {
	t.Helper()
	origin := origins[engine]
	if Tortured() {
		origin = torturedOrigin
	}
	first, err := origin()
	check(t, err)
	address := first.fresh(t) // the first one makes the people, too
	w := &World{T: t, Master: first.Master, Clock: clock.NewFake(began), Address: address,
		People: maps.Clone(first.People), Offices: offices}
	w.DB, err = store.Open(t.Context(), w.Address, w.Master)
	check(t, err)
	if Tortured() {
		w.DB.CopyTo(answers())
	}
	t.Cleanup(func() { _ = w.DB.Close() })
	w.Workflow = workflow.New(w.DB, w.Clock, workflow.AllowDemo(), workflow.ReachedAt(PublicURL))
	return w
}

// Actor is the person of that first name, signed in; "" is nobody.
func (w *World) Actor(name string) access.Actor {
	if name == "" {
		return access.Actor{}
	}
	return access.Actor{Person: w.Person(name), Offices: w.Offices[name], Via: access.ViaSession}
}

// Token is the person over an API token of the scopes, all when none is named.
func (w *World) Token(name string, scopes ...access.Scope) access.Actor {
	if len(scopes) == 0 {
		scopes = access.Scopes()
	}
	a := w.Actor(name)
	a.Via, a.Scopes = access.ViaToken, scopes
	return a
}

// Person is the id of the person of that first name.
func (w *World) Person(name string) id.Person {
	w.Helper()
	p, ok := w.People[name]
	if !ok {
		w.Fatalf("nobody is called %q", name)
	}
	return p
}

// Names lists everybody's first name in order.
func (w *World) Names() []string {
	var names []string
	for name := range w.People {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Words are what the two say in an evaluation; a test puts its own in to find
// them again.
type Words struct {
	Self, Manager, Message, Summary, Reason, Focus string
	Step                                           framework.StepID // of a first evaluation
	Statement, ManagerStatement                    string           // of one that is not agreed
}

// Plain are words for tests that do not look at them.
var Plain = Words{"I paired.", "She pairs.", "Thank you.", "Helps the squad.", "", "Lead something small.", "squad-chapter", "I see more.", "I see less."}

// Evaluate opens an evaluation of the subject and brings it to the stage.
func (w *World) Evaluate(subject, manager string, stage evaluation.Stage, words Words) id.Evaluation {
	w.Helper()
	ctx, self, lead := w.Context(), w.Actor(subject), w.Actor(manager)
	ref, err := w.OpenEvaluation(ctx, self, workflow.Once{}, self.Person)
	check(w.T, err)
	view, err := w.Evaluation(ctx, self, ref)
	check(w.T, err)
	key := evaluation.KeyOf(view.Text.AreasInOrder()[0].ID, view.Steps[0])
	draft := func(text string, mark evaluation.Mark) *workflow.Draft {
		return &workflow.Draft{Body: evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{key: {Mark: mark, Text: text}}}}
	}
	_, err = w.SaveDraft(ctx, self, ref, *draft(words.Self, evaluation.Sometimes))
	check(w.T, err)
	_, err = w.SaveDraft(ctx, lead, ref, *draft(words.Manager, evaluation.Describes))
	check(w.T, err)
	result := evaluation.Result{Summary: words.Summary, Reason: words.Reason, Focus: []evaluation.Focus{{Text: words.Focus}},
		Areas: map[evaluation.Key]evaluation.Mark{key: evaluation.Describes}}
	if view.Kind == evaluation.First {
		result.Step = words.Step
	}
	acts := []act{
		{evaluation.Writing, func() error { return w.HandIn(ctx, self, workflow.Once{}, ref, nil) }},
		{evaluation.Writing, func() error { return w.HandIn(ctx, lead, workflow.Once{}, ref, nil) }},
		{evaluation.Opened, func() error { return w.Say(ctx, self, workflow.Once{}, ref, words.Message) }},
		{evaluation.Opened, func() error {
			return w.RecordTalk(ctx, lead, workflow.Once{}, ref, evaluation.Met, clock.DateOf(w.Now(), time.UTC))
		}},
		{evaluation.Talked, func() error {
			return w.WriteResult(ctx, lead, workflow.Once{}, ref, workflow.Proposal{Result: result})
		}},
		{evaluation.Talked, func() error { return w.Sign(ctx, self, workflow.Once{}, ref, 1) }},
		{evaluation.Talked, func() error { return w.Sign(ctx, lead, workflow.Once{}, ref, 1) }},
	}
	if stage == evaluation.NotAgreed { // each says so, in place of signing
		acts = append(acts[:5], disagreement(w, self, ref, words.Statement), disagreement(w, lead, ref, words.ManagerStatement))
	}
	for _, act := range acts {
		if order(act.from) < order(stage) {
			check(w.T, act.do())
		}
	}
	if stage == evaluation.Talked {
		check(w.T, acts[4].do())
	}
	return ref
}

// act is one move of an evaluation, made in the stage.
type act struct {
	from evaluation.Stage
	do   func() error
}

func disagreement(w *World, who access.Actor, ref id.Evaluation, words string) act {
	if words == "" {
		words = "I see it differently."
	}
	return act{evaluation.Talked, func() error { return w.State(w.Context(), who, workflow.Once{}, ref, words) }}
}

func order(s evaluation.Stage) int { return slices.Index(evaluation.Stages(), s) }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
