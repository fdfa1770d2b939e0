package api

import (
	"time"

	rules "cairn/internal/feedback"
	"cairn/internal/workflow"
)

// FeedbackLists is the feedback that concerns you.
type FeedbackLists struct {
	ToGive  []FeedbackLine `json:"to_give" doc:"What you are asked, and what you have begun."`
	Mine    []FeedbackLine `json:"mine" doc:"About you, to read."`
	Asked   []FeedbackLine `json:"asked" doc:"What you asked for and has not come."`
	Reports []FeedbackLine `json:"reports" doc:"About people you manage, who show it to you."`
	Gave    []FeedbackLine `json:"gave" doc:"What you gave."`
	GoesOn
}

// FeedbackLine is one of a list.
type FeedbackLine struct {
	ID       string     `json:"id"`
	Subject  PersonRef  `json:"subject"`
	Giver    PersonRef  `json:"giver"`
	Asker    *PersonRef `json:"asker,omitempty" doc:"Absent when nobody asked."`
	State    string     `json:"state" enum:"asked,unasked,given,declined,withdrawn"`
	Readable bool       `json:"readable" doc:"You may read what was given."`
	Shared   bool       `json:"shared" doc:"The person shows it to the manager."`
	MadeAt   time.Time  `json:"made_at"`
	GivenAt  *time.Time `json:"given_at,omitempty"`
}

// FeedbackAudience is who may read an answer beside its giver.
type FeedbackAudience struct {
	Person         bool `json:"person" doc:"Whom it is about."`
	PersonMayShare bool `json:"person_may_share" doc:"They may show it to their manager."`
	Decider        bool `json:"decider,omitempty" doc:"Put before them with the person's agreement, whoever decides about what comes of a conversation about their growth. Only where that was asked for."`
}

func (a FeedbackAudience) audience() rules.Audience {
	return rules.Audience{Subject: a.Person, MayShare: a.PersonMayShare, Decider: a.Decider}
}

func audienceOf(a rules.Audience) FeedbackAudience {
	return FeedbackAudience{a.Subject, a.MayShare, a.Decider}
}

// FeedbackAnswer is what the giver writes.
type FeedbackAnswer struct {
	Texts    []string         `json:"texts" maxItems:"5" doc:"One for each question, in their order. 10,000 bytes each at most."`
	Audience FeedbackAudience `json:"audience"`
}

func (a FeedbackAnswer) answer() rules.Answer {
	return rules.Answer{Texts: a.Texts, Audience: a.Audience.audience()}
}

func answerOf(a rules.Answer) *FeedbackAnswer {
	return &FeedbackAnswer{append([]string{}, a.Texts...), audienceOf(a.Audience)}
}

// Feedback is one feedback as you may see it.
type Feedback struct {
	ID         string           `json:"id"`
	Subject    PersonRef        `json:"subject"`
	Giver      PersonRef        `json:"giver"`
	Asker      *PersonRef       `json:"asker,omitempty" doc:"Absent when nobody asked."`
	State      string           `json:"state" enum:"asked,unasked,given,declined,withdrawn"`
	Questions  []string         `json:"questions"`
	Areas      []string         `json:"areas,omitempty"`
	Note       string           `json:"note,omitempty" doc:"Why it was asked."`
	Evaluation string           `json:"evaluation,omitempty" doc:"That it was asked for. Not for the giver."`
	Widest     FeedbackAudience `json:"widest_audience" doc:"Nobody else can ever be added."`
	Answer     *FeedbackAnswer  `json:"answer,omitempty" doc:"For its audience."`
	Draft      *FeedbackDraft   `json:"draft,omitempty" doc:"For the giver alone."`
	Shared     bool             `json:"shared"`
	Thanked    bool             `json:"thanked"`
	MadeAt     time.Time        `json:"made_at"`
	GivenAt    *time.Time       `json:"given_at,omitempty"`
}

// FeedbackDraft is what the giver has written so far.
type FeedbackDraft struct {
	FeedbackAnswer
	Revision int64 `json:"revision" doc:"What to name when saving it; 0 when there is none yet."`
}

func feedbackListsOf(l workflow.FeedbackLists) FeedbackLists {
	return FeedbackLists{
		ToGive: each(l.ToGive, feedbackLineOf), Mine: each(l.Mine, feedbackLineOf), Asked: each(l.Asked, feedbackLineOf),
		Reports: each(l.Reports, feedbackLineOf), Gave: each(l.Gave, feedbackLineOf),
	}
}

func feedbackLineOf(l workflow.FeedbackLine) FeedbackLine {
	return FeedbackLine{
		ID: string(l.ID), Subject: personRef(l.Subject), Giver: personRef(l.Giver), Asker: somebody(l.Asker), State: string(l.Stage),
		Readable: l.Readable, Shared: l.Shared, MadeAt: l.MadeAt.Time(), GivenAt: moment(l.GivenAt),
	}
}

// somebody is a person who may be nobody.
func somebody(p workflow.PersonRef) *PersonRef {
	if p.ID == "" {
		return nil
	}
	return maybePerson(&p)
}

func feedbackOf(v workflow.FeedbackView) Feedback {
	f := Feedback{
		ID: string(v.ID), Subject: personRef(v.Subject), Giver: personRef(v.Giver), Asker: somebody(v.Asker), State: string(v.Stage),
		Questions: v.Ask.Questions, Areas: texts(v.Ask.Areas), Note: v.Ask.Note, Widest: audienceOf(v.Widest),
		Shared: v.Shared, Thanked: v.Thanked, MadeAt: v.MadeAt.Time(), GivenAt: moment(v.GivenAt),
	}
	if !v.Gives() {
		f.Evaluation = string(v.Ask.Evaluation)
	}
	if v.Answer != nil {
		f.Answer = answerOf(*v.Answer)
	}
	if v.Draft != nil {
		f.Draft = &FeedbackDraft{*answerOf(v.Draft.Answer), v.Draft.Revision}
	}
	return f
}
