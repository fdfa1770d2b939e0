package recognition

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/id"
)

func noPlums(text string) (string, []any) {
	if strings.Contains(text, "plum") {
		return "No plums.", nil
	}
	return "", nil
}

func aContent() Content {
	return Content{Work: " The   shelter ", Text: "It stands. ", Project: "Lake", Alt: "A roof", People: []id.Person{"noor", "ben"}}
}

func TestWhatAPostMustSay(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Content)
		wrong  string // the fields, in order
	}{
		"all of it":        {func(*Content) {}, ""},
		"no work":          {func(c *Content) { c.Work = " " }, "work"},
		"no words":         {func(c *Content) { c.Text = "\n" }, "text"},
		"nobody":           {func(c *Content) { c.People = nil }, "people"},
		"oneself":          {func(c *Content) { c.People = []id.Person{"noor", "fia"} }, "people"},
		"somebody twice":   {func(c *Content) { c.People = []id.Person{"noor", "noor"} }, "people"},
		"too many":         {func(c *Content) { c.People = make([]id.Person, MaxPeople+1) }, "people"},
		"a long line":      {func(c *Content) { c.Work = strings.Repeat("é", MaxWork+1) }, "work"},
		"as long as it is": {func(c *Content) { c.Work = strings.Repeat("é", MaxWork) }, ""},
		"forbidden words":  {func(c *Content) { c.Work, c.Text, c.Project, c.Alt = "plum", "plum", "plum", "plum" }, "work text project alt"},
	} {
		c := aContent()
		test.change(&c)
		p, err := Write("fia", c, noPlums, 7)
		_, fields := fault.Safe(err)
		var names []string
		for _, f := range fields {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != test.wrong || (err == nil) != (p != nil) {
			t.Errorf("%s: wrong is %q, want %q (%v)", name, got, test.wrong, err)
		}
		if err == nil && (p.Author != "fia" || p.MadeAt != 7 || strings.Contains(p.Work, "  ") || len(p.Named) != 2) {
			t.Errorf("%s: made %+v", name, p)
		}
	}
}

func TestAChangeKeepsWhoIsNamedStill(t *testing.T) {
	p, err := Write("fia", aContent(), noPlums, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Say("ben", "Thank you.", 2); err != nil {
		t.Fatal(err)
	}
	c := aContent()
	c.People = []id.Person{"ben", "ola"}
	fresh, err := p.Change(c, noPlums, 3)
	if err != nil || !slices.Equal(fresh, []id.Person{"ola"}) || p.EditedAt != 3 || p.Names("noor") || p.Named[0].Said != "Thank you." {
		t.Errorf("changed to %+v, new %v, %v", p.Named, fresh, err)
	}
	if err := p.TakeOff("ola", 4); err != nil || p.Names("ola") || p.RemovedAt.IsSet() {
		t.Errorf("a name taken off: %+v, %v", p, err)
	}
	if _, err := p.Change(c, noPlums, 5); !fault.Is(err, fault.Invalid) {
		t.Errorf("named again: %v", err)
	}
	c.People = []id.Person{"ben"}
	if _, err := p.Change(c, noPlums, 6); err != nil || len(p.Named) != 2 {
		t.Errorf("without the name: %v, %+v", err, p.Named)
	}
	if err := p.TakeOff("ben", 7); err != nil || p.RemovedAt != 7 || p.RemovedAs != ByNamed {
		t.Errorf("the last name taken off: %+v, %v", p, err)
	}
}

func TestWhoMayTakeAPostOffTheWall(t *testing.T) {
	p, _ := Write("fia", aContent(), noPlums, 1)
	for _, test := range []struct {
		who     id.Person
		partner bool
		want    Hand
	}{{"fia", false, ByAuthor}, {"fia", true, ByAuthor}, {"noor", false, ByNamed}, {"noor", true, ByNamed}, {"pia", true, ByPartner}, {"ola", false, ""}} {
		if got := p.HandOf(test.who, test.partner); got != test.want {
			t.Errorf("%s (%v) takes it off as %q, want %q", test.who, test.partner, got, test.want)
		}
		c := *p
		c.Named = slices.Clone(p.Named)
		err := c.Remove(test.want, "why", 9)
		if (err == nil) != (test.want != "") {
			t.Errorf("%s: %v", test.who, err)
		}
		if emptied := c.Text == ""; emptied != (test.want == ByAuthor) {
			t.Errorf("%s leaves %q", test.who, c.Text)
		}
		if err == nil {
			for _, other := range []id.Person{"noor", "ola", "pia", "fia"} {
				if got := c.VisibleTo(access.Actor{Person: other}); got != (other == "fia") {
					t.Errorf("taken off by %s, %s sees it: %v", test.who, other, got)
				}
			}
			if again := c.Remove(ByNamed, "", 10); !fault.Is(again, fault.Withheld) {
				t.Errorf("taken off twice: %v", again)
			}
		}
	}
	if p.VisibleTo(access.Actor{}) || !p.VisibleTo(access.Actor{Person: "ola"}) || p.MayThank("fia") || p.MayThank("ben") || !p.MayThank("ola") {
		t.Error("the wall is open to the wrong people")
	}
	if p.MayJudge(true, "noor") || p.MayJudge(true, "fia") || p.MayJudge(false, "ola") || !p.MayJudge(true, "ola") {
		t.Error("the wrong people look after it")
	}
}
