package title

import (
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
)

func noGuild(text string) (string, string, bool) {
	return "Guild", "Tribe/Guild", strings.Contains(text, "Guild")
}

func TestWhatATitleMayBe(t *testing.T) {
	for name, want := range map[string]bool{
		"Backend Engineer": true, "  Staff   of one ": true, "エンジニア": true, "": false, " \n": false, "123": false, "Guild Engineer": false,
		strings.Repeat("é", MaxName): true, strings.Repeat("é", MaxName+1): false,
	} {
		p, err := Propose("noor", "noor", Self, name, "Because.", noGuild, 7)
		if (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
		if err == nil && (p.Name != strings.Join(strings.Fields(name), " ") || p.WaitsFor() != Manager || p.AskedAt != 7) {
			t.Errorf("%q became %+v", name, p)
		}
	}
	if _, err := Propose("noor", "noor", Self, "Engineer", strings.Repeat("x", MaxWords+1), noGuild, 7); !fault.Is(err, fault.Invalid) {
		t.Errorf("long words: %v", err)
	}
}

func TestTheOtherOfTheTwoAnswersOnce(t *testing.T) {
	for _, from := range []Side{Self, Manager} {
		other := map[Side]Side{Self: Manager, Manager: Self}[from]
		for name, act := range map[string]struct {
			do   func(*Proposal, Side) error
			by   Side
			want State
		}{
			"agree":    {func(p *Proposal, s Side) error { return p.Agree(s, "x", 9) }, other, Agreed},
			"decline":  {func(p *Proposal, s Side) error { return p.Decline(s, "x", " Rather not. ", 9) }, other, Declined},
			"withdraw": {func(p *Proposal, s Side) error { return p.Withdraw(s, "x", 9) }, from, Withdrawn},
		} {
			for _, by := range []Side{Self, Manager} {
				p, err := Propose("noor", "somebody", from, "Engineer", "", noGuild, 7)
				if err != nil {
					t.Fatal(err)
				}
				err = act.do(p, by)
				if (err == nil) != (by == act.by) || err != nil && !fault.Is(err, fault.Conflict) {
					t.Errorf("proposed by %s, %s by %s: %v", from, name, by, err)
				}
				if err == nil && (p.State != act.want || p.ClosedAt != 9 || p.WaitsFor() != "") {
					t.Errorf("%s leaves %+v", name, p)
				}
				if err == nil && act.do(p, by) == nil {
					t.Errorf("%s twice", name)
				}
			}
		}
	}
	p, _ := Propose("noor", "noor", Self, "Engineer", "", noGuild, 7)
	for _, words := range []string{"", " ", strings.Repeat("x", MaxWords+1)} {
		if err := p.Decline(Manager, "mats", words, 9); !fault.Is(err, fault.Invalid) || p.State != Open {
			t.Errorf("declined with %d characters: %v", len(words), err)
		}
	}
	for b, want := range map[access.Bond]bool{{Known: true, Self: true}: true, {Known: true, Manager: true}: true, {Known: true}: false, {Known: true, People: true, Pay: true}: false, {}: false} {
		if VisibleTo(b) != want {
			t.Errorf("%+v sees it: %v", b, !want)
		}
	}
}
