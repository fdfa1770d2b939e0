package workflow

import (
	"slices"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
)

// planPerson finds or adds the row's person.
func (im *importer) planPerson(i int, row orgfile.Row) {
	email := org.FoldEmail(row.Email)
	if email == "" || strings.TrimSpace(row.Name) == "" {
		im.problem(row.Line, "name", row.Name, lang.Tell("every person needs a name and an e-mail address; fill in both"))
		return
	}
	who, known := im.byEmail[email]
	if first, twice := im.lineOf[who]; known && twice {
		im.problem(row.Line, "e-mail", row.Email, lang.Tell("line {n} has this e-mail address already; each person has their own, on one line", "n", im.rows[first].Line))
		return
	}
	switch {
	case row.LastDay.IsSet() && row.LastDay < im.today:
		im.left(who, known, row)
		return
	case !known:
		who = im.addPerson(row)
	default:
		im.changePerson(who, row)
	}
	if row.LastDay.IsSet() {
		im.note(row.Line, "last day", string(row.LastDay), lang.Tell("still here until then; who is past the last day leaves when the file is brought in again"))
	}
	im.who[i], im.lineOf[who] = who, i
}

func (im *importer) addPerson(row orgfile.Row) id.Person {
	p := org.Person{ID: id.New[id.Person](), Name: row.Name, Email: row.Email, StartDate: row.Start}
	im.chart.People[p.ID], im.byEmail[org.FoldEmail(row.Email)], im.isNew[p.ID] = p, p.ID, true
	im.write.addPeople = append(im.write.addPeople, p)
	im.tell(p.ID, lang.Tell("new##somebody"))
	return p.ID
}

func (im *importer) changePerson(who id.Person, row orgfile.Row) {
	p := im.chart.People[who]
	p.StartDate = im.starts[who]
	before := p
	if p.LeftAt.IsSet() {
		p.LeftAt = 0
		im.write.back = append(im.write.back, who)
		im.tell(who, lang.Tell("is back"))
	}
	if p.Name != row.Name {
		p.Name = row.Name
		im.tell(who, lang.Tell("name: {before} → {now}", "before", before.Name, "now", row.Name))
	}
	if p.Email != row.Email {
		p.Email = row.Email
		im.tell(who, lang.Tell("e-mail: written as {address}", "address", row.Email))
	}
	if row.Start.IsSet() && p.StartDate != row.Start {
		p.StartDate = row.Start
		im.tell(who, lang.Tell("start date")) // the former date is not everybody's to read
	}
	if p.Name != before.Name || p.Email != before.Email || p.StartDate != before.StartDate {
		im.write.savePeople = append(im.write.savePeople, p)
	}
	if p.Name != before.Name || p.Email != before.Email { // a start date is told to nobody
		im.write.renamed = append(im.write.renamed, who)
	}
	im.chart.People[who] = p
}

// nameEverybody makes those who are here findable by name, as a manager may be
// named so.
func (im *importer) nameEverybody() {
	for who, p := range im.chart.People {
		if !p.LeftAt.IsSet() {
			im.byName[org.Fold(p.Name)] = append(im.byName[org.Fold(p.Name)], who)
		}
	}
}

// since is from when on new facts about the person hold: for somebody new from
// the start date, when that is not ahead.
func (im *importer) since(who id.Person) org.Span {
	start := im.chart.People[who].StartDate.Start()
	if im.isNew[who] && start.IsSet() && start <= im.now {
		return org.Span{Since: start}
	}
	return org.Span{Since: im.now}
}

func (im *importer) planDiscipline(who id.Person, row orgfile.Row) {
	if row.Discipline == "" {
		return
	}
	want := row.Discipline
	if im.framework != nil {
		if d, ok := im.framework.DisciplineNamed(row.Discipline); ok {
			want = string(d.ID)
		} else {
			im.note(row.Line, "discipline", row.Discipline, keptAsWords(meantOne(row.Discipline, disciplineNames(im.framework))))
		}
	}
	held, has := im.disciplines[who]
	if has && held.Discipline == want {
		return
	}
	if has {
		im.write.putDown = append(im.write.putDown, held)
		im.tell(who, lang.Tell("discipline: {before} → {now}", "before", held.Discipline, "now", want))
	} else {
		im.tell(who, lang.Tell("discipline: {now}", "now", want))
	}
	im.write.hold = append(im.write.hold, org.DisciplineHeld{Person: who, Discipline: want, Span: im.since(who)})
}

func keptAsWords(meant string) lang.Told {
	if meant != "" {
		return lang.Tell("the framework has no such discipline, so these words are kept as they are; did you mean {meant}?", "meant", meant)
	}
	return lang.Tell("the framework has no such discipline, so these words are kept as they are")
}

func disciplineNames(f *framework.Framework) (names []string) {
	for _, d := range f.Disciplines {
		names = append(append(names, d.Name), d.Also...)
	}
	return names
}

func (im *importer) planRoles(who id.Person, row orgfile.Row) {
	if len(row.Roles) == 0 {
		return
	}
	have, want := im.roles[who], im.rolesOf(who, row)
	for _, r := range have {
		if !slices.ContainsFunc(want, func(w org.RoleTaken) bool { return w.Role == r.Role }) {
			im.write.endRoles = append(im.write.endRoles, r)
			im.tell(who, lang.Tell("role ends: {role}", "role", r.Role))
		}
	}
	for _, r := range want {
		if !slices.ContainsFunc(have, func(h org.RoleTaken) bool { return h.Role == r.Role }) {
			im.write.takeRoles = append(im.write.takeRoles, r)
			im.tell(who, lang.Tell("role: {role}", "role", r.Role))
		}
	}
}

// rolesOf reads the roles by the framework's catalogue; other words stay as they
// are, because most roles are not formal.
func (im *importer) rolesOf(who id.Person, row orgfile.Row) (roles []org.RoleTaken) {
	for _, words := range row.Roles {
		taken := org.RoleTaken{Person: who, Role: words, Span: im.since(who)}
		if im.framework != nil {
			if r, ok := im.framework.RoleNamed(words); ok {
				taken.Role, taken.Catalogue = string(r.ID), true
			}
		}
		if !slices.ContainsFunc(roles, func(r org.RoleTaken) bool { return r.Role == taken.Role }) {
			roles = append(roles, taken)
		}
		if slices.Contains(officesOfTrust(), duty(words)) {
			im.note(row.Line, "roles", words, lang.Tell("kept as a role; a file does not grant this office, an operator does"))
		}
	}
	return roles
}

func officesOfTrust() []string { return []string{"people partner", "compensation partner", "operator"} }

// duty folds the words of a role so that "Chapter-Lead" is "chapter lead".
func duty(words string) string { return strings.ReplaceAll(org.Fold(words), "-", " ") }
