package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/fault"
	rules "cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/feedback"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidFbAsked     = said("feedback-asked", ui.Done, "They are asked. You find here what comes back.")
	saidGiven       = said("feedback-given", ui.Done, "It is given. Thank you for taking the time.")
	saidDeclined    = said("feedback-declined", ui.Done, "You have declined. Nobody is told a reason.")
	saidFbWithdrawn = said("feedback-withdrawn", ui.Done, "It is taken back.")
	saidReminded    = said("feedback-reminded", ui.Done, "They are reminded, kindly.")
	saidThanked     = said("feedback-thanked", ui.Done, "They are thanked.")
	saidFbShared    = said("feedback-shared", ui.Done, "Your manager can read it now. You can end this any day.")
	saidFbUnshared  = said("feedback-unshared", ui.Done, "Your manager can read it no longer.")
	saidFbNarrowed  = said("feedback-narrowed", ui.Done, "Fewer people can read it from now on.")
	saidDraftKept   = said("feedback-draft-saved", ui.Done, "Saved. Only you can read it until you give it.")
	feedbackItems   = []string{"fb_draft", "fb_subject", "fb_manager"}
)

func (s *site) feedbackRoutes() []Route {
	act := func(pattern string, handle func(*visit) error, items ...string) Route {
		return Route{Pattern: pattern, Items: items, MaxBody: defaultBody, handle: handle}
	}
	return []Route{
		{Pattern: "GET /feedback", Items: feedbackItems, handle: s.listFeedback},
		{Pattern: "GET /people/{id}/feedback/asking", Items: []string{"fb_subject", "fb_manager", "profile", "discipline"}, handle: s.askingForm},
		{Pattern: "GET /people/{id}/feedback/giving", Items: []string{"fb_draft", "profile"}, handle: s.givingForm},
		{Pattern: "GET /feedback/{id}", Items: feedbackItems, handle: s.showFeedback},
		act("POST /people/{id}/feedback/asking", s.askFeedback, "fb_subject", "fb_manager"),
		act("POST /people/{id}/feedback/giving", s.beginFeedback, "fb_draft"),
		act("POST /feedback/{id}/draft", s.saveFeedbackDraft, "fb_draft"),
		act("POST /feedback/{id}/giving", s.giveFeedback, feedbackItems...),
		act("POST /feedback/{id}/declining", s.feedbackAct(saidDeclined, "/feedback", (*workflow.Workflow).DeclineFeedback), feedbackItems...),
		act("POST /feedback/{id}/withdrawal", s.feedbackAct(saidFbWithdrawn, "/feedback", (*workflow.Workflow).WithdrawFeedback), feedbackItems...),
		act("POST /feedback/{id}/reminder", s.feedbackAct(saidReminded, "", (*workflow.Workflow).RemindFeedback), "fb_subject", "fb_manager"),
		act("POST /feedback/{id}/thanks", s.feedbackAct(saidThanked, "", (*workflow.Workflow).ThankForFeedback), "fb_subject", "fb_manager"),
		act("POST /feedback/{id}/sharing", s.feedbackAct(saidFbShared, "", (*workflow.Workflow).ShareFeedback), "fb_subject"),
		act("POST /feedback/{id}/sharing/end", s.feedbackAct(saidFbUnshared, "", (*workflow.Workflow).UnshareFeedback), "fb_subject"),
		act("POST /feedback/{id}/audience", s.narrowFeedback, "fb_subject", "fb_manager"),
	}
}

func (s *site) listFeedback(v *visit) error {
	lists, err := s.Workflow.Feedbacks(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	home, err := s.Workflow.Home(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.List{Page: v.page(v.say("Feedback")), Lists: lists, Self: v.actor.Person, Moment: v.moment}
	for _, r := range home.Reports {
		p.Reports = append(p.Reports, r.Person)
	}
	return v.render(http.StatusOK, pages.ShowList(p))
}

func (v *visit) feedbackID() (id.Feedback, error) {
	ref, ok := id.Parse[id.Feedback](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) askingForm(v *visit) error {
	p, err := v.askingPage()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	p.Evaluation = q.Get("evaluation")
	p.Questions = v.templateQuestions(q.Get("template"))
	return v.render(http.StatusOK, pages.Asking(p))
}

func (v *visit) templateQuestions(name string) (questions []string) {
	for _, t := range rules.Templates() {
		if t.ID == name {
			for _, q := range t.Questions {
				questions = append(questions, v.say(q))
			}
		}
	}
	return questions
}

func (v *visit) askingPage() (pages.AskPage, error) {
	person, err := v.askedPerson()
	if err != nil {
		return pages.AskPage{}, err
	}
	setup, err := v.Workflow.AskingSetup(v.r.Context(), v.actor, person)
	if err != nil {
		return pages.AskPage{}, err
	}
	p := pages.AskPage{Page: v.page(v.say("Ask for feedback")), Setup: setup, Key: v.key(), Chosen: map[id.Person]bool{}, Problems: problems{}}
	home, err := v.Workflow.Home(v.r.Context(), v.actor)
	if err != nil {
		return p, err
	}
	for _, l := range home.Mine {
		if setup.Self && !l.Closed() {
			p.Open = append(p.Open, l)
		}
	}
	for _, r := range home.Reports {
		if r.Person.ID == person && r.Open != nil {
			p.Open = append(p.Open, *r.Open)
		}
	}
	return p, nil
}

func (s *site) askFeedback(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	asking := workflow.Asking{Subject: person, Ask: askOf(f)}
	if f.get("fill") != "" { // a template was chosen: what is typed stays
		asking.Ask.Questions = append(nonEmpty(asking.Ask.Questions), v.templateQuestions(f.get("fill"))...)
		return v.askAgain(http.StatusOK, f, asking.Ask, nil)
	}
	if _, err := s.Workflow.AskingSetup(v.r.Context(), v.actor, person); err != nil { // before looking at what was typed
		return err
	}
	asking.Givers, err = v.giversOf(f)
	if err == nil {
		err = s.Workflow.AskFeedback(v.r.Context(), v.actor, f.once(), asking)
	}
	if err != nil {
		return v.askAgain(0, f, asking.Ask, err)
	}
	return v.redirect("/feedback", saidFbAsked)
}

func askOf(f form) rules.Ask {
	ask := rules.Ask{Note: f.get("note")}
	if ref, ok := strings.CutPrefix(f.get("evaluation"), pages.ForCase); ok {
		ask.Promotion = id.Promotion(ref)
	} else {
		ask.Evaluation = id.Evaluation(f.get("evaluation"))
	}
	for i := range rules.MaxQuestions {
		ask.Questions = append(ask.Questions, f.get(fmt.Sprintf("question:%d", i)))
	}
	for _, a := range f.all("area") {
		ask.Areas = append(ask.Areas, framework.AreaID(a))
	}
	return ask
}

func nonEmpty(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// giversOf are those chosen from the suggestions, and those named in words.
func (v *visit) giversOf(f form) (givers []id.Person, err error) {
	for _, p := range f.all("giver") {
		givers = append(givers, id.Person(p))
	}
	for _, line := range strings.FieldsFunc(f.get("givers"), func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if len(givers) >= rules.MaxGivers {
			break
		}
		who, err := v.personNamed(strings.TrimSpace(line))
		if problem, mistake := v.fieldProblem(err, "manager"); mistake {
			return nil, fault.InvalidFields([]fault.Field{{Name: "givers", Message: "“{line}”: {problem}", With: []any{"line", strings.TrimSpace(line), "problem", problem}}})
		}
		if err != nil {
			return nil, err
		}
		givers = append(givers, who)
	}
	return givers, nil
}

// fieldProblem is what is wrong with the field, when err is such a mistake.
func (v *visit) fieldProblem(err error, name string) (string, bool) {
	if p, other := v.problemsOf(err); other == nil && p != nil && p[name] != "" {
		return p[name], true
	}
	return "", false
}

func (v *visit) askAgain(code int, f form, ask rules.Ask, err error) error {
	if err != nil && !mendable(err) {
		return err
	}
	p, shown := v.askingPage()
	if shown != nil {
		return shown
	}
	p.Questions, p.Note, p.Evaluation, p.Named, p.Areas = nonEmpty(ask.Questions), ask.Note, f.get("evaluation"), f.get("givers"), ask.Areas
	for _, g := range f.all("giver") {
		p.Chosen[id.Person(g)] = true
	}
	if err != nil {
		p.Problems, p.Wrong = v.wrongOf(err)
		code = statusFor(err)
	}
	return v.render(code, pages.Asking(p))
}

// wrongOf sorts a mistake by field, for the head of the page and for the fields.
func (v *visit) wrongOf(err error) (problems, []ui.FieldError) {
	message, fields := v.safe(err)
	p, list := problems{}, []ui.FieldError{}
	for _, f := range fields {
		p[f.Name] = f.Message
		list = append(list, ui.FieldError{FieldID: f.Name, Text: f.Message})
	}
	if len(fields) == 0 {
		list = append(list, ui.FieldError{Text: message})
	}
	return p, list
}

func (s *site) givingForm(v *visit) error { return v.renderGiving(http.StatusOK, nil, nil) }

func (v *visit) renderGiving(code int, areas []framework.AreaID, err error) error {
	person, bad := v.askedPerson()
	if bad != nil {
		return bad
	}
	who, bad := v.Workflow.Profile(v.r.Context(), v.actor, person)
	if bad != nil {
		return bad
	}
	f, bad := v.framework()
	if bad != nil {
		return bad
	}
	p := pages.GivePage{Page: v.page(v.say("Give feedback")), To: who.PersonRef, All: f.AreasInOrder(), Areas: areas, Key: v.key()}
	if err != nil {
		_, p.Wrong = v.wrongOf(err)
	}
	return v.render(code, pages.Giving(p))
}

func (s *site) beginFeedback(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	ask := askOf(f)
	ref, err := s.Workflow.BeginFeedback(v.r.Context(), v.actor, f.once(), person, ask.Areas)
	if mendable(err) {
		return v.renderGiving(statusFor(err), ask.Areas, err)
	}
	if err != nil {
		return err
	}
	return v.redirect("/feedback/"+string(ref), "")
}

func (s *site) showFeedback(v *visit) error {
	p, err := v.feedbackPage()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Show(p))
}

func (v *visit) feedbackPage() (pages.Page, error) {
	ref, err := v.feedbackID()
	if err != nil {
		return pages.Page{}, err
	}
	view, err := v.Workflow.Feedback(v.r.Context(), v.actor, ref)
	if err != nil {
		return pages.Page{}, err
	}
	v.seen("feedback/" + string(ref))
	p := pages.Page{Page: v.page(v.say("Feedback")), View: view, Key: v.key, Moment: v.moment, Now: v.Workflow.Now(), Problems: problems{}, Said: v.saidBeside(rights.Said{List: view.Corrections}, view.Subject)}
	if view.Answer != nil {
		p.Said.Object = "feedback/" + string(ref)
	}
	p.Page.Path = "/feedback/" + string(ref)
	if view.Draft != nil {
		p.Typed, p.Revision = view.Draft.Answer, view.Draft.Revision
	}
	return p, nil
}

func answerOf(f form) rules.Answer {
	var a rules.Answer
	for i := range rules.MaxQuestions {
		if _, there := f.values[fmt.Sprintf("text:%d", i)]; there {
			a.Texts = append(a.Texts, f.get(fmt.Sprintf("text:%d", i)))
		}
	}
	a.Audience = audienceOf(f)
	return a
}

// audienceOf reads the choice of who may read it: of what a manager asked, whether
// the person may too, and otherwise whether the person may show it.
func audienceOf(f form) rules.Audience {
	switch f.get("audience") {
	case "both-decider":
		return rules.Audience{Subject: true, Asker: true, Decider: true}
	case "person-decider":
		return rules.Audience{Subject: true, MayShare: true, Decider: true}
	case "both":
		return rules.Audience{Subject: true, Asker: true}
	case "manager":
		return rules.Audience{Asker: true}
	case "person":
		return rules.Audience{Subject: true}
	case "person-may-show":
		return rules.Audience{Subject: true, MayShare: true}
	}
	return rules.Audience{}
}

func (s *site) saveFeedbackDraft(v *visit) error {
	ref, err := v.feedbackID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	revision := f.revision("revision")
	saved, err := s.Workflow.SaveFeedbackDraft(v.r.Context(), v.actor, ref, workflow.FeedbackDraft{Answer: answerOf(f), Revision: revision})
	if v.autosaving() {
		if err != nil {
			return err
		}
		return v.answerSaved(saved, v.say("Saved just now. Only you can read this."))
	}
	if err != nil {
		return v.feedbackAgain(err, f)
	}
	return v.redirect("/feedback/"+string(ref), saidDraftKept)
}

// feedbackAgain shows the page as it stands with what was typed.
func (v *visit) feedbackAgain(err error, f form) error {
	if !mendable(err) {
		return err
	}
	p, shown := v.feedbackPage()
	if shown != nil {
		return shown
	}
	p.Problems, p.Wrong = v.wrongOf(err)
	p.Typed = answerOf(f)
	p.Unsaved = len(p.Typed.Texts) > 0
	if p.View.Draft != nil {
		read := f.revision("revision")
		p.Clash = read != p.View.Draft.Revision
	}
	return v.render(statusFor(err), pages.Show(p))
}

func (s *site) giveFeedback(v *visit) error {
	ref, err := v.feedbackID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.GiveFeedback(v.r.Context(), v.actor, f.once(), ref, answerOf(f)); err != nil {
		return v.feedbackAgain(err, f)
	}
	return v.redirect("/feedback/"+string(ref), saidGiven)
}

func (s *site) narrowFeedback(v *visit) error {
	ref, err := v.feedbackID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.NarrowFeedback(v.r.Context(), v.actor, f.once(), ref, audienceOf(f)); err != nil {
		return v.feedbackAgain(err, f)
	}
	return v.redirect("/feedback/"+string(ref), saidFbNarrowed)
}

// feedbackButton is an act that needs nothing but the feedback.
type feedbackButton func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Feedback) error

// feedbackAct answers an act that is one button; to is where it leads, the page of
// the feedback when empty.
func (s *site) feedbackAct(done flash, to string, act feedbackButton) func(*visit) error {
	return func(v *visit) error {
		ref, err := v.feedbackID()
		if err != nil {
			return err
		}
		f, err := v.form()
		if err != nil {
			return err
		}
		if err := act(s.Workflow, v.r.Context(), v.actor, f.once(), ref); err != nil {
			return v.feedbackAgain(err, f)
		}
		if to != "" {
			return v.redirect(to, done)
		}
		return v.redirect("/feedback/"+string(ref), done)
	}
}
