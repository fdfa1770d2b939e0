package workflow

import (
	"context"
	"fmt"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/store"
)

// ImportOptions tell how to import.
type ImportOptions struct {
	Once     Once                  // names the import, where it may be sent again
	Careful  bool                  // refuses what would end the work of very many at once
	DryRun   bool                  // say what would change and write nothing
	Progress func(done, total int) // called while it goes on; may be nil
}

// ImportReport tells what an import did, or would do.
type ImportReport struct {
	DryRun    bool
	Added     int
	Changed   int // also people whose manager changes because of somebody else's line
	Unchanged int // people of the file
	Units     []lang.Told
	People    []PersonChange    // who is added or changed
	Problems  []orgfile.Problem // where there are any, nothing was written
	Notes     []orgfile.Problem // worth knowing; they hold nothing up
}

// PersonChange is what becomes different for one person, in words.
type PersonChange struct {
	Name  string
	Email string
	New   bool
	Lines []lang.Told
}

// ImportPeople brings the organisation in step with the rows, all or nothing.
// People are told apart by their address; who is not named in the rows is left
// alone, and an empty cell says nothing about what it is for. Chapter lead,
// tribe lead and CTO follow from the roles; offices of trust do not. With
// problems the error is Invalid and the report lists them.
func (w *Workflow) ImportPeople(ctx context.Context, actor access.Actor, rows []orgfile.Row, o ImportOptions) (ImportReport, error) {
	if err := keeps(actor); err != nil {
		return ImportReport{}, err
	}
	progress := steadily(o.Progress, len(rows))
	var report ImportReport
	plan := func(r *store.Reader) (*importer, error) {
		im, err := w.loadImporter(r, rows)
		if err != nil {
			return nil, err
		}
		im.plan(progress.half(0))
		if o.Careful {
			im.tooMany()
		}
		report = im.report(o.DryRun)
		return im, refusal(report.Problems)
	}
	if o.DryRun {
		err := w.viewAs(ctx, actor, func(r *store.Reader) error { _, err := plan(r); return err })
		progress.finish(err)
		return report, err
	}
	if err := w.room(); err != nil {
		return ImportReport{}, err
	}
	counts, err := w.act(ctx, actor, o.Once, rows, func(tx *store.Tx) (string, error) {
		im, err := plan(tx.Reader)
		if err != nil {
			return "", err
		}
		return fmt.Sprint(report.Added, report.Changed, report.Unchanged), im.apply(tx, actor, progress.half(1))
	})
	_, _ = fmt.Sscan(counts, &report.Added, &report.Changed, &report.Unchanged) // as they were, when it is sent again
	progress.finish(err)
	return report, err
}

func refusal(problems []orgfile.Problem) error {
	switch n := len(problems); n {
	case 0:
		return nil
	case 1:
		return fault.New(fault.Invalid, "There is one mistake in the file. Nothing was changed.")
	default:
		return fault.New(fault.Invalid, "There are {n} mistakes in the file. Nothing was changed.", "n", n)
	}
}

// progress is told of in people, twice over: once while lines are judged, once
// while they are written.
type progress struct {
	tell  func(done, total int)
	total int
}

// progressEvery is after how many people progress is told again.
const progressEvery = 100

func steadily(tell func(done, total int), total int) progress { return progress{tell, total} }

func (p progress) half(nth int) func(done int) {
	return func(done int) {
		if p.tell != nil && done%progressEvery == 0 {
			p.tell((nth*p.total+done)/2, p.total)
		}
	}
}

func (p progress) finish(err error) {
	if p.tell != nil && err == nil {
		p.tell(p.total, p.total)
	}
}

// importer compares rows with the organisation as it is. Its chart begins as the
// present one and ends as the one the rows ask for; nothing is written by it
// before apply.
type importer struct {
	rows      []orgfile.Row
	now       clock.Instant
	today     clock.Date           // in the zone of the organisation
	framework *framework.Framework // nil while none is published

	chart       *org.Chart
	before      map[id.Person]org.Line
	starts      map[id.Person]clock.Date
	disciplines map[id.Person]org.DisciplineHeld
	roles       map[id.Person][]org.RoleTaken
	byEmail     map[string]id.Person
	byName      map[string][]id.Person
	units       map[unitKey]id.Unit
	who         []id.Person        // by row; empty where the row cannot be used
	lineOf      map[id.Person]int  // index of the person's row
	isNew       map[id.Person]bool // added by this import
	told        map[id.Person][]lang.Told
	problems    []orgfile.Problem
	notes       []orgfile.Problem

	write writes
}

// writes is what apply saves.
type writes struct {
	addPeople, savePeople []org.Person
	renamed               []id.Person
	back, leave           []id.Person
	addUnits, saveUnits   []org.Unit
	part, join            []org.Membership
	putDown, hold         []org.DisciplineHeld
	endRoles, takeRoles   []org.RoleTaken
	endLeads, beginLeads  []org.Lead
	endCTO, grantCTO      id.Person
	unset, set            []org.SetManager
}

// loadImporter reads the whole organisation in about a dozen queries.
func (w *Workflow) loadImporter(r *store.Reader, rows []orgfile.Row) (*importer, error) {
	im := &importer{
		rows: rows, now: r.Now(), today: clock.DateOf(r.Now(), w.zone), byEmail: make(map[string]id.Person, len(rows)), byName: make(map[string][]id.Person, len(rows)),
		units: map[unitKey]id.Unit{}, who: make([]id.Person, len(rows)), lineOf: make(map[id.Person]int, len(rows)),
		isNew: make(map[id.Person]bool, len(rows)), told: make(map[id.Person][]lang.Told, len(rows)),
	}
	var err error
	if im.framework, err = w.catalogue(r); err != nil && !fault.Is(err, fault.Unavailable) {
		return nil, err
	}
	if im.chart, err = r.Chart(r.Now()); err != nil {
		return nil, err
	}
	im.before = im.chart.Lines()
	for p, known := range im.chart.People {
		im.byEmail[org.FoldEmail(known.Email)] = p
	}
	for u, known := range im.chart.Units {
		im.units[keyOfUnit(known.Kind, known.Name)] = u
	}
	return im, im.loadNamed(r)
}

// loadNamed reads what is needed of those who are in the rows and here already.
func (im *importer) loadNamed(r *store.Reader) (err error) {
	var named []id.Person
	for _, row := range im.rows {
		if p, ok := im.byEmail[org.FoldEmail(row.Email)]; ok {
			named = append(named, p)
		}
	}
	if im.starts, err = r.StartDates(named); err != nil {
		return err
	}
	if im.disciplines, err = r.Disciplines(named); err != nil {
		return err
	}
	im.roles, err = r.Roles(named)
	return err
}

// plan judges every row and collects what is to be written.
func (im *importer) plan(progress func(done int)) {
	for i, row := range im.rows {
		im.planPerson(i, row)
		progress(i + 1)
	}
	im.planUnits()
	im.nameEverybody()
	for i, row := range im.rows {
		if im.who[i] != "" {
			im.planMemberships(im.who[i], row)
			im.planDiscipline(im.who[i], row)
			im.planRoles(im.who[i], row)
		}
	}
	im.planLeads()
	im.planCTO()
	im.planManagers()
	im.planLines()
}

// apply writes what plan collected, journals it, and brings the reporting lines
// in step.
func (im *importer) apply(tx *store.Tx, actor access.Actor, progress func(done int)) error {
	for _, write := range []func(*store.Tx) error{
		func(tx *store.Tx) error { return tx.AddPeople(im.write.addPeople, progress) },
		func(tx *store.Tx) error { return im.applyLeavers(tx, actor) }, // first, so that others can take over what they led
		im.applyPeople, im.applyUnits, im.applyFacts, im.applyLeads,
	} {
		if err := write(tx); err != nil {
			return err
		}
	}
	if err := im.journal(tx, actor); err != nil {
		return err
	}
	_, err := refreshLines(tx, actor)
	return err
}

func (im *importer) applyPeople(tx *store.Tx) error {
	if err := tx.SavePeople(im.write.savePeople); err != nil {
		return err
	}
	for _, p := range im.write.renamed {
		tx.Happened(event.PersonChanged, string(p))
	}
	for _, p := range im.write.back {
		if err := tx.SetLeft(p, 0); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) applyUnits(tx *store.Tx) error {
	if err := tx.AddUnits(im.write.addUnits); err != nil {
		return err
	}
	if err := tx.SaveUnits(im.write.saveUnits); err != nil {
		return err
	}
	if err := tx.Part(im.write.part); err != nil {
		return err
	}
	return tx.Join(im.write.join)
}

func (im *importer) applyFacts(tx *store.Tx) error {
	if err := tx.PutDownDisciplines(im.write.putDown); err != nil {
		return err
	}
	if err := tx.HoldDisciplines(im.write.hold); err != nil {
		return err
	}
	// What the file has from now on takes the place of what was to come.
	if err := tx.PutDownRoles(slices.Concat(im.write.endRoles, im.ofKnown(im.write.takeRoles))); err != nil {
		return err
	}
	return tx.TakeRoles(im.write.takeRoles)
}

// ofKnown are those roles whose people were here before the file: others have none.
func (im *importer) ofKnown(roles []org.RoleTaken) []org.RoleTaken {
	return slices.DeleteFunc(slices.Clone(roles), func(r org.RoleTaken) bool { return im.isNew[r.Person] })
}

func (im *importer) applyLeads(tx *store.Tx) error {
	if err := tx.EndLeads(im.write.endLeads); err != nil {
		return err
	}
	if err := tx.BeginLeads(im.write.beginLeads); err != nil {
		return err
	}
	if im.write.endCTO != "" {
		if err := tx.EndOffice(im.write.endCTO, org.CTO); err != nil {
			return err
		}
	}
	if im.write.grantCTO != "" {
		if err := tx.GrantOffice(im.write.grantCTO, org.CTO); err != nil {
			return err
		}
	}
	if err := tx.UnsetManagers(im.write.unset); err != nil {
		return err
	}
	return tx.SetManagers(im.write.set)
}

// journal writes a line for everybody whom the rows add or change, and for what
// gives authority. Lines of managers are written with the reporting lines.
func (im *importer) journal(tx *store.Tx, actor access.Actor) error {
	var entries []audit.Entry
	add := func(act audit.Act, subject id.Person, object string) {
		entries = append(entries, audit.Entry{Actor: actor.Person, Via: string(actor.Via), Hat: hatOfKeeper(actor),
			Act: act, Item: "profile", Subject: subject, Object: object})
	}
	for i := range im.rows {
		if p := im.who[i]; len(im.told[p]) > 0 {
			add(audit.PeopleImported, p, "")
		}
	}
	for _, l := range im.write.beginLeads {
		add(audit.LeadChanged, l.Person, "unit/"+string(l.Unit))
	}
	for _, l := range im.write.endLeads {
		if im.chart.LeadOf[l.Unit] == "" {
			add(audit.LeadChanged, "", "unit/"+string(l.Unit))
		}
	}
	if im.write.endCTO != "" {
		add(audit.OfficeEnded, im.write.endCTO, "office/"+string(org.CTO))
	}
	if im.write.grantCTO != "" {
		add(audit.OfficeGranted, im.write.grantCTO, "office/"+string(org.CTO))
	}
	return tx.RecordAll(entries)
}
