package web

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/hook"
	"cairn/internal/web/ui"
)

var (
	saidReplayed    = said("hook-replayed", ui.Done, "It is told again within a minute, by the same id.")
	saidNoneToTell  = said("hook-none", ui.Changed, "Nothing of this address was given up since then, so nothing is told again.")
	saidReplayedAll = said("hook-replayed-all", ui.Done, "All of it is told again, beginning within a minute, by the same ids.")
)

// The page tells dates and states of what the machine does, as the journal of security
// does, to operators alone.
func (s *site) hookRoutes() []Route {
	items, small := []string{"aud_all"}, int64(8<<10)
	return []Route{
		{Pattern: "GET " + pages.Path, Items: items, handle: s.showHooks},
		{Pattern: "POST " + pages.Path + "/replay", Items: items, MaxBody: small, handle: s.replayHook},
		{Pattern: "POST " + pages.Path + "/deliveries/{id}/replay", Items: items, MaxBody: small, handle: s.replayDelivery},
	}
}

func (s *site) showHooks(v *visit) error { return v.renderHooks(nil, nil) }

func (v *visit) renderHooks(wrong error, keep func(*pages.Hooks)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.Hooks(v.r.Context(), v.actor, "")
	if err != nil {
		return err
	}
	p := pages.Hooks{Page: v.page(v.say("Addresses that are told")), HooksView: view, Problems: problems{}, Key: v.key, Moment: v.moment}
	p.Page.Path, p.Page.Wide = pages.Path, true
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

func (s *site) replayDelivery(v *visit) error {
	ref, f, err := postedID[id.Delivery](v)
	if err != nil {
		return err
	}
	if wrong := s.Workflow.ReplayDelivery(v.r.Context(), v.actor, f.once(), ref); wrong != nil {
		return v.renderHooks(wrong, nil)
	}
	return v.redirect(pages.Path, saidReplayed)
}

func (s *site) replayHook(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	keep := func(p *pages.Hooks) { p.Hook, p.Since = f.get("hook"), f.get("since") }
	since, wrong := v.dayBegins(f.get("since"))
	var n int64
	if wrong == nil {
		n, wrong = s.Workflow.ReplayHook(v.r.Context(), v.actor, f.once(), id.Hook(f.get("hook")), since)
	}
	switch {
	case wrong != nil:
		return v.renderHooks(wrong, keep)
	case n == 0:
		return v.redirect(pages.Path, saidNoneToTell)
	}
	return v.redirect(pages.Path, saidReplayedAll)
}

// dayBegins reads a day where the viewer is; without one it is since ever.
func (v *visit) dayBegins(text string) (clock.Instant, error) {
	if text == "" {
		return 0, nil
	}
	at, err := time.ParseInLocation(time.DateOnly, text, v.zone())
	if err != nil {
		return 0, fault.InvalidFields([]fault.Field{{Name: "since", Message: "This is no day. Write it as 2026-05-12, or leave it empty."}})
	}
	return clock.At(at), nil
}
