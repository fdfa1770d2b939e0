package api

import (
	"net/http"
	"time"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// remarkOperations are about what is said of a version that is open for comments.
func remarkOperations() []Operation {
	const all = "/framework/versions/{version}/comments"
	say := writingFramework(http.MethodPost, all, "comment-on-version", "Comment on a version", "On an example, on an area at a step, or on the whole of it, while it is open for comments; or answer a comment. Everybody here can read it, with your name.", on((*service).remark))
	say.Status = http.StatusCreated
	return []Operation{
		readingFramework(all, "list-version-comments", "What is said about a version", "Comments with the answers to them, the oldest first.", on((*service).remarks)),
		say,
		writingFramework(http.MethodPost, all+"/outcome", "settle-comment", "Settle a comment", "By whoever writes that part of the text: people partners any, owners of a discipline those on its examples. It is open no more then.", on((*service).settleRemark)),
	}
}

// VersionComments is one page of what is said about a version.
type VersionComments struct {
	Comments []VersionComment `json:"comments"`
	Next     string           `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// VersionComment is a comment with the answers to it.
type VersionComment struct {
	VersionRemark
	On       string          `json:"on,omitempty" doc:"An example by its id, or an area and a step as area/step; absent where it is about the whole." example:"team/individual"`
	Outcome  string          `json:"outcome,omitempty" enum:"resolved,adopted" doc:"Absent while it is open."`
	ClosedBy *PersonRef      `json:"closed_by,omitempty"`
	ClosedAt *time.Time      `json:"closed_at,omitempty"`
	Answers  []VersionRemark `json:"answers"`
}

// VersionRemark is what one person said.
type VersionRemark struct {
	ID   string    `json:"id"`
	By   PersonRef `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

func versionRemarkOf(t workflow.Thread) VersionRemark {
	return VersionRemark{string(t.ID), personRef(t.By), t.At.Time(), t.Text}
}

func versionCommentOf(t workflow.Thread) VersionComment {
	out := VersionComment{VersionRemark: versionRemarkOf(t), On: t.Target, Outcome: string(t.Outcome), ClosedAt: moment(t.ClosedAt), Answers: each(t.Replies, versionRemarkOf)}
	if t.Outcome != framework.Unsettled {
		out.ClosedBy = new(personRef(t.ClosedBy))
	}
	return out
}

type remarksInput struct {
	Version string `path:"version" maxLength:"200" doc:"A version's name, or its number where that is enough." example:"steps-1.1"`
	Paged
}

type remarksOutput struct{ Body VersionComments }

func (s *service) remarks(v visit, in *remarksInput) (*remarksOutput, error) {
	view, err := s.Workflow.Version(v, v.actor, in.Version)
	if err != nil {
		return nil, err
	}
	threads, err := s.Workflow.Remarks(v, v.actor, view.Ref)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(threads, in.Paged, func(t workflow.Thread) string { return string(t.ID) })
	if err != nil {
		return nil, err
	}
	return &remarksOutput{VersionComments{each(page, versionCommentOf), next}}, nil
}

type remarkInput struct {
	OnVersion
	Body struct {
		On       string `json:"on,omitempty" maxLength:"200" doc:"An example by its id, or an area and a step as area/step; the whole version, when left out." example:"team/individual"`
		AnswerTo string `json:"answer_to,omitempty" maxLength:"40" doc:"A comment on it, by id; what it is about follows from that."`
		Text     string `json:"text" maxLength:"4000" doc:"4,000 bytes at most."`
	}
}

func (in *remarkInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"remark": "text"})
}

func (s *service) remark(v visit, in *remarkInput) (*madeOutput, error) {
	view, err := s.Workflow.Version(v, v.actor, in.Version)
	if err != nil {
		return nil, err
	}
	said := framework.Remark{Target: in.Body.On, Text: in.Body.Text}
	if in.Body.AnswerTo != "" {
		if said.ReplyTo, err = parse[id.Entry](in.Body.AnswerTo); err != nil {
			return nil, err
		}
	}
	return made(s.Workflow.Remark(v, v.actor, in.once(), view.Ref, said))
}

type settleRemarkInput struct {
	OnVersion
	Body struct {
		Comment string `json:"comment" maxLength:"40" doc:"By id; not an answer."`
		Outcome string `json:"outcome" enum:"resolved,adopted" doc:"Settled, or its words went into the text."`
	}
}

func (in *settleRemarkInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) settleRemark(v visit, in *settleRemarkInput) (*done, error) {
	view, err := s.Workflow.Version(v, v.actor, in.Version)
	if err != nil {
		return nil, err
	}
	comment, err := parse[id.Entry](in.Body.Comment)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.CloseRemark(v, v.actor, in.once(), view.Ref, comment, framework.Outcome(in.Body.Outcome)))
}
