package api

import (
	"net/http"
	"time"

	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

func memoOperations() []Operation {
	of := forSession("memos")
	write := of(http.MethodPost, "/people/{id}/memos", "write-memo", "Write a note to yourself", "By the manager of now, about a report.", on((*service).writeMemo), "notes_mgr")
	write.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "/people/{id}/memos", "list-memos", "Your notes to yourself about somebody", "Your own, the newest first; nobody else’s are there. Drafts that were not kept are on the page alone.", on((*service).memos), "notes_mgr"),
		write,
		of(http.MethodPut, "/memos/{id}", "rewrite-memo", "Write a note anew", "Your own, as it was read.", on((*service).rewriteMemo), "notes_mgr"),
		of(http.MethodDelete, "/memos/{id}", "remove-memo", "Remove a note", "Your own, for good.", on((*service).removeMemo), "notes_mgr"),
	}
}

// Memos are what somebody wrote to themselves about a person.
type Memos struct {
	Person   PersonRef  `json:"person"`
	Memos    []Memo     `json:"memos"`
	MayWrite bool       `json:"may_write"`
	Ends     *time.Time `json:"ends,omitempty" doc:"When they are removed; absent for the manager of now."`
	Next     string     `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Memo is one of them.
type Memo struct {
	ID      string    `json:"id"`
	Text    string    `json:"text"`
	MadeAt  time.Time `json:"made_at"`
	SavedAt time.Time `json:"saved_at"`
	Version int64     `json:"version" doc:"What to name in If-Match when writing it anew."`
}

type memosOutput struct{ Body Memos }

func (s *service) memos(v visit, in *PagedOf) (*memosOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	m, err := s.Workflow.Memos(v, v.actor, subject)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(m.Memos, in.Paged, func(n *growth.Memo) string { return string(n.ID) })
	if err != nil {
		return nil, err
	}
	return &memosOutput{Memos{Person: personRef(m.Subject), MayWrite: m.MayWrite, Ends: moment(m.Ends), Next: next, Memos: each(page, func(n *growth.Memo) Memo {
		return Memo{ID: string(n.ID), Text: n.Text, MadeAt: n.MadeAt.Time(), SavedAt: n.SavedAt.Time(), Version: n.Version}
	})}}, nil
}

// memoText is what a note says.
type memoText struct {
	Text string `json:"text" minLength:"1" maxLength:"10000"`
}

type memoInput struct {
	Act
	Body memoText
}

func (in *memoInput) place(field string) (Mistake, bool) { return bodyField(in.Idempotent, field, nil) }

func (s *service) writeMemo(v visit, in *memoInput) (*madeOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.WriteMemo(v, v.actor, in.once(), subject, workflow.MemoText{Text: in.Body.Text}))
}

type rewriteMemoInput struct {
	VersionedAct
	Body memoText
}

func (in *rewriteMemoInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) rewriteMemo(v visit, in *rewriteMemoInput) (*done, error) {
	ref, read, err := asSeen[id.Memo](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	_, err = s.Workflow.RewriteMemo(v, v.actor, in.once(), ref, workflow.MemoText{Text: in.Body.Text}, read)
	return finished(err)
}

func (s *service) removeMemo(v visit, in *Act) (*done, error) {
	ref, err := parse[id.Memo](in.ID)
	if err != nil {
		return nil, err
	}
	_, err = s.Workflow.RemoveMemo(v, v.actor, in.once(), ref)
	return finished(err)
}
