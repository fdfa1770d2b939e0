package api

import (
	"net/http"
	"time"

	"cairn/internal/access"
	"cairn/internal/workflow"
)

// Reports of posts are weighed by people partners.
func recognitionReports() []Operation {
	of := forSession("recognition")
	report := Operation{Method: http.MethodPost, Path: "/recognition/{id}/report", ID: "report-thanks", Items: []string{"recog"}, Scope: access.ScopeRecognition, Tag: "recognition",
		Summary: "Report a post", About: "That it should not stand on the wall, in words for the people partners. Nobody else is told who did.", register: withWords((*workflow.Workflow).ReportRecognition)}
	return []Operation{report,
		of(http.MethodPost, "/recognition/{id}/removal", "take-thanks-down", "Take a post off the wall, saying why", "By a people partner, in words that its author reads. Nobody looks after a post of their own: its author takes it off without.", withWords((*workflow.Workflow).RemoveRecognition), "recog"),
		of(http.MethodGet, "/recognition-reports", "list-reports", "Reports that wait", "For people partners, of posts that are not their own.", on((*service).reports), "recog"),
		of(http.MethodPost, "/recognition-reports/{id}/closing", "close-report", "Let the post stand", "By a people partner. To take it off the wall instead, take the post down.", simply((*workflow.Workflow).KeepRecognition), "recog"),
	}
}

// ReportedPosts are posts that somebody reported.
type ReportedPosts struct {
	Reports []ReportedPost `json:"reports"`
	Next    string         `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// ReportedPost is one report.
type ReportedPost struct {
	ID    string    `json:"id"`
	Post  string    `json:"post" doc:"The post, by id."`
	From  PersonRef `json:"from" doc:"Who wrote the post."`
	By    PersonRef `json:"by" doc:"Who reported it."`
	At    time.Time `json:"at"`
	Words string    `json:"words"`
}

type reportsOutput struct{ Body ReportedPosts }

func (s *service) reports(v visit, in *Paged) (*reportsOutput, error) {
	list, err := s.Workflow.RecognitionReports(v, v.actor)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(list, *in, func(r workflow.ReportedPost) string { return string(r.ID) })
	if err != nil {
		return nil, err
	}
	return &reportsOutput{ReportedPosts{Next: next, Reports: each(page, func(r workflow.ReportedPost) ReportedPost {
		return ReportedPost{string(r.ID), string(r.Report.Post), personRef(r.From), personRef(r.By), r.At.Time(), r.Words}
	})}}, nil
}
