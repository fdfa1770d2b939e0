package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"cairn/internal/config"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

type inviteCommand struct {
	place
	reached
	Email string `arg:"" optional:"" help:"E-mail address of the person."`
	All   bool   `help:"Make a link for everybody who has neither a password nor a link that still works."`
}

// Run makes links. They are shown this once.
func (c inviteCommand) Run(t *terminal) error {
	if (c.Email == "") == !c.All {
		return usage{"give either an e-mail address or --all"}
	}
	return c.with(t, func(w *workflow.Workflow, settings config.Config) error {
		invited, err := c.invite(t, w)
		if err != nil {
			return err
		}
		links := links{settings.PublicURL}
		return t.answer(links.invitations(invited), func() { t.showInvited(links, invited) })
	})
}

// invitation is a link for programs.
type invitation struct {
	Name      string    `json:"name"`
	Email     string    `json:"email"`
	Link      string    `json:"link"` // works once
	ExpiresAt time.Time `json:"expires_at"`
}

func (l links) invitations(all []workflow.Invited) []invitation {
	made := make([]invitation, 0, len(all))
	for _, in := range all {
		made = append(made, invitation{in.Name, in.Email, l.invitation(in.Token), in.ExpiresAt.Time().UTC()})
	}
	return made
}

func (t *terminal) showInvited(links links, invited []workflow.Invited) {
	if len(invited) == 0 {
		t.say("Everybody has a password or a link that still works. For a new link: cairn people invite EMAIL")
		return
	}
	tellInvited(t.out, links, invited)
	t.warn("Each link sets a password once and works until %s. Hand each one to its person only.", moment(invited[0].ExpiresAt.Time()))
}

func (c inviteCommand) invite(t *terminal, w *workflow.Workflow) ([]workflow.Invited, error) {
	if c.All {
		return w.InviteAll(t.ctx, commandLine)
	}
	person, err := personNamed(t, w, c.Email)
	if err != nil {
		return nil, err
	}
	in, err := w.Invite(t.ctx, commandLine, workflow.Once{}, person)
	return []workflow.Invited{in}, err
}

func personNamed(t *terminal, w *workflow.Workflow, email string) (id.Person, error) {
	p, err := w.PersonByEmail(t.ctx, commandLine, email)
	if fault.Is(err, fault.Absent) {
		err = fault.New(fault.Absent, fmt.Sprintf("Nobody here has the e-mail address %q. Check the spelling, or import the person first.", email))
	}
	return p.ID, err
}

func tellInvited(out io.Writer, links links, invited []workflow.Invited) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, in := range invited {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", in.Name, in.Email, links.invitation(in.Token))
	}
	_ = table.Flush()
}

// moment names a moment to the minute.
func moment(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }
