package sample

import (
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/workflow"
)

// nextVersion is the version 1.1 that Northlight talks about at the moment: based
// on the one in force, open for comments for a week and a half.
func (l *loader) nextVersion() error {
	l.at(17, 9)
	maria := l.as("maria.lindgren")
	maria.Offices = []org.Office{org.PeoplePartner}
	if err := l.w.OwnDiscipline(l.ctx, maria, workflow.Once{}, "quality", l.people["tomasz.zielinski"], true); err != nil {
		return err
	}
	ref, err := l.w.StartDraft(l.ctx, maria, workflow.Once{})
	if err != nil {
		return err
	}
	l.at(14, 16)
	if err := l.w.EditDraft(l.ctx, maria, workflow.Once{}, 1, "the next version", l.rewrite); err != nil {
		return err
	}
	l.at(11, 10)
	if err := l.w.OpenForComments(l.ctx, maria, workflow.Once{}, 2); err != nil {
		return err
	}
	return l.remarks(ref)
}

// rewrite is what the next version changes: a few sentences, one example moved
// wider, one come, one gone, an answer put better.
func (l *loader) rewrite(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
	for id, change := range map[framework.ExampleID]func(*framework.Example){
		"team-individual-asks-early": func(e *framework.Example) {
			e.Text = "Asks for help after a fair try, in the channel of the squad, and says what was tried, so that the answer can start from there and others can learn from it."
		},
		"team-squad-spreads-knowledge": func(e *framework.Example) {
			e.Text = "Writes down or shows what only one person knew, so that the squad can carry on when that person is away or has moved on."
		},
		"mastery-squad-quality-early-questions": func(e *framework.Example) { e.Step = tribe },
		"mastery-individual-quality-explores": func(e *framework.Example) {
			e.Text = "Explores a new feature beyond the written cases, with a traveller where that is possible, and notes what was tried and what was seen."
		},
	} {
		e, ok := f.Example(id)
		if ok {
			change(&e)
			f, _ = f.PutExample(e)
		}
	}
	f, _ = f.PutExample(framework.Example{ID: newExample, Area: team, Step: squad,
		Text: "Makes a newcomer's first month a good one: is there for small questions, and hands over something real to do."})
	return f.DropExample("team-individual-keeps-agreements"), nil
}

const newExample = "team-squad-welcomes"

// talk is a comment on the next version and the answer to it.
type talk struct {
	about   string
	who     string
	said    string
	daysAgo int
	by      string // who answers
	answer  string
	outcome framework.Outcome
	closer  string // who settles it
}

var talks = []talk{
	{newExample, "elin.dahl", "This is what Priya and Wei did for me, and I had no word for it. I am glad that it is in.", 10, "", "", "", ""},
	{newExample, "thandiwe.nkosi", "Does it have to be the first month? Somebody who comes from another tribe needs the same, only shorter.", 9,
		"maria.lindgren", "Good point. It should speak of anybody who is new to the squad; we will put it that way.", "", ""},
	{"team-individual-asks-early", "diego.fuentes", "Not every question belongs in the channel. Some I would rather ask one person.", 8,
		"maria.lindgren", "We do not want to take that away. Would \"where others can see it, if you like\" say it better?", "", ""},
	{"mastery-squad-quality-early-questions", "freya.lang", "I do this every week with one squad only. Moved to the wider step it sounds as if that were nothing.", 7,
		"tomasz.zielinski", "It was moved because it is about ideas that concern several squads. I will write one for a single squad beside it before we publish.", framework.Resolved, "tomasz.zielinski"},
	{"mastery-individual-quality-explores", "samuel.adeyemi", "With a traveller: yes, please. It was \"with a user\" in the first draft, and nobody here says user.", 6,
		"", "", framework.Adopted, "tomasz.zielinski"},
	{"team/squad-chapter", "malik.johnson", "Taken together these read very much like people who sit in one room. Half of my squad does not.", 5, "", "", "", ""},
	{"", "grace.kim", "Thank you for changing little. I can still find my way around in it.", 3, "", "", "", ""},
}

// remarks says everything in the order in which it was said.
func (l *loader) remarks(ref framework.Ref) error {
	for _, t := range talks {
		l.at(t.daysAgo, 14)
		if _, err := l.w.Remark(l.ctx, l.as(t.who), workflow.Once{}, ref, framework.Remark{Target: t.about, Text: t.said}); err != nil {
			return err
		}
		if err := l.answer(ref, t); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) answer(ref framework.Ref, t talk) error {
	threads, err := l.w.Remarks(l.ctx, l.as(t.who), ref)
	if err != nil {
		return err
	}
	var comment id.Entry
	for _, said := range threads {
		if said.Text == t.said {
			comment = said.ID
		}
	}
	if t.by != "" {
		l.at(t.daysAgo, 16)
		if _, err := l.w.Remark(l.ctx, l.as(t.by), workflow.Once{}, ref, framework.Remark{ReplyTo: comment, Text: t.answer}); err != nil {
			return err
		}
	}
	if t.outcome == "" {
		return nil
	}
	l.at(t.daysAgo, 17)
	return l.w.CloseRemark(l.ctx, l.as(t.closer), workflow.Once{}, ref, comment, t.outcome)
}
