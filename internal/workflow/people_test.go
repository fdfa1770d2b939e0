package workflow

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
)

func namesIn(people []PersonEntry) (list []string) {
	for _, p := range people {
		list = append(list, p.Name)
	}
	return list
}

func TestTheDirectoryPagesByName(t *testing.T) {
	v := newTown(t)
	ada := v.as("ada@example.org")
	first, err := v.Directory(t.Context(), ada, DirectoryFilter{Limit: 4})
	if err != nil || first.Total != 6 || first.Next == "" {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := v.Directory(t.Context(), ada, DirectoryFilter{Limit: 4, After: first.Next})
	if err != nil || second.Next != "" {
		t.Fatalf("%+v, %v", second, err)
	}
	got := append(namesIn(first.People), namesIn(second.People)...)
	if !slices.Equal(got, []string{"Ada Åkesson", "Bo Berg", "Chris Chan", "Cleo Ceder", "Mona Moss", "Tess Tall"}) {
		t.Errorf("%q", got)
	}
	for words, filter := range map[string]DirectoryFilter{
		"by word":             {Words: "ÅKE"},
		"by discipline's id":  {Discipline: "software-development"},
		"by discipline named": {Discipline: "Engineering"},
	} {
		page, err := v.Directory(t.Context(), ada, filter)
		if err != nil || !slices.Equal(namesIn(page.People), []string{"Ada Åkesson"}) {
			t.Errorf("%s: %q, %v", words, namesIn(page.People), err)
		}
	}
}

// TestWhoMayReadAStartDate follows the matrix's hr_attr, column by column.
func TestWhoMayReadAStartDate(t *testing.T) {
	v := newTown(t)
	ada := v.person("ada@example.org")
	with := func(email string, offices ...org.Office) access.Actor {
		a := v.as(email)
		a.Offices = append(a.Offices, offices...)
		return a
	}
	token := v.as("ada@example.org")
	token.Via, token.Scopes = access.ViaToken, access.Scopes()
	managersToken := v.as("chris@example.org")
	managersToken.Via, managersToken.Scopes = access.ViaToken, access.Scopes()
	for name, c := range map[string]struct {
		actor     access.Actor
		sees      bool
		journaled int
	}{
		"subject":            {v.as("ada@example.org"), true, 0},
		"manager":            {v.as("chris@example.org"), true, 1},
		"skip level":         {v.as("tess@example.org"), false, 0},
		"CTO":                {v.as("cleo@example.org"), false, 0},
		"peer":               {v.as("bo@example.org"), false, 0},
		"operator":           {with("bo@example.org", org.Operator), false, 0},
		"people partner":     {with("mona@example.org", org.PeoplePartner), true, 1},
		"comp partner":       {with("mona@example.org", org.CompensationPartner), true, 1},
		"subject over token": {token, false, 0},
		"manager over token": {managersToken, false, 0},
	} {
		v.clock.Advance(time.Second)
		before := len(v.wrote(audit.Read, ada))
		p, err := v.Profile(t.Context(), c.actor, ada)
		if err != nil || p.Name != "Ada Åkesson" || c.sees != (p.StartDate == "2026-01-15") || c.sees != p.StartDate.IsSet() {
			t.Errorf("%s: %q, %v", name, p.StartDate, err)
		}
		entries := v.wrote(audit.Read, ada)
		if len(entries)-before != c.journaled {
			t.Errorf("%s: %d lines of the journal", name, len(entries)-before)
		}
		if c.journaled > 0 && (entries[0].Item != "hr_attr" || entries[0].Actor != c.actor.Person || entries[0].Hat == "") {
			t.Errorf("%s: %+v", name, entries[0])
		}
	}
}

func TestWhatIsNotThereIsAnsweredAlike(t *testing.T) {
	v := newTown(t)
	ada := v.as("ada@example.org")
	bo := v.person("bo@example.org")
	if err := v.Leave(t.Context(), command, bo); err != nil {
		t.Fatal(err)
	}
	narrow := ada
	narrow.Via, narrow.Scopes = access.ViaToken, []access.Scope{access.ScopeStep}
	want := fault.NotFound().Error()
	for name, read := range map[string]func() error{
		"unknown person":   func() error { _, err := v.Profile(t.Context(), ada, id.New[id.Person]()); return err },
		"somebody left":    func() error { _, err := v.Profile(t.Context(), ada, bo); return err },
		"address of left":  func() error { _, err := v.PersonByEmail(t.Context(), ada, "bo@example.org"); return err },
		"unknown address":  func() error { _, err := v.PersonByEmail(t.Context(), ada, "no@example.org"); return err },
		"unknown unit":     func() error { _, err := v.Unit(t.Context(), ada, id.New[id.Unit]()); return err },
		"offices of left":  func() error { _, err := v.OfficesOf(t.Context(), ada, bo); return err },
		"narrow directory": func() error { _, err := v.Directory(t.Context(), narrow, DirectoryFilter{}); return err },
		"narrow profile":   func() error { _, err := v.Profile(t.Context(), narrow, ada.Person); return err },
		"narrow tree":      func() error { _, err := v.Organisation(t.Context(), narrow); return err },
	} {
		if err := read(); !fault.Is(err, fault.Absent) || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	nobody := access.Actor{Via: access.ViaSession}
	for name, read := range map[string]func() error{
		"directory": func() error { _, err := v.Directory(t.Context(), nobody, DirectoryFilter{}); return err },
		"profile":   func() error { _, err := v.Profile(t.Context(), nobody, ada.Person); return err },
		"tree":      func() error { _, err := v.Organisation(t.Context(), nobody); return err },
		"unit":      func() error { _, err := v.Unit(t.Context(), nobody, id.New[id.Unit]()); return err },
		"address":   func() error { _, err := v.PersonByEmail(t.Context(), nobody, "ada@example.org"); return err },
	} {
		if err := read(); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("signed out, %s: %v", name, err)
		}
	}
}

func TestTheOrganisationAtAGlance(t *testing.T) {
	v := newTown(t)
	ada := v.as("ada@example.org")
	tree, err := v.Organisation(t.Context(), ada)
	if err != nil || len(tree.Tribes) != 1 || tree.CTO == nil || tree.CTO.Name != "Cleo Ceder" {
		t.Fatalf("%+v, %v", tree, err)
	}
	money := tree.Tribes[0]
	if money.Lead == nil || money.Lead.Name != "Tess Tall" || money.Members != 5 {
		t.Errorf("tribe %+v", money.UnitEntry)
	}
	if len(money.Chapters) != 1 || money.Chapters[0].Members != 4 || money.Chapters[0].Lead.Name != "Chris Chan" || money.Chapters[0].Tribe.Name != "Money" {
		t.Errorf("chapters %+v", money.Chapters)
	}
	if len(money.Squads) != 1 || money.Squads[0].Name != "Ledger" || len(tree.Squads) != 1 || tree.Squads[0].Name != "Cards" || len(tree.Guilds) != 1 {
		t.Errorf("squads %+v and %+v, guilds %+v", money.Squads, tree.Squads, tree.Guilds)
	}
	page, err := v.Unit(t.Context(), ada, money.ID)
	if err != nil || page.Lead.Name != "Tess Tall" || len(page.Chapters) != 1 || len(page.People) != 5 || page.More {
		t.Errorf("%+v, %v", page, err)
	}
}
