package web

import (
	"strings"

	"cairn/internal/id"
	pages "cairn/internal/web/pages/memo"
	"cairn/internal/web/ui"
)

var (
	saidMemoDrafted = said("memo-drafted", ui.Done, "Saved. Only you can read it, and it is no note until you keep it.")
	saidMemoDropped = said("memo-draft-dropped", ui.Done, "What you had not kept is thrown away.")
)

// draftedMemo is whom the address is about, and which memo; empty for a new one.
func (v *visit) draftedMemo() (id.Person, id.Memo, error) {
	if strings.HasPrefix(v.r.URL.Path, "/people/") {
		person, err := v.askedPerson()
		return person, "", err
	}
	ref, err := v.memoID()
	if err != nil {
		return "", "", err
	}
	person, err := v.Workflow.MemoSubject(v.r.Context(), v.actor, ref)
	return person, ref, err
}

// saveMemoDraft answers the script that saves while somebody writes, and the button
// that does the same.
func (s *site) saveMemoDraft(v *visit) error {
	person, ref, err := v.draftedMemo()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	saved, err := s.Workflow.SaveMemoDraft(v.r.Context(), v.actor, person, ref, memoOf(f))
	switch {
	case err == nil && v.autosaving():
		return v.answerSaved(saved, v.say("Saved just now. It is no note until you keep it."))
	case err == nil:
		return v.redirect(pages.Path(person), saidMemoDrafted)
	case v.autosaving() || !mendable(err):
		return err
	}
	return v.renderMemos(person, ref, &f, err)
}

func (s *site) dropMemoDraft(v *visit) error {
	person, ref, err := v.draftedMemo()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.DropMemoDraft(v.r.Context(), v.actor, person, ref, f.revision("revision")); err != nil {
		return err
	}
	return v.redirect(pages.Path(person), saidMemoDropped)
}
