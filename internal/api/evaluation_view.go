package api

import (
	"maps"
	"slices"
	"time"

	"cairn/internal/clock"
	rules "cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// Evaluations are those of the one who asks.
type Evaluations struct {
	Mine    []EvaluationLine `json:"mine" doc:"Of yourself, the newest first."`
	Reports []Report         `json:"reports" doc:"Your reports by name."`
	Joined  []JoinedLine     `json:"joined" doc:"Those of two others that you were asked to join."`
	GoesOn
}

// JoinedLine is an evaluation of two others that the one who asks was asked to join.
type JoinedLine struct {
	ID      string    `json:"id"`
	Subject PersonRef `json:"subject"`
	Manager PersonRef `json:"manager"`
	Since   time.Time `json:"since"`
}

// Report is one report with the open evaluation.
type Report struct {
	Person PersonRef       `json:"person"`
	Open   *EvaluationLine `json:"open,omitempty"`
}

// EvaluationLine says what an evaluation is and whose turn it is, and nothing of
// what anybody wrote. When a first one opened or is due would tell a start date,
// so neither is here.
type EvaluationLine struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind" enum:"first,growth,discipline,narrower,rollout"`
	Stage    string     `json:"stage" enum:"writing,opened,talked,agreed,not-agreed"`
	YourSide string     `json:"your_side" enum:"self,manager"`
	Subject  PersonRef  `json:"subject"`
	Other    PersonRef  `json:"other"`
	Turn     Turn       `json:"turn"`
	AgreedAt *time.Time `json:"agreed_at,omitempty"`
}

// Turn says whose turn it is and what happens next.
type Turn struct {
	Whose string `json:"whose" enum:"yours,theirs,both,nobody"`
	Line  string `json:"line"`
	Next  string `json:"next"`
}

// Evaluation is an evaluation as one of the two sees it.
type Evaluation struct {
	ID         string       `json:"id"`
	Kind       string       `json:"kind" enum:"first,growth,discipline,narrower,rollout"`
	Stage      string       `json:"stage" enum:"writing,opened,talked,agreed,not-agreed"`
	YourSide   string       `json:"your_side,omitempty" enum:"self,manager" doc:"Absent when you were asked to join."`
	Subject    PersonRef    `json:"subject"`
	Manager    PersonRef    `json:"manager"`
	Framework  FrameworkRef `json:"framework" doc:"The version it is made under."`
	Extensions []Extension  `json:"extensions" doc:"Of the person's units, as they were when it was opened; their examples count beside the framework's."`
	Discipline string       `json:"discipline,omitempty" doc:"The person's when it was opened."`
	Toward     string       `json:"toward,omitempty" doc:"Another discipline that it looks at, or that it is about moving to."`
	Steps      []string     `json:"steps" doc:"The steps it looks at."`
	Turn       Turn         `json:"turn"`
	Yours      Side         `json:"yours" doc:"The person's when you were asked to join."`
	Theirs     *OtherSide   `json:"theirs,omitempty" doc:"Absent until both have handed in; the manager's when you were asked to join."`
	OpenedAt   *time.Time   `json:"both_opened_at,omitempty" doc:"When both sides opened to both."`
	Talk       *Talk        `json:"talk,omitempty"`
	Result     *Result      `json:"result,omitempty" doc:"Absent until one is written."`
	AgreedAt   *time.Time   `json:"agreed_at,omitempty"`
	EndedAt    *time.Time   `json:"ended_at,omitempty" doc:"When it ended, agreed or not."`
	PlannedAt  *time.Time   `json:"planned_at,omitempty" doc:"When the two mean to talk."`
	Stated     Signed       `json:"stated" doc:"Who has said that they do not agree; the words are among the messages."`
	OpenedTo   []OpenedTo   `json:"opened_to,omitempty" doc:"Who was asked to join, the newest first."`
	LastTime   *LastTime    `json:"last_time,omitempty" doc:"What was agreed last, to look at."`
}

// Extension is one version of what a unit adds to the framework.
type Extension struct {
	Unit    string `json:"unit" example:"tribe/infrastructure"`
	Version string `json:"version" example:"1.0"`
}

// OpenedTo is somebody who was asked to join.
type OpenedTo struct {
	Reader  PersonRef  `json:"reader"`
	AskedBy PersonRef  `json:"asked_by"`
	Since   time.Time  `json:"since"`
	Until   *time.Time `json:"until,omitempty" doc:"Absent while it lasts."`
}

// Side is one's own side.
type Side struct {
	Revision   int64         `json:"revision" doc:"0 when nothing was saved yet."`
	SavedAt    *time.Time    `json:"saved_at,omitempty"`
	HandedInAt *time.Time    `json:"handed_in_at,omitempty"`
	Areas      []Answer      `json:"areas"`
	Examples   []ExampleMark `json:"examples"`
}

// OtherSide is what the other said. How often and when they saved is theirs.
type OtherSide struct {
	Areas    []Answer      `json:"areas"`
	Examples []ExampleMark `json:"examples"`
}

// Answer is what one side says about an area at a step.
type Answer struct {
	Area string `json:"area" maxLength:"100" example:"team"`
	Step string `json:"step" maxLength:"100" example:"squad-chapter"`
	Mark string `json:"mark,omitempty" enum:"not-yet,sometimes,describes,no-opportunity" doc:"A word; absent when none was chosen."`
	Text string `json:"text,omitempty" maxLength:"10000" doc:"Free text with evidence, 10,000 bytes at most."`
}

func (a Answer) key() rules.Key {
	return rules.KeyOf(framework.AreaID(a.Area), framework.StepID(a.Step))
}

// ExampleMark is a word about one example.
type ExampleMark struct {
	Example string `json:"example" maxLength:"100" doc:"The example's id."`
	Mark    string `json:"mark" enum:"not-yet,sometimes,describes,no-opportunity"`
}

// AreaMark is the word agreed on about an area at a step.
type AreaMark struct {
	Area string `json:"area" maxLength:"100" example:"team"`
	Step string `json:"step" maxLength:"100" example:"squad-chapter"`
	Mark string `json:"mark" enum:"not-yet,sometimes,describes,no-opportunity"`
}

func (a AreaMark) key() rules.Key {
	return rules.KeyOf(framework.AreaID(a.Area), framework.StepID(a.Step))
}

// Focus is one thing to grow in next.
type Focus struct {
	Area string `json:"area,omitempty" maxLength:"100" doc:"The area it is about; absent when it is about none."`
	Text string `json:"text" minLength:"1" maxLength:"2000" doc:"2,000 bytes at most."`
}

// Talk records that the two talked.
type Talk struct {
	Way     string    `json:"way" enum:"met,written"`
	On      string    `json:"on,omitempty" format:"date"`
	NotedBy PersonRef `json:"noted_by"`
	NotedAt time.Time `json:"noted_at"`
}

// Agreement is what the two agree on.
type Agreement struct {
	Areas   []AreaMark `json:"areas"`
	Summary string     `json:"summary"`
	Reason  string     `json:"reason,omitempty" doc:"Why judgement departs from the rule."`
	Shown   string     `json:"not_shown,omitempty" doc:"Of the reason: the area not shown yet."`
	Strong  string     `json:"strength,omitempty" doc:"And the area whose strength makes up for it."`
	Pay     string     `json:"pay,omitempty" doc:"Of a move: what it means for pay."`
	PayFrom string     `json:"pay_from,omitempty" doc:"From which day that holds, or by when it is settled."`
	Step    string     `json:"step,omitempty" doc:"Of a first evaluation, or of a move."`
	Focus   []Focus    `json:"focus"`
}

// Result is the result as it stands.
type Result struct {
	Agreement
	Revision  int64     `json:"revision" doc:"What to name when signing or saving again."`
	WrittenBy PersonRef `json:"written_by"`
	WrittenAt time.Time `json:"written_at"`
	Signed    Signed    `json:"signed"`
}

// Signed tells who has signed the result as it stands.
type Signed struct {
	Self    *time.Time `json:"self,omitempty"`
	Manager *time.Time `json:"manager,omitempty"`
}

// LastTime is what was agreed in the evaluation before.
type LastTime struct {
	Agreement
	Evaluation string       `json:"evaluation"`
	AgreedAt   time.Time    `json:"agreed_at"`
	Framework  FrameworkRef `json:"framework"`
}

// Messages is one page of the written conversation.
type Messages struct {
	Messages []Message `json:"messages"`
	Next     string    `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Message is one entry of it.
type Message struct {
	ID     string    `json:"id"`
	Author PersonRef `json:"author"`
	At     time.Time `json:"at"`
	Sort   string    `json:"sort,omitempty" enum:"statement,agreeing,notes" doc:"Why its author does not agree, that they agree to a move, or notes of the talk; absent in the conversation."`
	Text   string    `json:"text"`
}

func evaluationsOf(h workflow.Home) Evaluations {
	joined := each(h.Joined, func(l workflow.JoinedLine) JoinedLine {
		return JoinedLine{string(l.ID), personRef(l.Subject), personRef(l.Manager), l.Since.Time()}
	})
	return Evaluations{Mine: each(h.Mine, lineOf), Joined: joined, Reports: each(h.Reports, func(r workflow.ReportLine) Report {
		out := Report{Person: personRef(r.Person)}
		if r.Open != nil {
			line := lineOf(*r.Open)
			out.Open = &line
		}
		return out
	})}
}

func lineOf(l workflow.EvaluationLine) EvaluationLine {
	return EvaluationLine{
		ID: string(l.ID), Kind: string(l.Kind), Stage: string(l.Stage), YourSide: string(l.Viewer),
		Subject: personRef(l.Subject), Other: personRef(l.Other), Turn: turnOf(l.Turn), AgreedAt: agreedAt(l.Stage, l.AgreedAt),
	}
}

func turnOf(t rules.Turn) Turn { return Turn{string(t.Whose), t.Line, t.Next} }

func evaluationOf(v workflow.EvaluationView) Evaluation {
	out := Evaluation{
		ID: string(v.ID), Kind: string(v.Kind), Stage: string(v.Stage), YourSide: string(v.Viewer),
		Subject: personRef(v.Subject), Manager: personRef(v.Manager), Framework: frameworkRef(v.Framework),
		Extensions: each(v.Extensions, func(x framework.ExtensionRef) Extension { return Extension{x.Unit.String(), x.Version} }),
		Discipline: v.Discipline, Steps: texts(v.Steps), Turn: turnOf(v.Turn),
		Toward:   string(v.Toward),
		OpenedAt: moment(v.OpenedBoth), AgreedAt: agreedAt(v.Stage, v.AgreedAt), EndedAt: moment(v.AgreedAt), PlannedAt: moment(v.Planned.At), Yours: yoursOf(v),
		Stated: Signed{moment(v.Stated[rules.SelfSide]), moment(v.Stated[rules.ManagerSide])},
		OpenedTo: each(v.Disclosures, func(d workflow.DisclosureLine) OpenedTo {
			return OpenedTo{personRef(d.Reader), personRef(d.AskedBy), d.Since.Time(), moment(d.Until)}
		}),
	}
	if v.Theirs != nil {
		out.Theirs = &OtherSide{answersOf(v.Theirs.Body), wordsOf(v.Theirs.Body)}
	}
	if v.Talk.At.IsSet() {
		out.Talk = &Talk{string(v.Talk.Way), string(v.Talk.On), who(v, v.Talk.By), v.Talk.At.Time()}
	}
	if v.Written.Revision > 0 {
		out.Result = resultOf(v)
	}
	if v.Last != nil {
		out.LastTime = &LastTime{agreementOf(v.Last.Written.Result), string(v.Last.ID), v.Last.On.Time(), frameworkRef(v.Last.Ref)}
	}
	return out
}

// agreedAt is set for what was agreed only.
func agreedAt(s rules.Stage, at clock.Instant) *time.Time {
	if s != rules.Agreed {
		return nil
	}
	return moment(at)
}

func yoursOf(v workflow.EvaluationView) Side {
	if v.Joined {
		return Side{Areas: answersOf(v.Mine.Body), Examples: wordsOf(v.Mine.Body)}
	}
	return Side{
		Revision: v.Mine.Revision, SavedAt: moment(v.Mine.SavedAt), HandedInAt: moment(v.HandedIn[v.Viewer]),
		Areas: answersOf(v.Mine.Body), Examples: wordsOf(v.Mine.Body),
	}
}

func resultOf(v workflow.EvaluationView) *Result {
	return &Result{
		Agreement: agreementOf(v.Written.Result), Revision: v.Written.Revision, WrittenBy: who(v, v.Written.WrittenBy),
		WrittenAt: v.Written.WrittenAt.Time(), Signed: Signed{moment(v.Signed[rules.SelfSide]), moment(v.Signed[rules.ManagerSide])},
	}
}

func agreementOf(r rules.Result) Agreement {
	out := Agreement{Areas: []AreaMark{}, Summary: r.Summary, Reason: r.Reason, Shown: string(r.NotShown), Strong: string(r.Strength), Pay: r.Pay, PayFrom: string(r.PayFrom), Step: string(r.Step)}
	for _, k := range slices.Sorted(maps.Keys(r.Areas)) {
		area, step := k.Split()
		out.Areas = append(out.Areas, AreaMark{string(area), string(step), string(r.Areas[k])})
	}
	out.Focus = each(r.Focus, func(f rules.Focus) Focus { return Focus{string(f.Area), f.Text} })
	return out
}

// answersOf lists what a side says in the order of names, which says nothing.
func answersOf(b rules.Body) []Answer {
	out := []Answer{}
	for _, k := range slices.Sorted(maps.Keys(b.Areas)) {
		area, step := k.Split()
		out = append(out, Answer{string(area), string(step), string(b.Areas[k].Mark), b.Areas[k].Text})
	}
	return out
}

func wordsOf(b rules.Body) []ExampleMark {
	out := []ExampleMark{}
	for _, e := range slices.Sorted(maps.Keys(b.Examples)) {
		out = append(out, ExampleMark{string(e), string(b.Examples[e])})
	}
	return out
}

func messageOf(v workflow.EvaluationView, m rules.Message) Message {
	return Message{string(m.ID), who(v, m.Author), m.At.Time(), string(m.Sort), m.Text}
}

// who names one of the two; of a former manager no more than that.
func who(v workflow.EvaluationView, p id.Person) PersonRef {
	ref := PersonRef{Name: v.NameOf(p)}
	if p == v.Subject.ID || p == v.Manager.ID {
		ref.ID = string(p)
	}
	return ref
}
