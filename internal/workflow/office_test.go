package workflow

import (
	"slices"
	"testing"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

func TestAnOfficeIsGrantedAndEnds(t *testing.T) {
	v := newTown(t)
	mona := v.person("mona@example.org")
	for range 2 {
		if err := v.GrantOffice(t.Context(), command, mona, org.PeoplePartner); err != nil {
			t.Fatal(err)
		}
	}
	if got := v.as("mona@example.org").Offices; !slices.Equal(got, []org.Office{org.PeoplePartner}) {
		t.Errorf("holds %v", got)
	}
	if n := len(v.wrote(audit.OfficeGranted, mona)); n != 1 {
		t.Errorf("%d grants in the journal", n)
	}
	for range 2 {
		if err := v.EndOffice(t.Context(), command, mona, org.PeoplePartner); err != nil {
			t.Fatal(err)
		}
	}
	if got := v.as("mona@example.org").Offices; len(got) != 0 {
		t.Errorf("still holds %v", got)
	}
	if n := len(v.wrote(audit.OfficeEnded, mona)); n != 1 {
		t.Errorf("%d ends in the journal", n)
	}
}

func TestWhoGrantsOfficesAndWhich(t *testing.T) {
	v := newTown(t)
	bo, mona := v.person("bo@example.org"), v.person("mona@example.org")
	partner, operator := v.as("ada@example.org"), v.as("ada@example.org")
	partner.Offices, operator.Offices = []org.Office{org.PeoplePartner}, []org.Office{org.Operator}
	token := operator
	token.Via = access.ViaToken
	for name, c := range map[string]struct {
		actor  access.Actor
		person id.Person
		office org.Office
		want   fault.Kind
	}{
		"people partner": {partner, bo, org.PeoplePartner, fault.Withheld},
		"colleague":      {v.as("bo@example.org"), bo, org.PeoplePartner, fault.Withheld},
		"over a token":   {token, bo, org.PeoplePartner, fault.Withheld},
		"signed out":     {access.Actor{}, bo, org.PeoplePartner, fault.Unauthenticated},
		"no such office": {operator, bo, "king", fault.Invalid},
		"unknown person": {operator, id.New[id.Person](), org.Operator, fault.Absent},
		"a second CTO":   {operator, bo, org.CTO, fault.Conflict},
	} {
		if err := v.GrantOffice(t.Context(), c.actor, c.person, c.office); !fault.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := v.GrantOffice(t.Context(), operator, mona, org.Operator); err != nil {
		t.Error(err)
	}
	if err := v.EndOffice(t.Context(), operator, mona, org.Operator); !fault.Is(err, fault.Conflict) {
		t.Errorf("the last operator went: %v", err)
	}
	if err := v.Leave(t.Context(), command, mona); !fault.Is(err, fault.Conflict) {
		t.Errorf("the last operator left: %v", err)
	}
}

func TestTribeLeadsFollowTheCTO(t *testing.T) {
	v := newTown(t)
	if err := v.EndOffice(t.Context(), command, v.person("cleo@example.org"), org.CTO); err != nil {
		t.Fatal(err)
	}
	if got := v.managerOf("tess@example.org"); got != "" {
		t.Errorf("managed by %q", got)
	}
	if err := v.GrantOffice(t.Context(), command, v.person("mona@example.org"), org.CTO); err == nil {
		t.Error("Mona is in a chapter of the tribe whose lead she manages: that is a circle")
	}
}

// TestAManagerWhoChangesLosesSightAtOnce walks through every way a manager
// changes, with the private start date as what is seen or not.
func TestAManagerWhoChangesLosesSightAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		act func(v *town) error
		now string
	}{
		"set": {func(v *town) error {
			return v.SetManager(v.Context(), command, v.person("ada@example.org"), v.person("bo@example.org"))
		}, "bo@example.org"},
		"another lead": {func(v *town) error {
			return v.SetLead(v.Context(), command, v.chapter(), v.person("bo@example.org"))
		}, "bo@example.org"},
		"no lead": {func(v *town) error { return v.SetLead(v.Context(), command, v.chapter(), "") }, ""},
		"left":    {func(v *town) error { return v.Leave(v.Context(), command, v.person("chris@example.org")) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := newTown(t)
			ada, before := v.person("ada@example.org"), v.as("chris@example.org")
			if p, err := v.Profile(t.Context(), before, ada); err != nil || !p.StartDate.IsSet() {
				t.Fatalf("%+v, %v", p, err)
			}
			if err := c.act(v); err != nil {
				t.Fatal(err)
			}
			if p, err := v.Profile(t.Context(), before, ada); err != nil || p.StartDate.IsSet() || p.Bond.Manager {
				t.Errorf("the former manager still sees %q, %v", p.StartDate, err)
			}
			if c.now != "" {
				if p, err := v.Profile(t.Context(), v.as(c.now), ada); err != nil || !p.StartDate.IsSet() {
					t.Errorf("the new manager sees %q, %v", p.StartDate, err)
				}
			}
			if n := len(v.wrote(audit.ManagerChanged, ada)); n != 2 {
				t.Errorf("%d changes in the journal", n)
			}
		})
	}
}

func (v *town) chapter() id.Unit {
	v.Helper()
	tree, err := v.Organisation(v.Context(), command)
	if err != nil {
		v.Fatal(err)
	}
	return tree.Tribes[0].Chapters[0].ID
}

func TestAManagerIsSetAndUnset(t *testing.T) {
	v := newTown(t)
	ada, bo, chris := v.person("ada@example.org"), v.person("bo@example.org"), v.person("chris@example.org")
	partner := v.as("mona@example.org")
	partner.Offices = []org.Office{org.PeoplePartner}
	if err := v.SetManager(t.Context(), partner, ada, bo); err != nil || v.managerOf("ada@example.org") != "Bo Berg" {
		t.Errorf("%q, %v", v.managerOf("ada@example.org"), err)
	}
	if entry := v.wrote(audit.ManagerChanged, ada)[0]; entry.Hat != "people partner" || entry.Object != "person/"+string(bo) {
		t.Errorf("%+v", entry)
	}
	if err := v.SetManager(t.Context(), partner, ada, ""); err != nil || v.managerOf("ada@example.org") != "Chris Chan" {
		t.Errorf("%q, %v", v.managerOf("ada@example.org"), err)
	}
	if err := v.SetManager(t.Context(), partner, ada, ada); !fault.Is(err, fault.Invalid) {
		t.Errorf("one's own manager: %v", err)
	}
	err := v.SetManager(t.Context(), partner, chris, bo)
	if message, _ := fault.Safe(err); !fault.Is(err, fault.Invalid) || message != "These reporting lines lead back to where they start: Bo Berg reports to Chris Chan reports to Bo Berg. Name another manager for one of them." {
		t.Errorf("a circle: %v", err)
	}
	if got := v.managerOf("chris@example.org"); got != "Tess Tall" {
		t.Errorf("the refused circle left %q", got)
	}
}

func TestOthersDoNotChangeTheOrganisation(t *testing.T) {
	v := newTown(t)
	ada, bo, unit := v.person("ada@example.org"), v.person("bo@example.org"), v.chapter()
	for _, actor := range []access.Actor{v.as("chris@example.org"), v.as("tess@example.org"), v.as("cleo@example.org"), v.as("ada@example.org")} {
		for name, err := range map[string]error{
			"manager": v.SetManager(t.Context(), actor, ada, bo),
			"lead":    v.SetLead(t.Context(), actor, unit, bo),
			"leave":   v.Leave(t.Context(), actor, bo),
			"office":  v.EndOffice(t.Context(), actor, v.person("cleo@example.org"), org.CTO),
		} {
			if !fault.Is(err, fault.Withheld) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestWhoLeavesIsGoneFromEverywhere(t *testing.T) {
	v := newTown(t)
	bo, mona := v.person("bo@example.org"), v.person("mona@example.org")
	if err := v.GrantOffice(t.Context(), command, bo, org.PeoplePartner); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := v.Leave(t.Context(), command, bo); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(v.wrote(audit.PersonLeft, bo)); n != 1 {
		t.Errorf("%d leavings in the journal", n)
	}
	if got := v.managerOf("mona@example.org"); got != "Chris Chan" {
		t.Errorf("Mona, whom Bo managed, goes back to %q", got)
	}
	err := v.view(t.Context(), func(r *store.Reader) error {
		members, err := r.Memberships([]id.Person{bo, mona})
		offices, _ := r.OfficesOf(bo)
		_, managed, _ := r.ManagerOf(bo)
		if len(members[bo]) != 0 || len(members[mona]) != 1 || len(offices) != 0 || managed {
			t.Errorf("still there: %v, %v, %v", members[bo], offices, managed)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := v.Directory(t.Context(), command, DirectoryFilter{})
	if err != nil || page.Total != 5 {
		t.Errorf("%d in the directory, %v", page.Total, err)
	}
}
