package api

import (
	"net/http"
	"time"

	"cairn/internal/access"
	"cairn/internal/guide"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// What is written is an address of its own: an address answers tokens or sessions, never
// both.
func guideOperations() []Operation {
	of := forSession("guide")
	read := func(path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: http.MethodGet, Path: path, ID: name, Plain: true, Scope: access.ScopeFramework, Tag: "guide", Summary: summary, About: about, register: register}
	}
	write := of(http.MethodPost, "/guide/texts", "write-guide-page", "Write a page", "By people partners. Everybody can read it from then on.", on((*service).writeGuidePage))
	write.Status = http.StatusCreated
	return []Operation{
		read("/guide", "get-guide", "The guide", "What the organisation has written about how things work, by title. What is built in is on the pages.", on((*service).guide)),
		read("/guide/pages/{id}", "get-guide-page", "One page of the guide", "As it is now; its revision is what to name in If-Match.", on((*service).guidePage)),
		write,
		of(http.MethodPut, "/guide/texts/{id}", "rewrite-guide-page", "Write a page anew", "By people partners. Earlier texts are kept.", on((*service).rewriteGuidePage)),
		of(http.MethodDelete, "/guide/texts/{id}", "remove-guide-page", "Take a page out of the guide", "By people partners. Its texts are kept.", on((*service).removeGuidePage)),
	}
}

// Guide is what the organisation has written about how things work.
type Guide struct {
	Pages []GuidePage `json:"pages"`
	Next  string      `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// GuidePage is one of its pages.
type GuidePage struct {
	ID string `json:"id"`
	GuideText
	By       PersonRef `json:"by"`
	At       time.Time `json:"at"`
	Revision int64     `json:"revision"`
}

// GuideText is what a page says.
type GuideText struct {
	Kind    string `json:"kind" enum:"page,question" doc:"A page, or a question with its answer."`
	Title   string `json:"title" minLength:"1" maxLength:"200"`
	Body    string `json:"body" minLength:"1" maxLength:"40000" doc:"Markdown."`
	Process string `json:"process,omitempty" maxLength:"40" doc:"What it stands beside, such as evaluation; absent for itself."`
}

func (t GuideText) content() guide.Content {
	return guide.Content{Kind: guide.Kind(t.Kind), Title: t.Title, Body: t.Body, Process: guide.Process(t.Process)}
}

func guidePageOf(p workflow.GuidePage) GuidePage {
	return GuidePage{ID: string(p.Page), GuideText: GuideText{string(p.Kind), p.Title, p.Body, string(p.Process)}, By: personRef(p.By), At: p.At.Time(), Revision: p.Revision}
}

type guideOutput struct{ Body Guide }

func (s *service) guide(v visit, in *Paged) (*guideOutput, error) {
	g, err := s.Workflow.Guide(v, v.actor)
	if err != nil {
		return nil, err
	}
	page, next, err := onePage(*in, each(g.Pages, guidePageOf), func(p GuidePage) string { return p.ID })
	return &guideOutput{Guide{page, next}}, err
}

type guidePageOutput struct {
	ETag string `header:"ETag" doc:"The revision, in quotes: what to name in If-Match."`
	Body GuidePage
}

func (s *service) guidePage(v visit, in *idInput) (*guidePageOutput, error) {
	ref, err := parse[id.Guide](in.ID)
	if err != nil {
		return nil, err
	}
	pages, _, err := s.Workflow.GuideVersions(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	return &guidePageOutput{quoted(pages[0].Revision), guidePageOf(pages[0])}, nil
}

type guideInput struct {
	Idempotent
	Body GuideText
}

func (in *guideInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) writeGuidePage(v visit, in *guideInput) (*madeOutput, error) {
	return made(s.Workflow.WriteGuide(v, v.actor, in.once(), "", 0, in.Body.content()))
}

type rewriteGuideInput struct {
	VersionedAct
	Body GuideText
}

func (in *rewriteGuideInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) rewriteGuidePage(v visit, in *rewriteGuideInput) (*done, error) {
	ref, read, err := asSeen[id.Guide](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	_, err = s.Workflow.WriteGuide(v, v.actor, in.once(), ref, read, in.Body.content())
	return finished(err)
}

func (s *service) removeGuidePage(v visit, in *VersionedAct) (*done, error) {
	ref, read, err := asSeen[id.Guide](*in)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.RemoveGuide(v, v.actor, in.once(), ref, read))
}
