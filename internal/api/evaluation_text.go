package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// Matching is the other way to say at which revision a text was read.
type Matching struct {
	IfMatch string `header:"If-Match" pattern:"^\"[0-9]+\"$" maxLength:"20" doc:"The revision that was read, in quotes; instead of revision in the body. A text saved elsewhere since is answered with 409."`
}

// read returns the revision that was read, from the body or the header.
func (m Matching) read(body *int64) (int64, error) {
	if m.IfMatch == "" {
		if body == nil {
			return 0, mistaken("revision", "Say at which revision you have read it: here or in If-Match; 0 when nothing was saved yet.")
		}
		return *body, nil
	}
	header, err := strconv.ParseInt(strings.Trim(m.IfMatch, `"`), 10, 64)
	if err != nil || body != nil && *body != header {
		return 0, mistaken("revision", "The revision and If-Match say different things.")
	}
	return header, nil
}

func mistaken(field, message string) error {
	return fault.InvalidFields([]fault.Field{{Name: field, Message: message}})
}

type sideInput struct {
	ID string `path:"id" doc:"The evaluation's id."`
	Matching
	Body struct {
		Revision *int64        `json:"revision,omitempty" minimum:"0" doc:"Of your side as you have read it; 0 when nothing was saved yet."`
		Areas    []Answer      `json:"areas" maxItems:"1000" doc:"What you say about areas at steps."`
		Examples []ExampleMark `json:"examples,omitempty" maxItems:"20000" doc:"A word about single examples, where you want one."`
	}
}

// Saved tells where a text stands after it was saved.
type Saved struct {
	Revision int64      `json:"revision" doc:"What to name when saving again."`
	SavedAt  *time.Time `json:"saved_at,omitempty"`
}

type savedOutput struct {
	ETag string `header:"ETag" doc:"The revision, in quotes."`
	Body Saved
}

func saved(revision int64, at *time.Time) *savedOutput {
	return &savedOutput{ETag: strconv.Quote(strconv.FormatInt(revision, 10)), Body: Saved{revision, at}}
}

func (s *service) saveSide(v visit, in *sideInput) (*savedOutput, error) {
	revision, err := in.read(in.Body.Revision)
	if err != nil {
		return nil, err
	}
	body, err := in.body()
	if err != nil {
		return nil, err
	}
	ref, err := parse[id.Evaluation](in.ID) // after the text, as with every other evaluation that is not there
	if err != nil {
		return nil, err
	}
	kept, err := s.Workflow.SaveDraft(v, v.actor, ref, workflow.Draft{Body: body, Revision: revision})
	if fault.Is(err, fault.Conflict) {
		if mine, same := s.savedBefore(v, ref, revision, body); same {
			return saved(mine.Revision, moment(mine.SavedAt)), nil
		}
	}
	if err != nil {
		return nil, err
	}
	return saved(kept.Revision, moment(kept.At)), nil
}

// savedBefore tells whether this very text was saved at this revision: the answer
// was lost on its way and the request came again.
func (s *service) savedBefore(v visit, ref id.Evaluation, read int64, body rules.Body) (rules.Side, bool) {
	view, err := s.Workflow.Evaluation(v, v.actor, ref)
	if err != nil || view.Mine.Revision != read+1 {
		return rules.Side{}, false
	}
	have, errHave := json.Marshal(view.Mine.Body)
	sent, errSent := json.Marshal(body)
	return view.Mine, errHave == nil && errSent == nil && bytes.Equal(have, sent)
}

func (in *sideInput) body() (rules.Body, error) {
	body := rules.Body{Areas: map[rules.Key]rules.Answer{}, Examples: map[framework.ExampleID]rules.Mark{}}
	for _, a := range in.Body.Areas {
		if _, twice := body.Areas[a.key()]; twice {
			return body, mistaken("mark:"+string(a.key()), "Say what there is to say about an area at a step once.")
		}
		body.Areas[a.key()] = rules.Answer{Mark: rules.Mark(a.Mark), Text: a.Text}
	}
	for _, e := range in.Body.Examples {
		if _, twice := body.Examples[framework.ExampleID(e.Example)]; twice {
			return body, mistaken("example:"+e.Example, "Say one word about an example.")
		}
		body.Examples[framework.ExampleID(e.Example)] = rules.Mark(e.Mark)
	}
	return body, nil
}

// place finds the field among what was sent: the last of its name.
func (in *sideInput) place(field string) (m Mistake, ok bool) {
	kind, name, _ := strings.Cut(field, ":")
	for i, a := range in.Body.Areas {
		if (kind == "mark" || kind == "text") && string(a.key()) == name {
			m = Mistake{Location: fmt.Sprintf("body.areas[%d]", i)}
		}
	}
	for i, e := range in.Body.Examples {
		if kind == "example" && e.Example == name {
			m = Mistake{Location: fmt.Sprintf("body.examples[%d]", i)}
		}
	}
	if field == "revision" {
		m.Location = "body.revision"
	}
	return m, m.Location != ""
}

type resultInput struct {
	Act
	Matching
	Body struct {
		Revision *int64     `json:"revision,omitempty" minimum:"0" doc:"Of the result as you have read it; 0 when there is none yet."`
		Areas    []AreaMark `json:"areas,omitempty" maxItems:"1000" doc:"Which behaviours describe the person today."`
		Summary  string     `json:"summary" maxLength:"10000" doc:"What describes the person today, in a sentence or two."`
		Reason   string     `json:"reason,omitempty" maxLength:"10000" doc:"Why judgement departs from the rule, where it does."`
		NotShown string     `json:"not_shown,omitempty" maxLength:"100" doc:"Of the reason: the area not shown yet."`
		Strength string     `json:"strength,omitempty" maxLength:"100" doc:"And the area whose strength makes up for it."`
		Pay      string     `json:"pay,omitempty" maxLength:"10000" doc:"Of a move to another discipline or a narrower step, and only there: what it means for pay."`
		PayFrom  string     `json:"pay_from,omitempty" maxLength:"10" doc:"Of a move: from which day that holds, or by when it is settled. A narrower step needs it."`
		Step     string     `json:"step,omitempty" maxLength:"100" doc:"In an evaluation that sets one, a first one or a move, and only there: the Step you agree on."`
		Focus    []Focus    `json:"focus" maxItems:"12" doc:"What to focus on."`
	}
}

func (s *service) saveResult(v visit, in *resultInput) (*savedOutput, error) {
	read, err := in.read(in.Body.Revision)
	if err != nil {
		return nil, err
	}
	result, err := in.result()
	if err != nil {
		return nil, err
	}
	ref, err := parse[id.Evaluation](in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Workflow.WriteResult(v, v.actor, in.once(), ref, workflow.Proposal{Result: result, Read: read}); err != nil {
		return nil, err
	}
	return saved(read+1, nil), nil
}

func (in *resultInput) result() (rules.Result, error) {
	r := rules.Result{Areas: map[rules.Key]rules.Mark{}, Summary: in.Body.Summary, Reason: in.Body.Reason, Step: framework.StepID(in.Body.Step),
		NotShown: framework.AreaID(in.Body.NotShown), Strength: framework.AreaID(in.Body.Strength), Pay: in.Body.Pay, PayFrom: clock.Date(in.Body.PayFrom)}
	for _, a := range in.Body.Areas {
		if _, twice := r.Areas[a.key()]; twice {
			return r, mistaken("result:"+string(a.key()), "Say one word about an area at a step.")
		}
		r.Areas[a.key()] = rules.Mark(a.Mark)
	}
	for _, f := range in.Body.Focus {
		r.Focus = append(r.Focus, rules.Focus{Area: framework.AreaID(f.Area), Text: f.Text})
	}
	return r, nil
}

func (in *resultInput) place(field string) (Mistake, bool) {
	kind, name, _ := strings.Cut(field, ":")
	switch kind {
	case "result":
		m := Mistake{}
		for i, a := range in.Body.Areas {
			if string(a.key()) == name {
				m.Location = fmt.Sprintf("body.areas[%d]", i)
			}
		}
		return m, m.Location != ""
	case "focus":
		if len(in.Body.Focus) == 0 {
			return Mistake{Location: "body.focus"}, true
		}
		return Mistake{Location: "body.focus[" + name + "].text"}, true
	case "focus-area":
		return Mistake{Location: "body.focus[" + name + "].area"}, true
	case "not-shown":
		return Mistake{Location: "body.not_shown"}, true
	case "summary", "reason", "step", "revision", "strength", "pay", "pay_from":
		return Mistake{Location: "body." + kind}, true
	}
	return in.Idempotent.place(field)
}
