package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/title"
	"cairn/internal/web/ui"
)

var (
	saidTitleProposed  = said("title-proposed", ui.Done, "Proposed. It is used once the other of you agrees.")
	saidTitleAgreed    = said("title-agreed", ui.Done, "Agreed. It stands on the profile from now on.")
	saidTitleDeclined  = said("title-declined", ui.Done, "Said. The other of you reads your words.")
	saidTitleWithdrawn = said("title-withdrawn", ui.Done, "It is taken back.")
	saidTitleEnded     = said("title-ended", ui.Done, "No title is used from now on.")
)

func (s *site) titleRoutes() []Route {
	items := []string{"profile"}
	return []Route{
		{Pattern: "GET /people/{id}/title", Items: []string{"profile", "role"}, handle: s.showTitle},
		{Pattern: "POST /people/{id}/title", Items: items, handle: s.proposeTitle},
		{Pattern: "POST /people/{id}/title/end", Items: items, handle: s.endTitle},
		{Pattern: "GET /titles/{id}", Items: items, handle: s.followTitle},
		{Pattern: "POST /titles/{id}/agreement", Items: items, handle: s.agreeTitle},
		{Pattern: "POST /titles/{id}/refusal", Items: items, handle: s.declineTitle},
		{Pattern: "POST /titles/{id}/withdrawal", Items: items, handle: s.withdrawTitle},
		{Pattern: "GET /title/letter", Items: []string{"profile", "role", "hr_attr"}, handle: s.showLetter},
	}
}

func (s *site) showTitle(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	return v.renderTitle(person, nil, nil)
}

func (v *visit) renderTitle(person id.Person, wrong error, keep func(*pages.Page)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.Titles(v.r.Context(), v.actor, person)
	if err != nil {
		return err
	}
	p := pages.Page{Page: v.page(v.say("Outside title")), View: view, Problems: problems{}, Key: v.key, Moment: v.moment, Zone: v.zone()}
	p.Page.Path = pages.Path(person)
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

func (s *site) proposeTitle(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	name := f.get("title")
	if name == "" {
		name = f.get("suggestion")
	}
	if _, wrong := s.Workflow.ProposeTitle(v.r.Context(), v.actor, f.once(), person, name, f.get("words")); wrong != nil {
		return v.renderTitle(person, wrong, func(p *pages.Page) {
			p.Title, p.Chosen, p.Words = f.get("title"), f.get("suggestion"), f.get("words")
		})
	}
	return v.redirect(pages.Path(person), saidTitleProposed)
}

func (s *site) endTitle(v *visit) error {
	person, err := v.askedPerson()
	if err == nil && person != v.actor.Person {
		err = fault.NotFound()
	}
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.LayDownTitle(v.r.Context(), v.actor, f.once()); wrong != nil {
		return v.renderTitle(person, wrong, nil)
	}
	return v.redirect(pages.Path(person), saidTitleEnded)
}

// titleOf reads the proposal of the address and whose title it is about.
func (v *visit) titleOf() (id.Title, id.Person, error) {
	ref, ok := id.Parse[id.Title](v.r.PathValue("id"))
	if !ok {
		return "", "", fault.NotFound()
	}
	subject, err := v.Workflow.TitleSubject(v.r.Context(), v.actor, ref)
	return ref, subject, err
}

func (s *site) followTitle(v *visit) error {
	ref, subject, err := v.titleOf()
	if err != nil {
		return err
	}
	v.seen("title/" + string(ref))
	return v.redirect(pages.Path(subject), "")
}

func (v *visit) titleAct(done flash, act func(id.Title, form) error) error {
	ref, subject, err := v.titleOf()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := act(ref, f); wrong != nil {
		return v.renderTitle(subject, wrong, func(p *pages.Page) { p.Answer = f.get("answer") })
	}
	v.seen("title/" + string(ref))
	return v.redirect(pages.Path(subject), done)
}

func (s *site) agreeTitle(v *visit) error {
	return v.titleAct(saidTitleAgreed, func(ref id.Title, f form) error {
		return s.Workflow.AgreeTitle(v.r.Context(), v.actor, f.once(), ref, f.revision("read"))
	})
}

func (s *site) declineTitle(v *visit) error {
	return v.titleAct(saidTitleDeclined, func(ref id.Title, f form) error {
		return s.Workflow.DeclineTitle(v.r.Context(), v.actor, f.once(), ref, f.revision("read"), f.get("answer"))
	})
}

func (s *site) withdrawTitle(v *visit) error {
	return v.titleAct(saidTitleWithdrawn, func(ref id.Title, f form) error {
		return s.Workflow.WithdrawTitle(v.r.Context(), v.actor, f.once(), ref, f.revision("read"))
	})
}

// showLetter makes a letter of what the person chose; nothing of it is kept.
func (s *site) showLetter(v *visit) error {
	view, err := s.Workflow.Titles(v.r.Context(), v.actor, v.actor.Person)
	if err != nil {
		return err
	}
	chosen := func(name string) bool { return v.r.URL.Query().Get(name) == "yes" }
	l := pages.Letter{Page: v.page(v.say("A letter")), View: view, Title: chosen("title"), Roles: chosen("roles"), Dates: chosen("dates"), Joined: chosen("joined"),
		Today: v.Workflow.Now().Time().In(v.zone()), Zone: v.zone()}
	return v.render(http.StatusOK, pages.ShowLetter(l))
}
