package api

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
)

type planInput struct {
	Act
	Body struct {
		At time.Time `json:"at" doc:"When you mean to talk: still to come, within a year." example:"2026-05-14T13:00:00Z"`
	}
}

func (in *planInput) place(field string) (Mistake, bool) {
	if field == "planned_on" {
		return Mistake{Location: "body.at"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) planTalk(v visit, in *planInput) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error {
		return s.Workflow.PlanTalk(v, v.actor, in.once(), ref, clock.At(in.Body.At))
	})
}

func (s *service) unplanTalk(v visit, in *Act) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.PlanTalk(v, v.actor, in.once(), ref, 0) })
}

type stateInput struct {
	Act
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"10000" doc:"Where you do not agree, 10,000 bytes at most."`
	}
}

func (in *stateInput) place(field string) (Mistake, bool) {
	if field == "statement" {
		return Mistake{Location: "body.text"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) state(v visit, in *stateInput) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.State(v, v.actor, in.once(), ref, in.Body.Text) })
}

func (s *service) endAlone(v visit, in *Act) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.EndAlone(v, v.actor, in.once(), ref) })
}

func (s *service) askToJoin(v visit, in *Act) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.AskToJoin(v, v.actor, in.once(), ref) })
}

func (s *service) endJoining(v visit, in *Act) (*done, error) {
	return s.act(in.ID, func(ref id.Evaluation) error { return s.Workflow.EndJoining(v, v.actor, in.once(), ref) })
}
