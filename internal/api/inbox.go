package api

import (
	"net/http"
	"time"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

func inboxOperations() []Operation {
	return []Operation{
		{Method: http.MethodGet, Path: "/inbox", ID: "get-inbox", Items: []string{"compare"}, Scope: access.ScopeEvaluations, Tag: "inbox",
			Summary: "Your inbox", About: "What is new for you and what you read of late, one entry for each thing. Only what your token reaches is in it.",
			register: on((*service).inbox)},
		{Method: http.MethodPost, Path: "/inbox/{id}/reading", ID: "mark-read", Items: []string{"compare"}, Scope: access.ScopeEvaluations, Tag: "inbox",
			Summary: "Mark as read", About: "Everything about the thing of this entry.", register: on((*service).markRead)},
	}
}

// Inbox is what somebody is told about.
type Inbox struct {
	New    []Notice `json:"new" doc:"The newest first."`
	Before []Notice `json:"before" doc:"Read of late."`
	GoesOn
}

// Notice is what is said about one thing.
type Notice struct {
	ID       string   `json:"id"`
	Title    string   `json:"title" doc:"What the thing is called to you."`
	Path     string   `json:"path" doc:"Its page, below Cairn's address."`
	Said     []string `json:"said" doc:"Sentences, the newest first."`
	YourTurn bool     `json:"your_turn"`
	At       string   `json:"at" format:"date-time"`
}

type inboxOutput struct{ Body Inbox }

func (s *service) inbox(v visit, in *Paged) (*inboxOutput, error) {
	box, err := s.Workflow.Inbox(v, v.actor)
	if err != nil {
		return nil, err
	}
	l, of := in.lists("new", "before"), func(n workflow.NoticeLine) string { return string(n.ID) }
	out := Inbox{New: each(part(l, "new", box.New, of), noticeOf), Before: each(part(l, "before", box.Before, of), noticeOf)}
	out.GoesOn, err = l.end()
	return &inboxOutput{out}, err
}

func noticeOf(l workflow.NoticeLine) Notice {
	return Notice{ID: string(l.ID), Title: l.Title, Path: l.Path, Said: l.Said, YourTurn: l.Turn, At: l.At.Time().Format(time.RFC3339)}
}

type readInput struct {
	ID string `path:"id" doc:"The entry's id."`
	Idempotent
}

func (s *service) markRead(v visit, in *readInput) (*done, error) {
	ref, err := parse[id.Notice](in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Workflow.MarkRead(v, v.actor, in.once(), ref); err != nil {
		return nil, err
	}
	return &done{}, nil
}
