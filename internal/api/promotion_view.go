package api

import (
	"time"

	"cairn/internal/access"
	"cairn/internal/framework"
	"cairn/internal/id"
	rules "cairn/internal/promotion"
	"cairn/internal/workflow"
)

// Promotions is what of promotions concerns the one who asks.
type Promotions struct {
	Mine      []PromotionLine `json:"mine" doc:"About yourself, the newest first."`
	Reports   []PromotionLine `json:"reports" doc:"Open ones of people you manage."`
	Judged    []PromotionLine `json:"judged" doc:"That lie with you to decide, or that you decided not long ago."`
	Questions []QuestionLine  `json:"questions" doc:"Questions to you."`
	GoesOn
}

// PromotionLine says what a promotion is and whether it is your turn.
type PromotionLine struct {
	ID       string     `json:"id"`
	Subject  PersonRef  `json:"subject"`
	Manager  PersonRef  `json:"manager"`
	Stage    string     `json:"stage" enum:"asked,drafting,offered,consulting,deciding,returned,unsponsored,committing,closed"`
	Outcome  string     `json:"outcome,omitempty" enum:"promoted,not-yet,declined,withdrawn,answered,ended"`
	YourTurn bool       `json:"your_turn"`
	OpenedAt time.Time  `json:"opened_at"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
}

// QuestionLine is a question to the one who asks.
type QuestionLine struct {
	ID      string    `json:"id"`
	About   PersonRef `json:"about"`
	Until   string    `json:"until,omitempty"`
	Open    bool      `json:"open" doc:"It can be answered."`
	AskedAt time.Time `json:"asked_at"`
}

func promotionsOf(p workflow.Promotions) Promotions {
	return Promotions{
		Mine: each(p.Mine, promotionLine), Reports: each(p.Reports, promotionLine), Judged: each(p.Judged, promotionLine),
		Questions: each(p.Questions, func(q workflow.QuestionLine) QuestionLine {
			return QuestionLine{ID: string(q.ID), About: personRef(q.About), Until: string(q.Until), Open: q.Open, AskedAt: q.At.Time()}
		}),
	}
}

func promotionLine(l workflow.PromotionLine) PromotionLine {
	return PromotionLine{ID: string(l.ID), Subject: personRef(l.Subject), Manager: personRef(l.Manager), Stage: string(l.Stage), Outcome: string(l.Outcome),
		YourTurn: l.Yours, OpenedAt: l.OpenedAt.Time(), ClosedAt: moment(l.ClosedAt)}
}

// Promotion is a promotion as the one who asks may see it.
type Promotion struct {
	ID         string           `json:"id"`
	Version    int64            `json:"version" doc:"Counts changes; also the ETag."`
	Viewer     string           `json:"viewer" enum:"person,manager,decider" doc:"As what you see it."`
	YourTurn   bool             `json:"your_turn"`
	Subject    PersonRef        `json:"subject"`
	Manager    PersonRef        `json:"manager"`
	Stage      string           `json:"stage" enum:"asked,drafting,offered,consulting,deciding,returned,unsponsored,committing,closed"`
	Outcome    string           `json:"outcome,omitempty" enum:"promoted,not-yet,declined,withdrawn,answered,ended"`
	From       string           `json:"from" doc:"The present step."`
	To         string           `json:"to,omitempty" doc:"The wider step; absent in a request to talk."`
	Framework  FrameworkRef     `json:"framework" doc:"The version that it keeps to."`
	OpenedAt   time.Time        `json:"opened_at"`
	OfferedAt  *time.Time       `json:"offered_at,omitempty"`
	ConsentAt  *time.Time       `json:"consent_at,omitempty"`
	HandedOnAt *time.Time       `json:"handed_on_at,omitempty"`
	DecidedAt  *time.Time       `json:"decided_at,omitempty"`
	ClosedAt   *time.Time       `json:"closed_at,omitempty"`
	Decider    *PersonRef       `json:"decider,omitempty" doc:"Who decides, or decided; absent where nobody can at the moment."`
	Alone      bool             `json:"alone" doc:"The step leaves it to the manager."`
	Instead    bool             `json:"instead" doc:"The one whom the step names could not decide, and the next in line does."`
	Text       *CaseText        `json:"text,omitempty"`
	Results    []AttachedResult `json:"results,omitempty" doc:"What was agreed in the evaluations that the case points at."`
	Entries    []CaseEntry      `json:"entries,omitempty" doc:"What was said on the way, the oldest first."`
	Wanted     []string         `json:"wanted,omitempty" doc:"Relations it should be heard from."`
	Gaps       []RelationReason `json:"gaps,omitempty" doc:"Those of them that nobody was heard from."`
	Heard      []HeardLine      `json:"heard,omitempty" doc:"Who is heard. To the person after the decision only."`
	Decision   *CaseDecision    `json:"decision,omitempty"`
	Commitment *CommitmentText  `json:"commitment,omitempty" doc:"Between the two."`
	TalkOn     string           `json:"talk_on,omitempty" doc:"The day set aside for the talk that is to come. Between the two."`
	SignedBy   []string         `json:"signed_by,omitempty" doc:"Of the two, who has signed it as it stands."`
}

// AttachedResult is what the two agreed in an evaluation.
type AttachedResult struct {
	Evaluation string    `json:"evaluation"`
	AgreedAt   time.Time `json:"agreed_at"`
	Summary    string    `json:"summary"`
	Reason     string    `json:"reason,omitempty"`
}

// CaseEntry is something that was said on the way.
type CaseEntry struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Author PersonRef `json:"author"`
	Kind   string    `json:"kind" enum:"asked,answer,words,question,reply,declined,withdrawn,sponsored"`
	Text   string    `json:"text"`
}

// HeardLine is one person who is heard.
type HeardLine struct {
	ID        string      `json:"id"`
	Person    PersonRef   `json:"person"`
	As        string      `json:"as" enum:"peer,tribe-leadership,technical-leadership"`
	Way       string      `json:"way" enum:"written,spoken"`
	Question  string      `json:"question,omitempty"`
	Shared    string      `json:"shared,omitempty" doc:"What they may know beside the person's name."`
	State     string      `json:"state" enum:"waiting,given,passed,disputed,cancelled"`
	Until     string      `json:"until,omitempty"`
	Relations []string    `json:"relations,omitempty"`
	Answer    *SaidAnswer `json:"answer,omitempty"`
}

// SaidAnswer is what somebody says about the person.
type SaidAnswer struct {
	Text  string      `json:"text,omitempty"`
	Areas []AreaWords `json:"areas,omitempty"`
	Note  string      `json:"note,omitempty" doc:"Of a talk, by whoever asked."`
}

// CaseDecision is the decision with its reasons.
type CaseDecision struct {
	Reasons string   `json:"reasons"`
	Focus   []string `json:"focus,omitempty"`
	Talk    string   `json:"talk,omitempty"`
	TalkOn  string   `json:"talk_on,omitempty" doc:"As the decision set it."`
	Departs string   `json:"departs,omitempty"`
}

func promotionOf(v workflow.PromotionView, viewer id.Person) Promotion {
	p := Promotion{
		ID: string(v.ID), Version: v.Version, Viewer: string(v.Party), YourTurn: turnOfCase(v, viewer), Subject: personRef(v.Subject), Manager: personRef(v.Manager),
		Stage: string(v.Stage), Outcome: string(v.Outcome), From: string(v.From), To: string(v.To), Framework: frameworkRef(v.Case.Framework),
		OpenedAt: v.OpenedAt.Time(), OfferedAt: moment(v.OfferedAt), ConsentAt: moment(v.ConsentAt), HandedOnAt: moment(v.HandedOnAt),
		DecidedAt: moment(v.DecidedAt), ClosedAt: moment(v.ClosedAt), Decider: maybePerson(v.Decider), Alone: v.Alone, Instead: v.Instead,
		Wanted: texts(v.Wanted), Heard: heardLines(v), SignedBy: signedBy(v),
	}
	if v.Party == "" {
		p.Viewer = "decider"
	}
	if v.Eye == rules.Whole && v.HasTalk() {
		p.TalkOn = string(v.TalkOn)
	}
	if v.Written.Revision > 0 {
		p.Text = caseTextOf(v)
	}
	p.Results = each(v.Attached, func(a workflow.AttachedResult) AttachedResult {
		return AttachedResult{Evaluation: string(a.ID), AgreedAt: a.On.Time(), Summary: a.Written.Summary, Reason: a.Written.Reason}
	})
	p.Entries = each(v.Entries, func(e rules.Entry) CaseEntry {
		return CaseEntry{ID: string(e.ID), At: e.At.Time(), Author: PersonRef{ID: string(e.Author), Name: v.NameOf(e.Author)}, Kind: string(e.Kind), Text: e.Text}
	})
	p.Gaps = each(v.Gaps, func(r rules.Relation) RelationReason { return RelationReason{string(r), v.Reasons[r]} })
	if d := v.Verdict; d != nil {
		p.Decision = &CaseDecision{Reasons: d.Reasons, Focus: d.Focus, Talk: d.Talk, TalkOn: string(d.TalkOn), Departs: d.Departs}
	}
	if c := v.Commitment; c.Revision > 0 {
		p.Commitment = &CommitmentText{Challenges: c.Challenges, Support: c.Support, Person: c.Person, Pay: c.Pay}
	}
	return p
}

func turnOfCase(v workflow.PromotionView, viewer id.Person) bool {
	b := access.Bond{Self: v.Party == rules.Person, Manager: v.Party == rules.Manager}
	return v.TurnOf(b, v.Decider != nil && v.Decider.ID == viewer)
}

// signedBy tells the two who of them has signed.
func signedBy(v workflow.PromotionView) (who []string) {
	for _, p := range []rules.Party{rules.Person, rules.Manager} {
		if v.Party != "" && v.Signed[p].IsSet() {
			who = append(who, string(p))
		}
	}
	return who
}

func caseTextOf(v workflow.PromotionView) *CaseText {
	return &CaseText{To: string(v.Text.To), Summary: v.Text.Summary, Reason: v.Text.Reason, Areas: wordsOn(v.Framework.AreasInOrder(), v.Text.Areas),
		Evidence: each(v.Text.Evidence, func(e rules.Evidence) CaseEvidence { return CaseEvidence{string(e.Kind), e.Ref, e.Note} })}
}

// wordsOn lists what is said about areas, in their order.
func wordsOn(areas []framework.Area, said map[framework.AreaID]string) (list []AreaWords) {
	for _, a := range areas {
		if said[a.ID] != "" {
			list = append(list, AreaWords{string(a.ID), said[a.ID]})
		}
	}
	return list
}

func heardLines(v workflow.PromotionView) []HeardLine {
	return each(v.Heard, func(h workflow.HeardLine) HeardLine {
		line := HeardLine{ID: string(h.ID), Person: personRef(h.Who), As: string(h.Label), Way: string(h.Way), Question: h.Question, Shared: h.Shared, State: string(h.Reply), Until: string(h.Until), Relations: texts(h.Relations)}
		if h.Answer != nil {
			line.Answer = answerTo(v.Framework.AreasInOrder(), *h.Answer)
		}
		return line
	})
}

func answerTo(areas []framework.Area, a rules.Answer) *SaidAnswer {
	return &SaidAnswer{Text: a.Text, Areas: wordsOn(areas, a.Areas), Note: a.Note}
}
