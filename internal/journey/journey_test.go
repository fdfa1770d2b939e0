package journey

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/org"
)

func day(at clock.Instant) clock.Date { return clock.DateOf(at, time.UTC) }

func on(date string) clock.Instant { return clock.Date(date).Start() }

func held(ref, since, until string) Held {
	h := Held{Ref: ref, Name: "the " + ref, Span: org.Span{Since: on(since)}}
	if until != "" {
		h.Until = on(until)
	}
	return h
}

func TestAPathGoesSidewaysAndBack(t *testing.T) {
	cases := []struct {
		name string
		held []Held
		want []string // day, way, words
	}{
		{"nothing", nil, nil},
		{"the first", []Held{held("a", "2025-01-01", "")}, []string{"2025-01-01||Began in the a"}},
		{"a move on one day", []Held{held("a", "2025-01-01", "2025-03-01"), held("b", "2025-03-01", "")},
			[]string{"2025-01-01||Began in the a", "2025-03-01|sideways|Moved from the a to the b"}},
		{"and back", []Held{held("a", "2025-01-01", "2025-03-01"), held("b", "2025-03-01", "2025-05-01"), held("a", "2025-05-01", "")},
			[]string{"2025-01-01||Began in the a", "2025-03-01|sideways|Moved from the a to the b", "2025-05-01|back|Moved from the b back to the a"}},
		{"with a pause", []Held{held("a", "2025-01-01", "2025-02-01"), held("a", "2025-04-01", "")},
			[]string{"2025-01-01||Began in the a", "2025-02-01||No longer in the a", "2025-04-01|back|Began in the a again"}},
		{"another beside it", []Held{held("a", "2025-01-01", ""), held("b", "2025-02-01", "")},
			[]string{"2025-01-01||Began in the a", "2025-02-01|sideways|Began in the b"}},
		{"two on the first day", []Held{held("b", "2025-01-01", ""), held("a", "2025-01-01", "")},
			[]string{"2025-01-01||Began in the a", "2025-01-01||Began in the b"}},
		{"one ends and two begin", []Held{held("a", "2025-01-01", "2025-03-01"), held("b", "2025-03-01", ""), held("c", "2025-03-01", "")},
			[]string{"2025-01-01||Began in the a", "2025-03-01|sideways|Moved from the a to the b", "2025-03-01|sideways|Began in the c"}},
	}
	for _, c := range cases {
		list := Tell(Discipline, c.held, OfDisciplines(lang.English), day)
		Order(list)
		var got []string
		keys := map[string]bool{}
		for _, m := range list {
			got = append(got, string(m.On)+"|"+string(m.Way)+"|"+m.Words)
			keys[m.Key] = true
		}
		if !slices.Equal(got, c.want) || len(keys) != len(list) {
			t.Errorf("%s:\n %q, want\n %q", c.name, got, c.want)
		}
	}
}

func TestStepsAreToldInWordsAndAllOfThemTell(t *testing.T) {
	list := TellSteps([]Stand{
		{Ref: "1", Name: "Squad", How: "agreed", Since: on("2025-01-01")},
		{Ref: "2", Name: "Tribe", How: "by promotion", Since: on("2025-06-01"), Compared: Forward},
		{Ref: "3", Name: "Squad", How: "agreed as a step of one’s own choice", Since: on("2026-01-01"), Compared: Back},
	}, lang.English, day)
	want := []string{"Squad, agreed", "To a wider influence: Tribe, by promotion", "To a narrower influence: Squad, agreed as a step of one’s own choice"}
	for i, m := range list {
		if m.Words != want[i] || !m.Tells {
			t.Errorf("%+v, want %q", m, want[i])
		}
	}
}

func TestALineThatNamesAStepTells(t *testing.T) {
	list := []Moment{{Words: "Worked"}, {Words: "like SQUAD/chapter people"}, {Words: "x", More: "see squad/Chapter"}, {Words: "of the squad"}}
	MarkTelling(list, []string{"", "Squad/Chapter"})
	if got := []bool{list[0].Tells, list[1].Tells, list[2].Tells, list[3].Tells}; !slices.Equal(got, []bool{false, true, true, false}) {
		t.Errorf("telling: %v", got)
	}
}

func TestALongTextIsALineAndAllOfIt(t *testing.T) {
	long := "äöü " + string(make([]rune, 0)) + "word word word word word word word word word word word word word word word word word word word word"
	for _, c := range []struct {
		text  string
		whole bool
	}{{"short", true}, {"two\nlines", false}, {long, false}} {
		line, rest := Line(c.text)
		if (rest == "") != c.whole || !c.whole && rest != c.text || len([]rune(line)) > maxLine+1 {
			t.Errorf("%q becomes %q and %q", c.text, line, rest)
		}
	}
}

func TestWhoSeesAPath(t *testing.T) {
	for _, b := range []access.Bond{{}, {Known: true}, {Known: true, People: true}, {Known: true, Pay: true}, {Known: true, Let: "asked to join"}} {
		if VisibleTo(b) {
			t.Errorf("%+v sees it", b)
		}
	}
	if !VisibleTo(access.Bond{Known: true, Self: true}) || !VisibleTo(access.Bond{Known: true, Manager: true}) {
		t.Error("one of the two does not")
	}
}

func TestAnExtractHoldsWhatWasChosen(t *testing.T) {
	now := on("2026-05-12")
	path := []Moment{{Key: "a", Words: "A", Path: "/a"}, {Key: "b", Words: "B", Tells: true}, {Key: "c", Words: "C", More: "more"}}
	long := make([]byte, MaxWords+1)
	cases := []struct {
		name   string
		choice Choice
		fields []string
		lines  int
	}{
		{"one", Choice{Lines: []string{"a"}, Days: 7}, nil, 1},
		{"twice the same", Choice{Lines: []string{"a", "a", "c"}, Days: 30, Words: " hello "}, nil, 2},
		{"none", Choice{Days: 7}, []string{"line"}, 0},
		{"one that is not there", Choice{Lines: []string{"a", "z"}, Days: 7}, []string{"line"}, 0},
		{"for ever", Choice{Lines: []string{"a"}, Days: 4000}, []string{"days"}, 0},
		{"a Step by mistake", Choice{Lines: []string{"a", "b"}, Days: 7}, []string{"certain"}, 0},
		{"a Step", Choice{Lines: []string{"a", "b"}, Days: 7, Certain: true}, nil, 2},
		{"too many words", Choice{Lines: []string{"a"}, Days: 7, Words: string(long)}, []string{"words"}, 0},
	}
	for _, c := range cases {
		e, err := NewExtract("noor", path, c.choice, now)
		_, wrong := fault.Safe(err)
		var fields []string
		for _, f := range wrong {
			fields = append(fields, f.Name)
		}
		if !slices.Equal(fields, c.fields) || err == nil && len(e.Lines) != c.lines {
			t.Errorf("%s: %v, %d lines", c.name, fields, len(e.Lines))
		}
	}
	e, _ := NewExtract("noor", path, Choice{Lines: []string{"a"}, Days: 7}, now)
	ended := e
	ended.EndedAt = now + 1
	for _, c := range []struct {
		e    Extract
		at   clock.Instant
		open bool
	}{{e, now, true}, {e, e.EndsAt - 1, true}, {e, e.EndsAt, false}, {ended, now + 2, false}} {
		if c.e.Open(c.at) != c.open {
			t.Errorf("open at %s: %v", c.at, !c.open)
		}
	}
}
