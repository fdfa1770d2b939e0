// Package leftover shows people the drafts that are left with them after somebody
// else became the manager: their own words and nothing else.
package leftover

import (
	"context"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Page is the drafts that are left with the reader.
type Page struct {
	ui.Page
	Drafts  []workflow.LeftoverView
	Memos   []workflow.MemosLeft // about whom notes to oneself are left
	Typed   map[string]string    // texts that could not be kept, by evaluation and key
	Wrong   []ui.FieldError
	Problem map[string]string
	Zone    *time.Location
	Key     func() string
}

// field names the text about an area at a step in the form of one draft.
func field(k evaluation.Key) string { return "text:" + string(k) }

func (p Page) text(l workflow.LeftoverView, k evaluation.Key) string {
	if typed, ok := p.Typed[string(l.Evaluation)+field(k)]; ok {
		return typed
	}
	return l.Body.Areas[k].Text
}

// part is one area at a step of which the draft says something.
type part struct {
	Key   evaluation.Key
	Label string
	Word  string
}

func parts(ctx context.Context, l workflow.LeftoverView) (all []part) {
	for _, s := range l.Text.StepsInOrder() {
		for _, a := range l.Text.AreasInOrder() {
			key := evaluation.KeyOf(a.ID, s.ID)
			if answer, ok := l.Body.Areas[key]; ok {
				p := part{Key: key, Label: a.Name + ", " + s.Name}
				if answer.Mark != evaluation.Unsaid {
					p.Word = lang.Say(ctx, answer.Mark.Text(), []any{"whom", l.Person.Name}...)
				}
				all = append(all, p)
			}
		}
	}
	return all
}

func (p Page) ends(l workflow.LeftoverView) time.Time { return l.Ends().Time().In(p.Zone) }
