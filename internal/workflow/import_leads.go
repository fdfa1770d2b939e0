package workflow

import (
	"cmp"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
)

// planLeads reads from the roles who leads which chapter and tribe.
func (im *importer) planLeads() {
	claims := map[id.Unit]int{}
	for i, row := range im.rows {
		if im.who[i] == "" {
			continue
		}
		if hasDuty(row, "chapter lead") {
			im.claimLead(claims, i, org.Chapter, row.Chapter)
		}
		if hasDuty(row, "tribe lead") {
			im.claimLead(claims, i, org.Tribe, row.Tribe)
		}
	}
	im.endLeads(claims)
	for unit, i := range claims {
		if im.chart.LeadOf[unit] != im.who[i] {
			im.chart.LeadOf[unit] = im.who[i]
			im.write.beginLeads = append(im.write.beginLeads, org.Lead{Unit: unit, Person: im.who[i]})
			im.tell(im.who[i], lang.Tell("leads the {kind} {unit}", "kind", kindWord(im.chart.Units[unit].Kind), "unit", im.chart.Units[unit].Name))
		}
	}
	sortLeads(im.write.beginLeads)
	im.gatherLeads()
}

func hasDuty(row orgfile.Row, words string) bool {
	return slices.ContainsFunc(row.Roles, func(r string) bool { return duty(r) == words })
}

// claimLead notes that the row's person leads the unit named, or where the cell
// is empty, the one the person belongs to.
func (im *importer) claimLead(claims map[id.Unit]int, i int, kind org.UnitKind, name string) {
	row := im.rows[i]
	unit, ok := im.units[keyOfUnit(kind, name)]
	if !ok {
		unit, ok = im.belongsTo(im.who[i], kind)
	}
	if !ok {
		im.problem(row.Line, string(kind), "", lang.Tell("{name} is a {kind} lead, and no {kind} is named; fill it in", "name", row.Name, "kind", kindWord(kind)))
		return
	}
	if first, claimed := claims[unit]; claimed {
		im.problem(row.Line, "roles", row.Name, lang.Tell("the {kind} {unit} has a lead already, {name} in line {n}; one person leads it, so take the role out of one line",
			"kind", kindWord(kind), "unit", im.chart.Units[unit].Name, "name", im.rows[first].Name, "n", im.rows[first].Line))
		return
	}
	claims[unit] = i
}

// belongsTo is the person's chapter, or the tribe they belong to.
func (im *importer) belongsTo(who id.Person, kind org.UnitKind) (id.Unit, bool) {
	if own := im.chart.UnitsOf(who, kind); len(own) > 0 {
		return own[0], true
	}
	if kind == org.Tribe {
		for _, u := range im.chart.Member[who] {
			if tribe := im.chart.Units[u].Tribe; tribe != "" {
				return tribe, true
			}
		}
	}
	return "", false
}

// endLeads ends leads whom somebody else follows, and those whose own row names
// other roles now.
func (im *importer) endLeads(claims map[id.Unit]int) {
	for unit, lead := range im.chart.LeadOf {
		i, claimed := claims[unit]
		stays := claimed && im.who[i] == lead
		if kind := im.chart.Units[unit].Kind; stays || !claimed && (!im.saysRoles(lead) || kind != org.Chapter && kind != org.Tribe) {
			continue
		}
		im.write.endLeads = append(im.write.endLeads, org.Lead{Unit: unit, Person: lead})
		im.tell(lead, lang.Tell("no longer leads the {kind} {unit}", "kind", kindWord(im.chart.Units[unit].Kind), "unit", im.chart.Units[unit].Name))
		delete(im.chart.LeadOf, unit)
	}
	sortLeads(im.write.endLeads)
}

func sortLeads(leads []org.Lead) {
	arrange.By(leads, func(a, b org.Lead) int { return cmp.Compare(a.Unit, b.Unit) })
}

// saysRoles tells whether the rows name roles of the person.
func (im *importer) saysRoles(who id.Person) bool {
	i, named := im.lineOf[who]
	return named && len(im.rows[i].Roles) > 0
}

// gatherLeads brings the chart's units by lead in step with its leads by unit.
func (im *importer) gatherLeads() {
	leads := make([]org.Lead, 0, len(im.chart.LeadOf))
	for u, p := range im.chart.LeadOf {
		leads = append(leads, org.Lead{Unit: u, Person: p})
	}
	sortLeads(leads)
	im.chart.Leads = map[id.Person][]id.Unit{}
	for _, l := range leads {
		im.chart.AddLead(l.Unit, l.Person)
	}
}

// planCTO reads from the roles who is CTO.
func (im *importer) planCTO() {
	claim := -1
	for i, row := range im.rows {
		if im.who[i] == "" || !hasDuty(row, "cto") && !hasDuty(row, "chief technology officer") {
			continue
		}
		if claim >= 0 {
			im.problem(row.Line, "roles", row.Name, lang.Tell("{name} in line {n} is CTO too, and there can be one; take the role out of one line", "name", im.rows[claim].Name, "n", im.rows[claim].Line))
			continue
		}
		claim = i
	}
	cto := im.chart.CTO
	switch {
	case claim >= 0:
		cto = im.who[claim]
	case im.saysRoles(cto):
		cto = ""
	}
	if cto == im.chart.CTO {
		return
	}
	if im.write.endCTO = im.chart.CTO; im.chart.CTO != "" {
		im.tell(im.chart.CTO, lang.Tell("is no longer CTO"))
	}
	if im.write.grantCTO = cto; cto != "" {
		im.tell(cto, lang.Tell("is CTO"))
	}
	im.chart.CTO = cto
}
