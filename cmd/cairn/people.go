package main

import (
	"errors"
	"fmt"
	"os"

	"cairn/internal/access"
	"cairn/internal/config"
	"cairn/internal/orgfile"
	"cairn/internal/workflow"
)

type peopleCommands struct {
	Import  importCommand       `cmd:"" help:"Bring the organisation in step with a file of people, all or nothing."`
	Sync    syncCommand         `cmd:"" help:"Read the file that the organisation is kept in, now."`
	Invite  inviteCommand       `cmd:"" help:"Make the link by which a person sets a password."`
	Leave   leaveCommand        `cmd:"" help:"Record that a person has left: their access ends now, history stays."`
	SignOut signOutCommand      `cmd:"" name:"sign-out" help:"End the sessions of a person, or of everybody."`
	Forget  forgetSecondCommand `cmd:"" name:"forget-second" help:"Remove passkeys, code app and spare codes of somebody who has lost them."`
	Office  officeCommands      `cmd:"" help:"Give or end an office: cto, people-partner, compensation-partner, operator."`
}

// commandLine acts where no person has signed in.
var commandLine = access.System(access.ViaCommand)

type importCommand struct {
	place
	File     string            `arg:"" help:"A CSV or XLSX file; its first line names the columns: name, e-mail, start date, last day, manager, squads, chapter, tribe, guilds, discipline, roles."`
	Map      map[string]string `mapsep:"none" help:"Which column of the file one of ours is: a heading, a letter, a number, or - for none." placeholder:"OURS=THEIRS"`
	LeaveOut bool              `help:"Leave out columns that are none of ours, instead of refusing the file."`
	DryRun   bool              `help:"Say what would change and write nothing."`
}

// mapping is what the flags say of the columns.
func (c importCommand) mapping() orgfile.Mapping {
	return orgfile.Mapping{Columns: c.Map, LeaveOut: c.LeaveOut}
}

// Run imports the file, or tells each line that stands in the way.
func (c importCommand) Run(t *terminal) error {
	rows, err := c.read(t)
	if err != nil {
		return err
	}
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		bar := t.progress("Importing people")
		report, err := w.ImportPeople(t.ctx, commandLine, rows, workflow.ImportOptions{DryRun: c.DryRun, Progress: bar.show})
		bar.end()
		if len(report.Problems) > 0 {
			return c.refuse(t, report.Problems)
		}
		if err != nil {
			return err
		}
		return t.answer(answerTo(report), func() { c.tell(t, report) })
	})
}

func (c importCommand) read(t *terminal) ([]orgfile.Row, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, fmt.Errorf("the people file cannot be read: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = errors.New("it is a directory")
	}
	if err != nil {
		return nil, fmt.Errorf("the people file %s cannot be read: %w", c.File, err)
	}
	bar := t.progress("Reading " + c.File)
	rows, problems := orgfile.ReadWith(f, c.File, orgfile.Options{Total: info.Size(), Progress: bar.show64, Mapping: c.mapping()})
	bar.end()
	if len(problems) > 0 {
		return nil, c.refuse(t, problems)
	}
	return rows, nil
}

func (c importCommand) refuse(t *terminal, problems []orgfile.Problem) error {
	if t.asJSON {
		return errors.Join(t.json(imported{DryRun: c.DryRun, Problems: misreadIn(problems)}), errSaid)
	}
	for _, p := range problems {
		t.warn("%s", c.line(p))
	}
	t.warn("%s in %s. Nothing was written; mend the file and import it again.", count(len(problems), "mistake", "mistakes"), c.File)
	return errSaid
}

// line tells a problem the way editors can jump to.
func (c importCommand) line(p orgfile.Problem) string {
	text := c.File
	if p.Line > 0 {
		text += fmt.Sprintf(":%d", p.Line)
	}
	if p.Column != "" {
		text += fmt.Sprintf(": column %q", p.Column)
	}
	if p.Value != "" {
		text += fmt.Sprintf(": value %q", p.Value)
	}
	return text + ": " + p.Message.String()
}

func (c importCommand) tell(t *terminal, r workflow.ImportReport) {
	for _, note := range r.Notes {
		t.warn("%s", c.line(note))
	}
	if r.DryRun {
		for _, u := range r.Units {
			t.say("%s", u)
		}
		for _, p := range r.People {
			t.say("%s <%s>", p.Name, p.Email)
			for _, line := range p.Lines {
				t.say("    %s", line)
			}
		}
	}
	verb := "were"
	if r.DryRun {
		verb = "would be"
	}
	t.say("People: %d %s added, %d %s changed, %d stay as they are. Units new or moved: %d.", r.Added, verb, r.Changed, verb, r.Unchanged, len(r.Units))
	switch {
	case r.DryRun:
		t.say("Nothing was written. To import: cairn people import %s", c.File)
	case r.Added > 0:
		t.say("Next: make links for those who cannot sign in yet: cairn people invite --all")
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
