package api

import (
	"slices"
	"time"

	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// People is one page of people.
type People struct {
	People []Person `json:"people"`
	Total  int      `json:"total" doc:"How many there are in all pages."`
	Next   string   `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Person is what is open to everybody about a person. There is no start date
// and no Step in it.
type Person struct {
	PersonRef
	Email      string    `json:"email"`
	Title      string    `json:"title,omitempty" doc:"The title used outside, the person's own choice."`
	Discipline string    `json:"discipline,omitempty" doc:"By its name."`
	Roles      []string  `json:"roles" doc:"By their names."`
	Units      []UnitRef `json:"units"`
	Leads      []UnitRef `json:"leads" doc:"Units the person leads."`
}

// Profile is a person with their lines.
type Profile struct {
	Person
	Offices []string     `json:"offices"`
	Coming  []ComingRole `json:"coming_roles" doc:"Roles that begin on a coming day, by themselves; the next one first."`
	Manager *PersonRef   `json:"manager,omitempty"`
	Reports []PersonRef  `json:"reports"`
}

// DirectReports is one page of whom a person manages.
type DirectReports struct {
	Person  PersonRef      `json:"person" doc:"Whose reports they are."`
	Reports []DirectReport `json:"reports" doc:"By name."`
	Next    string         `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// DirectReport is somebody whom a person manages.
type DirectReport struct {
	PersonRef
	Email string `json:"email"`
	Title string `json:"title,omitempty" doc:"The title used outside, the person's own choice."`
}

// ComingRole is a role that is set for a coming day.
type ComingRole struct {
	Role string `json:"role" doc:"By its name."`
	From string `json:"from" format:"date"`
}

// UnitRef names a unit.
type UnitRef struct {
	ID    string   `json:"id"`
	Kind  string   `json:"kind" enum:"squad,chapter,tribe,guild"`
	Name  string   `json:"name"`
	Tribe *UnitRef `json:"tribe,omitempty" doc:"Of a squad or a chapter."`
}

// Unit is a unit with its lead.
type Unit struct {
	UnitRef
	Lead    *PersonRef `json:"lead,omitempty"`
	Members int        `json:"members"`
}

// Tribe is a tribe with what belongs to it.
type Tribe struct {
	Unit
	Chapters []Unit `json:"chapters"`
	Squads   []Unit `json:"squads"`
}

// Organisation is who works with whom, at a glance.
type Organisation struct {
	CTO    *PersonRef `json:"cto,omitempty"`
	Tribes []Tribe    `json:"tribes"`
	Squads []Unit     `json:"squads" doc:"Squads of no tribe."`
	Guilds []Unit     `json:"guilds"`
	GoesOn
}

// UnitPage is a unit with its people.
type UnitPage struct {
	Unit
	Chapters []Unit   `json:"chapters" doc:"Of a tribe."`
	Squads   []Unit   `json:"squads" doc:"Of a tribe."`
	People   []Person `json:"people"`
	More     bool     `json:"more" doc:"Whether more people belong to it than are listed."`
}

// Standing is where a person stands, for the two who may know.
type Standing struct {
	Set     bool        `json:"set" doc:"False until the first evaluation is agreed."`
	Current *StepSince  `json:"current,omitempty"`
	History []StepSince `json:"history" doc:"The newest first, the present one included."`
}

// StepSince is a Step with when and how it was set.
type StepSince struct {
	Step      StepRef      `json:"step"`
	Since     time.Time    `json:"since"`
	How       string       `json:"how" example:"first-evaluation"`
	Framework FrameworkRef `json:"framework" doc:"The version it was decided under."`
}

// StepRef names a step.
type StepRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// FrameworkRef names one version of a framework.
type FrameworkRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

func personOf(p workflow.PersonEntry) Person {
	return Person{
		PersonRef: personRef(p.PersonRef), Email: p.Email, Title: p.Title, Discipline: p.Discipline,
		Roles: texts(p.Roles), Units: each(p.Units, unitRef), Leads: each(p.Leads, unitRef),
	}
}

func profileOf(p workflow.Profile) Profile {
	coming := []ComingRole{}
	for _, h := range slices.Backward(p.Held) {
		if h.Coming {
			coming = append(coming, ComingRole{h.Name, string(h.From)})
		}
	}
	return Profile{Person: personOf(p.PersonEntry), Offices: texts(p.Offices), Coming: coming, Manager: maybePerson(p.Manager), Reports: personRefs(p.Reports)}
}

func directReportOf(p workflow.DirectReport) DirectReport {
	return DirectReport{PersonRef: personRef(p.PersonRef), Email: p.Email, Title: p.Title}
}

func unitRef(u workflow.UnitRef) UnitRef {
	ref := UnitRef{ID: string(u.ID), Kind: string(u.Kind), Name: u.Name}
	if u.Tribe != nil {
		tribe := unitRef(*u.Tribe)
		ref.Tribe = &tribe
	}
	return ref
}

func unitOf(u workflow.UnitEntry) Unit {
	return Unit{UnitRef: unitRef(u.UnitRef), Lead: maybePerson(u.Lead), Members: u.Members}
}

func tribeOf(t workflow.TribeEntry) Tribe {
	return Tribe{Unit: unitOf(t.UnitEntry), Chapters: each(t.Chapters, unitOf), Squads: each(t.Squads, unitOf)}
}

func standingOf(v workflow.StandingView) Standing {
	out := Standing{Set: v.Set, History: each(v.History, func(e workflow.StandingEntry) StepSince {
		return StepSince{Step: StepRef{string(e.Step.ID), e.Step.Name}, Since: e.Since.Time(), How: string(e.How), Framework: frameworkRef(e.Ref)}
	})}
	if v.Set {
		out.Current = &out.History[0]
	}
	return out
}

func frameworkRef(r framework.Ref) FrameworkRef { return FrameworkRef{r.ID, r.Version} }
