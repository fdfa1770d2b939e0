package workflow

import (
	"cmp"
	"strings"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/store"
)

// refreshLines brings the reporting lines in step with the organisation as the
// transaction has changed it: it ends the lines that no longer hold, begins the
// new ones, and gives open evaluations to the new managers, all at one instant.
// It returns the new lines; the Manager is empty where a person has none now.
func refreshLines(tx *store.Tx, actor access.Actor) ([]org.Line, error) {
	chart, err := tx.Chart(tx.Now())
	if err != nil {
		return nil, err
	}
	want := chart.Lines()
	if round := org.Circle(want); len(round) > 0 {
		return nil, circular(chart, round)
	}
	have, err := tx.OpenLines()
	if err != nil {
		return nil, err
	}
	ended, begun := lineChanges(have, want)
	if err := tx.EndLines(ended); err != nil {
		return nil, err
	}
	if err := tx.BeginLines(begun); err != nil {
		return nil, err
	}
	changed := managersChanged(ended, begun)
	if err := notOneself(actor, changed); err != nil {
		return nil, err
	}
	if err := recordManagers(tx, actor, changed); err != nil {
		return nil, err
	}
	if err := tellNewManagers(tx, ended, changed); err != nil {
		return nil, err
	}
	if err := reassignOpen(tx, actor, changed); err != nil {
		return nil, err
	}
	if err := notesAfterManagers(tx, actor, changed); err != nil {
		return nil, err
	}
	if err := feedbackAfterManagers(tx, actor, changed); err != nil {
		return nil, err
	}
	if err := tx.Unplace(peopleOfLines(changed)); err != nil { // a trial placement is the former manager's alone
		return nil, err
	}
	if err := endGlassesWithoutCause(tx, actor); err != nil {
		return nil, err
	}
	if err := endStandInsWithoutCause(tx, actor); err != nil {
		return nil, err
	}
	if err := unjoinWhoMovedOn(tx, actor); err != nil {
		return nil, err
	}
	if err := leaveFormer(tx, ended); err != nil {
		return nil, err
	}
	if err := newPairs(tx, changed); err != nil {
		return nil, err
	}
	return changed, movePromotions(tx, actor, changed)
}

// tellNewManagers tells those whose manager is another one. A first manager is
// nobody's successor.
func tellNewManagers(tx *store.Tx, ended, changed []org.Line) error {
	had := make(map[id.Person]bool, len(ended))
	for _, l := range ended {
		had[l.Person] = true
	}
	var told []notice.Notice
	for _, l := range changed {
		if had[l.Person] {
			told = append(told, notice.Notice{Person: l.Person, Kind: notice.ManagerChanged, Object: "person/" + string(l.Person)})
		}
	}
	return tellAll(tx, told)
}

func peopleOfLines(lines []org.Line) []id.Person {
	who := make([]id.Person, len(lines))
	for i, l := range lines {
		who[i] = l.Person
	}
	return who
}

// lineChanges compares lines, by person. A line whose reason alone differs is
// begun anew, because the journey tells both.
func lineChanges(have, want map[id.Person]org.Line) (ended, begun []org.Line) {
	for p, line := range have {
		if now, ok := want[p]; !ok || now.Manager != line.Manager || now.Reason != line.Reason {
			ended = append(ended, line)
		}
	}
	for p, line := range want {
		if before, ok := have[p]; !ok || before.Manager != line.Manager || before.Reason != line.Reason {
			begun = append(begun, line)
		}
	}
	sortLines(ended)
	sortLines(begun)
	return ended, begun
}

func sortLines(lines []org.Line) {
	arrange.By(lines, func(a, b org.Line) int { return cmp.Compare(a.Person, b.Person) })
}

// managersChanged narrows the changes to those where the manager is another.
func managersChanged(ended, begun []org.Line) []org.Line {
	now := make(map[id.Person]org.Line, len(begun))
	for _, l := range begun {
		now[l.Person] = l
	}
	for _, l := range ended {
		switch next, ok := now[l.Person]; {
		case !ok:
			now[l.Person] = org.Line{Person: l.Person}
		case next.Manager == l.Manager:
			delete(now, l.Person)
		}
	}
	changed := make([]org.Line, 0, len(now))
	for _, l := range now {
		changed = append(changed, l)
	}
	sortLines(changed)
	return changed
}

func recordManagers(tx *store.Tx, actor access.Actor, changed []org.Line) error {
	entries := make([]audit.Entry, 0, len(changed))
	for _, l := range changed {
		e := audit.Entry{Actor: actor.Person, Via: string(actor.Via), Hat: hatOfKeeper(actor), Act: audit.ManagerChanged, Item: "profile", Subject: l.Person}
		if l.Manager != "" {
			e.Object = "person/" + string(l.Manager)
		}
		entries = append(entries, e)
	}
	return tx.RecordAll(entries)
}

func reassignOpen(tx *store.Tx, actor access.Actor, changed []org.Line) error {
	if len(changed) == 0 {
		return nil
	}
	subjects, err := tx.PeopleInEvaluation()
	if err != nil {
		return err
	}
	open := make(map[id.Person]bool, len(subjects))
	for _, s := range subjects {
		open[s] = true
	}
	for _, l := range changed {
		if !open[l.Person] {
			continue
		}
		if err := reassignEvaluation(tx, actor, l.Person, l.Manager); err != nil {
			return err
		}
	}
	return nil
}

// circular names the people whose lines lead back to themselves.
func circular(chart *org.Chart, round []id.Person) error {
	return fault.New(fault.Invalid, "These reporting lines lead back to where they start: {round}. Name another manager for one of them.", "round", roundOf(chart, round))
}

// reportingRound are people by name, each of whom reports to the next.
type reportingRound []string

// In says who reports to whom in the language.
func (r reportingRound) In(in lang.Language) string { return strings.Join(r, in.Say(" reports to ")) }

func (r reportingRound) String() string { return r.In(lang.English) }

func roundOf(chart *org.Chart, round []id.Person) (names reportingRound) {
	// Begin with the first by name, so that the same circle reads the same each time.
	first := 0
	for i := range round {
		if chart.People[round[i]].Name < chart.People[round[first]].Name {
			first = i
		}
	}
	for i := range len(round) + 1 {
		names = append(names, chart.People[round[(first+i)%len(round)]].Name)
	}
	return names
}

// keeps refuses whoever does not look after the organisation's data: whoever
// names managers decides who reads a Step, so operators do it on the machine
// only. To others the act does not exist.
func keeps(actor access.Actor) error {
	switch {
	case actor.Via == access.ViaCommand, actor.Via == access.ViaItself, actor.Via == access.ViaDirectory:
		return nil
	case !actor.Known():
		return pleaseSignIn()
	case actor.Via == access.ViaSession && actor.Holds(org.PeoplePartner):
		return nil
	}
	return fault.NotFound()
}

// notOneself keeps a people partner from becoming somebody's manager, and so from
// reading a Step, by their own act: another people partner names them.
func notOneself(actor access.Actor, changed []org.Line) error {
	for _, l := range changed {
		if actor.Known() && l.Manager == actor.Person {
			return fault.InvalidFields([]fault.Field{{Name: "manager", Message: "This would make you the manager of somebody. Ask another people partner to do it."}})
		}
	}
	return nil
}

// hatOfKeeper names in which capacity somebody looks after the organisation.
func hatOfKeeper(actor access.Actor) string {
	if actor.Via == access.ViaDirectory {
		return "directory"
	}
	if actor.Holds(org.PeoplePartner) {
		return org.PeoplePartner.Words()
	}
	return org.Operator.Words()
}

// isHere finds a person who has not left; others are answered as absent.
func isHere(r *store.Reader, who id.Person) (org.Person, error) {
	p, err := r.Person(who)
	if err == nil && !p.Here(r.Now()) {
		return org.Person{}, fault.NotFound()
	}
	return p, err
}
