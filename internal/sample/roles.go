package sample

import (
	"cairn/internal/role"
	"cairn/internal/workflow"
)

// rolesAsked leaves one role that waits for a manager's word, as every role with a
// minimum step does.
func (l *loader) rolesAsked() error {
	l.at(2, 10)
	yara := l.as("yara.nasser")
	_, err := l.w.AskRole(l.ctx, yara, workflow.Once{}, yara.Person, workflow.RoleWish{Kind: role.TakeUp, Role: "chapter-lead",
		Why: "Priya and I have talked about a second chapter for the storage work. I would like to lead it, and to learn how."})
	if err != nil {
		return err
	}
	// And one that begins by itself on a coming day.
	wei := l.as("wei.zhang").Person
	_, err = l.w.AskRole(l.ctx, l.as("priya.raman"), workflow.Once{}, wei, workflow.RoleWish{Kind: role.TakeUp, Role: "Host of the payments guild",
		Days: role.Days{From: l.today.AddDays(21)}})
	return err
}
