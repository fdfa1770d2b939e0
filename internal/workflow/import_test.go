package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/store"
)

// town is a small organisation, imported.
type town struct {
	*testing.T
	*Workflow
	clock *clock.Fake
}

// townRows: Cleo is CTO, Tess leads the tribe, Chris the chapter, Ada and Bo are
// in it; Mona is managed by Bo apart from her chapter.
func townRows() []orgfile.Row {
	return []orgfile.Row{
		{Line: 2, Name: "Cleo Ceder", Email: "cleo@example.org", Roles: []string{"CTO"}},
		{Line: 3, Name: "Tess Tall", Email: "tess@example.org", Tribe: "Money", Roles: []string{"Tribe lead"}},
		{Line: 4, Name: "Chris Chan", Email: "chris@example.org", Chapter: "Web", Tribe: "Money", Squads: []string{"Ledger"}, Roles: []string{"chapter-lead"}},
		{Line: 5, Name: "Ada Åkesson", Email: "Ada@Example.org", Start: "2026-01-15", Chapter: "Web", Squads: []string{"Ledger", "Cards"}, Guilds: []string{"Testing"}, Discipline: "Engineering", Roles: []string{"Mentor", "Keeper of the coffee"}},
		{Line: 6, Name: "Bo Berg", Email: "bo@example.org", Chapter: "web", Tribe: "money", Discipline: "quality", Manager: "Chris Chan"},
		{Line: 7, Name: "Mona Moss", Email: "mona@example.org", Chapter: "Web", Manager: "BO@example.org"},
	}
}

func newTown(t *testing.T) *town {
	t.Helper()
	w, fake := newWorkflow(t)
	v := &town{t, w, fake}
	if r, err := v.load(townRows()); err != nil {
		t.Fatal(err, r.Problems)
	}
	fake.Advance(time.Hour)
	return v
}

func (v *town) load(rows []orgfile.Row) (ImportReport, error) {
	return v.ImportPeople(v.Context(), command, rows, ImportOptions{})
}

func (v *town) person(email string) id.Person {
	v.Helper()
	ref, err := v.PersonByEmail(v.Context(), command, email)
	if err != nil {
		v.Fatal(email, err)
	}
	return ref.ID
}

// as is the person of that address in a browser, with the offices they hold.
func (v *town) as(email string) access.Actor {
	v.Helper()
	who := v.person(email)
	offices, err := v.OfficesOf(v.Context(), command, who)
	if err != nil {
		v.Fatal(err)
	}
	return access.Actor{Person: who, Offices: offices, Via: access.ViaSession}
}

func (v *town) profileOf(email string) Profile {
	v.Helper()
	p, err := v.Profile(v.Context(), v.as("mona@example.org"), v.person(email))
	if err != nil {
		v.Fatal(err)
	}
	return p
}

func (v *town) managerOf(email string) string {
	v.Helper()
	if m := v.profileOf(email).Manager; m != nil {
		return m.Name
	}
	return ""
}

func (v *town) wrote(act audit.Act, about id.Person) (found []audit.Entry) {
	v.Helper()
	err := v.view(v.Context(), func(r *store.Reader) error {
		entries, err := r.EntriesAbout(about, audit.Entry{}, 1000)
		for _, e := range entries {
			if e.Act == act {
				found = append(found, e)
			}
		}
		return err
	})
	if err != nil {
		v.Fatal(err)
	}
	return found
}

func TestAnImportMakesTheOrganisation(t *testing.T) {
	v := newTown(t)
	for email, want := range map[string]string{
		"cleo@example.org": "", "tess@example.org": "Cleo Ceder", "chris@example.org": "Tess Tall",
		"ada@example.org": "Chris Chan", "bo@example.org": "Chris Chan", "mona@example.org": "Bo Berg",
	} {
		if got := v.managerOf(email); got != want {
			t.Errorf("%s is managed by %q, want %q", email, got, want)
		}
	}
	ada := v.profileOf("ada@example.org")
	if ada.Discipline != "Software development" || !slices.Equal(ada.Roles, []string{"Keeper of the coffee", "Mentor"}) {
		t.Errorf("discipline %q, roles %q", ada.Discipline, ada.Roles)
	}
	var units []string
	for _, u := range ada.Units {
		units = append(units, string(u.Kind)+" "+u.Name)
	}
	slices.Sort(units)
	if !slices.Equal(units, []string{"chapter Web", "guild Testing", "squad Cards", "squad Ledger"}) {
		t.Errorf("units %q", units)
	}
	err := v.view(t.Context(), func(r *store.Reader) error {
		members, err := r.Memberships([]id.Person{ada.ID, v.person("bo@example.org")})
		if since := members[ada.ID][0].Since; since != clock.Date("2026-01-15").Start() {
			t.Errorf("Ada is a member since %s, not since she started", since)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	v := newTown(t)
	before := len(v.wrote(audit.PeopleImported, v.person("ada@example.org")))
	r, err := v.load(townRows())
	if err != nil || r.Added != 0 || r.Changed != 0 || r.Unchanged != 6 || len(r.Units) != 0 || len(r.People) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if after := len(v.wrote(audit.PeopleImported, v.person("ada@example.org"))); before != 1 || after != 1 {
		t.Errorf("the journal tells of %d and then %d imports", before, after)
	}
}

// inWords is what an import tells, in English.
func inWords(all []lang.Told) string {
	var words []string
	for _, t := range all {
		words = append(words, t.String())
	}
	return strings.Join(words, "; ")
}

func TestADryRunTellsAndWritesNothing(t *testing.T) {
	v := newTown(t)
	rows := townRows()[:5]
	rows[4].Chapter, rows[4].Discipline, rows[4].Manager = "Apps", "Engineering", ""
	rows = append(rows, orgfile.Row{Line: 7, Name: "Nils Ny", Email: "nils@example.org", Chapter: "Apps", Tribe: "Money", Roles: []string{"Chapter lead"}})
	want := ImportReport{DryRun: true, Added: 1, Changed: 1, Unchanged: 4}
	for range 2 {
		r, err := v.ImportPeople(t.Context(), command, rows, ImportOptions{DryRun: true})
		if err != nil || r.Added != want.Added || r.Changed != want.Changed || r.Unchanged != want.Unchanged || inWords(r.Units) != "chapter Apps of the tribe Money" {
			t.Fatalf("%+v, %v", r, err)
		}
		lines := inWords(r.People[0].Lines)
		if lines != "leaves the chapter Web; joins the chapter Apps; discipline: quality → software-development; manager: Chris Chan → Nils Ny" {
			t.Errorf("Bo: %s", lines)
		}
		if r.People[1].Name != "Nils Ny" || !r.People[1].New || !strings.Contains(inWords(r.People[1].Lines), "manager: Tess Tall") {
			t.Errorf("Nils: %+v", r.People[1])
		}
	}
	if _, err := v.PersonByEmail(t.Context(), command, "nils@example.org"); !fault.Is(err, fault.Absent) {
		t.Errorf("a dry run added somebody: %v", err)
	}
}

func TestBadLinesAreReportedWithARemedyAndNothingIsWritten(t *testing.T) {
	for name, c := range map[string]struct {
		change func(rows []orgfile.Row) []orgfile.Row
		want   string
	}{
		"unknown manager, address": {func(r []orgfile.Row) []orgfile.Row { r[4].Manager = "cris@example.org"; return r },
			`line 6, column manager, "cris@example.org": nobody of this name or address is in the file or in Cairn; did you mean chris@example.org? Correct it, or leave it empty for the lead of the chapter`},
		"unknown manager, name": {func(r []orgfile.Row) []orgfile.Row { r[4].Manager = "Cris Chan"; return r },
			"did you mean Chris Chan?"},
		"unknown manager, nothing near": {func(r []orgfile.Row) []orgfile.Row { r[4].Manager = "Zebulon"; return r },
			"is in the file or in Cairn; correct it"},
		"own manager": {func(r []orgfile.Row) []orgfile.Row { r[4].Manager = "bo@example.org"; return r },
			`line 6, column manager, "bo@example.org": nobody is their own manager`},
		"manager of two names": {func(r []orgfile.Row) []orgfile.Row { r[0].Name, r[4].Manager = "Chris Chan", "chris chan"; return r },
			"line 6, column manager, \"chris chan\": 2 people have this name; write the manager’s e-mail address"},
		"chapter without tribe": {func(r []orgfile.Row) []orgfile.Row { r[3].Chapter = "Data"; return r },
			"line 5, column tribe: no line says which tribe the chapter Data belongs to; fill in the tribe here"},
		"chapter in two tribes": {func(r []orgfile.Row) []orgfile.Row { r[3].Tribe = "Maps"; return r },
			`line 5, column tribe, "Maps": the chapter Web belongs to the tribe Money in line 4`},
		"squad in two tribes": {func(r []orgfile.Row) []orgfile.Row { r[3].Tribe, r[3].Chapter = "Maps", ""; return r },
			"the squad Ledger belongs to the tribe Money in line 4"},
		"two leads": {func(r []orgfile.Row) []orgfile.Row { r[4].Roles = []string{"Chapter Lead"}; return r },
			"line 6, column roles, \"Bo Berg\": the chapter web has a lead already, Chris Chan in line 4"},
		"a lead of nothing": {func(r []orgfile.Row) []orgfile.Row { r[0].Roles = []string{"Chapter lead"}; return r },
			"line 2, column chapter: Cleo Ceder is a chapter lead, and no chapter is named; fill it in"},
		"two CTOs": {func(r []orgfile.Row) []orgfile.Row { r[4].Roles = []string{"chief technology officer"}; return r },
			"line 6, column roles, \"Bo Berg\": Cleo Ceder in line 2 is CTO too"},
		"a circle": {func(r []orgfile.Row) []orgfile.Row { r[2].Manager = "mona@example.org"; return r },
			"these reporting lines lead back to where they start: Bo Berg reports to Chris Chan reports to Mona Moss reports to Bo Berg"},
		"one address twice": {func(r []orgfile.Row) []orgfile.Row { r[4].Email = "ADA@example.org"; return r },
			"line 6, column e-mail, \"ADA@example.org\": line 5 has this e-mail address already"},
		"no name": {func(r []orgfile.Row) []orgfile.Row { r[4].Name = " "; return r }, "every person needs a name and an e-mail address"},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := newWorkflow(t)
			rows := c.change(townRows())
			if name == "two leads" {
				rows[2].Chapter = "web"
			}
			r, err := w.ImportPeople(t.Context(), command, rows, ImportOptions{})
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("error %v", err)
			}
			if !slices.ContainsFunc(r.Problems, func(p orgfile.Problem) bool { return strings.Contains(p.String(), c.want) }) {
				t.Errorf("problems %v\nwant %s", r.Problems, c.want)
			}
			if page, err := w.Directory(t.Context(), command, DirectoryFilter{}); err != nil || page.Total != 0 {
				t.Errorf("%d people were written, %v", page.Total, err)
			}
		})
	}
}

func TestWhatIsOnlyWorthKnowingHoldsNothingUp(t *testing.T) {
	w, _ := newWorkflow(t)
	rows := townRows()
	rows[4].Discipline, rows[4].Roles = "Qualty", []string{"People Partner"}
	r, err := w.ImportPeople(t.Context(), command, rows, ImportOptions{})
	if err != nil || len(r.Notes) != 2 {
		t.Fatalf("%v, %v", r.Notes, err)
	}
	if got := r.Notes[0].String(); got != `line 6, column discipline, "Qualty": the framework has no such discipline, so these words are kept as they are; did you mean Quality?` {
		t.Error(got)
	}
	v := &town{T: t, Workflow: w}
	if offices := v.as("bo@example.org").Offices; len(offices) != 0 {
		t.Errorf("a file granted %v", offices)
	}
	if p := v.profileOf("bo@example.org"); p.Discipline != "Qualty" || !slices.Equal(p.Roles, []string{"People Partner"}) {
		t.Errorf("%+v", p)
	}
}

func TestAChangedFileIsDatedAndLeavesOthersAlone(t *testing.T) {
	v := newTown(t)
	ada, chris := v.person("ada@example.org"), v.person("chris@example.org")
	r, err := v.load([]orgfile.Row{
		{Line: 2, Name: "Ada Berg", Email: "ada@example.org", Start: "2026-01-16", Chapter: "Web", Squads: []string{"Cards"}, Discipline: "quality", Roles: []string{"Chapter lead"}},
	})
	if err != nil || r.Added != 0 || r.Changed != 3 || r.Unchanged != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := v.managerOf("ada@example.org"); got != "Tess Tall" {
		t.Errorf("Ada, now the lead, is managed by %q", got)
	}
	if got := v.managerOf("bo@example.org"); got != "Ada Berg" {
		t.Errorf("Bo follows the chapter to %q", got)
	}
	if got := v.managerOf("chris@example.org"); got != "Ada Berg" {
		t.Errorf("Chris, no longer lead, is managed by %q", got)
	}
	if n := len(v.wrote(audit.ManagerChanged, chris)); n != 2 {
		t.Errorf("%d lines of the journal about Chris's managers", n)
	}
	err = v.view(t.Context(), func(r *store.Reader) error {
		held, err := r.DisciplinesOf(ada)
		if len(held) != 2 || held[0].Until != v.clock.Now() || held[1].Since != v.clock.Now() || held[1].Discipline != "quality" {
			t.Errorf("disciplines %+v", held)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSomebodyWhoLeftComesBackByTheFile(t *testing.T) {
	v := newTown(t)
	if err := v.Leave(t.Context(), command, v.person("bo@example.org")); err != nil {
		t.Fatal(err)
	}
	rows := townRows()
	r, err := v.load(rows[4:5])
	if err != nil || r.Changed != 1 || r.People[0].Lines[0].String() != "is back" {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := v.managerOf("bo@example.org"); got != "Chris Chan" {
		t.Errorf("managed by %q", got)
	}
}

func TestAnImportGivesOpenEvaluationsToTheNewManager(t *testing.T) {
	v := newTown(t)
	ada := v.as("ada@example.org")
	e, err := v.OpenEvaluation(t.Context(), ada, Once{}, ada.Person)
	if err != nil {
		t.Fatal(err)
	}
	rows := townRows()
	rows[2].Roles, rows[4].Roles, rows[4].Manager = []string{"Software engineer"}, []string{"Chapter lead"}, ""
	if r, err := v.load(rows); err != nil {
		t.Fatal(err, r.Problems)
	}
	if _, err := v.Evaluation(t.Context(), v.as("chris@example.org"), e); !fault.Is(err, fault.Absent) {
		t.Errorf("the former manager still reaches it: %v", err)
	}
	view, err := v.Evaluation(t.Context(), v.as("bo@example.org"), e)
	if err != nil || view.Manager.Name != "Bo Berg" {
		t.Errorf("%+v, %v", view.Manager, err)
	}
}

func TestOnlyThoseWhoLookAfterTheOrganisationImport(t *testing.T) {
	v := newTown(t)
	partner := v.as("mona@example.org")
	partner.Offices = []org.Office{org.PeoplePartner}
	operator := partner
	operator.Offices = []org.Office{org.Operator}
	token := operator
	token.Via, token.Scopes = access.ViaToken, access.Scopes()
	for name, c := range map[string]struct {
		actor access.Actor
		want  fault.Kind
		ok    bool
	}{
		"colleague":      {v.as("ada@example.org"), fault.Absent, false},
		"CTO":            {v.as("cleo@example.org"), fault.Absent, false},
		"nobody":         {access.Actor{Via: access.ViaSession}, fault.Unauthenticated, false},
		"token":          {token, fault.Absent, false},
		"people partner": {partner, 0, true},
		"operator":       {operator, fault.Absent, false},
	} {
		_, err := v.ImportPeople(t.Context(), c.actor, townRows(), ImportOptions{DryRun: true})
		if c.ok != (err == nil) || !c.ok && !fault.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestProgressIsToldToTheEnd(t *testing.T) {
	w, _ := newWorkflow(t)
	rows := manyRows(1000)
	var told []int
	_, err := w.ImportPeople(t.Context(), command, rows, ImportOptions{Progress: func(done, total int) {
		if total != 1000 {
			t.Fatalf("total %d", total)
		}
		told = append(told, done)
	}})
	if err != nil || !slices.IsSorted(told) || told[len(told)-1] != 1000 {
		t.Fatalf("%v, %v", told, err)
	}
	for i := 1; i < len(told); i++ {
		if told[i]-told[i-1] > 200 {
			t.Errorf("nothing was told between %d and %d", told[i-1], told[i])
		}
	}
}

// One line that names another tribe takes a whole chapter along, and its lead to
// another manager: that is said before it is done.
func TestAUnitThatMovesToAnotherTribeIsToldWithItsLine(t *testing.T) {
	v := newTown(t)
	rows := []orgfile.Row{{Line: 2, Name: "Una Ude", Email: "una@example.org", Chapter: "Web", Tribe: "Maps"}}
	r, err := v.ImportPeople(v.Context(), command, rows, ImportOptions{DryRun: true})
	if err != nil || len(r.Notes) != 1 {
		t.Fatalf("%v, notes %+v", err, r.Notes)
	}
	if n := r.Notes[0]; n.Line != 2 || n.Column != "tribe" || n.Value != "Maps" || !strings.Contains(n.Message.String(), "the chapter Web was in the tribe Money until now") {
		t.Errorf("told: %+v", n)
	}
	if inWords(r.Units) != "tribe Maps; chapter Web of the tribe Maps" {
		t.Errorf("units: %s", inWords(r.Units))
	}
}
