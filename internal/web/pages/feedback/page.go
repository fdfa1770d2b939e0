// Package feedback shows what people ask each other, what they write, and who
// reads it.
package feedback

import (
	"context"
	_ "embed"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"cairn/internal/clock"
	rules "cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
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

func (p AskPage) lead(ctx context.Context) string {
	if p.Setup.Self {
		return lang.Say(ctx, "You choose whom, and what. What they write goes to you, and to nobody else unless you show it.")
	}
	return lang.Say(ctx, "{subject} sees whom you ask and what. Whoever you ask chooses, before writing, whether {subject} reads it too.", "subject", p.Setup.Subject.Name)
}

func (p AskPage) purposes(ctx context.Context) []ui.Option {
	label := lang.Say(ctx, "For myself, to grow")
	if !p.Setup.Self {
		label = lang.Say(ctx, "To know more about {subject}’s work", "subject", p.Setup.Subject.Name)
	}
	options := []ui.Option{{Value: "", Label: label, Selected: p.Evaluation == ""}}
	for _, l := range p.Open {
		options = append(options, ui.Option{
			Value: string(l.ID), Label: lang.Say(ctx, "For the evaluation that is open"), Selected: p.Evaluation == string(l.ID),
			Hint: lang.Say(ctx, "It stands beside the evaluation for you, and for nobody whom it is not open to."),
		})
	}
	if p.Setup.Case != "" {
		value := ForCase + string(p.Setup.Case)
		hint := lang.Say(ctx, "Whoever you ask is told that it is for a conversation about {name}’s growth, and nothing of the case. They choose whether somebody who decides may read it too, if it is put there.", "name", p.Setup.Subject.Name)
		if p.Setup.Self {
			hint = lang.Say(ctx, "Whoever you ask is told that it is for a conversation about your growth, and nothing of the case. They choose whether somebody who decides may read it too, if it is put there.")
		}
		options = append(options, ui.Option{
			Value: value, Label: lang.Say(ctx, "For the conversation about a wider step"), Selected: p.Evaluation == value,
			Hint: hint,
		})
	}
	return options
}

// ForCase begins the value that says that feedback is for a case.
const ForCase = "promotion/"

func (p AskPage) readers(ctx context.Context) ui.Readers {
	if p.Setup.Self {
		return ui.Readers{Now: lang.Say(ctx, "whoever you ask, and you")}
	}
	return ui.Readers{Now: lang.Say(ctx, "whoever you ask, you, and {subject}", "subject", p.Setup.Subject.Name)}
}

func (p AskPage) notePrompt(ctx context.Context) string {
	if p.Setup.Self {
		return lang.Say(ctx, "Why you ask")
	}
	return lang.Say(ctx, "Why you ask, in a sentence or two")
}

// groupTitle heads the people who stand alike to the person.
func groupTitle(ctx context.Context, n org.Nearness) string {
	switch n {
	case org.InSquad:
		return lang.Say(ctx, "In the same squad")
	case org.InChapter:
		return lang.Say(ctx, "In the same chapter")
	case org.InTribe:
		return lang.Say(ctx, "Elsewhere in the tribe")
	}
	return lang.Say(ctx, "Further away")
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

func (p Page) title(ctx context.Context) string {
	v := p.View
	switch {
	case v.Gives():
		return lang.Say(ctx, "Feedback for {subject}", "subject", v.Subject.Name)
	case v.Self():
		return lang.Say(ctx, "Feedback from {giver}", "giver", v.Giver.Name)
	}
	return lang.Say(ctx, "{giver} about {subject}", "giver", v.Giver.Name, "subject", p.View.Subject.Name)
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

// askedWords say who asked whom, about what, and when.
func (p Page) askedWords() templ.Component {
	v, when := p.View, ui.Time(p.Moment(p.View.MadeAt))
	switch {
	case v.Asks() && v.ByAsker:
		return ui.Say("You asked {giver} about working with {subject}, {when}.", "giver", v.Giver.Name, "subject", v.Subject.Name, "when", when)
	case v.Asks():
		return ui.Say("You asked {giver} {when}.", "giver", v.Giver.Name, "when", when)
	case v.Gives() && v.ByAsker:
		return ui.Say("{asker} asked you about working with {subject}, {when}.", "asker", v.Asker.Name, "subject", v.Subject.Name, "when", when)
	case v.Gives():
		return ui.Say("{asker} asked you {when}.", "asker", v.Asker.Name, "when", when)
	case v.ByAsker && v.Self():
		return ui.Say("{asker} asked {giver} about working with you, {when}.", "asker", v.Asker.Name, "giver", v.Giver.Name, "when", when)
	case v.ByAsker:
		return ui.Say("{asker} asked {giver} about working with {subject}, {when}.", "asker", v.Asker.Name, "giver", v.Giver.Name, "subject", v.Subject.Name, "when", when)
	}
	return ui.Say("{asker} asked {giver} {when}.", "asker", v.Asker.Name, "giver", v.Giver.Name, "when", when)
}

func (p Page) turn(ctx context.Context) ui.Turn {
	v := p.View
	switch {
	case p.writing() && v.Stage == rules.Asked:
		return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn, if you want to."), Next: lang.Say(ctx, "Write, or decline. Nobody asks you for a reason.")}
	case p.writing():
		return ui.Turn{Yours: true, Whose: lang.Say(ctx, "You are writing. Nobody knows of it."), Next: lang.Say(ctx, "{subject} is told when you give it.", "subject", v.Subject.Name)}
	case v.Stage == rules.Asked:
		return ui.Turn{Whose: lang.Say(ctx, "It is {giver}’s turn.", "giver", v.Giver.Name), Next: lang.Say(ctx, "They write when they can, or decline.")}
	case v.Stage == rules.Declined && v.Gives():
		return ui.Turn{Whose: lang.Say(ctx, "You declined."), Next: lang.Say(ctx, "There is nothing more to do.")}
	case v.Stage == rules.Declined:
		return ui.Turn{Whose: lang.Say(ctx, "{giver} declined.", "giver", v.Giver.Name), Next: lang.Say(ctx, "That is always fine and needs no reason.")}
	case v.Stage == rules.Withdrawn:
		return ui.Turn{Whose: lang.Say(ctx, "This is not asked for any more."), Next: lang.Say(ctx, "There is nothing more to do.")}
	}
	return ui.Turn{Whose: lang.Say(ctx, "It is given."), Next: lang.Say(ctx, "What was given stays as it is.")}
}

// audience says who reads what is written, and from when, before anything is.
func (p Page) audience(ctx context.Context) (who []string) {
	v := p.View
	if v.Widest.Decider {
		defer func() {
			who = append(who, lang.Say(ctx, "It is for a conversation about {subject}’s growth. If you allow it below, and it is put there with {subject}’s agreement, whoever decides about what comes of it reads it too, for as long as they do.", "subject", v.Subject.Name))
		}()
	}
	if v.ByAsker {
		who = append(who, lang.Say(ctx, "{asker} reads it from the moment you give it, for as long as they are {subject}’s manager.", "asker", v.Asker.Name, "subject", v.Subject.Name))
		return append(who, lang.Say(ctx, "{subject} knows that you were asked, and what. Whether they read your words is your choice below.", "subject", v.Subject.Name))
	}
	who = append(who, lang.Say(ctx, "{subject} reads it from the moment you give it.", "subject", v.Subject.Name))
	return append(who, lang.Say(ctx, "Nobody else does, unless you allow {subject} below to show it to their manager.", "subject", v.Subject.Name))
}

func (p Page) audienceOptions(ctx context.Context) (options []ui.Option) {
	v, a := p.View, p.Typed.Audience
	if v.ByAsker {
		both := lang.Say(ctx, "{asker} and {subject}", "asker", v.Asker.Name, "subject", v.Subject.Name)
		if v.Widest.Decider {
			options = append(options, ui.Option{Value: "both-decider", Label: lang.Say(ctx, "{both}, and whoever decides", "both", both), Hint: lang.Say(ctx, "Whoever decides reads it only if it is put before them."), Selected: a.Decider})
		}
		return append(options,
			ui.Option{Value: "both", Label: both, Hint: lang.Say(ctx, "What is written about somebody is best read by them too."), Selected: a.Asker && a.Subject && !a.Decider},
			ui.Option{Value: "manager", Label: lang.Say(ctx, "{asker} alone", "asker", v.Asker.Name), Hint: lang.Say(ctx, "{subject} sees that you wrote, and not what.", "subject", v.Subject.Name), Selected: a.Asker && !a.Subject})
	}
	mayShow := lang.Say(ctx, "{subject}, who may show it to their manager", "subject", v.Subject.Name)
	if v.Widest.Decider {
		options = append(options, ui.Option{Value: "person-decider", Label: lang.Say(ctx, "{mayshow}, and whoever decides", "mayshow", mayShow), Hint: lang.Say(ctx, "Whoever decides reads it only if it is put before them."), Selected: a.Decider})
	}
	return append(options,
		ui.Option{Value: "person-may-show", Label: mayShow, Selected: a.MayShare && !a.Decider},
		ui.Option{Value: "person", Label: lang.Say(ctx, "{subject} alone", "subject", v.Subject.Name), Selected: a.Subject && !a.MayShare})
}

// reads says who reads what was given.
func (p Page) reads(ctx context.Context) string {
	if p.View.Answer.Audience.Decider {
		return lang.Say(ctx, "{readsnow}; and whoever decides about a wider step, if it is put into a case that {subject} agrees to", "readsnow", p.readsNow(ctx), "subject", p.View.Subject.Name)
	}
	return p.readsNow(ctx)
}

func (p Page) readsNow(ctx context.Context) string {
	v, a := p.View, p.View.Answer.Audience
	switch {
	case a.Asker && a.Subject:
		return lang.Say(ctx, "{asker}, as the manager, {subject} and {giver}", "asker", v.Asker.Name, "subject", v.Subject.Name, "giver", v.Giver.Name)
	case a.Asker:
		return lang.Say(ctx, "{asker}, as the manager, and {giver}", "asker", v.Asker.Name, "giver", v.Giver.Name)
	case v.Shared && !v.Gives():
		return lang.Say(ctx, "{subject}, {giver} and {manager}, whom it was shown to", "subject", v.Subject.Name, "giver", v.Giver.Name, "manager", v.Manager.Name)
	case a.MayShare:
		return lang.Say(ctx, "{subject} and {giver}; {subject} may show it to the manager", "subject", v.Subject.Name, "giver", v.Giver.Name)
	}
	return lang.Say(ctx, "{subject} and {giver}", "subject", v.Subject.Name, "giver", v.Giver.Name)
}

// narrower is the audience one narrower than the present one; empty when none is.
func (p Page) narrower(ctx context.Context) (value, label string) {
	if p.View.Answer == nil || !p.View.Gives() {
		return "", ""
	}
	switch a := p.View.Answer.Audience; {
	case a.Decider && a.Asker:
		return "both", lang.Say(ctx, "Let nobody who decides read it")
	case a.Decider:
		return "person-may-show", lang.Say(ctx, "Let nobody who decides read it")
	case a.Asker && a.Subject:
		return "manager", lang.Say(ctx, "Let only {asker} read it from now on", "asker", p.View.Asker.Name)
	case a.MayShare:
		return "person", lang.Say(ctx, "Keep it between you and {subject} from now on", "subject", p.View.Subject.Name)
	}
	return "", ""
}

func (p Page) draft(ctx context.Context) ui.Draft {
	d := ui.Draft{
		Action: p.path() + "/giving", SaveURL: p.path() + "/draft", Key: p.Key(), Revision: fmt.Sprint(p.Revision),
		DraftKey: "feedback:" + string(p.View.ID), Status: lang.Say(ctx, "Saved as you write. Only you can read this until you give it."),
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
func lineWords(ctx context.Context, l workflow.FeedbackLine) string {
	switch {
	case l.Stage == rules.Unasked:
		return lang.Say(ctx, "you are writing; nobody knows of it")
	case l.Stage == rules.Declined:
		return lang.Say(ctx, "declined##feedback")
	case l.Stage == rules.Given && !l.Readable:
		return lang.Say(ctx, "given, and not open to you")
	case l.Stage == rules.Given && l.Shared:
		return lang.Say(ctx, "given, shared with the manager")
	case l.Stage == rules.Given:
		return lang.Say(ctx, "given##feedback")
	}
	return lang.Say(ctx, "asked##feedback")
}

// questions are what was asked; what heads words that nobody asked for is said in the
// reader's language.
func (p Page) questions(ctx context.Context) []string {
	if p.View.Asker.ID != "" {
		return p.View.Ask.Questions
	}
	said := slices.Clone(p.View.Ask.Questions)
	for i, q := range said {
		if q == rules.UnaskedQuestion {
			said[i] = lang.Say(ctx, q)
		}
	}
	return said
}
