package web

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	ics "github.com/arran4/golang-ical"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/evaluation"
	"cairn/internal/workflow"
)

func (s *site) planTalk(v *visit) error {
	keep := func(p *pages.Page, f form) { p.PlannedOn, p.PlannedAt = f.get("planned_on"), f.get("planned_at") }
	f, err := v.form()
	if err != nil {
		return err
	}
	done := saidPlanned
	if f.get("drop") != "" {
		done = saidUnplanned
	}
	return v.evaluationAct(done, keep, func(ref id.Evaluation, f form) error {
		at, err := v.plannedAt(f)
		if err != nil {
			return err
		}
		return s.Workflow.PlanTalk(v.r.Context(), v.actor, f.once(), ref, at)
	})
}

// plannedAt reads a day and a time of the day where the viewer is.
func (v *visit) plannedAt(f form) (clock.Instant, error) {
	if f.get("drop") != "" {
		return 0, nil
	}
	day, err := clock.ParseDate(f.get("planned_on"))
	if err != nil {
		return 0, fault.InvalidFields([]fault.Field{{Name: "planned_on", Message: "Give the day as year, month and day, like 2026-05-12."}})
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+f.get("planned_at"), v.zone())
	if err != nil {
		return 0, fault.InvalidFields([]fault.Field{{Name: "planned_at", Message: "Give the time as hours and minutes, like 14:30."}})
	}
	return clock.At(at), nil
}

// talkLasts is how much of a calendar a planned talk takes.
const talkLasts = time.Hour

// showTalk gives the planned talk to a calendar. Calendars are read by others, so
// it says nothing of what it is for, with whom, or where to find it.
func (s *site) showTalk(v *visit) error {
	ref, err := v.evaluationID()
	if err != nil {
		return err
	}
	view, err := s.Workflow.Evaluation(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	if view.Joined || !view.Planned.At.IsSet() {
		return fault.NotFound()
	}
	v.download("text/calendar; charset=utf-8", "cairn.ics")
	_, _ = v.w.Write([]byte(calendar(v.say("Time set aside in Cairn"), view.Planned, s.Workflow.Now()))) // the visitor went away
	return nil
}

func calendar(summary string, p evaluation.Planned, now clock.Instant) string {
	c := ics.NewCalendar()
	c.SetProductId("-//Cairn//EN")
	c.SetMethod(ics.MethodPublish)
	e := c.AddEvent(string(p.Mark) + "@cairn")
	e.SetDtStampTime(now.Time())
	e.SetSequence(int(p.Revision))
	e.SetStartAt(p.At.Time())
	e.SetEndAt(p.At.Time().Add(talkLasts))
	e.SetSummary(summary)
	e.SetClass(ics.ClassificationPrivate)
	return c.Serialize(ics.WithNewLineWindows)
}

// download begins an answer that is kept as a file and nowhere else.
func (v *visit) download(kind, name string) {
	v.started = true
	v.w.Header().Set("Content-Type", kind)
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	v.w.WriteHeader(http.StatusOK)
}

func (v *visit) downloadJSON(name string, what any) error {
	raw, err := json.MarshalIndent(what, "", "  ")
	if err != nil {
		return err
	}
	v.download("application/json; charset=utf-8", name)
	_, _ = v.w.Write(append(raw, '\n')) // the visitor went away
	return nil
}

// exportEvaluation gives the person the evaluation as a file.
func (s *site) exportEvaluation(v *visit) error {
	ref, err := v.evaluationID()
	if err != nil {
		return err
	}
	file, err := s.Workflow.ExportEvaluation(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	return v.downloadJSON("cairn-evaluation.json", file)
}

func (s *site) state(v *visit) error {
	keep := func(p *pages.Page, f form) { p.Statement = f.get("statement") }
	return v.evaluationAct(saidStated, keep, func(ref id.Evaluation, f form) error {
		return s.Workflow.State(v.r.Context(), v.actor, f.once(), ref, f.get("statement"))
	})
}

func (s *site) endAlone(v *visit) error { return v.joinAct(saidEnded, s.Workflow.EndAlone) }

func (s *site) askToJoin(v *visit) error { return v.joinAct(saidJoining, s.Workflow.AskToJoin) }

func (s *site) endJoining(v *visit) error { return v.joinAct(saidNotJoining, s.Workflow.EndJoining) }

func (v *visit) joinAct(done flash, act joinAct) error {
	return v.evaluationAct(done, nil, func(ref id.Evaluation, f form) error {
		return act(v.r.Context(), v.actor, f.once(), ref)
	})
}

type joinAct func(context.Context, access.Actor, workflow.Once, id.Evaluation) error
