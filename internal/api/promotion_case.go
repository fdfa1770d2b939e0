package api

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	rules "cairn/internal/promotion"
	"cairn/internal/workflow"
)

func quoted(version int64) string { return strconv.Quote(strconv.FormatInt(version, 10)) }

// AreaWords is what is said about one area.
type AreaWords struct {
	Area string `json:"area" maxLength:"100" doc:"By its id in the framework."`
	Text string `json:"text" maxLength:"10000" doc:"10,000 bytes at most."`
}

// CaseEvidence is one thing the case points at.
type CaseEvidence struct {
	Kind string `json:"kind" enum:"evaluation,link" doc:"An agreed evaluation of the person, or something that is written down elsewhere."`
	Ref  string `json:"ref" minLength:"1" maxLength:"2000" doc:"Its id, or its address."`
	Note string `json:"note,omitempty" maxLength:"10000" doc:"What it shows."`
}

// CaseText is the written case.
type CaseText struct {
	To       string         `json:"to" maxLength:"100" doc:"The wider step."`
	Summary  string         `json:"summary,omitempty" maxLength:"10000" doc:"Why. Needed before it is offered."`
	Areas    []AreaWords    `json:"areas,omitempty" maxItems:"100" doc:"How it shows, area by area."`
	Evidence []CaseEvidence `json:"evidence,omitempty" maxItems:"40" doc:"What it points at."`
	Reason   string         `json:"reason,omitempty" maxLength:"10000" doc:"Where judgement stands above the framework’s rule, why."`
}

type caseInput struct {
	CaseAct
	Body CaseText
}

func (in *caseInput) place(field string) (Mistake, bool) {
	if area, ok := strings.CutPrefix(field, "area:"); ok {
		return placeOfArea(in.Body.Areas, area)
	}
	if at, ok := strings.CutPrefix(field, "evidence:"); ok {
		return Mistake{Location: "body.evidence[" + at + "].note"}, true
	}
	return in.CaseAct.place(field)
}

func placeOfArea(list []AreaWords, area string) (Mistake, bool) {
	for i, a := range list {
		if a.Area == area {
			return Mistake{Location: fmt.Sprintf("body.areas[%d]", i)}, true
		}
	}
	return Mistake{}, false
}

// areaWords reads what is said about areas, each of them once.
func areaWords(list []AreaWords) (map[framework.AreaID]string, error) {
	said := make(map[framework.AreaID]string, len(list))
	for _, a := range list {
		if _, twice := said[framework.AreaID(a.Area)]; twice {
			return nil, mistaken("area:"+a.Area, "Say what there is to say about an area once.")
		}
		said[framework.AreaID(a.Area)] = a.Text
	}
	return said, nil
}

func (s *service) saveCase(v visit, in *caseInput) (*done, error) {
	areas, err := areaWords(in.Body.Areas)
	if err != nil {
		return nil, err
	}
	text := rules.Text{To: framework.StepID(in.Body.To), Summary: in.Body.Summary, Areas: areas, Reason: in.Body.Reason}
	for _, e := range in.Body.Evidence {
		text.Evidence = append(text.Evidence, rules.Evidence{Kind: rules.EvidenceKind(e.Kind), Ref: e.Ref, Note: e.Note})
	}
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.WriteCase(v, v.actor, once, ref, workflow.CaseDraft{Text: text})
	})
}

type askInput struct {
	CaseAct
	Body struct {
		Who      string `json:"who" maxLength:"100" doc:"Whom, by id."`
		As       string `json:"as" enum:"peer,tribe-leadership,technical-leadership" doc:"As what they are asked; they read it."`
		Question string `json:"question,omitempty" maxLength:"2000" doc:"In words that name no step."`
		Shared   string `json:"shared,omitempty" maxLength:"2000" doc:"What they may know beside the person's name."`
		Until    string `json:"until,omitempty" format:"date" doc:"The last day. Later is possible as long as it is open."`
		Note     string `json:"note,omitempty" maxLength:"10000" doc:"Of a talk that was held. They say whether that is what they said."`
	}
}

func (in *askInput) place(field string) (Mistake, bool) {
	if field == "label" {
		return Mistake{Location: "body.as"}, true
	}
	return in.CaseAct.place(field)
}

func (s *service) askSomebody(v visit, in *askInput) (*done, error) {
	who, _ := id.Parse[id.Person](in.Body.Who) // nobody is refused like somebody who is not here
	until, err := dayOf("until", in.Body.Until)
	if err != nil {
		return nil, err
	}
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.Consult(v, v.actor, once, ref, workflow.Question{
			Who: who, Label: rules.Label(in.Body.As), Ask: in.Body.Question, Shared: in.Body.Shared, Until: until, Note: in.Body.Note,
		})
	})
}

// RelationReason is a wanted relation that was not heard, and why not.
type RelationReason struct {
	Relation string `json:"relation" enum:"same-squad,same-chapter,other-squad,other-tribe,other-discipline,leads-in-tribe,leads-technology,three-in-technology"`
	Reason   string `json:"reason,omitempty" maxLength:"10000"`
}

type handOnInput struct {
	CaseAct
	Body struct {
		Gaps  []RelationReason `json:"gaps,omitempty" maxItems:"20" doc:"Why wanted relations were not heard."`
		Reply string           `json:"reply,omitempty" maxLength:"10000" doc:"To the question of a case that was sent back."`
	}
}

func (in *handOnInput) place(field string) (Mistake, bool) {
	for i, g := range in.Body.Gaps {
		if field == "gap:"+g.Relation {
			return Mistake{Location: fmt.Sprintf("body.gaps[%d]", i)}, true
		}
	}
	if strings.HasPrefix(field, "gap:") {
		return Mistake{Location: "body.gaps"}, true
	}
	return in.CaseAct.place(field)
}

func (s *service) handOn(v visit, in *handOnInput) (*done, error) {
	gaps := make(map[rules.Relation]string, len(in.Body.Gaps))
	for _, g := range in.Body.Gaps {
		gaps[rules.Relation(g.Relation)] = g.Reason
	}
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.HandOn(v, v.actor, once, ref, workflow.HandingOn{Gaps: gaps, Reply: in.Body.Reply})
	})
}

type approveInput struct {
	CaseAct
	Body struct {
		Reasons string `json:"reasons" maxLength:"10000" doc:"The person reads them."`
		Departs string `json:"departs,omitempty" maxLength:"10000" doc:"Where judgement stands above the framework’s rule, why."`
	}
}

func (s *service) approve(v visit, in *approveInput) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.Decide(v, v.actor, once, ref, rules.Verdict{Reasons: in.Body.Reasons, Departs: in.Body.Departs})
	})
}

type postponeInput struct {
	CaseAct
	Body struct {
		Reasons string   `json:"reasons" maxLength:"10000" doc:"The person reads them."`
		Focus   []string `json:"focus" maxItems:"12" doc:"What would make the difference; at least one thing."`
		Talk    string   `json:"talk" maxLength:"10000" doc:"When to talk about it again, and with whom."`
		TalkOn  string   `json:"talk_on,omitempty" maxLength:"10" format:"date" doc:"The day of it, where it is known. The two can move it."`
		Departs string   `json:"departs,omitempty" maxLength:"10000" doc:"Where judgement stands above the framework’s rule, why."`
	}
}

func (s *service) postpone(v visit, in *postponeInput) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.RefuseYet(v, v.actor, once, ref, rules.Verdict{Reasons: in.Body.Reasons, Focus: in.Body.Focus, Talk: in.Body.Talk, TalkOn: clock.Date(in.Body.TalkOn), Departs: in.Body.Departs})
	})
}

type planPromotionTalkInput struct {
	CaseAct
	Body struct {
		TalkOn string `json:"talk_on,omitempty" maxLength:"10" format:"date" doc:"Left out: no day."`
	}
}

func (s *service) planPromotionTalk(v visit, in *planPromotionTalkInput) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.PlanPromotionTalk(v, v.actor, once, ref, clock.Date(in.Body.TalkOn))
	})
}

type returnInput struct {
	CaseAct
	Body struct {
		Question string `json:"question" maxLength:"10000" doc:"What you need to know."`
	}
}

func (s *service) returnCase(v visit, in *returnInput) (*done, error) {
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.ReturnCase(v, v.actor, once, ref, in.Body.Question)
	})
}

// CommitmentText is what both commit to.
type CommitmentText struct {
	Challenges string `json:"challenges" maxLength:"10000" doc:"The bigger challenges that come with the wider step."`
	Support    string `json:"support,omitempty" maxLength:"10000" doc:"What helps to meet them."`
	Person     string `json:"person" maxLength:"10000" doc:"What the person goes on doing."`
	Pay        string `json:"pay" maxLength:"10000" doc:"The pay change, or why there is none."`
}

type commitInput struct {
	CaseAct
	Body CommitmentText
}

func (s *service) commit(v visit, in *commitInput) (*done, error) {
	text := rules.Commitment{Challenges: in.Body.Challenges, Support: in.Body.Support, Person: in.Body.Person, Pay: in.Body.Pay}
	return in.act(func(once workflow.Once, ref id.Promotion) error {
		return s.Workflow.Commit(v, v.actor, once, ref, workflow.Pledge{Text: text})
	})
}
