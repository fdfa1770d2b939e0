package web

import (
	"strconv"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	rules "cairn/internal/growth"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/growth"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidSuggested   = said("focus-suggested", ui.Done, "Suggested. The other of you reads it and answers.")
	saidTakenUp     = said("focus-agreed", ui.Done, "Agreed. It is part of the plan now.")
	saidFocusKept   = said("focus-kept", ui.Done, "The words are kept. Both of you see them, and what they were before.")
	saidMoved       = said("focus-moved", ui.Done, "Said. Both of you see it.")
	saidNoted       = said("focus-noted", ui.Done, "Your note is there for both of you.")
	saidStaying     = said("staying-kept", ui.Done, "Your answer is kept. You can change it any day.")
	saidShared      = said("plan-shared", ui.Done, "Shared. You can take it back any day.")
	saidShareTaken  = said("share-ended", ui.Done, "Taken back. They find nothing there any more.")
	growthPlanItems = []string{"focus", "step"} // whether moving on is expected tells something of the Step
)

func (s *site) growthRoutes() []Route {
	focus := []string{"focus"}
	return []Route{
		{Pattern: "GET /growth", Items: growthPlanItems, handle: s.showOwnPlan},
		{Pattern: "GET /growth/shares", Items: focus, handle: s.showShares},
		{Pattern: "GET /growth/{id}", Items: growthPlanItems, handle: s.showFocus},
		{Pattern: "GET /people/{id}/growth", Items: growthPlanItems, handle: s.showPlan},
		{Pattern: "POST /people/{id}/growth", Items: focus, handle: s.suggestFocus},
		{Pattern: "POST /growth/staying", Items: focus, handle: s.sayStaying},
		{Pattern: "POST /growth/shares", Items: focus, handle: s.sharePlan},
		{Pattern: "POST /growth/shares/{id}/withdrawal", Items: focus, handle: s.endShare},
		{Pattern: "POST /growth/{id}", Items: focus, handle: s.changeFocus},
		{Pattern: "POST /growth/{id}/agreement", Items: focus, handle: s.agreeFocus},
		{Pattern: "POST /growth/{id}/state", Items: focus, handle: s.moveFocus},
		{Pattern: "POST /growth/{id}/notes", Items: focus, handle: s.noteFocus},
	}
}

func (s *site) showOwnPlan(v *visit) error { return v.renderPlan(v.actor.Person, nil, nil) }

func (s *site) showPlan(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	return v.renderPlan(person, nil, nil)
}

// renderPlan answers with a plan; a mistake in a form on it shows it again with
// what keep puts back.
func (v *visit) renderPlan(person id.Person, wrong error, keep func(*pages.Page)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	plan, err := v.Workflow.Plan(v.r.Context(), v.actor, person)
	if err != nil {
		return err
	}
	p := v.planPage(plan, pages.Title(v.r.Context(), plan), wrong)
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

func (v *visit) planPage(plan workflow.Plan, title string, wrong error) pages.Page {
	p := pages.Page{Page: v.page(title), Plan: plan, Me: v.actor.Person, Problems: problems{}, Key: v.key, Moment: v.moment}
	if wrong == nil {
		return p
	}
	v.wrongFields(wrong, p.Problems, &p.Wrong)
	return p
}

// focusOf reads the form of a focus area. A day that is none stays as typed and
// is told.
func (v *visit) focusOf(f form) (typed pages.Form, err error) {
	text, err := v.framework()
	if err != nil {
		return typed, err
	}
	typed.Content = rules.Content{
		Aim: rules.Aim(f.get("aim")), Area: framework.AreaID(f.get("area")), Text: f.get("text"),
		Role: roleNamed(text, f.get("role")), Discipline: disciplineNamed(text, f.get("discipline")),
		Actions: strings.Split(f.get("actions"), "\n"), Support: f.get("support"),
	}
	var wrong []fault.Field
	for i := range rules.MaxReviews + 1 {
		name := "review:" + strconv.Itoa(i)
		day := strings.TrimSpace(f.get(name))
		if day == "" {
			continue
		}
		typed.Days = append(typed.Days, day)
		on, err := clock.ParseDate(day)
		if err != nil {
			wrong = append(wrong, fault.Field{Name: "review:" + strconv.Itoa(len(typed.Days)-1), Value: day, Message: "Give the day as year, month and day, like 2026-05-12."})
		}
		typed.Reviews = append(typed.Reviews, on)
	}
	return typed, fault.InvalidFields(wrong)
}

// roleNamed returns the catalogue's role where the words name one.
func roleNamed(f *framework.Framework, words string) string {
	if r, ok := f.RoleNamed(words); ok {
		return string(r.ID)
	}
	return words
}

func disciplineNamed(f *framework.Framework, words string) string {
	if d, ok := f.DisciplineNamed(words); ok {
		return string(d.ID)
	}
	return words
}

func (s *site) suggestFocus(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	typed, wrong := v.focusOf(f)
	if wrong == nil {
		_, wrong = s.Workflow.SuggestFocus(v.r.Context(), v.actor, f.once(), person, typed.Content)
	}
	if wrong != nil {
		return v.renderPlan(person, wrong, func(p *pages.Page) { p.Form, p.Opened = typed, true })
	}
	return v.redirect(planPath(v.actor.Person, person), saidSuggested)
}

func planPath(reader, subject id.Person) string {
	if reader == subject {
		return "/growth"
	}
	return "/people/" + string(subject) + "/growth"
}

func (s *site) sayStaying(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	answer := f.get("staying")
	wrong := fault.InvalidFields([]fault.Field{{Name: "staying", Message: "Choose one of the two, or leave your answer as it is."}})
	if answer == "yes" || answer == "no" {
		wrong = s.Workflow.SayStaying(v.r.Context(), v.actor, f.once(), answer == "yes", f.get("words"))
	}
	if wrong != nil {
		return v.renderPlan(v.actor.Person, wrong, func(p *pages.Page) {
			p.Staying, p.Problems["staying-words"] = f.get("words"), p.Problems["words"]
			if p.Problems["staying"] == "" {
				p.Problems["staying"] = p.Problems["words"]
			}
		})
	}
	return v.redirect("/growth", saidStaying)
}

// focusID reads the id of the address; what is no id names nothing.
func (v *visit) focusID() (id.Focus, error) {
	ref, ok := id.Parse[id.Focus](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showFocus(v *visit) error {
	ref, err := v.focusID()
	if err != nil {
		return err
	}
	v.seen("growth/" + string(ref))
	return v.renderFocus(ref, nil, nil)
}

func (v *visit) renderFocus(ref id.Focus, wrong error, keep func(*pages.Focus)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	plan, view, err := v.Workflow.FocusPlan(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	p := pages.Focus{Page: v.planPage(plan, pages.Title(v.r.Context(), plan), wrong), View: view}
	p.Form = pages.FormOf(view.Content)
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowFocus(p))
}

// focusAct runs one act on the focus area of the address and leads back to it.
func (v *visit) focusAct(done flash, keep func(*pages.Focus, form), act func(id.Focus, form, int64) error) error {
	ref, err := v.focusID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	read := f.revision("read")
	if wrong := act(ref, f, read); wrong != nil {
		return v.renderFocus(ref, wrong, func(p *pages.Focus) { keep(p, f) })
	}
	return v.redirect(pages.FocusPath(ref), done)
}

func (s *site) changeFocus(v *visit) error {
	var typed pages.Form
	keep := func(p *pages.Focus, _ form) { p.Form, p.Opened = typed, true }
	return v.focusAct(saidFocusKept, keep, func(ref id.Focus, f form, read int64) (err error) {
		if typed, err = v.focusOf(f); err != nil {
			return err
		}
		return s.Workflow.ChangeFocus(v.r.Context(), v.actor, f.once(), ref, read, typed.Content)
	})
}

func (s *site) agreeFocus(v *visit) error {
	return v.focusAct(saidTakenUp, func(*pages.Focus, form) {}, func(ref id.Focus, f form, read int64) error {
		return s.Workflow.AgreeFocus(v.r.Context(), v.actor, f.once(), ref, read)
	})
}

func (s *site) moveFocus(v *visit) error {
	keep := func(p *pages.Focus, f form) {
		p.Typed, p.Problems["move-words"] = f.get("words"), p.Problems["words"]
		delete(p.Problems, "words")
		for i := range p.Wrong {
			if p.Wrong[i].FieldID == "words" {
				p.Wrong[i].FieldID = "move-words"
			}
		}
	}
	return v.focusAct(saidMoved, keep, func(ref id.Focus, f form, read int64) error {
		return s.Workflow.MoveFocus(v.r.Context(), v.actor, f.once(), ref, read, rules.State(f.get("state")), f.get("words"))
	})
}

func (s *site) noteFocus(v *visit) error {
	keep := func(p *pages.Focus, f form) { p.Words = f.get("words") }
	return v.focusAct(saidNoted, keep, func(ref id.Focus, f form, read int64) error {
		return s.Workflow.SayOnFocus(v.r.Context(), v.actor, f.once(), ref, read, f.get("words"))
	})
}

func (s *site) showShares(v *visit) error { return v.renderShares(nil, nil) }

func (v *visit) renderShares(wrong error, keep func(*pages.Share)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	plan, err := v.Workflow.Plan(v.r.Context(), v.actor, v.actor.Person)
	if err != nil {
		return err
	}
	p := pages.Share{Page: v.planPage(plan, v.say("Share your growth plan"), wrong)}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowShares(p))
}

func (s *site) sharePlan(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	with, wrong := v.shareWith(f)
	if wrong == nil {
		_, wrong = s.Workflow.SharePlan(v.r.Context(), v.actor, f.once(), with)
	}
	if wrong != nil {
		return v.renderShares(wrong, func(p *pages.Share) { p.With, p.Squad = f.get("with"), f.get("squad") })
	}
	return v.redirect("/growth/shares", saidShared)
}

// shareWith reads with whom to share, and that the preview was read.
func (v *visit) shareWith(f form) (with workflow.ShareWith, err error) {
	if f.get("read") == "" {
		return with, fault.InvalidFields([]fault.Field{{Name: "read", Message: "Read what they would see, and say that you did."}})
	}
	if typed := strings.TrimSpace(f.get("with")); typed != "" {
		if with.Person, err = v.personNamed(typed); err != nil {
			return with, renamed(err, "manager", "with")
		}
	}
	with.Squad = id.Unit(f.get("squad"))
	return with, nil
}

// renamed gives the mistakes in one field to another.
func renamed(err error, from, to string) error {
	message, fields := fault.Safe(err)
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	for i := range fields {
		if fields[i].Name == from {
			fields[i].Name = to
		}
	}
	return &fault.Error{Kind: fault.Invalid, Message: message, Fields: fields}
}

func (s *site) endShare(v *visit) error {
	share, ok := id.Parse[id.Share](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.EndShare(v.r.Context(), v.actor, f.once(), share); err != nil {
		return err
	}
	return v.redirect("/growth/shares", saidShareTaken)
}
