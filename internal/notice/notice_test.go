package notice

import (
	"strings"
	"testing"

	"cairn/internal/id"
)

const noor, mats = id.Person("noor"), id.Person("mats")

func told(p id.Person, k Kind, object string) Notice {
	return Notice{Person: p, Kind: k, Object: object}
}

func TestTheSameThingIsToldOnceUntilItIsRead(t *testing.T) {
	unread := []Notice{{ID: "one", Person: noor, Kind: EvaluationTurn, Object: "evaluation/a"}}
	cases := []struct {
		name         string
		told         []Notice
		fresh, again int
	}{
		{"nothing", nil, 0, 0},
		{"the same, unread", []Notice{told(noor, EvaluationTurn, "evaluation/a")}, 0, 1},
		{"the same of another thing", []Notice{told(noor, EvaluationTurn, "evaluation/b")}, 1, 0},
		{"another kind of the same thing", []Notice{told(noor, EvaluationOpen, "evaluation/a")}, 1, 0},
		{"the same to somebody else", []Notice{told(mats, EvaluationTurn, "evaluation/a")}, 1, 0},
		{"twice at once", []Notice{told(mats, EvaluationTurn, "evaluation/b"), told(mats, EvaluationTurn, "evaluation/b")}, 1, 0},
		{"twice at once, unread", []Notice{told(noor, EvaluationTurn, "evaluation/a"), told(noor, EvaluationTurn, "evaluation/a")}, 0, 1},
	}
	for _, c := range cases {
		fresh, again := Batch(c.told, unread, nil, nil)
		if len(fresh) != c.fresh || len(again) != c.again {
			t.Errorf("%s: %d fresh and %d again, want %d and %d", c.name, len(fresh), len(again), c.fresh, c.again)
		}
		for _, n := range fresh {
			if n.ID == "" || n.Way != Daily {
				t.Errorf("%s: %+v", c.name, n)
			}
		}
	}
}

func TestWhatIsMutedIsNotTold(t *testing.T) {
	list := []Notice{told(noor, EvaluationTurn, "evaluation/a"), told(noor, EvaluationOpen, "evaluation/b"), told(mats, EvaluationTurn, "evaluation/a")}
	fresh, _ := Batch(list, nil, map[id.Person]Settings{noor: {EvaluationTurn: Muted}}, map[Thing]bool{{noor, "evaluation/b"}: true})
	if len(fresh) != 1 || fresh[0].Person != mats {
		t.Errorf("told: %+v", fresh)
	}
}

func TestAKindFollowsWhatHoldsForEverything(t *testing.T) {
	cases := []struct {
		settings Settings
		want     Way
	}{
		{nil, Daily}, {Settings{Everything: InboxOnly}, InboxOnly}, {Settings{Everything: InboxOnly, EvaluationTurn: AtOnce}, AtOnce},
		{Settings{EvaluationOpen: Muted}, Daily},
	}
	for _, c := range cases {
		if got := c.settings.Way(EvaluationTurn); got != c.want {
			t.Errorf("%v: %s, want %s", c.settings, got, c.want)
		}
	}
	for _, bad := range []Settings{{"made.up": Daily}, {EvaluationTurn: "loud"}} {
		if bad.Check() {
			t.Errorf("%v was taken", bad)
		}
	}
	if !(Settings{Everything: Muted, EvaluationTurn: AtOnce}).Check() {
		t.Error("good settings were refused")
	}
}

func TestWhatIsToldAlwaysIsNotMuted(t *testing.T) {
	quiet := Settings{Everything: Muted, SignInChanged: Muted}.WithoutMails()
	if way := quiet.Way(SignInChanged); way != Always || !way.Mails() {
		t.Errorf("told %q", way)
	}
	list := []Notice{told(noor, SignInChanged, "account/sign-in")}
	fresh, _ := Batch(list, nil, map[id.Person]Settings{noor: quiet}, map[Thing]bool{{noor, "account/sign-in"}: true})
	if len(fresh) != 1 || fresh[0].Way != Always {
		t.Errorf("told: %+v", fresh)
	}
	if (Settings{SignInChanged: InboxOnly}).Check() || (Settings{Everything: Always}).Check() {
		t.Error("how it is told was chosen")
	}
	for _, a := range Choices() {
		if a.Kind.Always() {
			t.Errorf("%s is offered", a.Kind)
		}
	}
}

// TestEveryKindHasItsWords: constants, so that nothing private can be in them,
// and none of the words that would tell an outcome or a Step.
func TestEveryKindHasItsWords(t *testing.T) {
	seen := map[Kind]bool{}
	for _, a := range Kinds() {
		if a.Group == "" || a.Label == "" || !strings.HasSuffix(a.Line, ".") || seen[a.Kind] || a.Kind == Everything {
			t.Errorf("%+v", a)
		}
		seen[a.Kind] = true
		for _, word := range []string{"step", "promot", "approved", "declined", "refused", "salary", "%", "{"} {
			if strings.Contains(strings.ToLower(a.Line+a.Label+string(a.Kind)), word) {
				t.Errorf("%s tells %q", a.Kind, word)
			}
		}
	}
	for _, w := range Ways() {
		if w.Words() == "" {
			t.Errorf("%s has no words", w)
		}
	}
}
