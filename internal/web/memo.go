package web

import (
	"cairn/internal/fault"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/memo"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidMemoKept    = said("memo-kept", ui.Done, "Kept. Only you can read it here.")
	saidMemoRemoved = said("memo-removed", ui.Done, "The note is removed for good.")
)

func (s *site) memoRoutes() []Route {
	item := []string{"notes_mgr"}
	return []Route{
		{Pattern: "GET /people/{id}/memos", Items: item, handle: s.showMemos},
		{Pattern: "POST /people/{id}/memos", Items: item, handle: s.writeMemo},
		{Pattern: "POST /memos/{id}", Items: item, handle: s.rewriteMemo},
		{Pattern: "POST /people/{id}/memos/draft", Items: item, handle: s.saveMemoDraft},
		{Pattern: "POST /people/{id}/memos/draft/end", Items: item, handle: s.dropMemoDraft},
		{Pattern: "POST /memos/{id}/draft", Items: item, handle: s.saveMemoDraft},
		{Pattern: "POST /memos/{id}/draft/end", Items: item, handle: s.dropMemoDraft},
		{Pattern: "POST /memos/{id}/removal", Items: item, handle: s.removeMemo},
	}
}

func (s *site) showMemos(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	return v.renderMemos(person, "", nil, nil)
}

// renderMemos shows what the viewer wrote about somebody; typed is what was refused,
// of the memo that was to be changed or of a new one, and nil when nothing was.
func (v *visit) renderMemos(person id.Person, changing id.Memo, typed *form, wrong error) error {
	view, err := v.Workflow.Memos(v.r.Context(), v.actor, person)
	if err != nil {
		return err
	}
	p := pages.List{Page: v.page(v.say("Notes to yourself")), View: view, Changing: changing, Key: v.key, Moment: v.moment}
	if typed != nil {
		p.Typed = &workflow.MemoText{Text: typed.get("text"), Revision: typed.revision("revision")}
	}
	p.Page.Path = pages.Path(person)
	if wrong != nil {
		problem, list := v.wrongOf(wrong)
		if p.Problem, p.Wrong = problem["text"], list; changing != "" {
			for i := range p.Wrong {
				p.Wrong[i].FieldID += "-" + string(changing)
			}
		}
	}
	return v.render(statusFor(wrong), pages.ShowList(p))
}

func (s *site) writeMemo(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	_, err = s.Workflow.WriteMemo(v.r.Context(), v.actor, f.once(), person, memoOf(f))
	if mendable(err) {
		return v.renderMemos(person, "", &f, err)
	}
	if err != nil {
		return err
	}
	return v.redirect(pages.Path(person), saidMemoKept)
}

func memoOf(f form) workflow.MemoText {
	return workflow.MemoText{Text: f.get("text"), Revision: f.revision("revision")}
}

func (v *visit) memoID() (id.Memo, error) {
	ref, ok := id.Parse[id.Memo](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) rewriteMemo(v *visit) error {
	return v.memoAct(saidMemoKept, func(ref id.Memo, f form) (id.Person, error) {
		return s.Workflow.RewriteMemo(v.r.Context(), v.actor, f.once(), ref, memoOf(f), f.revision("read"))
	})
}

func (s *site) removeMemo(v *visit) error {
	return v.memoAct(saidMemoRemoved, func(ref id.Memo, f form) (id.Person, error) {
		return s.Workflow.RemoveMemo(v.r.Context(), v.actor, f.once(), ref)
	})
}

// memoAct runs one act on the memo of the address and leads back to the list; a
// mistake shows it again with what was typed.
func (v *visit) memoAct(done flash, act func(id.Memo, form) (id.Person, error)) error {
	ref, err := v.memoID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	about, err := act(ref, f)
	if mendable(err) {
		subject, gone := v.Workflow.MemoSubject(v.r.Context(), v.actor, ref)
		if gone != nil {
			return gone
		}
		return v.renderMemos(subject, ref, &f, err)
	}
	if err != nil {
		return err
	}
	if list, err := v.Workflow.Memos(v.r.Context(), v.actor, about); err != nil || len(list.Memos) == 0 && !list.MayWrite {
		return v.redirect("/drafts", done) // the last one that was left
	}
	return v.redirect(pages.Path(about), done)
}
