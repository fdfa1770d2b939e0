// Package sample is Northlight, an invented company that sells journeys by train
// and ferry: its people, who they are, and where their evaluations stand. It is
// loaded through the acts of Cairn itself, so that nothing in it could not have
// happened.
package sample

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/orgfile"
)

// place is where somebody works; the chapter tells the tribe.
type place struct{ squads, chapter, tribe string }

// somebody is one person of Northlight. Months and days tell how long before
// today they started.
type somebody struct {
	name   string
	email  string // before the @
	months int
	days   int
	place
	guilds     string
	discipline string
	roles      string
	manager    string // where it is not the chapter's lead
}

const (
	developing = "Software development"
	quality    = "Quality"
	product    = "Technical product"
	coaching   = "Agile coaching"

	host = "@northlight.example"
)

// people lists everybody as they are today, with the CTO first and then tribe by
// tribe.
var people = []somebody{
	{name: "Ingrid Solheim", email: "ingrid.solheim", months: 96, roles: "CTO"},
	{name: "Maria Lindgren", email: "maria.lindgren", months: 60, roles: "People partner", manager: "ingrid.solheim"},
	{name: "Joseph Abara", email: "joseph.abara", months: 31, roles: "People partner", manager: "ingrid.solheim"},
	{name: "Helena Weiss", email: "helena.weiss", months: 44, roles: "Compensation partner", manager: "ingrid.solheim"},
	{name: "Nikolai Berg", email: "nikolai.berg", months: 52, roles: "Operator", manager: "oksana.bondarenko"},

	{name: "Rafael Costa", email: "rafael.costa", months: 83, place: place{"", "", "Payments"}, discipline: developing, roles: "Tribe lead"},
	{name: "Priya Raman", email: "priya.raman", months: 61, place: place{"Checkout", "Payments backend", "Payments"}, guilds: "Incident learning", discipline: developing, roles: "Chapter lead;Software engineer"},
	{name: "Wei Zhang", email: "wei.zhang", months: 78, place: place{"Checkout;Invoices", "Payments backend", "Payments"}, guilds: "Incident learning", discipline: developing, roles: "Software engineer;Architect"},
	{name: "Diego Fuentes", email: "diego.fuentes", months: 34, place: place{"Refunds", "Payments backend", "Payments"}, discipline: developing, roles: "Software engineer"},
	{name: "Yara Nasser", email: "yara.nasser", months: 27, place: place{"Invoices", "Payments backend", "Payments"}, guilds: "Testing", discipline: developing, roles: "Software engineer;Mentor"},
	{name: "Elin Dahl", email: "elin.dahl", months: 5, days: 15, place: place{"Checkout", "Payments backend", "Payments"}, discipline: developing, roles: "Software engineer"},
	{name: "Tomasz Zieliński", email: "tomasz.zielinski", months: 57, place: place{"Refunds", "Payments quality", "Payments"}, guilds: "Testing", discipline: quality, roles: "Chapter lead;Quality engineer"},
	{name: "Freya Lang", email: "freya.lang", months: 39, place: place{"Checkout", "Payments quality", "Payments"}, guilds: "Testing;Accessibility", discipline: quality, roles: "Quality engineer;Guild coordinator"},
	{name: "Samuel Adeyemi", email: "samuel.adeyemi", months: 19, place: place{"Invoices", "Payments quality", "Payments"}, guilds: "Testing", discipline: quality, roles: "Tester"},
	{name: "Noor Rahman", email: "noor.rahman", days: 21, place: place{"Refunds", "Payments quality", "Payments"}, discipline: quality, roles: "Tester"},

	{name: "Amara Okafor", email: "amara.okafor", months: 71, place: place{"", "", "Booking"}, discipline: product, roles: "Tribe lead"},
	{name: "Hana Sato", email: "hana.sato", months: 49, place: place{"Search", "Booking web", "Booking"}, guilds: "Accessibility", discipline: developing, roles: "Chapter lead;Software engineer"},
	{name: "Malik Johnson", email: "malik.johnson", months: 22, place: place{"Search", "Booking web", "Booking"}, discipline: developing, roles: "Software engineer"},
	{name: "Chiara Bianchi", email: "chiara.bianchi", months: 41, place: place{"Seats", "Booking web", "Booking"}, guilds: "Accessibility", discipline: developing, roles: "Software engineer;Guild coordinator"},
	{name: "Anton Petrov", email: "anton.petrov", months: 17, place: place{"Timetables", "Booking web", "Booking"}, discipline: developing, roles: "Software engineer"},
	{name: "Grace Kim", email: "grace.kim", months: 66, place: place{"Seats", "Booking web", "Booking"}, guilds: "Testing", discipline: developing, roles: "Software engineer;Mentor"},
	{name: "Leila Haddad", email: "leila.haddad", months: 45, place: place{"Seats", "Booking mobile", "Booking"}, discipline: developing, roles: "Chapter lead;Software engineer"},
	{name: "Lucas Moreau", email: "lucas.moreau", months: 30, place: place{"Search", "Booking mobile", "Booking"}, discipline: developing, roles: "Software engineer"},
	{name: "Thandiwe Nkosi", email: "thandiwe.nkosi", months: 25, place: place{"Seats", "Booking mobile", "Booking"}, guilds: "Accessibility", discipline: developing, roles: "Software engineer"},
	{name: "Erik Sand", email: "erik.sand", months: 16, place: place{"Timetables", "Booking mobile", "Booking"}, discipline: developing, roles: "Software engineer"},
	{name: "Mikael Virtanen", email: "mikael.virtanen", months: 53, place: place{"Timetables", "Booking quality", "Booking"}, guilds: "Testing", discipline: quality, roles: "Chapter lead;Quality engineer"},
	{name: "Paula Schmidt", email: "paula.schmidt", months: 37, place: place{"Seats", "Booking quality", "Booking"}, guilds: "Testing", discipline: quality, roles: "Quality engineer"},
	{name: "Aoife Byrne", email: "aoife.byrne", months: 20, place: place{"Search", "Booking quality", "Booking"}, guilds: "Accessibility", discipline: quality, roles: "Tester"},

	{name: "Jonas Lindqvist", email: "jonas.lindqvist", months: 88, place: place{"", "", "Platform"}, discipline: developing, roles: "Tribe lead"},
	{name: "Oksana Bondarenko", email: "oksana.bondarenko", months: 58, place: place{"Runtime", "Infrastructure", "Platform"}, guilds: "Incident learning", discipline: developing, roles: "Chapter lead;Software engineer"},
	{name: "Viktor Horvat", email: "viktor.horvat", months: 74, place: place{"Runtime", "Infrastructure", "Platform"}, guilds: "Incident learning", discipline: developing, roles: "Architect;Guild coordinator"},
	{name: "Mei-Ling Chen", email: "meiling.chen", months: 33, place: place{"Runtime;Insights", "Infrastructure", "Platform"}, discipline: developing, roles: "Software engineer"},
	{name: "Bilal Aydin", email: "bilal.aydin", months: 6, place: place{"Runtime", "Infrastructure", "Platform"}, discipline: developing, roles: "Software engineer"},
	{name: "Rūta Kalniņa", email: "ruta.kalnina", months: 28, place: place{"Insights", "Infrastructure", "Platform"}, discipline: developing, roles: "Software engineer"},
	{name: "Kwame Mensah", email: "kwame.mensah", months: 55, place: place{"Toolbox", "Developer tools", "Platform"}, discipline: developing, roles: "Chapter lead;Toolsmith"},
	{name: "Daniel Osei", email: "daniel.osei", months: 29, place: place{"Toolbox", "Developer tools", "Platform"}, discipline: developing, roles: "Toolsmith"},
	{name: "Agnes Holm", email: "agnes.holm", months: 47, place: place{"Toolbox", "Developer tools", "Platform"}, guilds: "Testing", discipline: developing, roles: "Toolsmith;Road manager"},
	{name: "Ravi Menon", email: "ravi.menon", months: 9, place: place{"Insights", "Developer tools", "Platform"}, discipline: developing, roles: "Toolsmith"},
	{name: "Sofia Papadaki", email: "sofia.papadaki", months: 63, place: place{"Insights", "Product and coaching", "Platform"}, discipline: coaching, roles: "Chapter lead;Agile coach"},
	{name: "Katarzyna Nowak", email: "katarzyna.nowak", months: 35, place: place{"Runtime;Toolbox", "Product and coaching", "Platform"}, guilds: "Incident learning", discipline: coaching, roles: "Agile coach"},
	{name: "Olu Bello", email: "olu.bello", months: 18, place: place{"Insights", "Product and coaching", "Platform"}, discipline: coaching, roles: "Agile coach;Keeper of the summer party"},
	{name: "Ben Carter", email: "ben.carter", months: 32, place: place{"Toolbox", "Product and coaching", "Platform"}, discipline: product, roles: "Technical product owner"},
	{name: "Isabel Ramos", email: "isabel.ramos", months: 24, place: place{"Runtime", "Product and coaching", "Platform"}, guilds: "Accessibility", discipline: product, roles: "Technical product owner"},
}

// paulaBefore is Paula Schmidt until she changed from writing software to
// quality.
var paulaBefore = somebody{name: "Paula Schmidt", email: "paula.schmidt", months: 37, place: place{"Seats", "Booking web", "Booking"}, discipline: developing, roles: "Software engineer"}

// Rows is Northlight as a people file tells it on the day.
func Rows(today clock.Date) []orgfile.Row {
	rows := make([]orgfile.Row, 0, len(people))
	for i, p := range people {
		rows = append(rows, p.row(i+2, today))
	}
	return rows
}

func (p somebody) row(line int, today clock.Date) orgfile.Row {
	row := orgfile.Row{
		Line: line, Name: p.name, Email: p.email + host, Start: p.start(today),
		Squads: list(p.squads), Chapter: p.chapter, Tribe: p.tribe, Guilds: list(p.guilds),
		Discipline: p.discipline, Roles: list(p.roles),
	}
	if p.manager != "" {
		row.Manager = p.manager + host
	}
	return row
}

// start is the day the person started.
func (p somebody) start(today clock.Date) clock.Date {
	return today.AddMonths(-p.months).AddDays(-p.days)
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}
