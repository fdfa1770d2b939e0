package web

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	rules "cairn/internal/priority"
	pages "cairn/internal/web/pages/priority"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidPrioritySuggested = said("priority-suggested", ui.Done, "Suggested. The other of you reads it and answers.")
	saidPriorityAgreed    = said("priority-agreed", ui.Done, "Agreed. It counts for both of you now.")
	saidPriorityProposed  = said("priority-proposed", ui.Done, "Proposed. What you agreed holds until the other of you agrees.")
	saidPriorityKept      = said("priority-kept", ui.Done, "The words stay as they were.")
	saidPriorityMoved     = said("priority-moved", ui.Done, "Said. Both of you see it.")
	saidPriorityNoted     = said("priority-noted", ui.Done, "Your note is there for both of you.")
	saidPriorityCarried   = said("priority-carried", ui.Done, "Suggested. It goes on in the other period when the other of you agrees.")
	saidPriorityAsked     = said("priority-share-asked", ui.Done, "Asked. Nothing is shared before the other of you agrees.")
	saidPriorityShared    = said("priority-shared", ui.Done, "Shared. Either of you can end it any day.")
	saidPriorityEnded     = said("priority-share-ended", ui.Done, "Ended. The squad finds nothing there.")
)

func (s *site) priorityRoutes() []Route {
	items := []string{"priorities"}
	return []Route{
		{Pattern: "GET /priorities", Items: items, handle: s.showOwnPriorities},
		{Pattern: "GET /priorities/{id}", Items: items, handle: s.showPriority},
		{Pattern: "GET /people/{id}/priorities", Items: items, handle: s.showPriorities},
		{Pattern: "POST /people/{id}/priorities", Items: items, handle: s.suggestPriority},
		{Pattern: "POST /people/{id}/priorities/shares", Items: items, handle: s.askPriorityShare},
		{Pattern: "GET /priorities/shares/{id}", Items: items, handle: s.showPriorityShare},
		{Pattern: "POST /priorities/shares/{id}/agreement", Items: items, handle: s.agreePriorityShare},
		{Pattern: "POST /priorities/shares/{id}/end", Items: items, handle: s.endPriorityShare},
		{Pattern: "POST /priorities/{id}", Items: items, handle: s.changePriority},
		{Pattern: "POST /priorities/{id}/agreement", Items: items, handle: s.agreePriority},
		{Pattern: "POST /priorities/{id}/words-kept", Items: items, handle: s.keepPriority},
		{Pattern: "POST /priorities/{id}/state", Items: items, handle: s.movePriority},
		{Pattern: "POST /priorities/{id}/notes", Items: items, handle: s.notePriority},
		{Pattern: "POST /priorities/{id}/carry-over", Items: items, handle: s.carryPriority},
	}
}

func (s *site) showOwnPriorities(v *visit) error {
	return v.renderPriorities(v.actor.Person, nil, nil)
}

func (s *site) showPriorities(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	return v.renderPriorities(person, nil, nil)
}

// renderPriorities answers with a person's priorities; a mistake in a form on the
// page shows it again with what keep puts back.
func (v *visit) renderPriorities(person id.Person, wrong error, keep func(*pages.Page)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	all, err := v.Workflow.Priorities(v.r.Context(), v.actor, person)
	if err != nil {
		return err
	}
	p := v.priorityPage(all, wrong)
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

func (v *visit) priorityPage(all workflow.Priorities, wrong error) pages.Page {
	p := pages.Page{Page: v.page(pages.Title(v.r.Context(), all)), All: all, Me: v.actor.Person, Problems: problems{}, Key: v.key, Moment: v.moment}
	if wrong == nil {
		return p
	}
	v.wrongFields(wrong, p.Problems, &p.Wrong)
	return p
}

// priorityOf reads the form of a priority. A day that is none stays as typed and
// is told.
func priorityOf(f form) (typed pages.Form, c rules.Content, err error) {
	typed = pages.Form{Text: f.get("text"), Chosen: f.get("period"), Name: f.get("name"), From: f.get("from"), Until: f.get("until")}
	name, from, until := typed.Name, typed.From, typed.Until
	if chosen := strings.SplitN(typed.Chosen, "/", 3); len(chosen) == 3 {
		from, until, name = chosen[0], chosen[1], chosen[2]
	}
	c.Text, c.Period.Name = typed.Text, name
	var wrong []fault.Field
	day := func(field, text string) (on clock.Date) {
		if text = strings.TrimSpace(text); text == "" {
			return ""
		}
		on, err := clock.ParseDate(text)
		if err != nil {
			wrong = append(wrong, fault.Field{Name: field, Value: text, Message: "Give the day as year, month and day, like 2026-09-01."})
		}
		return on
	}
	c.Period.From, c.Period.Until = day("from", from), day("until", until)
	return typed, c, fault.InvalidFields(wrong)
}

func (s *site) suggestPriority(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	typed, c, wrong := priorityOf(f)
	if wrong == nil {
		_, wrong = s.Workflow.SuggestPriority(v.r.Context(), v.actor, f.once(), person, c)
	}
	if wrong != nil {
		return v.renderPriorities(person, wrong, func(p *pages.Page) { p.Form, p.Opened = typed, true })
	}
	return v.redirect(prioritiesPath(v.actor.Person, person), saidPrioritySuggested)
}

func prioritiesPath(reader, subject id.Person) string {
	if reader == subject {
		return "/priorities"
	}
	return "/people/" + string(subject) + "/priorities"
}

// priorityID reads the id of the address; what is no id names nothing.
func (v *visit) priorityID() (id.Priority, error) {
	ref, ok := id.Parse[id.Priority](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showPriority(v *visit) error {
	ref, err := v.priorityID()
	if err != nil {
		return err
	}
	v.seen("priority/" + string(ref))
	return v.renderPriority(ref, nil, nil)
}

func (v *visit) renderPriority(ref id.Priority, wrong error, keep func(*pages.One)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	all, view, err := v.Workflow.OnePriority(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	p := pages.One{Page: v.priorityPage(all, wrong), View: view}
	p.Form = pages.FormOf(view.Content)
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowOne(p))
}

// priorityAct runs one act on the priority of the address and leads back to it.
func (v *visit) priorityAct(done flash, keep func(*pages.One, form), act func(id.Priority, form, int64) error) error {
	ref, err := v.priorityID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	read := f.revision("read")
	if wrong := act(ref, f, read); wrong != nil {
		return v.renderPriority(ref, wrong, func(p *pages.One) { keep(p, f) })
	}
	return v.redirect(pages.OnePath(ref), done)
}

func nothingTyped(*pages.One, form) {}

func (s *site) changePriority(v *visit) error {
	keep := func(p *pages.One, f form) {
		typed, _, _ := priorityOf(f)
		p.Form, p.Opened = typed, true
	}
	return v.priorityAct(saidPriorityProposed, keep, func(ref id.Priority, f form, read int64) error {
		_, c, err := priorityOf(f)
		if err != nil {
			return err
		}
		return s.Workflow.ChangePriority(v.r.Context(), v.actor, f.once(), ref, read, c)
	})
}

func (s *site) agreePriority(v *visit) error {
	return v.priorityAct(saidPriorityAgreed, nothingTyped, func(ref id.Priority, f form, read int64) error {
		return s.Workflow.AgreePriority(v.r.Context(), v.actor, f.once(), ref, read)
	})
}

func (s *site) keepPriority(v *visit) error {
	return v.priorityAct(saidPriorityKept, nothingTyped, func(ref id.Priority, f form, read int64) error {
		return s.Workflow.KeepPriority(v.r.Context(), v.actor, f.once(), ref, read)
	})
}

// under gives the problems of a second form on the page to the ids of its fields.
func under(p *pages.One, prefix string, names ...string) {
	for _, name := range names {
		if text, ok := p.Problems[name]; ok {
			p.Problems[prefix+name] = text
			delete(p.Problems, name)
		}
		for i := range p.Wrong {
			if p.Wrong[i].FieldID == name {
				p.Wrong[i].FieldID = prefix + name
			}
		}
	}
}

func (s *site) movePriority(v *visit) error {
	keep := func(p *pages.One, f form) {
		p.Typed = f.get("words")
		under(p, "move-", "words")
	}
	return v.priorityAct(saidPriorityMoved, keep, func(ref id.Priority, f form, read int64) error {
		return s.Workflow.MovePriority(v.r.Context(), v.actor, f.once(), ref, read, rules.State(f.get("state")), f.get("words"))
	})
}

func (s *site) notePriority(v *visit) error {
	keep := func(p *pages.One, f form) { p.Words = f.get("words") }
	return v.priorityAct(saidPriorityNoted, keep, func(ref id.Priority, f form, read int64) error {
		return s.Workflow.SayOnPriority(v.r.Context(), v.actor, f.once(), ref, read, f.get("words"))
	})
}

func (s *site) carryPriority(v *visit) error {
	keep := func(p *pages.One, f form) {
		typed, _, _ := priorityOf(f)
		p.Form, p.Carries = typed, true
		under(p, "carry-", "text", "period", "name", "from", "until")
	}
	return v.priorityAct(saidPriorityCarried, keep, func(ref id.Priority, f form, read int64) error {
		_, c, err := priorityOf(f)
		if err != nil {
			return err
		}
		_, err = s.Workflow.CarryPriority(v.r.Context(), v.actor, f.once(), ref, read, c)
		return err
	})
}

func (s *site) askPriorityShare(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if _, wrong := s.Workflow.AskPriorityShare(v.r.Context(), v.actor, f.once(), person, id.Unit(f.get("squad"))); wrong != nil {
		return v.renderPriorities(person, wrong, nil)
	}
	return v.redirect(prioritiesPath(v.actor.Person, person), saidPriorityAsked)
}

// priorityShare reads the share of the address and whose priorities it is about.
func (v *visit) priorityShare() (id.PriorityShare, id.Person, error) {
	ref, ok := id.Parse[id.PriorityShare](v.r.PathValue("id"))
	if !ok {
		return "", "", fault.NotFound()
	}
	subject, err := v.Workflow.PrioritySubject(v.r.Context(), v.actor, ref)
	return ref, subject, err
}

func (s *site) showPriorityShare(v *visit) error {
	ref, subject, err := v.priorityShare()
	if err != nil {
		return err
	}
	v.seen("priority-share/" + string(ref))
	return v.redirect(prioritiesPath(v.actor.Person, subject)+"#sharing", "")
}

func (v *visit) priorityShareAct(done flash, act func(id.PriorityShare, form) error) error {
	ref, subject, err := v.priorityShare()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := act(ref, f); wrong != nil {
		return v.renderPriorities(subject, wrong, nil)
	}
	return v.redirect(prioritiesPath(v.actor.Person, subject), done)
}

func (s *site) agreePriorityShare(v *visit) error {
	return v.priorityShareAct(saidPriorityShared, func(ref id.PriorityShare, f form) error {
		return s.Workflow.AgreePriorityShare(v.r.Context(), v.actor, f.once(), ref)
	})
}

func (s *site) endPriorityShare(v *visit) error {
	return v.priorityShareAct(saidPriorityEnded, func(ref id.PriorityShare, f form) error {
		return s.Workflow.EndPriorityShare(v.r.Context(), v.actor, f.once(), ref)
	})
}
