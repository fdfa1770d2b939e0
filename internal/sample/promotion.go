package sample

import (
	"errors"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/workflow"
)

// promoting leaves one promotion that has taken effect, one that waits for the
// lead of a tribe, and one about which people are being heard.
func (l *loader) promoting() error {
	for _, happens := range []func() error{l.antonWent, l.yaraWaits, l.meilingIsHeard} {
		if err := happens(); err != nil {
			return err
		}
	}
	return nil
}

// recommending is one promotion while it is acted out.
type recommending struct {
	*loader
	who, lead string
	ref       id.Promotion
}

// recommend has the manager write a case and offer it, and the person agree two
// days later.
func (l *loader) recommend(who, lead string, daysAgo int, text promotion.Text, agrees string) (*recommending, error) {
	l.at(daysAgo, 10)
	ref, err := l.w.Recommend(l.ctx, l.as(lead), workflow.Once{}, l.people[who], text.To)
	if err != nil {
		return nil, err
	}
	c := &recommending{l, who, lead, ref}
	past, err := l.w.EvidenceAbout(l.ctx, l.as(lead), l.people[who])
	if err != nil {
		return nil, err
	}
	for _, e := range past.Evaluations {
		text.Evidence = append(text.Evidence, promotion.Evidence{Kind: promotion.FromEvaluation, Ref: string(e.ID)})
	}
	if err := l.w.Offer(l.ctx, l.as(lead), workflow.Once{}, ref, &workflow.CaseDraft{Text: text}); err != nil {
		return nil, err
	}
	l.at(daysAgo-2, 17)
	return c, l.w.Consent(l.ctx, l.as(who), workflow.Once{}, ref, workflow.ConsentWords{Read: 1, Words: agrees})
}

// ask asks somebody; with a note, it is a talk that was held.
func (c *recommending) ask(who string, as promotion.Label, question, shared, note string, until clock.Date) error {
	return c.w.Consult(c.ctx, c.as(c.lead), workflow.Once{}, c.ref,
		workflow.Question{Who: c.people[who], Label: as, Ask: question, Shared: shared, Note: note, Until: until})
}

// says answers the question that was asked last.
func (c *recommending) says(who string, answer promotion.Answer) error {
	list, err := c.w.Promotions(c.ctx, c.as(who))
	if err != nil {
		return err
	}
	for _, q := range list.Questions {
		if q.Open && q.About.ID == c.people[c.who] {
			return c.w.ReplyTo(c.ctx, c.as(who), workflow.Once{}, q.ID, workflow.Reply{Answer: answer, Confirm: answer.Empty()})
		}
	}
	return errors.New(who + " was not asked")
}

// antonWent took effect a while ago: the chapter lead decides such a step alone.
func (l *loader) antonWent() error {
	c, err := l.recommend("anton.petrov", "hana.sato", 75, promotion.Text{
		To:      squad,
		Summary: "The timetable import runs because of Anton, and it would go on running without him. For most of a year the squad has planned around what he says, and it has held.",
		Areas: map[framework.AreaID]string{
			team:           "Newcomers to Timetables sit with him first. He tells them about his four lost days before they lose theirs.",
			improvement:    "The import reports what it could not read, in words that the ferry companies understand. That was his idea and nobody had asked.",
			accountability: "He said in March that the winter timetable would be late, by how much, and what he needed. It was, by that much.",
			business:       "He knows which three operators bring most of the questions to support and began with those.",
			mastery:        "Two people outside of the squad ask him to review changes to dates and zones.",
		},
	}, "I read it twice. I would not have said it of myself, and I think it is true. Gladly.")
	if err != nil {
		return err
	}
	l.at(72, 11)
	if err := c.ask("erik.sand", promotion.AsPeer, "What is it like to plan a piece of work together with Anton?", "I am gathering what people around him see in his work.", "", ""); err != nil {
		return err
	}
	if err := c.ask("malik.johnson", promotion.AsPeer, "You see Anton in the chapter. Where did you rely on him this year?", "", "", ""); err != nil {
		return err
	}
	l.at(70, 9)
	if err := c.says("erik.sand", promotion.Answer{Text: "He asks what I am afraid of and plans for that first. I have taken the habit over."}); err != nil {
		return err
	}
	l.at(69, 16)
	if err := c.says("malik.johnson", promotion.Answer{Text: "When departures after midnight were sorted wrongly in search, he came over, found it in our code and let me mend it."}); err != nil {
		return err
	}
	l.at(68, 13)
	if err := c.handOn("His squad works for itself at the moment; nobody there has worked with him for long enough to say."); err != nil {
		return err
	}
	if err := l.w.Decide(l.ctx, l.as("hana.sato"), workflow.Once{}, c.ref, promotion.Verdict{
		Reasons: "I have seen this for most of a year, and those around Anton describe the same from other sides. He is somebody the squad relies on, and he helps others to be that too."}); err != nil {
		return err
	}
	pledge := promotion.Commitment{
		Challenges: "Lead the change to one import for trains and ferries, with Erik, from the first sketch to the release.",
		Support:    "One day a week without other work until the summer. Mikael reads the test plan.",
		Person:     "Saying early what will not hold, and sitting with whoever is new.",
		Pay:        "The increase that belongs to it, with the next month.",
	}
	if err := l.w.Commit(l.ctx, l.as("hana.sato"), workflow.Once{}, c.ref, workflow.Pledge{Text: pledge}); err != nil {
		return err
	}
	l.at(66, 9)
	for _, who := range []string{"anton.petrov", "hana.sato"} {
		if err := l.w.SignCommitment(l.ctx, l.as(who), workflow.Once{}, c.ref, 1); err != nil {
			return err
		}
	}
	return nil
}

// handOn gives the case on, with one reason where nobody could be heard.
func (c *recommending) handOn(reason string) error {
	v, err := c.w.Promotion(c.ctx, c.as(c.lead), c.ref)
	if err != nil {
		return err
	}
	gaps := map[promotion.Relation]string{}
	for _, g := range v.Gaps {
		gaps[g] = reason
	}
	return c.w.HandOn(c.ctx, c.as(c.lead), workflow.Once{}, c.ref, workflow.HandingOn{Gaps: gaps})
}

// yaraWaits lies with the lead of the tribe.
func (l *loader) yaraWaits() error {
	c, err := l.recommend("yara.nasser", "priya.raman", 17, promotion.Text{
		To:      tribe,
		Summary: "Since the move of invoice storage, Yara works for more than Invoices. Refunds moved by her plan and with her as adviser, and Checkout has asked for the same. She reaches three squads now, and she does it by writing down and asking, not by doing it for them.",
		Areas: map[framework.AreaID]string{
			team:           "She advises Refunds and leaves the deciding with them. Diego says that this was the hard part for her and the useful one for them.",
			improvement:    "Her plan for moving without a pause is how the tribe moves data now. She changed it twice after others used it.",
			accountability: "She said in week two that the move would be late, and kept saying by how much. Nobody was surprised, in three squads.",
			business:       "She found what a day of late invoices costs, and the order of the work follows from it.",
			mastery:        "For databases she is who Payments asks. The slow query of two years was the beginning of that.",
		},
	}, "I had to think about it for a day. I do want it. What frightens me a little is to be asked by people I do not know yet, and I would like help with that.")
	if err != nil {
		return err
	}
	l.at(13, 10)
	asked := []struct {
		who  string
		as   promotion.Label
		says promotion.Answer
	}{
		{"samuel.adeyemi", promotion.AsPeer, promotion.Answer{Text: "I test what she builds. Since the move she asks me what could go wrong before she writes anything, and she writes my answer down.",
			Areas: map[framework.AreaID]string{accountability: "Each Monday of the move there was a line about what would not be done. It was always right."}}},
		{"diego.fuentes", promotion.AsPeer, promotion.Answer{Text: "She came to Refunds as an adviser and stayed one, also on the evening when taking over would have been quicker."}},
		{"freya.lang", promotion.AsPeer, promotion.Answer{Text: "We know each other from the Testing guild. She showed how to rehearse a move with data that nobody minds losing, and two tribes do that now."}},
		{"tomasz.zielinski", promotion.AsTribeLead, promotion.Answer{Text: "My chapter was nervous about the move, and she answered each worry with something one could try out. I would trust her with the next one, for the whole tribe."}},
		{"oksana.bondarenko", promotion.AsPeer, promotion.Answer{Text: "She rehearsed the recovery with us in Platform before she needed it. Not many people from a product tribe come to ask that."}},
	}
	for _, a := range asked {
		if err := c.ask(a.who, a.as, "Where did you work together with Yara this year, and what changed through it?", "I would like to understand how far her work reaches.", "", l.today.AddDays(-5)); err != nil {
			return err
		}
	}
	for i, a := range asked {
		l.at(11-i, 15)
		if err := c.says(a.who, a.says); err != nil {
			return err
		}
	}
	l.at(5, 9)
	return c.handOn("Nobody there has worked with her for long enough to say.")
}

// meilingIsHeard is being consulted about: one person has answered, one talk is
// noted and not confirmed, one question is open.
func (l *loader) meilingIsHeard() error {
	c, err := l.recommend("meiling.chen", "oksana.bondarenko", 12, promotion.Text{
		To:      tribe,
		Summary: "The backup service is built, from the first sketch, and all three tribes use it. Mei-Ling asked each of them what they would miss first and built that. She has become somebody whom other tribes come to before they decide.",
		Areas: map[framework.AreaID]string{
			team:           "She held an hour in each tribe before she drew anything, and went back to show what had become of it.",
			improvement:    "Turning off what nobody uses is a habit of the whole tribe now. She wrote the list that everybody starts from.",
			accountability: "On the night of the lost volume she led, decided and wrote down why. I was on the line and had nothing to add.",
			business:       "She can say what an hour without each system costs, and the order of recovery follows from that.",
			mastery:        "Building was what she wanted to practise a year ago. Viktor's review of the service had two remarks.",
		},
	}, "I would like that. I did not see the hours in the tribes as anything special; it was good to read what came of them.")
	if err != nil {
		return err
	}
	l.at(8, 11)
	until := l.today.AddDays(9)
	if err := c.ask("katarzyna.nowak", promotion.AsPeer, "You see Runtime each week. How does Mei-Ling work with the people around her?", "I am gathering what people see in her work this year.", "", until); err != nil {
		return err
	}
	if err := c.ask("malik.johnson", promotion.AsPeer, "Mei-Ling spoke with Search about backups before she built them. What came of it for you?", "I am gathering what people outside of the tribe see in her work.", "", until); err != nil {
		return err
	}
	l.at(6, 14)
	if err := c.says("katarzyna.nowak", promotion.Answer{
		Text:  "She asks the quiet ones first. When Runtime disagreed about the order of recovery, she drew both orders on the wall and let us find the difference.",
		Areas: map[framework.AreaID]string{team: "Three people outside of the squad told me that she made time for them in the week after the lost volume."},
	}); err != nil {
		return err
	}
	l.at(3, 16)
	return c.ask("viktor.horvat", promotion.AsTechnical, "We talked about the backup service and how it came to be.", "",
		"Viktor says that the design was hers, and that his two remarks were matters of taste. He would have split the service in two; she had tried that and could say why not. What he sees less of so far: saying no in public.", "")
}
