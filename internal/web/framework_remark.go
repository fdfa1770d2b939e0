package web

import (
	"net/http"
	"strconv"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/ui"
)

var (
	saidRemarked = said("framework-commented", ui.Done, "Your comment stands below. Everybody here can read it.")
	saidSettled  = said("framework-comment-settled", ui.Done, "The comment is closed, and says so.")
)

// remarksPage describes what was said about the version of the address.
func (v *visit) remarksPage() (pages.RemarksPage, error) {
	view, err := v.Workflow.Version(v.r.Context(), v.actor, v.r.PathValue("version"))
	if err != nil {
		return pages.RemarksPage{}, err
	}
	threads, err := v.Workflow.Remarks(v.r.Context(), v.actor, view.Ref)
	return pages.RemarksPage{VersionView: view, Threads: threads, Key: v.key, Moment: v.moment}, err
}

func (s *site) listRemarks(v *visit) error {
	d, err := v.remarksPage()
	if err != nil {
		return err
	}
	query := v.r.URL.Query()
	if show := query.Get("show"); show == pages.ShowOpen || show == pages.ShowSettled {
		d.Show = show
	}
	d.About, d.On = query.Has("on"), query.Get("on")
	if d.After, err = strconv.Atoi(query.Get("after")); err != nil || d.After < 0 {
		d.After = 0
	}
	if !d.Known() {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, pages.Remarks(v.framePage(v.say("Comments")), d))
}

// remark keeps a comment or an answer. One that cannot be kept is shown again.
func (s *site) remark(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	d, err := v.remarksPage()
	if err != nil {
		return err
	}
	reply := f.get("reply_to")
	replyTo, ok := id.Parse[id.Entry](reply)
	if reply != "" && !ok {
		return fault.NotFound()
	}
	said := framework.Remark{Target: f.get("on"), ReplyTo: replyTo, Text: f.get("remark")}
	_, err = s.Workflow.Remark(v.r.Context(), v.actor, f.once(), d.Ref, said)
	if err == nil {
		return v.redirect(pages.RemarksAbout(d.Ref, said.Target, replyTo), saidRemarked)
	}
	d.About, d.On, d.Text, d.ReplyTo = true, said.Target, said.Text, replyTo
	return v.remarkAgain(d, err)
}

// settleRemark notes what became of a comment.
func (s *site) settleRemark(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	d, err := v.remarksPage()
	if err != nil {
		return err
	}
	comment, ok := id.Parse[id.Entry](f.get("comment"))
	if !ok {
		return fault.NotFound()
	}
	err = s.Workflow.CloseRemark(v.r.Context(), v.actor, f.once(), d.Ref, comment, framework.Outcome(f.get("outcome")))
	if err == nil {
		return v.redirect(pages.RemarksAbout(d.Ref, f.get("on"), comment), saidSettled)
	}
	d.About, d.On = true, f.get("on")
	return v.remarkAgain(d, err)
}

// remarkAgain shows the page again with what was typed and what is wrong.
func (v *visit) remarkAgain(d pages.RemarksPage, err error) error {
	if !mendable(err) || !d.Known() {
		return err
	}
	message, fields := v.safe(err)
	d.Wrong = []ui.FieldError{{Text: message}}
	for i, f := range fields {
		if i == 0 {
			d.Wrong = nil
		}
		e := ui.FieldError{Text: f.Message}
		if f.Name == "remark" {
			d.Problem, e.FieldID = f.Message, d.Field()
		}
		d.Wrong = append(d.Wrong, e)
	}
	return v.render(statusFor(err), pages.Remarks(v.framePage(v.say("Comments")), d))
}
