package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/web/pages/inbox"
	"cairn/internal/web/ui"
)

var (
	saidRead     = said("notices-read", ui.Done, "Read. It stays further down for a while.")
	saidAllRead  = said("all-read", ui.Done, "Everything is read.")
	saidMuted    = said("thing-muted", ui.Done, "You hear nothing more about it. It stays where it is, and you can end this here.")
	saidUnmuted  = said("thing-unmuted", ui.Done, "You are told about it again.")
	saidNoticing = said("notices-set", ui.Done, "Kept. It holds from the next notice on.")
)

func (s *site) inboxRoutes() []Route {
	about, own := []string{"compare", "profile"}, []string{"profile"}
	act := func(pattern string, handle func(*visit) error) Route {
		return Route{Pattern: pattern, Items: about, MaxBody: 8 << 10, handle: handle}
	}
	return append([]Route{
		{Pattern: "GET /inbox", Items: about, handle: s.showInbox},
		{Pattern: "GET /inbox/{id}", Items: about, handle: s.followNotice},
		act("POST /inbox/reading", s.readAll),
		act("POST /inbox/{id}/reading", s.readNotice),
		act("POST /inbox/{id}/mute", s.muteThing),
		act("POST /inbox/{id}/mute/end", s.unmuteThing),
		{Pattern: "GET /inbox/settings", Items: own, handle: s.showNoticeSettings},
		{Pattern: "POST /inbox/settings", Items: own, MaxBody: 64 << 10, handle: s.setNoticeSettings},
	}, append(s.mailRoutes(), s.calendarRoutes()...)...)
}

func (s *site) showInbox(v *visit) error {
	box, err := s.Workflow.Inbox(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, inbox.Show(inbox.Page{Page: v.page(v.say("Inbox")), Inbox: box, Key: v.key, Moment: v.moment}))
}

// noticeID reads the id of the address; what is no id names nothing.
func (v *visit) noticeID() (id.Notice, error) {
	ref, ok := id.Parse[id.Notice](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

// followNotice leads to the one address of the thing. Mails link here, so that no
// link tells what it is about.
func (s *site) followNotice(v *visit) error {
	ref, err := v.noticeID()
	if err != nil {
		return err
	}
	path, err := s.Workflow.NoticePath(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	return v.redirect(path, "")
}

func (s *site) readAll(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.MarkAllRead(v.r.Context(), v.actor, f.once()); err != nil {
		return err
	}
	return v.redirect("/inbox", saidAllRead)
}

func (s *site) readNotice(v *visit) error {
	return v.noticeAct(saidRead, func(ref id.Notice, f form) error {
		return s.Workflow.MarkRead(v.r.Context(), v.actor, f.once(), ref)
	})
}

func (s *site) muteThing(v *visit) error {
	return v.noticeAct(saidMuted, func(ref id.Notice, f form) error {
		return s.Workflow.MuteThing(v.r.Context(), v.actor, f.once(), ref, true)
	})
}

func (s *site) unmuteThing(v *visit) error {
	return v.noticeAct(saidUnmuted, func(ref id.Notice, f form) error {
		return s.Workflow.MuteThing(v.r.Context(), v.actor, f.once(), ref, false)
	})
}

func (v *visit) noticeAct(done flash, act func(id.Notice, form) error) error {
	ref, err := v.noticeID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := act(ref, f); err != nil {
		return err
	}
	return v.redirect("/inbox", done)
}

func (s *site) showNoticeSettings(v *visit) error {
	have, err := s.Workflow.NoticeSettings(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, inbox.Settings(v.page(v.say("What I am told")), inbox.SettingsForm{Key: v.key(), Have: have, Mails: s.Mails}))
}

func (s *site) setNoticeSettings(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	wanted := settingsFrom(f)
	err = s.Workflow.SetNoticeSettings(v.r.Context(), v.actor, f.once(), wanted)
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		form := inbox.SettingsForm{Key: v.key(), Have: wanted, Mails: s.Mails, Problem: wrong.first()}
		return v.render(http.StatusUnprocessableEntity, inbox.Settings(v.page(v.say("What I am told")), form))
	}
	return v.redirect("/inbox/settings", saidNoticing)
}

// settingsFrom takes what was chosen; a kind that follows the rest has no choice
// of its own.
func settingsFrom(f form) notice.Settings {
	s := notice.Settings{}
	if way := f.get(inbox.WayField(notice.Everything)); way != "" {
		s[notice.Everything] = notice.Way(way)
	}
	for _, about := range notice.Choices() {
		if way := f.get(inbox.WayField(about.Kind)); way != "" {
			s[about.Kind] = notice.Way(way)
		}
	}
	return s
}

// seen notes that the viewer has come to the thing. A page does not fail over it.
func (v *visit) seen(object string) {
	if err := v.Workflow.Seen(v.r.Context(), v.actor, object); err != nil {
		v.Log.Warn("a notice could not be marked as read", "error", err)
	}
}

// hasNews tells whether something new waits in the viewer's inbox.
func (v *visit) hasNews() bool {
	news, err := v.Workflow.HasNews(v.r.Context(), v.actor)
	if err != nil {
		v.Log.Warn("the inbox could not be looked at", "error", err)
	}
	return news
}
