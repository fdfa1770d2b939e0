package workflow

import (
	"strings"

	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
)

// planManagers names managers apart from the chapter where a row wants another
// than the chapter's rule gives. Where the rule gives the same, it is left to
// the rule, so that the person follows the chapter when its lead changes.
func (im *importer) planManagers() {
	for i, row := range im.rows {
		who := im.who[i]
		if who == "" || row.Manager == "" {
			continue
		}
		want, ok := im.managerNamed(who, row)
		set, isSet := im.chart.SetManager[who]
		if !ok || isSet && set == want {
			continue
		}
		delete(im.chart.SetManager, who)
		if isSet {
			im.write.unset = append(im.write.unset, org.SetManager{Person: who, Manager: set})
		}
		if byRule, _, ok := im.chart.ManagerOf(who); ok && byRule == want {
			continue
		}
		im.chart.SetManager[who] = want
		im.write.set = append(im.write.set, org.SetManager{Person: who, Manager: want})
	}
}

// managerNamed finds the manager by address or name, or reports why not.
func (im *importer) managerNamed(who id.Person, row orgfile.Row) (id.Person, bool) {
	var found []id.Person
	if p, ok := im.byEmail[org.FoldEmail(row.Manager)]; ok {
		found = []id.Person{p}
	} else {
		found = im.byName[org.Fold(row.Manager)]
	}
	switch {
	case len(found) == 0:
		im.problem(row.Line, "manager", row.Manager, im.nobodyNamed(row.Manager))
	case len(found) > 1:
		im.problem(row.Line, "manager", row.Manager, lang.Tell("{n} people have this name; write the manager’s e-mail address", "n", len(found)))
	case found[0] == who:
		im.problem(row.Line, "manager", row.Manager, lang.Tell("nobody is their own manager; name another person, or leave it empty for the lead of the chapter"))
	case im.chart.People[found[0]].LeftAt.IsSet():
		im.problem(row.Line, "manager", row.Manager, lang.Tell("this person has left; name another, or leave it empty for the lead of the chapter"))
	default:
		return found[0], true
	}
	return "", false
}

// suggestions is for how many unknown managers the nearest known one is looked
// for: a file that is wrong throughout must not cost a long search for each line.
const suggestions = 20

func (im *importer) nobodyNamed(words string) lang.Told {
	if meant := im.meantPerson(words); meant != "" {
		return lang.Tell("nobody of this name or address is in the file or in Cairn; did you mean {meant}? Correct it, or leave it empty for the lead of the chapter", "meant", meant)
	}
	return lang.Tell("nobody of this name or address is in the file or in Cairn; correct it, or leave it empty for the lead of the chapter")
}

func (im *importer) meantPerson(words string) string {
	if len(im.problems) >= suggestions {
		return ""
	}
	known := make([]string, 0, len(im.chart.People))
	for _, p := range im.chart.People {
		switch {
		case p.LeftAt.IsSet():
		case strings.Contains(words, "@"):
			known = append(known, p.Email)
		default:
			known = append(known, p.Name)
		}
	}
	return meantOne(words, known)
}

// planLines works out every manager anew, tells what changes, and refuses lines
// that lead back to where they start.
func (im *importer) planLines() {
	after := im.chart.Lines()
	if round := org.Circle(after); len(round) > 0 {
		line, value := 0, ""
		for _, p := range round {
			if i, named := im.lineOf[p]; named && (line == 0 || im.rows[i].Line < line) {
				line, value = im.rows[i].Line, im.rows[i].Manager
			}
		}
		im.problem(line, "manager", value, lang.Tell("these reporting lines lead back to where they start: {round}; name another manager for one of them", "round", roundOf(im.chart, round)))
		return
	}
	ended, begun := lineChanges(im.before, after)
	for _, l := range managersChanged(ended, begun) {
		if im.leaves(l) {
			continue
		}
		before := im.chart.People[im.before[l.Person].Manager].Name
		now := im.chart.People[l.Manager].Name
		switch {
		case before == "":
			im.tell(l.Person, lang.Tell("manager: {now}", "now", now))
		case now == "":
			im.tell(l.Person, lang.Tell("manager: {before} → nobody", "before", before))
		default:
			im.tell(l.Person, lang.Tell("manager: {before} → {now}", "before", before, "now", now))
		}
	}
}
