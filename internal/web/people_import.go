package web

import (
	"bytes"
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/sheet"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/ui"
)

var saidPeopleTaken = said("people-taken", ui.Done, "All of it is brought in. Whoever cannot sign in yet is invited from their own page, or all at once by the operator.")

func (s *site) peopleImportRoutes() []Route {
	items := []string{"profile", "discipline", "role", "hr_attr"}
	return []Route{
		{Pattern: "GET " + people.ImportPath, Items: items, handle: s.askPeople},
		{Pattern: "POST " + people.ImportPath, Items: items, MaxBody: importBody, handle: s.previewPeople},
		{Pattern: "POST " + people.ImportPath + "/confirmation", Items: items, MaxBody: importBody, handle: s.takePeople},
		{Pattern: "GET " + people.ImportPath + "/progress", Items: items, handle: s.showPeopleProgress},
	}
}

// keepsPeople lets in whoever looks after the organisation; to others there is
// nothing here.
func (v *visit) keepsPeople() error {
	if !v.actor.Holds(org.PeoplePartner) {
		return fault.NotFound()
	}
	return nil
}

func (v *visit) peopleImport() (people.Import, error) {
	syncs, err := v.Workflow.PeopleSyncs(v.r.Context(), v.actor)
	return people.Import{Page: v.page(v.say("Bring in people")), Key: v.key, Moment: v.moment, Syncs: syncs}, err
}

func (s *site) askPeople(v *visit) error {
	if err := v.keepsPeople(); err != nil {
		return err
	}
	p, err := v.peopleImport()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, people.ShowImport(p))
}

func (s *site) previewPeople(v *visit) error { return s.bringPeople(v, true) }

func (s *site) takePeople(v *visit) error { return s.bringPeople(v, false) }

// bringPeople reads the file that was given or carried and shows what it would
// change, or changes it.
func (s *site) bringPeople(v *visit, dry bool) error {
	if err := v.keepsPeople(); err != nil {
		return err
	}
	p, err := v.peopleImport()
	if err != nil {
		return err
	}
	name, data, f, err := v.carriedFile()
	if err != nil {
		return v.peopleRefused(p, err)
	}
	p.Name = name
	if p.Content, err = carry(name, data, v.say(byCommand)); err != nil {
		return v.peopleRefused(p, err)
	}
	rows, problems := readPeople(&p, data, f)
	if len(problems) > 0 {
		return v.showPeople(http.StatusUnprocessableEntity, p, problems)
	}
	o, over := s.importing(v, f.once(), dry)
	defer over()
	report, err := s.Workflow.ImportPeople(v.r.Context(), v.actor, rows, o)
	p.Report = &report
	switch {
	case len(report.Problems) > 0:
		return v.showPeople(http.StatusUnprocessableEntity, p, report.Problems)
	case err != nil:
		return v.peopleRefused(p, err)
	case dry:
		return v.showPeople(http.StatusOK, p, nil)
	}
	return v.redirect("/people", saidPeopleTaken)
}

// readPeople reads the file by what its columns are said to be, or else by their
// headings.
func readPeople(p *people.Import, data []byte, f form) ([]orgfile.Row, []sheet.Problem) {
	headings, problems := orgfile.Headings(p.Name, data, orgfile.Mapping{})
	if len(problems) > 0 {
		p.Content = ""
		return nil, problems
	}
	mapping, problems := mappingOf(headings, f)
	p.Headings = headings
	if len(problems) > 0 {
		return nil, problems
	}
	return orgfile.ReadWith(bytes.NewReader(data), p.Name, orgfile.Options{Mapping: mapping})
}

// mappingOf reads what each column was said to be, into the headings too. One that
// nothing was said of is what its heading says.
func mappingOf(headings []orgfile.Heading, f form) (m orgfile.Mapping, problems []sheet.Problem) {
	m = orgfile.Mapping{Columns: map[string]string{}, LeaveOut: true}
	for i, h := range headings {
		if said := f.get(people.Field(h)); said == people.LeftOut {
			headings[i].Column = ""
		} else if said != "" {
			headings[i].Column = said
		}
		column := headings[i].Column
		if column == "" {
			continue
		}
		if m.Columns[column] != "" {
			problems = append(problems, sheet.Problem{Column: column, Message: lang.Tell("two columns of the file are said to be this one; leave one of them out")})
		}
		m.Columns[column] = h.Letter
	}
	for _, name := range orgfile.Columns() {
		if m.Columns[name] == "" && !orgfile.Needed(name) {
			m.Columns[name] = orgfile.None
		}
	}
	return m, problems
}

func (v *visit) showPeople(status int, p people.Import, problems []sheet.Problem) error {
	p.Problems = problems
	return v.render(status, people.ShowImport(p))
}

// peopleRefused shows the page again with what stands in the way.
func (v *visit) peopleRefused(p people.Import, err error) error {
	wrong, code, err := v.fileWrong(err, v.say(byCommand))
	if err != nil {
		return err
	}
	p.Wrong = wrong
	return v.render(code, people.ShowImport(p))
}

// byCommand is what somebody does whose file is too large for a page.
var byCommand = lang.Later("Use the command cairn people import.")

// showPeopleProgress tells whoever began an import how far it is.
func (s *site) showPeopleProgress(v *visit) error {
	if err := v.keepsPeople(); err != nil {
		return err
	}
	return s.tellProgress(v)
}
