package web

import (
	"net/http"

	"cairn/internal/lang"
	"cairn/internal/payfile"
	pages "cairn/internal/web/pages/pay"
	"cairn/internal/workflow"
)

// payImport is one sort of file of the pay part. take judges the whole of it and,
// unless it is only looked at, keeps it.
type payImport struct {
	path, title, lead, back string
	item                    string
	progress                string // an address; may be empty
	columns                 []pages.ImportColumn
	notes                   []string
	done                    flash
	may                     func(*visit) error // lets in, or answers as if there were nothing
	take                    func(v *visit, once workflow.Once, name string, data []byte, dry bool) (workflow.PayImport, int, error)
}

func (s *site) payImports() []payImport {
	return []payImport{rangeImport(), benchmarkImport(), salaryImport(s)}
}

func (s *site) payImportRoutes() (all []Route) {
	for _, im := range s.payImports() {
		items := []string{im.item}
		all = append(all,
			Route{Pattern: "GET " + im.path, Items: items, handle: im.ask},
			Route{Pattern: "POST " + im.path, Items: items, MaxBody: importBody, handle: im.preview},
			Route{Pattern: "POST " + im.path + "/confirmation", Items: items, MaxBody: importBody, handle: im.confirm})
	}
	return all
}

func rangeImport() payImport {
	return payImport{
		path: pages.RangesPath + "/import", back: pages.RangesPath, item: "range_tab", done: saidRangesTaken,
		title: lang.Later("Bring in ranges"), lead: lang.Later("A file with one range a line. You see what it would change before anything is kept."),
		columns: []pages.ImportColumn{
			{Name: "market", About: lang.Later("its name, as under Markets")}, {Name: "discipline", About: lang.Later("its name or id in the framework")},
			{Name: "step", About: lang.Later("its name or id in the framework")}, {Name: "valid from", About: lang.Later("the first day, like 2027-01-01")},
			{Name: "minimum, reference, maximum", About: lang.Later("amounts for full time, in the market’s currency: 52000, 52 000 or 52000.50")},
			{Name: "currency", About: lang.Later("may be left out; where it stands, it is checked")},
			{Name: "ends", About: lang.Later("yes, where there is no range any more from that day on")},
			{Name: "reason", About: lang.Later("may be left out")},
		},
		notes: []string{lang.Later("What is taken away from the page of ranges can be changed and brought in again. A line that says what holds already adds nothing; one for a day that has a version puts a new version in its place, and the one before stays written down.")},
		may: func(v *visit) error {
			_, err := v.Workflow.Markets(v.r.Context(), v.actor)
			return err
		},
		take: func(v *visit, once workflow.Once, name string, data []byte, dry bool) (workflow.PayImport, int, error) {
			rows, problems := payfile.ReadRanges(name, data)
			if len(problems) > 0 {
				return workflow.PayImport{Problems: problems}, 0, nil
			}
			report, err := v.Workflow.ImportRanges(v.r.Context(), v.actor, once, rows, dry)
			return report, len(rows), err
		},
	}
}

func (im payImport) page(v *visit) pages.Import {
	return pages.Import{Base: v.payBase(v.say(im.title), nil), Title: im.title, Lead: im.lead, Path: im.path, Back: im.back, Columns: im.columns, Notes: im.notes,
		Limit: lang.Later("Up to 8 MiB."), Progress: im.progress}
}

func (im payImport) ask(v *visit) error {
	if err := im.may(v); err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.ShowImport(im.page(v)))
}

// preview shows what the file would change. Nothing is written.
func (im payImport) preview(v *visit) error {
	if err := im.may(v); err != nil {
		return err
	}
	name, data, _, err := v.carriedFile()
	if err != nil {
		return im.refused(v, im.page(v), err)
	}
	p := im.page(v)
	p.Name = name
	report, lines, err := im.take(v, workflow.Once{}, name, data, true)
	return im.answer(v, p, data, report, lines, err)
}

// answer shows what was found in a file, with the file packed for confirming it.
func (im payImport) answer(v *visit, p pages.Import, data []byte, report workflow.PayImport, lines int, err error) error {
	p.Report, p.Lines, p.Problems = &report, lines, report.Problems
	if len(report.Problems) > 0 {
		return v.render(http.StatusUnprocessableEntity, pages.ShowImport(p))
	}
	if err != nil {
		return im.refused(v, p, err)
	}
	if p.Content, err = carry(p.Name, data, v.say("Split it into several.")); err != nil {
		return im.refused(v, p, err)
	}
	return v.render(http.StatusOK, pages.ShowImport(p))
}

func (im payImport) confirm(v *visit) error {
	if err := im.may(v); err != nil {
		return err
	}
	name, data, f, err := v.carriedFile()
	if err != nil {
		return im.refused(v, im.page(v), err)
	}
	p := im.page(v)
	p.Name = name
	report, lines, err := im.take(v, f.once(), name, data, false)
	if err != nil || len(report.Problems) > 0 {
		return im.answer(v, p, data, report, lines, err)
	}
	return v.redirect(im.back, im.done)
}

// refused shows the page again with what stands in the way.
func (im payImport) refused(v *visit, p pages.Import, err error) error {
	wrong, code, err := v.fileWrong(err, v.say("Split it into several."))
	if err != nil {
		return err
	}
	p.Wrong = wrong[:1] // what is wrong with single lines is listed above
	return v.render(code, pages.ShowImport(p))
}
