package main

import (
	"cairn/internal/lang"
	"cairn/internal/orgfile"
	"cairn/internal/workflow"
)

// The answer to an import, for programs.
type (
	imported struct {
		Written   bool          `json:"written"`
		DryRun    bool          `json:"dry_run"`
		Added     int           `json:"added"`
		Changed   int           `json:"changed"`
		Unchanged int           `json:"unchanged"`
		Units     []lang.Told   `json:"units,omitempty"`  // new or moved, in words
		People    []personInRow `json:"people,omitempty"` // who is added or changed
		Problems  []misread     `json:"problems,omitempty"`
		Notes     []misread     `json:"notes,omitempty"`
	}
	personInRow struct {
		Name    string      `json:"name"`
		Email   string      `json:"email"`
		New     bool        `json:"new"`
		Changes []lang.Told `json:"changes"`
	}
	misread struct {
		Line    int    `json:"line,omitempty"`
		Column  string `json:"column,omitempty"`
		Value   string `json:"value,omitempty"`
		Message string `json:"message"`
	}
)

func answerTo(r workflow.ImportReport) imported {
	a := imported{Written: !r.DryRun, DryRun: r.DryRun, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Units: r.Units, Notes: misreadIn(r.Notes)}
	for _, p := range r.People {
		a.People = append(a.People, personInRow{p.Name, p.Email, p.New, p.Lines})
	}
	return a
}

func misreadIn(problems []orgfile.Problem) (all []misread) {
	for _, p := range problems {
		all = append(all, misread{p.Line, p.Column, p.Value, p.Message.String()})
	}
	return all
}
