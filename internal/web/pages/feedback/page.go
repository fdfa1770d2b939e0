// Package feedback shows what people ask each other, what they write, and who
// reads it.
package feedback

import (
	_ "embed"
	"fmt"
	"slices"

	"cairn/internal/clock"
	rules "cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed feedback.css
var Sheet []byte

// List is all feedback that concerns the viewer.
type List struct {
	ui.Page
	Lists   workflow.FeedbackLists
	Self    id.Person
	Reports []workflow.PersonRef
	Moment  func(clock.Instant) ui.Moment
}

func (p List) nothing() bool {
	l := p.Lists
	return len(l.ToGive)+len(l.Mine)+len(l.Asked)+len(l.ByManager)+len(l.Reports)+len(l.Gave) == 0
}

// AskPage is the form of asking.
type AskPage struct {
	ui.Page
	Setup      workflow.AskSetup
	Open       []workflow.EvaluationLine // the pair's open evaluation
	Evaluation string
	Questions  []string
	Note       string
	Named      string // as typed
	Areas      []framework.AreaID
	Chosen     map[id.Person]bool
	Key        string
	Problems   map[string]string
	Wrong      []ui.FieldError
}

// AskPath leads to the form of asking about the person.
func AskPath(p id.Person) string { return "/people/" + string(p) + "/feedback/asking" }

// GivePath leads to the form of giving somebody feedback unasked.
func GivePath(p id.Person) string { return "/people/" + string(p) + "/feedback/giving" }

func path(f id.Feedback) string { return "/feedback/" + string(f) }

func (p AskPage) question(i int) string {
	if i < len(p.Questions) {
		return p.Questions[i]
	}
	return ""
}

// rows are how many questions there is room for: one more than there are.
func (p AskPage) rows() int { return min(rules.MaxQuestions, max(2, len(p.Questions)+1)) }

func (p AskPage) lead() string {
	if p.Setup.Self {
		return "You choose whom, and what. What they write goes to you, and to nobody else unless you show it."
	}
	return p.Setup.Subject.Name + " sees whom you ask and what. Whoever you ask chooses, before writing, whether " + p.Setup.Subject.Name + " reads it too."
}

func (p AskPage) purposes() []ui.Option {
	label := "For myself, to grow"
	if !p.Setup.Self {
		label = "To know more about " + p.Setup.Subject.Name + "’s work"
	}
	options := []ui.Option{{Value: "", Label: label, Selected: p.Evaluation == ""}}
	for _, l := range p.Open {
		options = append(options, ui.Option{
			Value: string(l.ID), Label: "For the evaluation that is open", Selected: p.Evaluation == string(l.ID),
			Hint: "It stands beside the evaluation for you, and for nobody whom it is not open to.",
		})
	}
	if p.Setup.Case != "" {
		value, whose := ForCase+string(p.Setup.Case), p.Setup.Subject.Name+"’s"
		if p.Setup.Self {
			whose = "your"
		}
		options = append(options, ui.Option{
			Value: value, Label: "For the conversation about a wider step", Selected: p.Evaluation == value,
			Hint: "Whoever you ask is told that it is for a conversation about " + whose + " growth, and nothing of the case. They choose whether somebody who decides may read it too, if it is put there.",
		})
	}
	return options
}

// ForCase begins the value that says that feedback is for a case.
const ForCase = "promotion/"

func (p AskPage) readers() ui.Readers {
	if p.Setup.Self {
		return ui.Readers{Now: "whoever you ask, and you"}
	}
	return ui.Readers{Now: "whoever you ask, you, and " + p.Setup.Subject.Name}
}

func (p AskPage) notePrompt() string {
	if p.Setup.Self {
		return "Why you ask"
	}
	return "Why you ask, in a sentence or two"
}

// groupTitle heads the people who stand alike to the person.
func groupTitle(n org.Nearness) string {
	switch n {
	case org.InSquad:
		return "In the same squad"
	case org.InChapter:
		return "In the same chapter"
	case org.InTribe:
		return "Elsewhere in the tribe"
	}
	return "Further away"
}

func peerWords(s workflow.SuggestedPeer) string {
	switch {
	case s.Where == "":
		return s.Discipline
	case s.Discipline == "":
		return s.Where
	}
	return s.Discipline + ", " + s.Where
}

func areaChosen(areas []framework.AreaID, a framework.AreaID) bool { return slices.Contains(areas, a) }

// GivePage begins a feedback that nobody asked for.
type GivePage struct {
	ui.Page
	To    workflow.PersonRef
	All   []framework.Area
	Areas []framework.AreaID
	Key   string
	Wrong []ui.FieldError
}

// Page is one feedback.
type Page struct {
	ui.Page
	View     workflow.FeedbackView
	Said     rights.Said // what the person says beside it
	Typed    rules.Answer
	Revision int64
	Unsaved  bool // typed and not kept
	Clash    bool // saved elsewhere since
	Now      clock.Instant
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
	Problems map[string]string
	Wrong    []ui.FieldError
}

func (p Page) path() string { return path(p.View.ID) }

func (p Page) title() string {
	v := p.View
	switch {
	case v.Gives():
		return "Feedback for " + v.Subject.Name
	case v.Self():
		return "Feedback from " + v.Giver.Name
	}
	return v.Giver.Name + " about " + p.View.Subject.Name
}

func (p Page) text(i int) string {
	if i < len(p.Typed.Texts) {
		return p.Typed.Texts[i]
	}
	return ""
}

func (p Page) writing() bool {
	return p.View.Gives() && (p.View.Stage == rules.Asked || p.View.Stage == rules.Unasked)
}

// leftover tells whether the giver had typed something for what is asked no more.
func (p Page) leftover() bool {
	return p.View.Gives() && p.View.Stage == rules.Withdrawn && (p.Unsaved || p.View.Draft != nil) && !p.Typed.Empty()
}

func (p Page) turn() ui.Turn {
	v := p.View
	switch {
	case p.writing() && v.Stage == rules.Asked:
		return ui.Turn{Yours: true, Whose: "It is your turn, if you want to.", Next: "Write, or decline. Nobody asks you for a reason."}
	case p.writing():
		return ui.Turn{Yours: true, Whose: "You are writing. Nobody knows of it.", Next: v.Subject.Name + " is told when you give it."}
	case v.Stage == rules.Asked:
		return ui.Turn{Whose: "It is " + v.Giver.Name + "’s turn.", Next: "They write when they can, or decline."}
	case v.Stage == rules.Declined && v.Gives():
		return ui.Turn{Whose: "You declined.", Next: "There is nothing more to do."}
	case v.Stage == rules.Declined:
		return ui.Turn{Whose: v.Giver.Name + " declined.", Next: "That is always fine and needs no reason."}
	case v.Stage == rules.Withdrawn:
		return ui.Turn{Whose: "This is not asked for any more.", Next: "There is nothing more to do."}
	}
	return ui.Turn{Whose: "It is given.", Next: "What was given stays as it is."}
}

// audience says who reads what is written, and from when, before anything is.
func (p Page) audience() (who []string) {
	v := p.View
	if v.Widest.Decider {
		defer func() {
			who = append(who, "It is for a conversation about "+v.Subject.Name+"’s growth. If you allow it below, and it is put there with "+v.Subject.Name+"’s agreement, whoever decides about what comes of it reads it too, for as long as they do.")
		}()
	}
	if v.ByAsker {
		who = append(who, v.Asker.Name+" reads it from the moment you give it, for as long as they are "+v.Subject.Name+"’s manager.")
		return append(who, v.Subject.Name+" knows that you were asked, and what. Whether they read your words is your choice below.")
	}
	who = append(who, v.Subject.Name+" reads it from the moment you give it.")
	return append(who, "Nobody else does, unless you allow "+v.Subject.Name+" below to show it to their manager.")
}

func (p Page) audienceOptions() (options []ui.Option) {
	v, a := p.View, p.Typed.Audience
	if v.ByAsker {
		both := v.Asker.Name + " and " + v.Subject.Name
		if v.Widest.Decider {
			options = append(options, ui.Option{Value: "both-decider", Label: both + ", and whoever decides", Hint: "Whoever decides reads it only if it is put before them.", Selected: a.Decider})
		}
		return append(options,
			ui.Option{Value: "both", Label: both, Hint: "What is written about somebody is best read by them too.", Selected: a.Asker && a.Subject && !a.Decider},
			ui.Option{Value: "manager", Label: v.Asker.Name + " alone", Hint: v.Subject.Name + " sees that you wrote, and not what.", Selected: a.Asker && !a.Subject})
	}
	mayShow := v.Subject.Name + ", who may show it to their manager"
	if v.Widest.Decider {
		options = append(options, ui.Option{Value: "person-decider", Label: mayShow + ", and whoever decides", Hint: "Whoever decides reads it only if it is put before them.", Selected: a.Decider})
	}
	return append(options,
		ui.Option{Value: "person-may-show", Label: mayShow, Selected: a.MayShare && !a.Decider},
		ui.Option{Value: "person", Label: v.Subject.Name + " alone", Selected: a.Subject && !a.MayShare})
}

// reads says who reads what was given.
func (p Page) reads() string {
	if p.View.Answer.Audience.Decider {
		return p.readsNow() + "; and whoever decides about a wider step, if it is put into a case that " + p.View.Subject.Name + " agrees to"
	}
	return p.readsNow()
}

func (p Page) readsNow() string {
	v, a := p.View, p.View.Answer.Audience
	switch {
	case a.Asker && a.Subject:
		return v.Asker.Name + ", as the manager, " + v.Subject.Name + " and " + v.Giver.Name
	case a.Asker:
		return v.Asker.Name + ", as the manager, and " + v.Giver.Name
	case v.Shared && !v.Gives():
		return v.Subject.Name + ", " + v.Giver.Name + " and " + v.Manager.Name + ", whom it was shown to"
	case a.MayShare:
		return v.Subject.Name + " and " + v.Giver.Name + "; " + v.Subject.Name + " may show it to the manager"
	}
	return v.Subject.Name + " and " + v.Giver.Name
}

// narrower is the audience one narrower than the present one; empty when none is.
func (p Page) narrower() (value, label string) {
	if p.View.Answer == nil || !p.View.Gives() {
		return "", ""
	}
	switch a := p.View.Answer.Audience; {
	case a.Decider && a.Asker:
		return "both", "Let nobody who decides read it"
	case a.Decider:
		return "person-may-show", "Let nobody who decides read it"
	case a.Asker && a.Subject:
		return "manager", "Let only " + p.View.Asker.Name + " read it from now on"
	case a.MayShare:
		return "person", "Keep it between you and " + p.View.Subject.Name + " from now on"
	}
	return "", ""
}

func (p Page) draft() ui.Draft {
	d := ui.Draft{
		Action: p.path() + "/giving", SaveURL: p.path() + "/draft", Key: p.Key(), Revision: fmt.Sprint(p.Revision),
		DraftKey: "feedback:" + string(p.View.ID), Status: "Saved as you write. Only you can read this until you give it.",
	}
	if p.View.SavedAt.IsSet() {
		d.SavedAt = p.View.SavedAt.String()
	}
	return d
}

func (p Page) field(i int, question string) ui.Field {
	name := fmt.Sprintf("text:%d", i)
	return ui.Field{Name: name, Label: question, Error: p.Problems[name]}
}

func (p Page) mayRemind() bool { return p.View.RemindAt.IsSet() && p.View.RemindAt <= p.Now }

// lineWords says in a few words how a feedback in a list stands.
func lineWords(l workflow.FeedbackLine) string {
	switch {
	case l.Stage == rules.Unasked:
		return "you are writing; nobody knows of it"
	case l.Stage == rules.Declined:
		return "declined"
	case l.Stage == rules.Given && !l.Readable:
		return "given, and not open to you"
	case l.Stage == rules.Given && l.Shared:
		return "given, shared with the manager"
	case l.Stage == rules.Given:
		return "given"
	}
	return "asked"
}
