package guide

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/fault"
)

func TestAPageSaysWhatItNeeds(t *testing.T) {
	good := Content{Page, "How we talk", "Calmly.", Evaluation}
	with := func(change func(*Content)) Content { c := good; change(&c); return c }
	for name, c := range map[string]struct {
		content Content
		fields  []string
	}{
		"a page":            {good, nil},
		"for itself":        {with(func(c *Content) { c.Process = "" }), nil},
		"a question":        {with(func(c *Content) { c.Kind = Question }), nil},
		"of no kind":        {with(func(c *Content) { c.Kind = "x" }), []string{"kind"}},
		"without a title":   {with(func(c *Content) { c.Title = "  " }), []string{"title"}},
		"with a long title": {with(func(c *Content) { c.Title = strings.Repeat("a", MaxTitle+1) }), []string{"title"}},
		"of two lines":      {with(func(c *Content) { c.Title = "a\nb" }), []string{"title"}},
		"without a text":    {with(func(c *Content) { c.Body = "\r\n" }), []string{"body"}},
		"too long":          {with(func(c *Content) { c.Body = strings.Repeat("a", MaxBody+1) }), []string{"body"}},
		"beside nothing":    {with(func(c *Content) { c.Process = "party" }), []string{"process"}},
	} {
		_, wrong := fault.Safe(c.content.Tidy().Check())
		var fields []string
		for _, f := range wrong {
			fields = append(fields, f.Name)
		}
		if !slices.Equal(fields, c.fields) {
			t.Errorf("%s: %v", name, fields)
		}
	}
}
