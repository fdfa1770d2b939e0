package web

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/promotion"
)

// planPromotionTalk sets a day aside for the talk that is to come, or takes it back.
func (s *site) planPromotionTalk(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	on, done := clock.Date(strings.TrimSpace(f.get("talk_on"))), saidTalkSet
	if f.get("none") != "" {
		on = ""
	}
	if !on.IsSet() {
		done = saidTalkGone
	}
	keep := func(p *pages.Page, f form) { p.Typed.TalkOn = f.get("talk_on") }
	return v.caseAct(done, keep, func(ref id.Promotion, f form) error {
		return s.Workflow.PlanPromotionTalk(v.r.Context(), v.actor, f.once(), ref, on)
	})
}
