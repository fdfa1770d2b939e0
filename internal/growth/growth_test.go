package growth

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
)

var text = framework.New(framework.Framework{
	ID: "steps", Version: "1", Areas: []framework.Area{{ID: "team", Name: "Team"}},
})

const noor, mats, mira = id.Person("noor"), id.Person("mats"), id.Person("mira")

func good() Content {
	return Content{Aim: Role, Area: "team", Role: "Agile coach", Text: "Lead the retrospective.", Actions: []string{"Shadow Asa"}, Support: "An afternoon a month."}
}

func suggest(t *testing.T, by id.Person, side Side) *Focus {
	t.Helper()
	f, err := Suggest(noor, by, side, good(), text, 5)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestASuggestionIsAgreedByTheOther(t *testing.T) {
	for _, side := range []Side{Self, Manager} {
		f := suggest(t, "one", side)
		if err := f.Agree("one", side); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s agrees with themselves: %v", side, err)
		}
		if err := f.Agree("other", side.Other()); err != nil || f.State != GoingOn || f.WaitsFor != "" {
			t.Errorf("the other agrees: %v, %+v", err, f)
		}
		if err := f.Agree("other", side.Other()); !fault.Is(err, fault.Conflict) {
			t.Errorf("agreed twice: %v", err)
		}
	}
}

func TestOtherWordsAreAnAnswer(t *testing.T) {
	f := suggest(t, noor, Self)
	c := good()
	c.Text = "Lead one meeting."
	if err := f.Change(mats, Manager, c, text); err != nil || f.WaitsFor != Self || f.State != Suggested {
		t.Fatalf("%v, %+v", err, f)
	}
	if err := f.Agree(mats, Manager); err == nil {
		t.Error("who changed the words agreed to them alone")
	}
}

func TestTheManagerCommitsToTheSupport(t *testing.T) {
	f := suggest(t, noor, Self)
	if f.SupportBy != "" {
		t.Errorf("a wish counts as a commitment of %s", f.SupportBy)
	}
	if err := f.Agree(mats, Manager); err != nil || f.SupportBy != mats {
		t.Errorf("%v: committed by %q", err, f.SupportBy)
	}
	more := f.Content
	more.Support = "A week a month."
	if err := f.Change(noor, Self, more, text); !fault.Is(err, fault.Invalid) || f.Content.Support != "An afternoon a month." {
		t.Errorf("the person changed what the manager commits to: %v", err)
	}
	words := f.Content
	words.Text = "Lead two meetings."
	if err := f.Change(noor, Self, words, text); err != nil || f.SupportBy != mats {
		t.Errorf("other words changed the commitment: %v, %q", err, f.SupportBy)
	}
	if err := f.Change(mira, Manager, f.Content, text); err != nil || f.SupportBy != mira {
		t.Errorf("a new manager keeps the words: %v, %q", err, f.SupportBy)
	}
	none := f.Content
	none.Support = ""
	if err := f.Change(mira, Manager, none, text); err != nil || f.SupportBy != "" {
		t.Errorf("a commitment without words: %v, %q", err, f.SupportBy)
	}
}

func TestHowItGoesIsSaidInWords(t *testing.T) {
	cases := []struct {
		from, to State
		words    string
		kind     fault.Kind // Internal: allowed
	}{
		{GoingOn, SetAside, "", 0}, {GoingOn, Done, "We did it.", 0}, {GoingOn, Done, "", fault.Invalid}, {GoingOn, GoingOn, "", fault.Conflict},
		{SetAside, GoingOn, "", 0}, {Done, GoingOn, "", 0}, {GoingOn, "perfect", "x", fault.Invalid}, {GoingOn, Suggested, "x", fault.Invalid},
		{Suggested, NotTakenUp, "", 0}, {Suggested, Done, "x", fault.Conflict}, {NotTakenUp, GoingOn, "x", fault.Conflict}, {GoingOn, NotTakenUp, "", fault.Invalid},
	}
	for _, c := range cases {
		f := &Focus{State: c.from, Content: good()}
		err := f.Move(c.to, c.words)
		if c.kind == 0 && (err != nil || f.State != c.to) || c.kind != 0 && (!fault.Is(err, c.kind) || f.State != c.from) {
			t.Errorf("%s to %s with %q: %v, now %s", c.from, c.to, c.words, err, f.State)
		}
	}
}

func TestWhatIsOverKeepsItsWords(t *testing.T) {
	for _, s := range []State{Done, NotTakenUp} {
		f := &Focus{State: s, Content: good()}
		if err := f.Change(noor, Self, good(), text); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestWhatAFocusAreaNeeds(t *testing.T) {
	long := strings.Repeat("x", MaxText+1)
	cases := map[string]struct {
		change func(*Content)
		field  string
	}{
		"no aim":              {func(c *Content) { c.Aim = "" }, "aim"},
		"an unknown aim":      {func(c *Content) { c.Aim = "up" }, "aim"},
		"an unknown area":     {func(c *Content) { c.Area = "moon" }, "area"},
		"no words":            {func(c *Content) { c.Text = "  " }, "text"},
		"long words":          {func(c *Content) { c.Text = long }, "text"},
		"long support":        {func(c *Content) { c.Support = long }, "support"},
		"no role":             {func(c *Content) { c.Role = "" }, "role"},
		"no discipline":       {func(c *Content) { c.Aim, c.Discipline = Discipline, "" }, "discipline"},
		"a long role":         {func(c *Content) { c.Role = strings.Repeat("x", MaxToward+1) }, "role"},
		"many actions":        {func(c *Content) { c.Actions = slices.Repeat([]string{"a"}, MaxActions+1) }, "actions"},
		"a long action":       {func(c *Content) { c.Actions = []string{long} }, "actions"},
		"more days than made": {func(c *Content) { c.Reviews = days(MaxReviews + 1) }, "reviews"},
	}
	for name, c := range cases {
		content := good()
		c.change(&content)
		_, err := Suggest(noor, noor, Self, content, text, 1)
		_, fields := fault.Safe(err)
		if !slices.ContainsFunc(fields, func(f fault.Field) bool { return f.Name == c.field }) {
			t.Errorf("%s: no word about %s in %v", name, c.field, fields)
		}
	}
}

func days(n int) (all []clock.Date) {
	for i := range n {
		all = append(all, clock.Date("2026-05-01").AddDays(n-i))
	}
	return all
}

func TestLinesAndDaysAreKeptTidy(t *testing.T) {
	c := good()
	c.Actions, c.Reviews, c.Discipline = []string{" one ", "", "two"}, []clock.Date{"2026-06-01", "", "2026-05-01", "2026-06-01"}, "Quality"
	f, err := Suggest(noor, noor, Self, c, text, 1)
	if err != nil || !slices.Equal(f.Content.Actions, []string{"one", "two"}) || !slices.Equal(f.Content.Reviews, []clock.Date{"2026-05-01", "2026-06-01"}) || f.Content.Discipline != "" {
		t.Errorf("%v, %+v", err, f.Content)
	}
}

func TestADayThatHasComeIsSaidOnlyUntilSomebodyWrites(t *testing.T) {
	cases := []struct {
		state          State
		today, written clock.Date
		want           clock.Date
	}{
		{GoingOn, "2026-05-02", "", ""}, {GoingOn, "2026-05-03", "2026-04-01", "2026-05-03"}, {GoingOn, "2026-07-01", "2026-04-01", "2026-06-03"},
		{GoingOn, "2026-07-01", "2026-06-03", ""}, {GoingOn, "2026-05-20", "2026-05-03", ""}, {SetAside, "2026-07-01", "", ""}, {Suggested, "2026-07-01", "", ""},
	}
	for _, c := range cases {
		f := &Focus{State: c.state, Content: Content{Reviews: []clock.Date{"2026-05-03", "2026-06-03"}}}
		if got, ok := f.Lapsed(c.today, c.written); got != c.want || ok != (c.want != "") {
			t.Errorf("%s, today %s, written %s: %q %v, want %q", c.state, c.today, c.written, got, ok, c.want)
		}
	}
	f := &Focus{State: GoingOn, Content: Content{Reviews: []clock.Date{"2026-05-03", "2026-06-03"}}}
	if on, ok := f.Coming("2026-05-03"); !ok || on != "2026-06-03" {
		t.Errorf("coming: %q %v", on, ok)
	}
}

func TestMovingOnIsExpectedOfOneStepAndNeverAgainstAnAnswer(t *testing.T) {
	staying, open := Answer{At: 1, Staying: true}, Answer{At: 2}
	cases := []struct {
		step    bool
		answers []Answer
		want    bool
	}{{true, nil, true}, {false, nil, false}, {true, []Answer{staying}, false}, {true, []Answer{open, staying}, true}, {false, []Answer{open}, false}}
	for _, c := range cases {
		if got := ExpectsMove(c.step, c.answers); got != c.want {
			t.Errorf("%v %v: %v", c.step, c.answers, got)
		}
	}
}

func TestWhomAShareReaches(t *testing.T) {
	share := []Share{{Subject: noor, With: mira}}
	cases := map[string]struct {
		actor   access.Actor
		subject id.Person
		shares  []Share
		want    bool
	}{
		"shown":              {access.Actor{Person: mira}, noor, share, true},
		"of somebody else":   {access.Actor{Person: mira}, mats, share, false},
		"nobody":             {access.Actor{}, noor, share, false},
		"ended":              {access.Actor{Person: mira}, noor, []Share{{Subject: noor, With: mira, Until: 5}}, false},
		"people partner":     {access.Actor{Person: mira, Offices: []org.Office{org.PeoplePartner}}, noor, share, false},
		"compensation":       {access.Actor{Person: mira, Offices: []org.Office{org.CompensationPartner}}, noor, share, false},
		"operator":           {access.Actor{Person: mira, Offices: []org.Office{org.Operator}}, noor, share, false},
		"CTO, when chosen":   {access.Actor{Person: mira, Offices: []org.Office{org.CTO}}, noor, share, true},
		"shared with nobody": {access.Actor{Person: mira}, noor, nil, false},
	}
	for name, c := range cases {
		if got := Shown(c.actor, c.subject, c.shares); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	f := suggest(t, mats, Manager)
	if o := f.ForOthers(); o.Content.Support != "" || o.SupportBy != "" || o.SuggestedBy != "" || f.Content.Support == "" {
		t.Errorf("others get %+v", o)
	}
}

// TestNothingIsAgreedByOne lets both act at random.
func TestNothingIsAgreedByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, err := Suggest(noor, noor, Self, good(), text, 1)
		if err != nil {
			t.Fatal(err)
		}
		author := Self // of the words as they stand while they are suggested
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			side := rapid.SampledFrom([]Side{Self, Manager}).Draw(t, "side")
			before := *f
			switch rapid.SampledFrom([]string{"agree", "change", "move"}).Draw(t, "act") {
			case "agree":
				if err := f.Agree("x", side); err == nil && side == author {
					t.Fatal("agreed to one's own words")
				}
			case "change":
				if err := f.Change("x", side, good(), text); err == nil && before.State == Suggested {
					author = side
				}
			case "move":
				_ = f.Move(rapid.SampledFrom([]State{GoingOn, SetAside, Done, NotTakenUp, Suggested}).Draw(t, "to"), "words")
			}
			if before.State != Suggested && f.State == Suggested || before.State == NotTakenUp && f.State != NotTakenUp {
				t.Fatalf("from %s to %s", before.State, f.State)
			}
			if (f.State == Suggested) != (f.WaitsFor != "") {
				t.Fatalf("%s waits for %q", f.State, f.WaitsFor)
			}
		}
	})
}
