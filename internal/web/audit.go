package web

import (
	"net/http"
	"net/url"
	"slices"

	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	pages "cairn/internal/web/pages/audit"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

func (s *site) auditRoutes() []Route {
	return []Route{{Pattern: "GET /audit", Items: []string{"aud_all"}, handle: s.showAudit}}
}

// auditNames are all that may be asked for. Another name is refused: what is not on
// the list must not seem to narrow anything.
var auditNames = []string{"family", "email", "from", "until", "before"}

func (s *site) showAudit(v *visit) error {
	if !v.Workflow.SeesAudit(v.actor) {
		return fault.NotFound()
	}
	q := v.query()
	for name := range v.r.URL.Query() {
		if !slices.Contains(auditNames, name) {
			return fault.New(fault.Invalid, "The journal can be narrowed by what, about whom and when, and by nothing else. Take the rest out of the address.")
		}
	}
	asked := pages.Asked{Family: q.Get("family"), Email: q.Get("email"), From: q.Get("from"), Until: q.Get("until")}
	before := readMark(q.Get("before"))
	page, err := s.Workflow.Audit(v.r.Context(), v.actor, workflow.AuditFilter{Family: audit.Family(asked.Family), Email: asked.Email,
		From: clock.Date(asked.From), Until: clock.Date(asked.Until), Before: before})
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	code, errors := http.StatusOK, []ui.FieldError(nil)
	if wrong != nil { // the list of what may be asked for, beside what was
		for _, name := range auditNames {
			if wrong[name] != "" {
				errors = append(errors, ui.FieldError{FieldID: name, Text: wrong[name]})
			}
		}
		code = http.StatusUnprocessableEntity
		if page, err = s.Workflow.Audit(v.r.Context(), v.actor, workflow.AuditFilter{}); err != nil {
			return err
		}
		page.Lines, page.Next = nil, workflow.ReadMark{}
	}
	j := pages.Journal{Page: v.page(v.say("Journal of the organisation")), AuditPage: page, Asked: asked, Problems: wrong, Errors: errors,
		Date: v.dateOf}
	j.Page.Wide = true
	if before != (workflow.ReadMark{}) {
		j.First = auditPath(asked, "")
	}
	if page.Next != (workflow.ReadMark{}) {
		j.Next = auditPath(asked, markText(page.Next))
	}
	return v.render(code, pages.Show(j))
}

func auditPath(a pages.Asked, before string) string {
	q := url.Values{}
	for name, value := range map[string]string{"family": a.Family, "email": a.Email, "from": a.From, "until": a.Until, "before": before} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/audit"
	}
	return "/audit?" + q.Encode()
}
