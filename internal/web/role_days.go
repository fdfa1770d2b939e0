package web

import (
	"maps"
	"net/http"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/role"
	"cairn/internal/web/pages/people"
	pages "cairn/internal/web/pages/role"
	"cairn/internal/workflow"
)

// askRole takes a role up or lays it down, or asks for it. What a people partner is
// told is the same for every role and everybody.
func (s *site) askRole(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	wish, wrong := v.roleWish(f)
	ref := ""
	if wrong == nil {
		asked, err := s.Workflow.AskRole(v.r.Context(), v.actor, f.once(), person, wish)
		ref = string(asked)
		if wrong, err = v.problemsOf(err); err != nil {
			return err
		}
	}
	switch {
	case wrong != nil:
		return v.renderPerson(http.StatusUnprocessableEntity, person, func(p *people.Profile) { keepWish(p, f, wish, wrong) })
	case ref != "":
		return v.redirect(pages.Path(ref), "")
	}
	return v.redirect(people.Path(person), saidRoleAsked)
}

func (v *visit) roleWish(f form) (workflow.RoleWish, problems) {
	wish := workflow.RoleWish{Kind: role.TakeUp, Role: f.get("role"), Why: f.get("role_why")}
	if own := f.get("role_words"); own != "" {
		wish.Role = own
	}
	if f.get("kind") == string(role.LayDown) {
		wish.Kind, wish.Entry = role.LayDown, entryOf(f).From
	}
	days, wrong := v.roleDays(f)
	wish.Days = days
	return wish, wrong
}

// roleDays reads the two days of a form, and what is wrong with either.
func (v *visit) roleDays(f form) (days role.Days, wrong problems) {
	var from, until error
	days.From, from = role.Day("role_from", strings.TrimSpace(f.get("role_from")))
	days.Until, until = role.Day("role_until", strings.TrimSpace(f.get("role_until")))
	for _, err := range []error{from, until} {
		p, _ := v.problemsOf(err)
		if wrong == nil {
			wrong = p
			continue
		}
		maps.Copy(wrong, p)
	}
	return days, wrong
}

// entryOf reads which entry of the history a form is about: its first day, and the
// role.
func entryOf(f form) workflow.RoleEntry {
	from, name, _ := strings.Cut(f.get("entry"), " ")
	on, _ := clock.ParseDate(from) // what is no day names no entry
	return workflow.RoleEntry{Role: name, From: on}
}

// keepWish shows what was typed again, in the form it was typed into.
func keepWish(p *people.Profile, f form, wish workflow.RoleWish, wrong problems) {
	e := p.Engage
	if e == nil {
		return
	}
	if wish.Kind == role.LayDown {
		e.Lay = typedDays(p, f, wrong)
		return
	}
	e.Words, e.Why, e.From, e.Until = wish.Role, wish.Why, f.get("role_from"), f.get("role_until")
	e.FromWrong, e.UntilWrong = wrong["role_from"], wrong["role_until"]
	if e.FromWrong+e.UntilWrong == "" {
		e.Wrong = wrong.first()
	}
}

// typedDays keeps what was typed about an entry; where that is not on the page any
// more, what is wrong stands above it.
func typedDays(p *people.Profile, f form, wrong problems) people.Typed {
	t := people.Typed{Entry: f.get("entry"), From: f.get("role_from"), Until: f.get("role_until"), FromWrong: wrong["role_from"], UntilWrong: wrong["role_until"]}
	if t.FromWrong+t.UntilWrong == "" {
		t.Wrong = wrong.first()
	}
	if !p.Shows(t.Entry) {
		p.Problem = wrong.first()
	}
	return t
}

// redateRole corrects the days of an entry.
func (s *site) redateRole(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	days, wrong := v.roleDays(f)
	if wrong == nil {
		if wrong, err = v.problemsOf(s.Workflow.RedateRole(v.r.Context(), v.actor, f.once(), person, entryOf(f), days)); err != nil {
			return err
		}
	}
	if wrong != nil {
		return v.renderPerson(http.StatusUnprocessableEntity, person, func(p *people.Profile) {
			if p.Engage != nil {
				p.Engage.Days = typedDays(p, f, wrong)
			}
		})
	}
	return v.redirect(people.Path(person), saidRoleDays)
}
