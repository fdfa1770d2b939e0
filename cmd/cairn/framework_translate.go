package main

import (
	"fmt"

	"cairn/internal/config"
	"cairn/internal/frameworkfile"
	"cairn/internal/workflow"
)

type translateCommand struct {
	place
	File  string `arg:"" help:"The version as a file, in another language: exported, its words translated, its ids as they are, and language saying which."`
	Check bool   `help:"Only tell what is wrong and what is missing; keep nothing."`
}

// translatedAnswer is what became of the file.
type translatedAnswer struct {
	Framework string   `json:"framework"`
	Version   string   `json:"version"`
	Language  string   `json:"language"`
	Missing   []string `json:"missing"` // stays in the words of the version
	Kept      bool     `json:"kept"`
	Findings  []found  `json:"findings"`
}

// Run reads the translation and keeps it.
func (c translateCommand) Run(t *terminal) error {
	source, err := readLimited(c.File)
	if err != nil {
		return fmt.Errorf("the file cannot be read: %w", err)
	}
	var done workflow.Translated
	var findings []frameworkfile.Finding
	err = c.with(t, func(w *workflow.Workflow, _ config.Config) (err error) {
		if c.Check {
			done, findings, err = w.ReadTranslation(t.ctx, commandLine, source)
		} else {
			done, findings, err = w.KeepTranslation(t.ctx, commandLine, workflow.Once{}, source)
		}
		return err
	})
	if err != nil {
		if frameworkfile.HasErrors(findings) {
			t.findings(findings)
			return errSaid
		}
		return err
	}
	a := translatedAnswer{done.Ref.ID, done.Ref.Version, string(done.Language), []string{}, !c.Check, foundIn(findings)}
	for _, p := range done.Missing {
		a.Missing = append(a.Missing, p.What+" "+p.ID)
	}
	return t.answer(a, func() { c.tell(t, done, a) })
}

func (c translateCommand) tell(t *terminal, done workflow.Translated, a translatedAnswer) {
	for _, m := range a.Missing {
		t.say("Not translated, and read in its own words: %s", m)
	}
	if c.Check {
		t.say("It can be used for %s in %s. Nothing was kept.", done.Ref, done.Language.Name())
		return
	}
	t.say("Whoever reads in %s reads %s in these words now.", done.Language.Name(), done.Ref)
}
