// Package promotion shows a promotion from the first words to what both commit to.
// One case has one address; what the page shows depends on where it is and on who
// looks.
package promotion

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/lang"
	rules "cairn/internal/promotion"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed promotion.css
var Sheet []byte

// Page is a case to show.
type Page struct {
	ui.Page
	View        workflow.PromotionView
	Said        rights.Said             // what the person says beside it
	Decides     bool                    // the viewer decides at this moment
	Choice      workflow.EvidenceChoice // what the recommender can point at
	Evidence    []workflow.EvidenceLine // of it, and beside it, what the viewer reads
	Notes       []workflow.NoteView     // what the person could put beside it
	Named       string                  // typed, of whom to ask
	Many        bool                    // too many to choose from: one of them is named
	People      []workflow.PersonRef    // who can be asked
	Looked      bool                    // at who stands at the step
	AtStep      []workflow.PersonRef    // shown to the one who decides, when asked for
	Typed       Typed
	Withdrawing bool   // what was typed is about that
	Editing     bool   // of what both commit to
	Kept        bool   // the form holds other words than those that are kept, which stand beside it
	Rest        []Said // typed into a form that is not on the page any more
	Problems    map[string]string
	Wrong       []ui.FieldError
	Key         func() string
	Moment      func(clock.Instant) ui.Moment
}

// Typed is what forms hold: what is kept, or what was typed and refused.
type Typed struct {
	Text    rules.Text
	Read    int64
	Words   string
	Ask     workflow.Question
	Gaps    map[rules.Relation]string
	Reply   string
	Verdict rules.Verdict
	Pledge  workflow.Pledge
	TalkOn  string
}

// Title names the case as the viewer would.
func Title(ctx context.Context, v workflow.PromotionView) string {
	switch {
	case v.Party == rules.Person && v.Stage == rules.Asked:
		return lang.Say(ctx, "You would like to talk about a wider step")
	case v.Party == rules.Person:
		return lang.Say(ctx, "Your promotion")
	case v.Stage == rules.Asked:
		return lang.Say(ctx, "{subject} would like to talk about a wider step", "subject", v.Subject.Name)
	}
	return lang.Say(ctx, "A promotion of {subject}", "subject", v.Subject.Name)
}

func (p Page) path() string { return "/promotions/" + string(p.View.ID) }

func (p Page) self() bool { return p.View.Party == rules.Person }

func (p Page) manager() bool { return p.View.Party == rules.Manager }

// other is the other of the two.
func (p Page) other() string {
	if p.self() {
		return p.View.Manager.Name
	}
	return p.View.Subject.Name
}

func (p Page) to() framework.Step {
	s, _ := p.View.Framework.Step(p.View.To)
	return s
}

func (p Page) stepName(id framework.StepID) string {
	s, _ := p.View.Framework.Step(id)
	return s.Name
}

func (p Page) areas() []framework.Area { return p.View.Framework.AreasInOrder() }

func (p Page) targets() []framework.Step { return rules.Targets(p.View.Framework, p.View.From) }

func (p Page) decider(ctx context.Context) string {
	switch {
	case p.View.Decider == nil:
		return lang.Say(ctx, "nobody at the moment")
	case p.Decides && p.View.Stage == rules.Deciding:
		return lang.Say(ctx, "you##who decides")
	}
	return p.View.Decider.Name
}

// whoDecides says who reads it besides the two, and until when.
func (p Page) whoDecides(ctx context.Context) string {
	switch {
	case p.View.DecidedAt.IsSet() && p.View.Decider != nil:
		return lang.Say(ctx, "{decider} has decided and can read the case for thirty days after that.", "decider", p.decider(ctx))
	case !p.View.Open():
		return lang.Say(ctx, "Nobody else can read it now.")
	}
	return lang.Say(ctx, "Who decides reads it while it lies with them: {decider}.", "decider", p.decider(ctx))
}

func stages(ctx context.Context) []string {
	return []string{lang.Say(ctx, "Recommended"), lang.Say(ctx, "You agree"), lang.Say(ctx, "Others are heard"), lang.Say(ctx, "Decided"), lang.Say(ctx, "Both commit"), lang.Say(ctx, "In effect")}
}

// trail names the stages as the viewer reads them.
func (p Page) trail(ctx context.Context) []string {
	names := stages(ctx)
	if !p.self() {
		names[1] = lang.Say(ctx, "The person agrees")
	}
	return names
}

// stage is where on the trail the case is.
func (p Page) stage() int {
	switch p.View.Stage {
	case rules.Offered, rules.Unsponsored:
		return 1
	case rules.Consulting, rules.Returned:
		return 2
	case rules.Deciding:
		return 3
	case rules.Committing:
		return 4
	case rules.Closed:
		return 5
	}
	return 0
}

// onTrail: what was only asked for, or ended otherwise, is no way that was walked.
func (p Page) onTrail() bool {
	return p.View.Stage != rules.Asked && (p.View.Outcome == "" || p.View.Outcome == rules.Promoted)
}

// turn says whose turn it is and what happens next.
func (p Page) turn(ctx context.Context) ui.Turn {
	mine := func(next string) ui.Turn {
		return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn."), Next: next}
	}
	theirs := func(who, next string) ui.Turn {
		return ui.Turn{Whose: lang.Say(ctx, "It is {who}’s turn.", "who", who), Next: next}
	}
	switch p.View.Stage {
	case rules.Asked:
		if p.manager() {
			return mine(lang.Say(ctx, "Talk with {subject}. Then begin a recommendation here, or write down what you talked about and what would help.", "subject", p.View.Subject.Name))
		}
		return theirs(p.View.Manager.Name, lang.Say(ctx, "You asked for a conversation. Nobody but the two of you knows of it."))
	case rules.Drafting:
		if p.manager() {
			return mine(lang.Say(ctx, "Write the case. Only you can read it until you offer it to {subject}.", "subject", p.View.Subject.Name))
		}
		return theirs(p.View.Manager.Name, lang.Say(ctx, "A recommendation is being written. You read all of it first, and nothing happens without your consent."))
	case rules.Offered:
		if p.self() {
			return mine(lang.Say(ctx, "Read the case. If you want the wider expectations, say so and it goes on. If not, say that: it is not held against you and nobody else learns of it."))
		}
		return theirs(p.View.Subject.Name, lang.Say(ctx, "The case can be read now. Nothing leaves the two of you before {subject} has agreed.", "subject", p.View.Subject.Name))
	case rules.Consulting:
		if p.manager() {
			return mine(lang.Say(ctx, "Hear a varied set of people, then hand the case on."))
		}
		return theirs(p.View.Manager.Name, lang.Say(ctx, "Others are being heard. You read what they said after the decision; each of them knows that."))
	case rules.Returned:
		if p.manager() {
			return mine(lang.Say(ctx, "The case came back with a question. Answer it, hear others if that helps, and hand it on again."))
		}
		return theirs(p.View.Manager.Name, lang.Say(ctx, "The case came back with a question, which you can read below."))
	case rules.Unsponsored:
		if p.manager() {
			return mine(lang.Say(ctx, "Somebody else recommended this. If you stand behind it too, take it up; {subject} is asked again. If not, withdraw it and say why.", "subject", p.View.Subject.Name))
		}
		return theirs(p.View.Manager.Name, lang.Say(ctx, "Your manager is another one now. The case waits until they take it up, and then you are asked again."))
	}
	return p.lateTurn(ctx, mine, theirs)
}

func (p Page) lateTurn(ctx context.Context, mine func(string) ui.Turn, theirs func(string, string) ui.Turn) ui.Turn {
	switch {
	case p.View.Stage == rules.Deciding && p.Decides:
		return mine(lang.Say(ctx, "Read the case and what others said. Decide, say not yet, or send it back with a question. Your reasons reach {subject}.", "subject", p.View.Subject.Name))
	case p.View.Stage == rules.Deciding && p.View.Decider == nil:
		return ui.Turn{Whose: lang.Say(ctx, "Nobody can decide this at the moment."), Next: lang.Say(ctx, "Whoever the step names is missing, or is one of you. It goes on as soon as somebody is named.")}
	case p.View.Stage == rules.Deciding:
		return theirs(p.View.Decider.Name, lang.Say(ctx, "They read the case and decide. The outcome and the reasons always reach you."))
	case p.View.Stage == rules.Committing && p.View.Party == "":
		return ui.Turn{Whose: lang.Say(ctx, "You have decided."), Next: lang.Say(ctx, "The two write down what they commit to. When both have signed, it takes effect.")}
	case p.View.Stage == rules.Committing && p.signed():
		return theirs(p.other(), lang.Say(ctx, "You have signed. When {other} signs too, the wider Step stands, at that moment.", "other", p.other()))
	case p.View.Stage == rules.Committing:
		return mine(lang.Say(ctx, "It is decided: yes. Write down together what you both commit to, and sign. The wider Step stands when both have signed."))
	}
	return ui.Turn{Whose: p.ended(ctx), Next: ""}
}

func (p Page) ended(ctx context.Context) string {
	switch p.View.Outcome {
	case rules.Promoted:
		return lang.Say(ctx, "This has taken effect.")
	case rules.NotYet:
		return lang.Say(ctx, "Not yet. The reasons and what comes next stand below.")
	case rules.Declined:
		return lang.Say(ctx, "Declined. That is respected, and only the two of you know.")
	case rules.Withdrawn:
		return lang.Say(ctx, "Withdrawn. A new case can begin any day.")
	case rules.Answered:
		return lang.Say(ctx, "You have talked about it.")
	}
	return lang.Say(ctx, "This has ended.")
}

func (p Page) signed() bool { return p.View.Signed[p.View.Party].IsSet() }

func (p Page) otherSigned() bool { return p.View.Signed[p.View.Party.Other()].IsSet() }

func (p Page) mayWithdraw() bool {
	return p.View.Party != "" && p.View.Open() && p.View.Stage != rules.Committing && p.View.Stage != rules.Offered
}

func (p Page) pairReaders(ctx context.Context) ui.Readers {
	return ui.Readers{Now: lang.Say(ctx, "you and {other}", "other", p.other()), Later: lang.Say(ctx, "whoever decides, while it lies with them")}
}

func (p Page) draftReaders(ctx context.Context) ui.Readers {
	return ui.Readers{Now: lang.Say(ctx, "only you"), Later: lang.Say(ctx, "{subject}, from the moment you offer it, and whoever decides", "subject", p.View.Subject.Name)}
}

func (p Page) stepOptions(chosen framework.StepID) []ui.Option {
	var options []ui.Option
	for _, s := range p.targets() {
		options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Hint: s.Sphere, Selected: s.ID == chosen})
	}
	return options
}

func (p Page) people(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "Choose somebody")}}
	for _, who := range p.People {
		options = append(options, ui.Option{Value: string(who.ID), Label: who.Name, Selected: who.ID == p.Typed.Ask.Who})
	}
	return options
}

func (p Page) labels(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, l := range []struct {
		label rules.Label
		words string
	}{{rules.AsPeer, lang.Say(ctx, "As somebody who works with {subject}", "subject", p.View.Subject.Name)}, {rules.AsTribeLead, lang.Say(ctx, "As somebody who leads in the tribe")}, {rules.AsTechnical, lang.Say(ctx, "As technical leadership")}} {
		chosen := p.Typed.Ask.Label == l.label || p.Typed.Ask.Label == "" && l.label == rules.AsPeer
		options = append(options, ui.Option{Value: string(l.label), Label: l.words, Selected: chosen})
	}
	return options
}

func (p Page) attached(kind rules.EvidenceKind, id string) bool {
	for _, e := range p.Typed.Text.Evidence {
		if e.Kind == kind && e.Ref == id {
			return true
		}
	}
	return false
}

// lost are entries and feedback that the text points at and that cannot be pointed
// at any more: they are named, so that they are not left out without a word.
func (p Page) lost() (n int) {
	for _, e := range p.Typed.Text.Evidence {
		switch e.Kind {
		case rules.FromJournal:
			if !slices.ContainsFunc(p.Choice.Notes, func(v workflow.NoteView) bool { return string(v.ID) == e.Ref }) {
				n++
			}
		case rules.FromFeedback:
			if !slices.ContainsFunc(p.Choice.Feedback, func(v workflow.PickedFeedback) bool { return string(v.ID) == e.Ref }) {
				n++
			}
		}
	}
	return n
}

func (p Page) feedbackHint(ctx context.Context, f workflow.PickedFeedback) string {
	if f.ForDecider {
		return lang.Say(ctx, "Whoever decides reads it too: {giver} allowed that.", "giver", f.Giver.Name)
	}
	return lang.Say(ctx, "It stays with {subject} and you: {giver} did not allow more, so whoever decides does not see it.", "subject", p.View.Subject.Name, "giver", f.Giver.Name)
}

// evidenceReaders says who else reads a thing that the case points at.
func (p Page) evidenceReaders(ctx context.Context, e workflow.EvidenceLine) string {
	switch {
	case p.View.Alone || p.View.Eye == rules.Judge:
		return ""
	case e.ForDecider && p.View.ConsentAt.IsSet():
		return lang.Say(ctx, "Whoever decides reads it too, while the case lies with them.")
	case e.ForDecider && p.self():
		return lang.Say(ctx, "Once you agree to the case, whoever decides reads it too, while it lies with them.")
	case e.ForDecider:
		return lang.Say(ctx, "Once {subject} agrees, whoever decides reads it too, while it lies with them.", "subject", p.View.Subject.Name)
	case e.Feedback != nil:
		return lang.Say(ctx, "It stays with the two of you: whoever gave it did not allow more.")
	}
	return lang.Say(ctx, "It stays with the two of you.")
}

func (p Page) standsBeside(n workflow.NoteView) bool {
	return slices.ContainsFunc(p.Evidence, func(e workflow.EvidenceLine) bool {
		return e.Kind == rules.FromJournal && e.Ref == string(n.ID)
	})
}

func (p Page) links() string {
	var lines []string
	for _, e := range p.Typed.Text.Evidence {
		if e.Kind == rules.FromLink {
			lines = append(lines, e.Ref)
		}
	}
	return strings.Join(lines, "\n")
}

// heardFrom says in words how somebody stands to the person.
func heardFrom(ctx context.Context, list []rules.Relation) string {
	words := make([]string, 0, len(list))
	for _, r := range list {
		words = append(words, lang.Say(ctx, r.Words()))
	}
	return strings.Join(words, ", ")
}

// replied says where it stands with somebody who was asked.
func replied(who workflow.PersonRef, r rules.Reply) templ.Component {
	with := []any{"there", ui.To("/people/" + string(who.ID)), "who", who.Name}
	switch r {
	case rules.Waiting:
		return ui.Say("<there>{who}</there> has not answered yet", with...)
	case rules.Given:
		return ui.Say("<there>{who}</there> was heard", with...)
	case rules.Passed:
		return ui.Say("<there>{who}</there> would rather not answer", with...)
	case rules.Disputed:
		return ui.Say("<there>{who}</there> remembers the talk otherwise", with...)
	}
	return ui.Say("<there>{who}</there> was not heard in time", with...)
}

func (p Page) entryHead(ctx context.Context, e rules.Entry) string {
	who := p.View.NameOf(e.Author)
	switch e.Kind {
	case rules.EntryAsked:
		return lang.Say(ctx, "{who} asked to talk", "who", who)
	case rules.EntryAnswer:
		return lang.Say(ctx, "{who} answered", "who", who)
	case rules.EntryWords:
		return lang.Say(ctx, "{who} agreed to the wider expectations", "who", who)
	case rules.EntryQuestion:
		return lang.Say(ctx, "{who} asked", "who", who)
	case rules.EntryReply:
		return lang.Say(ctx, "{who} replied", "who", who)
	case rules.EntryDeclined:
		return lang.Say(ctx, "{who} declined", "who", who)
	case rules.EntryWithdrawn:
		return lang.Say(ctx, "{who} withdrew it", "who", who)
	case rules.EntrySponsored:
		return lang.Say(ctx, "{who} took it up", "who", who)
	}
	return who
}

// gapsTyped opens the reasons for what was not heard where one stands there.
func (p Page) gapsTyped() bool {
	for _, r := range p.View.Gaps {
		if p.Typed.Gaps[r] != "" || p.Problems[gapField(r)] != "" {
			return true
		}
	}
	return false
}

func gapField(r rules.Relation) string { return "gap:" + string(r) }

func areaField(a framework.AreaID) string { return "area:" + string(a) }

func revision(n int64) string { return fmt.Sprint(n) }

func (p Page) covered(r rules.Relation) bool {
	for _, g := range p.View.Gaps {
		if g == r {
			return false
		}
	}
	return true
}
