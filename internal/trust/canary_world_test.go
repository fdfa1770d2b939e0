package trust

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/orgfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// canary is a text that stands in one private place, and who may read it there.
type canary struct {
	text    string
	what    string
	readers []string
}

// cage is a world in which every private field holds a canary.
type cage struct {
	*world.World
	canaries []canary
	sung     func(song string) string // how a canary is written down; nil: as it is
}

func (c *cage) put(subject, what string, readers ...string) string {
	text := "canary-" + subject + "-" + what + "-sings"
	if c.sung != nil {
		text = c.sung(text)
	}
	c.canaries = append(c.canaries, canary{text, subject + "'s " + what, readers})
	return text
}

// evaluate writes canaries into an evaluation and brings it to the stage.
func (c *cage) evaluate(subject, manager string, stage evaluation.Stage, step string) {
	c.Helper()
	ofSelf, ofManager, pair := []string{subject}, []string{manager}, []string{subject, manager}
	if stage != evaluation.Writing {
		ofSelf, ofManager = pair, pair
	}
	words := world.Words{Self: c.put(subject, "self", ofSelf...), Manager: c.put(subject, "manager", ofManager...)}
	if stage == evaluation.Talked || stage == evaluation.Agreed || stage == evaluation.NotAgreed {
		words.Message, words.Summary = c.put(subject, "message", pair...), c.put(subject, "summary", pair...)
		words.Reason, words.Focus = c.put(subject, "reason", pair...), c.put(subject, "focus", pair...)
	}
	if stage == evaluation.NotAgreed {
		words.Statement, words.ManagerStatement = c.put(subject, "statement", pair...), c.put(subject, "manager-statement", pair...)
	}
	words.Step = framework.StepID(step)
	c.Evaluate(subject, manager, stage, words)
}

// newCage fills a world: evaluations in every stage, one after another of the
// same person, one whose manager has changed, start dates of everybody.
func newCage(t *testing.T, engine string) *cage {
	t.Helper()
	return newCageOf(t, engine, nil)
}

// newHostileCage writes each canary into the next of the hostile texts.
func newHostileCage(t *testing.T) *cage {
	t.Helper()
	next := -1
	return newCageOf(t, "sqlite", func(song string) string {
		next = (next + 1) % len(hostile)
		return fmt.Sprintf(hostile[next], strings.Replace(song, "canary-", fmt.Sprintf("canary%d-", next), 1))
	})
}

func newCageOf(t *testing.T, engine string, sung func(string) string) *cage {
	t.Helper()
	w := world.New(t, engine)
	c := &cage{World: w, sung: sung}
	ctx, command := t.Context(), access.System(access.ViaCommand)
	c.address()
	c.startDates()
	c.evaluate("noor", "mats", evaluation.Agreed, "individual")
	c.Clock.Advance(time.Hour)
	c.evaluate("ben", "mats", evaluation.Opened, "")
	c.evaluate("asa", "mats", evaluation.Writing, "")
	c.evaluate("gil", "mira", evaluation.Talked, "tribe-guild")
	c.evaluate("ola", "wim", evaluation.Agreed, "technology-company")
	c.evaluate("mats", "tove", evaluation.Agreed, "squad-chapter")
	c.putCase("mats", "tove", "ola", "cai")
	c.putNotYet("noor", "mats", "ben", "asa", "tove")
	c.evaluate("mira", "tove", evaluation.Opened, "")
	c.evaluate("pia", "cai", evaluation.Agreed, "squad-chapter")
	c.evaluate("kim", "cai", evaluation.Agreed, "tribe-guild")
	c.evaluate("odd", "cai", evaluation.Writing, "")
	c.evaluate("tove", "cai", evaluation.Talked, "tribe-guild")
	// Fia's manager wrote, handed in, and was replaced before anything was opened.
	c.evaluate("fia", "mira", evaluation.Writing, "")
	c.alsoReads("fia's manager", "mira") // the own draft is left with her for a while
	fia, err := w.Home(ctx, w.Actor("fia"))
	must(t, err)
	must(t, w.HandIn(ctx, w.Actor("mira"), workflow.Once{}, fia.Mine[0].ID, nil))
	must(t, w.SetManager(ctx, command, w.Person("fia"), w.Person("timo")))
	c.draft("fia", "timo", "next-manager")
	// Ola's manager was replaced after everything was agreed.
	must(t, w.SetManager(ctx, command, w.Person("ola"), w.Person("timo")))
	c.nowReads("ola", "wim", "timo")
	c.evaluate("wim", "timo", evaluation.NotAgreed, "tribe-guild")
	c.moving("per", "cai")
	c.joining("ben", "mats", "tove")
	c.putFeedback()
	c.putNotes()
	c.putMemos()
	// Noor has a second evaluation, beside which stands what was agreed last time.
	must(t, c.open("noor"))
	c.draft("noor", "mats", "second-manager")
	c.draft("noor", "noor", "second-self")
	c.growthPlans()
	c.priorities("noor", "mats", "ben", "asa", "fia")
	c.priorities("gil", "mira")
	c.payRanges()
	c.wall()
	c.titles()
	c.salaries()
	c.payCases("mats", "tove")
	c.payReview()
	place(w, prepare(w, "", true), "tribe-guild")
	return c
}

// moving is somebody whose move to a narrower step waits for the second signature.
func (c *cage) moving(subject, manager string) {
	c.Helper()
	ctx, once, self, lead := c.Context(), workflow.Once{}, c.Actor(subject), c.Actor(manager)
	c.evaluate(subject, manager, evaluation.Agreed, "tribe-guild")
	c.Clock.Advance(time.Hour)
	ref, err := c.BeginEvaluation(ctx, self, once, self.Person, evaluation.Opening{Kind: evaluation.Narrower})
	must(c.T, err)
	words := &workflow.Draft{Body: evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{"team/individual": {Text: "Words."}}}}
	must(c.T, c.HandIn(ctx, self, once, ref, words))
	must(c.T, c.HandIn(ctx, lead, once, ref, words))
	must(c.T, c.NoteTalk(ctx, lead, once, ref, workflow.TalkNoted{Way: evaluation.Met, On: clock.DateOf(c.Now(), time.UTC), Notes: c.put(subject, "notes", subject, manager)}))
	must(c.T, c.WriteResult(ctx, self, once, ref, workflow.Proposal{Result: evaluation.Result{
		Summary: "Less.", Step: "individual", Pay: c.put(subject, "pay-note", subject, manager), PayFrom: "2026-09-01", Focus: []evaluation.Focus{{Text: "Rest."}}}}))
	must(c.T, c.SignWith(ctx, self, once, ref, workflow.Signature{Read: 1, Words: c.put(subject, "agreeing", subject, manager)}))
}

// joining lets the tribe lead read what the two have opened, and write there. The
// planned talk is in the calendars of the two alone.
func (c *cage) joining(subject, manager, lead string) {
	c.Helper()
	ctx, once, all := c.Context(), workflow.Once{}, []string{subject, manager, lead}
	home, err := c.Home(ctx, c.Actor(subject))
	must(c.T, err)
	ref := home.Mine[0].ID
	must(c.T, c.PlanTalk(ctx, c.Actor(manager), once, ref, clock.At(time.Date(2027, 2, 3, 4, 56, 0, 0, time.UTC))))
	c.canaries = append(c.canaries, canary{"Wednesday, 3 February 2027, 04:56", subject + "'s planned talk", []string{subject, manager}},
		canary{"20270203T045600Z", subject + "'s planned talk in a calendar", []string{subject, manager}})
	must(c.T, c.AskToJoin(ctx, c.Actor(subject), once, ref))
	must(c.T, c.Say(ctx, c.Actor(lead), once, ref, c.put(subject, "advice", all...)))
	for i := range c.canaries {
		if what := c.canaries[i].what; what == subject+"'s self" || what == subject+"'s manager" {
			c.canaries[i].readers = all
		}
	}
}

func (c *cage) open(subject string) error {
	_, err := c.OpenEvaluation(c.Context(), c.Actor(subject), workflow.Once{}, c.Person(subject))
	return err
}

// draft writes a canary that its writer alone may read into the subject's open
// evaluation.
func (c *cage) draft(subject, writer, what string) {
	c.Helper()
	home, err := c.Home(c.Context(), c.Actor(subject))
	must(c.T, err)
	v, err := c.Evaluation(c.Context(), c.Actor(writer), home.Mine[0].ID)
	must(c.T, err)
	key := evaluation.KeyOf(v.Text.AreasInOrder()[0].ID, v.Steps[0])
	body := evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{key: {Text: c.put(subject, what, writer)}}}
	_, err = c.SaveDraft(c.Context(), c.Actor(writer), home.Mine[0].ID, workflow.Draft{Body: body})
	must(c.T, err)
}

// nowReads puts another reader in the place of one, in all of the subject's.
func (c *cage) nowReads(subject, before, now string) {
	for i := range c.canaries {
		if strings.HasPrefix(c.canaries[i].what, subject+"'s ") {
			for j, r := range c.canaries[i].readers {
				if r == before {
					c.canaries[i].readers[j] = now
				}
			}
			c.canaries[i].readers = slices.Clone(c.canaries[i].readers)
		}
	}
}

// startDates gives everybody one that nobody else has: it is read by the person,
// the manager, people partners and compensation partners.
func (c *cage) startDates() {
	c.Helper()
	managers := map[string]string{"noor": "mats", "ben": "mats", "asa": "mats", "fia": "timo", "gil": "mira", "ola": "timo",
		"mats": "tove", "mira": "tove", "wim": "timo", "tove": "cai", "timo": "cai", "pia": "cai", "per": "cai", "kim": "cai", "odd": "cai"}
	var rows []orgfile.Row
	for i, name := range c.Names() {
		p, err := c.Profile(c.Context(), c.Actor("pia"), c.Person(name))
		must(c.T, err)
		start := clock.Date(fmt.Sprintf("%d-03-17", 1971+i))
		rows = append(rows, orgfile.Row{Line: i + 2, Name: p.Name, Email: p.Email, Start: start})
		readers := []string{name, "pia", "per", "kim"}
		if m, ok := managers[name]; ok {
			readers = append(readers, m)
		}
		for _, text := range []string{string(start), start.Time().Format("2 January 2006")} {
			c.canaries = append(c.canaries, canary{text, name + "'s start date", readers})
		}
	}
	_, err := c.ImportPeople(c.Context(), access.System(access.ViaCommand), rows, workflow.ImportOptions{})
	must(c.T, err)
}
