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

// unitKey is by what units are told apart: kind and folded name.
type unitKey struct {
	kind org.UnitKind
	name string
}

func keyOfUnit(kind org.UnitKind, name string) unitKey { return unitKey{kind, org.Fold(name)} }

// planUnits adds the units that are named for the first time and finds the tribe
// of each chapter and squad.
func (im *importer) planUnits() {
	for _, row := range im.rows {
		if row.Tribe != "" {
			im.unitNamed(org.Tribe, row.Tribe)
		}
		for _, g := range row.Guilds {
			im.unitNamed(org.Guild, g)
		}
	}
	claims := map[id.Unit]int{} // the first row that says the tribe
	for i, row := range im.rows {
		if row.Chapter != "" {
			im.claim(claims, i, im.unitNamed(org.Chapter, row.Chapter))
		}
		for _, s := range row.Squads {
			im.claim(claims, i, im.unitNamed(org.Squad, s))
		}
	}
	im.placeUnits(claims)
	im.requireTribes()
}

// unitNamed finds the unit or begins one.
func (im *importer) unitNamed(kind org.UnitKind, name string) id.Unit {
	key := keyOfUnit(kind, name)
	if u, ok := im.units[key]; ok {
		return u
	}
	u := org.Unit{ID: id.New[id.Unit](), Kind: kind, Name: name}
	im.units[key], im.chart.Units[u.ID] = u.ID, u
	im.write.addUnits = append(im.write.addUnits, u)
	return u.ID
}

// claim notes the tribe that a row gives a unit; two rows that differ are a
// mistake.
func (im *importer) claim(claims map[id.Unit]int, i int, unit id.Unit) {
	row := im.rows[i]
	if row.Tribe == "" {
		return
	}
	first, claimed := claims[unit]
	if !claimed {
		claims[unit] = i
		return
	}
	if before := im.rows[first]; org.Fold(before.Tribe) != org.Fold(row.Tribe) {
		u := im.chart.Units[unit]
		im.problem(row.Line, "tribe", row.Tribe, lang.Tell("the {kind} {unit} belongs to the tribe {tribe} in line {n}; give both lines the same tribe, or leave it empty in one of them",
			"kind", kindWord(u.Kind), "unit", u.Name, "tribe", before.Tribe, "n", before.Line))
	}
}

// placeUnits gives units the tribes the rows say.
func (im *importer) placeUnits(claims map[id.Unit]int) {
	added := map[id.Unit]int{}
	for i, u := range im.write.addUnits {
		added[u.ID] = i
	}
	for unit, i := range claims {
		tribe := im.units[keyOfUnit(org.Tribe, im.rows[i].Tribe)]
		u := im.chart.Units[unit]
		if u.Tribe == tribe {
			continue
		}
		if before, had := im.chart.Units[u.Tribe]; had {
			im.note(im.rows[i].Line, "tribe", im.rows[i].Tribe, lang.Tell("the {kind} {unit} was in the tribe {tribe} until now, and moves with everybody in it", "kind", kindWord(u.Kind), "unit", u.Name, "tribe", before.Name))
		}
		u.Tribe = tribe
		im.chart.Units[unit] = u
		if at, isNew := added[unit]; isNew {
			im.write.addUnits[at] = u
		} else {
			im.write.saveUnits = append(im.write.saveUnits, u)
		}
	}
	arrange.By(im.write.saveUnits, func(a, b org.Unit) int { return cmp.Compare(a.Name, b.Name) })
}

// requireTribes reports each new chapter that no row gives a tribe: its lead
// would have no manager.
func (im *importer) requireTribes() {
	told := map[id.Unit]bool{}
	for _, row := range im.rows {
		if row.Chapter == "" {
			continue
		}
		c := im.chart.Units[im.units[keyOfUnit(org.Chapter, row.Chapter)]]
		if c.Tribe == "" && !told[c.ID] {
			told[c.ID] = true
			im.problem(row.Line, "tribe", "", lang.Tell("no line says which tribe the chapter {unit} belongs to; fill in the tribe here", "unit", c.Name))
		}
	}
}

// planMemberships compares where the person belongs, kind by kind. An empty cell
// leaves the kind alone.
func (im *importer) planMemberships(who id.Person, row orgfile.Row) {
	if row.Chapter != "" {
		im.belong(who, org.Chapter, []string{row.Chapter})
	}
	if len(row.Squads) > 0 {
		im.belong(who, org.Squad, row.Squads)
	}
	if len(row.Guilds) > 0 {
		im.belong(who, org.Guild, row.Guilds)
	}
	if row.Tribe == "" {
		return
	}
	// Through a chapter or a squad one belongs to its tribe anyway.
	var direct []string
	if row.Chapter == "" && len(row.Squads) == 0 {
		direct = []string{row.Tribe}
	}
	im.belong(who, org.Tribe, direct)
}

func (im *importer) belong(who id.Person, kind org.UnitKind, names []string) {
	want := make([]id.Unit, 0, len(names))
	for _, n := range names {
		want = append(want, im.units[keyOfUnit(kind, n)])
	}
	kept := im.chart.Member[who][:0:0]
	for _, u := range im.chart.Member[who] {
		if im.chart.Units[u].Kind != kind || slices.Contains(want, u) {
			kept = append(kept, u)
			continue
		}
		im.write.part = append(im.write.part, org.Membership{Person: who, Unit: u})
		im.tell(who, lang.Tell("leaves the {kind} {unit}", "kind", kindWord(kind), "unit", im.chart.Units[u].Name))
	}
	for _, u := range want {
		if !slices.Contains(kept, u) {
			kept = append(kept, u)
			im.write.join = append(im.write.join, org.Membership{Person: who, Unit: u, Span: im.since(who)})
			im.tell(who, lang.Tell("joins the {kind} {unit}", "kind", kindWord(kind), "unit", im.chart.Units[u].Name))
		}
	}
	im.chart.Member[who] = kept
}
