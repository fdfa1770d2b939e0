package web

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/picture"
	rules "cairn/internal/recognition"
	pages "cairn/internal/web/pages/recognition"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidThanksPosted  = said("thanks-posted", ui.Done, "It is on the wall. Those whom you thank are told.")
	saidThanksChanged = said("thanks-changed", ui.Done, "Changed. Everybody reads it as it is now.")
	saidThanksRemoved = said("thanks-removed", ui.Done, "It is on the wall no longer.")
	saidNameOff       = said("thanks-name-off", ui.Done, "Your name is off.")
	saidThanksWords   = said("thanks-words", ui.Done, "Your words are kept.")
	saidJoined        = said("thanks-joined", ui.Done, "Your name stands beside the thanks.")
	saidUnjoined      = said("thanks-unjoined", ui.Done, "Your thanks are taken back.")
	saidReported      = said("thanks-reported", ui.Done, "Thank you. A people partner will look at it.")
	saidPostKept      = said("thanks-kept", ui.Done, "The post stays, and the report is closed.")
)

// postBody leaves room for a picture that is too large, so that its words come back.
const postBody = 2 * picture.MaxBytes

func (s *site) recognitionRoutes() []Route {
	items := []string{"recog"}
	route := func(pattern string, handle func(*visit) error) Route {
		return Route{Pattern: pattern, Items: items, handle: handle}
	}
	written := func(pattern string, handle func(*visit) error) Route {
		return Route{Pattern: pattern, Items: items, MaxBody: postBody, handle: handle}
	}
	return []Route{
		route("GET /recognition", s.showWall),
		route("GET /recognition/new", s.newThanks),
		route("GET /recognition/weeks/latest", s.showWallWeek),
		route("GET /recognition/reports/open", s.showReports),
		route("POST /recognition/reports/{id}/closing", s.closeReport),
		written("POST /recognition", s.postThanks),
		route("GET /recognition/{id}", s.showThanks),
		route("GET /recognition/{id}/edit", s.editThanks),
		written("POST /recognition/{id}", s.changeThanks),
		route("GET /recognition/{id}/picture", s.showPicture),
		route("POST /recognition/{id}/removal", s.removeThanks),
		route("POST /recognition/{id}/name/removal", s.takeNameOff),
		route("POST /recognition/{id}/words", s.sayOnThanks),
		route("POST /recognition/{id}/thanks", s.joinThanks(true, saidJoined)),
		route("POST /recognition/{id}/thanks/end", s.joinThanks(false, saidUnjoined)),
		route("POST /recognition/{id}/report", s.reportThanks),
	}
}

func (s *site) showWall(v *visit) error {
	asked := v.r.URL.Query()
	if checkText(asked) != nil {
		asked = nil
	}
	tribe, _ := id.Parse[id.Unit](asked.Get("tribe"))
	person, _ := id.Parse[id.Person](asked.Get("person"))
	after, _ := id.Parse[id.Recognition](asked.Get("after"))
	p := pages.Page{Filter: workflow.WallFilter{Tribe: tribe, Person: person, Project: shortened(asked.Get("project")), After: after}}
	if who := strings.TrimSpace(shortened(asked.Get("who"))); who != "" {
		found, err := v.personNamed(who)
		problem, mistake := v.fieldProblem(err, "manager")
		switch {
		case mistake:
			p.Who, p.Unknown = who, problem
		case err != nil:
			return err
		default:
			p.Filter.Person = found
		}
	}
	return v.renderWall(p)
}

func shortened(text string) string {
	words := []rune(text)
	return string(words[:min(len(words), longestSearch)])
}

// wallWeek is how far the page of what is new looks back.
const wallWeek = 8 * 24 * 60 * 60 * 1_000_000

func (s *site) showWallWeek(v *visit) error {
	v.seen("recognition-week/latest")
	return v.renderWall(pages.Page{Week: true, Filter: workflow.WallFilter{Since: v.Workflow.Now() - wallWeek, Limit: 100}})
}

func (v *visit) renderWall(p pages.Page) error {
	wall, err := v.Workflow.Wall(v.r.Context(), v.actor, p.Filter)
	if err != nil {
		return err
	}
	if p.Unknown != "" {
		wall.Posts, wall.Next = nil, ""
	}
	p.Page, p.Wall, p.Key, p.Moment, p.Reports = v.page(v.say("The wall of thanks")), wall, v.key, v.moment, v.actor.Holds(org.PeoplePartner)
	return v.render(http.StatusOK, pages.Show(p))
}

// postID reads the id of the address; what is no id names nothing.
func (v *visit) postID() (id.Recognition, error) {
	ref, ok := id.Parse[id.Recognition](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showThanks(v *visit) error {
	ref, err := v.postID()
	if err != nil {
		return err
	}
	v.seen("recognition/" + string(ref))
	return v.renderThanks(ref, nil, nil)
}

func (v *visit) renderThanks(ref id.Recognition, wrong error, keep func(*pages.One)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	post, err := v.Workflow.Recognition(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	p := pages.One{Page: v.page(pages.Title(v.r.Context(), post)), Post: post, Problems: problems{}, Key: v.key, Moment: v.moment}
	p.Page.Path = pages.Path(ref)
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowOne(p))
}

// showPicture serves a picture that Cairn made itself, as nothing but a picture.
func (s *site) showPicture(v *visit) error {
	ref, err := v.postID()
	if err != nil {
		return err
	}
	kind, data, err := s.Workflow.RecognitionPicture(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Disposition", `inline; filename="picture.`+strings.TrimPrefix(kind, "image/")+`"`)
	v.started = true
	_, _ = v.w.Write(data) // the visitor went away
	return nil
}

func (s *site) removeThanks(v *visit) error {
	ref, err := v.postID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.RemoveRecognition(v.r.Context(), v.actor, f.once(), ref, f.get("why")); wrong != nil {
		return v.renderThanks(ref, wrong, func(p *pages.One) { p.Why = f.get("why") })
	}
	return v.redirect("/recognition", saidThanksRemoved)
}

func (s *site) takeNameOff(v *visit) error {
	return v.thanksAct("/recognition", saidNameOff, nil, func(ref id.Recognition, f form) error {
		return s.Workflow.TakeNameOff(v.r.Context(), v.actor, f.once(), ref)
	})
}

// thanksAct runs one act on the post of the address and leads on, or back to it.
func (v *visit) thanksAct(to string, done flash, keep func(*pages.One, form), act func(id.Recognition, form) error) error {
	ref, err := v.postID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := act(ref, f); wrong != nil {
		return v.renderThanks(ref, wrong, func(p *pages.One) {
			if keep != nil {
				keep(p, f)
			}
		})
	}
	if to == "" {
		to = pages.Path(ref)
	}
	return v.redirect(to, done)
}

func (s *site) sayOnThanks(v *visit) error {
	keep := func(p *pages.One, f form) { p.Words = f.get("words") }
	return v.thanksAct("", saidThanksWords, keep, func(ref id.Recognition, f form) error {
		return s.Workflow.SayOnRecognition(v.r.Context(), v.actor, f.once(), ref, f.get("words"))
	})
}

func (s *site) joinThanks(join bool, done flash) func(*visit) error {
	return func(v *visit) error {
		return v.thanksAct("", done, nil, func(ref id.Recognition, f form) error {
			return s.Workflow.JoinThanks(v.r.Context(), v.actor, f.once(), ref, join)
		})
	}
}

func (s *site) reportThanks(v *visit) error {
	keep := func(p *pages.One, f form) { p.Report = f.get("report") }
	return v.thanksAct("", saidReported, keep, func(ref id.Recognition, f form) error {
		return s.Workflow.ReportRecognition(v.r.Context(), v.actor, f.once(), ref, f.get("report"))
	})
}

func (s *site) showReports(v *visit) error {
	list, err := s.Workflow.RecognitionReports(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	v.seen("recognition-reports/open")
	return v.render(http.StatusOK, pages.ShowReports(pages.Reports{Page: v.page(v.say("What is reported")), List: list, Key: v.key, Moment: v.moment}))
}

func (s *site) closeReport(v *visit) error {
	ref, ok := id.Parse[id.Report](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.KeepRecognition(v.r.Context(), v.actor, f.once(), ref); err != nil {
		return err
	}
	return v.redirect("/recognition/reports/open", saidPostKept)
}

func (s *site) newThanks(v *visit) error {
	p := pages.Form{Problems: problems{}}
	if to, ok := id.Parse[id.Person](v.r.URL.Query().Get("to")); ok && to != v.actor.Person {
		who, err := v.Workflow.Profile(v.r.Context(), v.actor, to)
		if err == nil {
			p.Chosen = []pages.Choice{{PersonRef: who.PersonRef, Named: true}}
		} else if !fault.Is(err, fault.Absent) {
			return err
		}
	}
	return v.renderThanksForm(http.StatusOK, p)
}

func (v *visit) renderThanksForm(code int, p pages.Form) error {
	wall, err := v.Workflow.Wall(v.r.Context(), v.actor, workflow.WallFilter{Limit: 1})
	if err != nil {
		return err
	}
	title := v.say("Thank somebody")
	if p.ID != "" {
		title = v.say("Change your post")
	}
	p.Page, p.Key, p.Projects = v.page(title), v.key, wall.Projects
	return v.render(code, pages.Write(p))
}

func (s *site) postThanks(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	ref := id.Recognition("")
	t, wrong := v.thanksOf(f)
	if wrong == nil {
		ref, wrong = s.Workflow.Recognise(v.r.Context(), v.actor, f.once(), t)
	}
	if wrong != nil {
		return v.thanksAgain(f, pages.Form{}, t, wrong)
	}
	return v.redirect(pages.Path(ref), saidThanksPosted)
}

// own finds a post of the viewer that stands on the wall; of others' there is no form.
func (v *visit) ownThanks() (workflow.PostView, error) {
	ref, err := v.postID()
	if err != nil {
		return workflow.PostView{}, err
	}
	post, err := v.Workflow.Recognition(v.r.Context(), v.actor, ref)
	if err == nil && (!post.Mine || post.RemovedAt.IsSet()) {
		err = fault.NotFound()
	}
	return post, err
}

func (s *site) editThanks(v *visit) error {
	post, err := v.ownThanks()
	if err != nil {
		return err
	}
	return v.renderThanksForm(http.StatusOK, formOfThanks(post))
}

func formOfThanks(post workflow.PostView) pages.Form {
	p := pages.Form{ID: post.ID, Read: post.Version, Work: post.Work, Text: post.Text, Project: post.Project, Alt: post.Alt, Picture: post.Picture != "", Problems: problems{}}
	for i, n := range post.To {
		ref := n.PersonRef
		ref.ID = post.People[i] // also of somebody who left
		p.Chosen = append(p.Chosen, pages.Choice{PersonRef: ref, Named: true})
	}
	return p
}

func (s *site) changeThanks(v *visit) error {
	post, err := v.ownThanks()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	t, wrong := v.thanksOf(f)
	if wrong == nil {
		wrong = s.Workflow.ChangeRecognition(v.r.Context(), v.actor, f.once(), post.ID, f.revision("read"), t)
	}
	if wrong != nil {
		return v.thanksAgain(f, formOfThanks(post), t, wrong)
	}
	return v.redirect(pages.Path(post.ID), saidThanksChanged)
}

// thanksOf reads the form of a post.
func (v *visit) thanksOf(f form) (t workflow.Thanks, err error) {
	t.Content = rules.Content{Work: f.get("work"), Text: f.get("text"), Project: f.get("project"), Alt: f.get("alt")}
	t.DropPicture = f.get("drop") == "yes"
	if t.Picture, err = v.pictureOf(); err != nil {
		return t, err
	}
	for _, p := range f.all("person") {
		t.People = append(t.People, id.Person(p))
	}
	for _, line := range strings.FieldsFunc(f.get("people"), func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		if strings.TrimSpace(line) == "" || len(t.People) > rules.MaxPeople {
			continue
		}
		who, err := v.personNamed(strings.TrimSpace(line))
		if problem, mistake := v.fieldProblem(err, "manager"); mistake {
			return t, fault.InvalidFields([]fault.Field{{Name: "people", Message: "“{line}”: {problem}", With: []any{"line", strings.TrimSpace(line), "problem", problem}}})
		}
		if err != nil {
			return t, err
		}
		if !slices.Contains(t.People, who) {
			t.People = append(t.People, who)
		}
	}
	return t, nil
}

// pictureOf reads the picture that was sent, one byte more than may be kept at most.
func (v *visit) pictureOf() ([]byte, error) {
	if v.r.MultipartForm == nil || len(v.r.MultipartForm.File["picture"]) == 0 {
		return nil, nil
	}
	file, err := v.r.MultipartForm.File["picture"][0].Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, picture.MaxBytes+1))
}

// thanksAgain shows the form again with all that was typed. A browser sends a picture
// once, so it has to be chosen anew.
func (v *visit) thanksAgain(f form, p pages.Form, t workflow.Thanks, wrong error) error {
	if !mendable(wrong) {
		return wrong
	}
	p.Work, p.Text, p.Project, p.Alt, p.Others, p.Drop = f.get("work"), f.get("text"), f.get("project"), f.get("alt"), f.get("people"), t.DropPicture
	p.Lost, p.Problems = len(t.Picture) > 0, problems{}
	if fault.Is(wrong, fault.Invalid) && p.ID != "" {
		p.Read = f.revision("read")
	}
	v.wrongFields(wrong, p.Problems, &p.Wrong)
	chosen := f.all("person")
	for i := range p.Chosen {
		p.Chosen[i].Named = slices.Contains(chosen, string(p.Chosen[i].ID))
	}
	for _, typed := range chosen {
		who, ok := id.Parse[id.Person](typed)
		if !ok || slices.ContainsFunc(p.Chosen, func(c pages.Choice) bool { return c.ID == who }) {
			continue
		}
		profile, err := v.Workflow.Profile(v.r.Context(), v.actor, who)
		if err == nil {
			p.Chosen = append(p.Chosen, pages.Choice{PersonRef: profile.PersonRef, Named: true})
		}
	}
	return v.renderThanksForm(statusFor(wrong), p)
}
