package web

import (
	"net/http"
	"net/url"

	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/evaluation"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// evaluationBody leaves room for a side in which every text is as long as it may be.
const evaluationBody = 2 << 20

var (
	saidOpened     = said("evaluation-opened", ui.Done, "The evaluation is open. Both of you can write now; neither sees the other’s side.")
	saidSaved      = said("draft-saved", ui.Done, "Saved. Only you can read it until both sides are handed in.")
	saidHandedIn   = said("handed-in", ui.Done, "Your side is handed in.")
	saidBothOpen   = said("both-open", ui.Done, "Both sides are open now. It is time to talk.")
	saidTakenBack  = said("taken-back", ui.Done, "Your side is yours again. Go on writing.")
	saidSent       = said("message-sent", ui.Done, "Sent. The two of you can read it below.")
	saidTalked     = said("talked", ui.Done, "Noted. Now write down what you agree on.")
	saidKept       = said("result-kept", ui.Done, "The text is kept. It stands once both of you have signed it.")
	saidSigned     = said("signed", ui.Done, "You have signed. The result stands as soon as the other has signed too.")
	saidAgreed     = said("agreed", ui.Done, "Both of you have signed. This is agreed.")
	saidPlanned    = said("talk-planned", ui.Done, "The day is noted. You can take it into your calendar below.")
	saidUnplanned  = said("talk-unplanned", ui.Done, "The day is taken back.")
	saidStated     = said("stated", ui.Done, "Your statement is kept as it is.")
	saidEnded      = said("ended", ui.Done, "The evaluation has ended without agreement. Another one can be started any day.")
	saidJoining    = said("joining", ui.Done, "They are asked to join. Both of you see it on this page for as long as it lasts.")
	saidNotJoining = said("joining-ended", ui.Done, "Nobody else reads along any more.")
	saidUnsigned   = said("unsigned", ui.Done, "Your signature is withdrawn.")
	openEvaluation = []string{"self_draft", "self_shared", "mgr_draft", "mgr_shared", "compare", "focus", "step", "fb_subject", "fb_manager", "notes_self"}
)

func (s *site) evaluationRoutes() []Route {
	act := func(pattern string, handle func(*visit) error, items ...string) Route {
		return Route{Pattern: pattern, Items: items, MaxBody: evaluationBody, handle: handle}
	}
	return []Route{
		{Pattern: "GET /evaluations", Items: []string{"compare", "profile"}, handle: s.listEvaluations},
		{Pattern: "GET /evaluations/{id}", Items: openEvaluation, handle: s.showEvaluation},
		{Pattern: "GET /evaluations/{id}/talk.ics", Items: []string{"compare"}, handle: s.showTalk},
		{Pattern: "GET /evaluations/{id}/export", Items: []string{"export"}, handle: s.exportEvaluation},
		{Pattern: "GET /people/{id}/evaluations/new", Items: []string{"compare", "step"}, handle: s.newEvaluation},
		act("POST /evaluations", s.openEvaluation, "compare", "step"),
		act("POST /evaluations/{id}/draft", s.saveDraft, "self_draft", "mgr_draft"),
		act("POST /evaluations/{id}/hand-in", s.handIn, "self_draft", "mgr_draft", "self_shared", "mgr_shared"),
		act("POST /evaluations/{id}/take-back", s.takeBack, "self_draft", "mgr_draft"),
		act("POST /evaluations/{id}/messages", s.say, "compare"),
		act("POST /evaluations/{id}/talk", s.recordTalk, "compare"),
		act("POST /evaluations/{id}/plan", s.planTalk, "compare"),
		act("POST /evaluations/{id}/statement", s.state, "compare"),
		act("POST /evaluations/{id}/ending", s.endAlone, "compare"),
		act("POST /evaluations/{id}/joining", s.askToJoin, "compare", "self_shared", "mgr_shared"),
		act("POST /evaluations/{id}/joining/end", s.endJoining, "compare"),
		act("POST /evaluations/{id}/result", s.writeResult, "compare", "focus", "step"),
		act("POST /evaluations/{id}/signature", s.sign, "compare", "step"),
		act("POST /evaluations/{id}/signature/withdrawal", s.unsign, "compare"),
	}
}

// evaluationID reads the id of the address; what is no id names nothing.
func (v *visit) evaluationID() (id.Evaluation, error) {
	ref, ok := id.Parse[id.Evaluation](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showEvaluation(v *visit) error {
	p, err := v.evaluationPage()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	p.Differ, p.Editing = q.Get("show") == "differences", q.Get("edit") == "result"
	p.Step = stepInView(p.View, framework.StepID(q.Get("step")))
	return v.render(http.StatusOK, pages.Show(p))
}

// evaluationPage describes the evaluation of the address as it stands.
func (v *visit) evaluationPage() (*pages.Page, error) {
	ref, err := v.evaluationID()
	if err != nil {
		return nil, err
	}
	view, err := v.Workflow.Evaluation(v.r.Context(), v.actor, ref)
	if err != nil {
		return nil, err
	}
	v.seen("evaluation/" + string(ref))
	p := &pages.Page{
		Page: v.page(pages.Title(v.r.Context(), view)), View: view, Step: stepInView(view, ""), Body: view.Mine.Body, Revision: view.Mine.Revision,
		Result: pages.ResultForm{Result: view.Written.Result, Read: view.Written.Revision},
		Key:    v.key, Moment: v.moment, Problems: problems{}, Said: v.saidBeside(rights.Said{List: view.Corrections}, view.Subject),
	}
	if view.BothSee() || view.Closed() {
		p.Said.Object = "evaluation/" + string(ref)
	}
	if !view.Joined {
		if p.Beside, err = v.Workflow.FeedbackBeside(v.r.Context(), v.actor, ref); err != nil {
			return nil, err
		}
		if err = v.notesBeside(p); err != nil {
			return nil, err
		}
	}
	p.Page.Wide, p.Page.Path = true, "/evaluations/"+string(ref)
	return p, nil
}

// notesBeside are what the viewer wrote last in their own journal and, by day alone,
// what the person shows the manager, while the evaluation goes on; and at any time
// the entries that the person has put beside their side, for who may read that.
func (v *visit) notesBeside(p *pages.Page) (err error) {
	view := p.View
	if !view.Closed() {
		if p.Journal, err = v.Workflow.NotesAtHand(v.r.Context(), v.actor, view.Subject.ID, notesShown); err != nil {
			return err
		}
	}
	p.Attached, err = v.Workflow.AttachedNotes(v.r.Context(), v.actor, view.Subject.ID, "evaluation/"+string(view.ID))
	return err
}

// notesShown is how many journal entries stand beside a form; the rest is a link away.
const notesShown = 5

// stepInView returns the asked step, or the first one in view.
func stepInView(view workflow.EvaluationView, asked framework.StepID) framework.StepID {
	for _, s := range view.Steps {
		if s == asked {
			return s
		}
	}
	if len(view.Steps) > 0 {
		return view.Steps[0]
	}
	return ""
}

// again shows the evaluation as it stands with what was typed and what is wrong
// with it; anything but such a mistake goes to the one place for failures.
func (v *visit) again(err error, keep func(*pages.Page)) error {
	if !mendable(err) {
		return err
	}
	p, shown := v.evaluationPage()
	if shown != nil {
		return shown
	}
	v.wrongFields(err, p.Problems, &p.Wrong)
	keep(p)
	return v.render(statusFor(err), pages.Show(p))
}

// saveDraft answers the script that saves while somebody writes, and the buttons
// that save and go to another step.
func (s *site) saveDraft(v *visit) error {
	ref, err := v.evaluationID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	saved, err := s.Workflow.SaveDraft(v.r.Context(), v.actor, ref, draftOf(f))
	if v.autosaving() {
		if err != nil {
			return err
		}
		return v.answerSaved(saved, v.say("Saved just now. Only you can read this."))
	}
	if err != nil {
		return v.again(err, keepDraft(f))
	}
	if go_ := f.get("go"); go_ != "" && go_ != "later" {
		return v.redirect("/evaluations/"+string(ref)+"?step="+url.QueryEscape(go_), "")
	}
	return v.redirect("/evaluations/"+string(ref)+"?step="+url.QueryEscape(f.get("step")), saidSaved)
}

// keepDraft puts what was typed back into the form. The form then carries the
// stored revision: the other text stands beside it and the next save replaces it
// knowingly.
func keepDraft(f form) func(*pages.Page) {
	return func(p *pages.Page) {
		d := draftOf(f)
		p.Step = stepInView(p.View, d.Step)
		p.Body = p.View.Mine.Body.With(p.Step, d.Body, p.View.Text)
		if p.View.MayWrite(p.View.Viewer) != nil {
			p.Unsaved = &d.Body
			return
		}
		p.Clash = d.Revision != p.View.Mine.Revision
	}
}

func (s *site) handIn(v *visit) error {
	ref, err := v.evaluationID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	draft := draftOf(f)
	if err := s.Workflow.HandIn(v.r.Context(), v.actor, f.once(), ref, &draft); err != nil {
		return v.again(err, keepDraft(f))
	}
	view, err := s.Workflow.Evaluation(v.r.Context(), v.actor, ref)
	if err == nil && view.BothSee() {
		return v.redirect("/evaluations/"+string(ref), saidBothOpen)
	}
	return v.redirect("/evaluations/"+string(ref), saidHandedIn)
}

func (s *site) takeBack(v *visit) error {
	return v.evaluationAct(saidTakenBack, nil, func(ref id.Evaluation, f form) error {
		return s.Workflow.TakeBack(v.r.Context(), v.actor, f.once(), ref)
	})
}

func (s *site) say(v *visit) error {
	keep := func(p *pages.Page, f form) { p.Message = f.get("message") }
	return v.evaluationAct(saidSent, keep, func(ref id.Evaluation, f form) error {
		return s.Workflow.Say(v.r.Context(), v.actor, f.once(), ref, f.get("message"))
	})
}

func (s *site) recordTalk(v *visit) error {
	keep := func(p *pages.Page, f form) {
		p.TalkWay, p.TalkOn, p.Notes = rules.TalkWay(f.get("talk_way")), f.get("talked_on"), f.get("notes")
	}
	return v.evaluationAct(saidTalked, keep, func(ref id.Evaluation, f form) error {
		var on clock.Date
		if typed := f.get("talked_on"); typed != "" && f.get("talk_way") == string(rules.Met) {
			var err error
			if on, err = clock.ParseDate(typed); err != nil {
				return fault.InvalidFields([]fault.Field{{Name: "talked_on", Value: typed, Message: "Give the day as year, month and day, like 2026-05-12."}})
			}
		}
		noted := workflow.TalkNoted{Way: rules.TalkWay(f.get("talk_way")), On: on, Notes: f.get("notes")}
		return s.Workflow.NoteTalk(v.r.Context(), v.actor, f.once(), ref, noted)
	})
}

func (s *site) writeResult(v *visit) error {
	keep := func(p *pages.Page, f form) {
		p.Editing, p.Result = true, pages.ResultForm{Result: resultOf(f), Read: p.View.Written.Revision}
	}
	return v.evaluationAct(saidKept, keep, func(ref id.Evaluation, f form) error {
		if f.get("more") == "focus" {
			return errMoreRoom
		}
		read := f.revision("read")
		return s.Workflow.WriteResult(v.r.Context(), v.actor, f.once(), ref, workflow.Proposal{Result: resultOf(f), Read: read})
	})
}

// errMoreRoom shows the form again with room for more, keeping what was typed.
var errMoreRoom = fault.New(fault.Invalid, "There is room for more focus areas below. The text is not kept yet.")

func (s *site) sign(v *visit) error {
	ref, err := v.evaluationID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	read := f.revision("read")
	if err := s.Workflow.SignWith(v.r.Context(), v.actor, f.once(), ref, workflow.Signature{Read: read, Words: f.get("agreeing")}); err != nil {
		return v.again(err, func(p *pages.Page) { p.Agreeing = f.get("agreeing") })
	}
	view, err := s.Workflow.Evaluation(v.r.Context(), v.actor, ref)
	if err == nil && view.Closed() {
		return v.redirect("/evaluations/"+string(ref), saidAgreed)
	}
	return v.redirect("/evaluations/"+string(ref), saidSigned)
}

func (s *site) unsign(v *visit) error {
	return v.evaluationAct(saidUnsigned, nil, func(ref id.Evaluation, f form) error {
		return s.Workflow.Unsign(v.r.Context(), v.actor, f.once(), ref)
	})
}

// evaluationAct runs one act on the evaluation of the address and leads back to
// it. A mistake shows the page again with what keep puts back.
func (v *visit) evaluationAct(done flash, keep func(*pages.Page, form), act func(id.Evaluation, form) error) error {
	ref, err := v.evaluationID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := act(ref, f); err != nil {
		return v.again(err, func(p *pages.Page) {
			if keep != nil {
				keep(p, f)
			}
		})
	}
	return v.redirect("/evaluations/"+string(ref), done)
}
