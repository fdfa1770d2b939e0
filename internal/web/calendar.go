package web

import (
	"net/http"
	"strings"

	ics "github.com/arran4/golang-ical"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/web/pages/account"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var saidFeedEnded = said("calendar-ended", ui.Done, "The address answers no more. Calendars that use it stop getting news.")

func (s *site) calendarRoutes() []Route {
	own := []string{"profile"}
	return []Route{
		{Pattern: "GET /account/calendar", Items: own, handle: s.showFeed},
		{Pattern: "POST /account/calendar", Items: own, MaxBody: 8 << 10, handle: s.makeFeed},
		{Pattern: "POST /account/calendar/end", Items: own, MaxBody: 8 << 10, handle: s.endFeed},
		{Pattern: "GET /calendar/{file}", Plain: true, Public: true, handle: s.serveFeed},
	}
}

func (s *site) showFeed(v *visit) error {
	since, err := s.Workflow.FeedSince(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	f := account.Feed{Key: v.key(), EndKey: v.key()}
	if since.IsSet() {
		since := v.moment(since)
		f.Since = &since
	}
	return v.render(http.StatusOK, account.ShowFeed(v.page(v.say("Calendar")), f))
}

// makeFeed answers with the address, which is shown this once.
func (s *site) makeFeed(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	secret, err := s.Workflow.MakeFeed(v.r.Context(), v.actor, f.once())
	if err != nil {
		return err
	}
	base := "http://" + v.r.Host
	if s.PublicURL != nil {
		base = s.PublicURL.Scheme + "://" + s.PublicURL.Host
	}
	return v.render(http.StatusOK, account.ShowFeedMade(v.page(v.say("Calendar")), base+"/calendar/"+secret+".ics"))
}

func (s *site) endFeed(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.DropFeed(v.r.Context(), v.actor, f.once()); err != nil {
		return err
	}
	return v.redirect("/account/calendar", saidFeedEnded)
}

// serveFeed gives a calendar program the dates. It holds the secret and no session.
func (s *site) serveFeed(v *visit) error {
	secret, ok := strings.CutSuffix(v.r.PathValue("file"), ".ics")
	if !ok {
		return fault.NotFound()
	}
	dates, own, err := s.Workflow.Calendar(v.r.Context(), secret)
	if err != nil {
		return err
	}
	v.started = true
	v.w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = v.w.Write([]byte(feedText(v.Languages.Choose(own, ""), dates, v.Workflow.Now()))) // the program went away
	return nil
}

// feedText words the dates. Others look into calendars, so nothing says what a
// date is about, with whom, or where to find it.
func feedText(in lang.Language, dates []workflow.CalendarDate, now clock.Instant) string {
	c := ics.NewCalendar()
	c.SetProductId("-//Cairn//EN")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName("Cairn")
	for _, d := range dates {
		e := c.AddEvent(d.Mark + "@cairn")
		e.SetDtStampTime(now.Time())
		e.SetSequence(int(d.Revision))
		if d.Day.IsSet() {
			e.SetAllDayStartAt(d.Day.Time())
			e.SetAllDayEndAt(max(d.Day, d.Last).AddDays(1).Time())
			e.SetTimeTransparency(ics.TransparencyTransparent) // one can be met on that day
		} else {
			e.SetStartAt(d.At.Time())
			e.SetEndAt(d.At.Time().Add(talkLasts))
		}
		e.SetSummary(in.Say("Time set aside in Cairn"))
		e.SetClass(ics.ClassificationPrivate)
	}
	return c.Serialize(ics.WithNewLineWindows)
}
