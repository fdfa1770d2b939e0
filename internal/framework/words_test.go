package framework

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/quick"
)

// inOne writes a difference on one line: [-out-]{+in+}.
func inOne(changes []WordChange) string {
	var b strings.Builder
	for _, c := range changes {
		switch c.Kind {
		case RemovedWords:
			b.WriteString("[-" + c.Text + "-]")
		case AddedWords:
			b.WriteString("{+" + c.Text + "+}")
		default:
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

func TestDiffWords(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"same words", "same words", "same words"},
		{"", "new", "{+new+}"},
		{"old", "", "[-old-]"},
		{"helps the team", "helps every team", "helps [-the-]{+every+} team"},
		{"helps the team.", "helps the team!", "helps the team[-.-]{+!+}"},
		{"one two three", "one three", "one [-two -]three"},
		{"a b c d", "a x y d", "a [-b c-]{+x y+} d"},
		{"line one\nline two", "line one\n\nline two", "line one[-\n-]{+\n\n+}line two"},
		{"don't stop", "do stop", "[-don't-]{+do+} stop"},
		{"don't", "don's", "[-don't-]{+don's+}"},
		{"cafe\u0301-bar", "cafe\u0301-bal", "[-cafe\u0301-bar-]{+cafe\u0301-bal+}"},
		{"boys' room", "boys room", "boys[-'-] room"},
		{"on-call duty", "on-site duty", "[-on-call-]{+on-site+} duty"},
		{"Größe zählt", "Größe zahlt", "Größe [-zählt-]{+zahlt+}"},
		{"e\u0301tape une", "e\u0301tape deux", "e\u0301tape [-une-]{+deux+}"},
		{"チームを助ける", "チームと助ける", "チーム[-を-]{+と+}助ける"},
		{"go 👩‍💻 go", "go 👩‍🚀 go", "go [-👩‍💻-]{+👩‍🚀+} go"},
		{"bad \xff byte", "bad \xfe byte", "bad [-\xff-]{+\xfe+} byte"},
		{"שלום עולם", "שלום חבר", "שלום [-עולם-]{+חבר+}"},
	} {
		if got := inOne(DiffWords(c.before, c.after)); got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

// Nothing is lost: one side is what stayed and went, the other what stayed and came.
func wholeAgain(changes []WordChange) (before, after string) {
	for _, c := range changes {
		if c.Kind != AddedWords {
			before += c.Text
		}
		if c.Kind != RemovedWords {
			after += c.Text
		}
	}
	return before, after
}

func TestDiffWordsLoseNothing(t *testing.T) {
	holds := func(a, b string) bool {
		x, y := wholeAgain(DiffWords(a, b))
		return x == a && y == b
	}
	if err := quick.Check(holds, nil); err != nil {
		t.Error(err)
	}
	words := strings.Fields("the a team helps . , own 👩‍💻 e\u0301 - ' é")
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		text := func() string {
			var b strings.Builder
			for range r.IntN(12) {
				b.WriteString(words[r.IntN(len(words))] + strings.Repeat(" ", r.IntN(3)))
			}
			return b.String()
		}
		if a, b := text(), text(); !holds(a, b) {
			t.Fatalf("%q to %q: %v", a, b, DiffWords(a, b))
		}
	}
}

// TestLongTextsAreBounded: word by word this would take hours, and the test would not end.
func TestLongTextsAreBounded(t *testing.T) {
	var a, b strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&a, "a%d ", i)
		fmt.Fprintf(&b, "b%d ", i)
	}
	got := DiffWords("begins "+a.String()+"ends", "begins "+b.String()+"ends")
	if len(got) != 4 || got[0].Text != "begins " || !strings.HasSuffix(got[3].Text, "ends") {
		t.Errorf("%d pieces", len(got))
	}
}

func FuzzDiffWords(f *testing.F) {
	f.Add("helps the team", "helps every team")
	f.Add("e\u0301", "\u0301e")
	f.Add("\xff\u200d", "\u200d-a'")
	f.Fuzz(func(t *testing.T, a, b string) {
		if x, y := wholeAgain(DiffWords(a, b)); x != a || y != b {
			t.Errorf("%q to %q: %q, %q", a, b, x, y)
		}
	})
}

func TestNearest(t *testing.T) {
	known := []string{"software-development", "quality", "technical-product", "agile-coaching", "one"}
	for word, want := range map[string]string{
		"qualty": "quality", "QUALITY": "quality", "sofware-development": "software-development",
		"two": "", "sales": "", "": "", strings.Repeat("quality", 100): "",
	} {
		if got := strings.Join(Nearest(word, known), " "); got != want {
			t.Errorf("Nearest(%.20q) = %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"step", "step", 0}, {"tribe", "tribes", 1}} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("distance(%q, %q) = %d", c.a, c.b, got)
		}
	}
}

func TestMeetsMinimum(t *testing.T) {
	f := New(Framework{
		Steps: []Step{{ID: "start", Order: 1}, {ID: "mid", Order: 2}, {ID: "lead", Order: 2}, {ID: "top", Order: 3}},
		Roles: []Role{{ID: "free"}, {ID: "guide", MinStep: "mid"}, {ID: "broken", MinStep: "gone"}},
	})
	for _, c := range []struct {
		role           RoleID
		step           StepID
		meets, applies bool
	}{
		{"guide", "start", false, true},
		{"guide", "mid", true, true},
		{"guide", "lead", true, true}, // another step of the same sphere
		{"guide", "top", true, true},
		{"guide", "", false, true}, // a new joiner
		{"guide", "gone", false, true},
		{"free", "start", false, false},
		{"of my own words", "top", false, false},
		{"broken", "top", false, false},
	} {
		if meets, applies := MeetsMinimum(f, c.role, c.step); meets != c.meets || applies != c.applies {
			t.Errorf("%s at %q: meets %v, applies %v", c.role, c.step, meets, applies)
		}
	}
}
