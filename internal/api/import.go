package api

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/payfile"
	"cairn/internal/sheet"
	"cairn/internal/workflow"
)

// importedFile is how large a file of lines may be, as on the pages.
const importedFile = 8 << 20

// importOperations take files of lines, whole or not at all. The body is the file as it
// is, in CSV or XLSX.
func importOperations() []Operation {
	const about = " The body is the file as it is, CSV or XLSX by its name, and is taken whole or not at all; mistakes are told line by line. With dry_run it is said what would change, and nothing is written."
	of := func(tag, path, name, summary, who string, register func(*service, Operation), items ...string) Operation {
		op := forSession(tag)(http.MethodPost, path, name, summary, who+about, register, items...)
		op.Body, op.Status = importedFile, http.StatusOK
		return op
	}
	return []Operation{
		of("organisation", "/organisation/import", "import-people", "Bring in people", "By people partners: who works here and with whom. Who is not in the file is left alone.", on((*service).importPeople), "profile", "discipline", "role", "hr_attr"),
		of("pay", "/pay/ranges/import", "import-ranges", "Bring in ranges", "By compensation partners: one range a line.", on((*service).importRanges), "range_tab"),
		of("pay", "/pay/benchmarks/import", "import-benchmarks", "Bring in benchmarks", "By compensation partners: one benchmark a line.", on((*service).importBenchmarks), "benchmark"),
		of("pay", "/pay/people/import", "import-salaries", "Bring in salaries and markets", "By compensation partners: one person and day a line; nobody’s own. What is told back names no amount.", on((*service).importSalaries), "salary"),
	}
}

// GivenFile is a file that is taken line by line.
type GivenFile struct {
	Name   string `query:"name" required:"true" minLength:"1" maxLength:"300" doc:"The file's name, by which its form is known." example:"people.csv"`
	DryRun bool   `query:"dry_run" doc:"Say what would change, and write nothing."`
	Idempotent
	RawBody []byte `contentType:"application/octet-stream" required:"true"`
}

// peopleFile is a file of people, whose columns may have other headings than ours.
type peopleFile struct {
	GivenFile
	Columns  map[string]string `query:"columns,deepObject" doc:"Which column of the file one of ours is, as columns[e-mail]=Mail: a heading, a letter, a number, or - for none."`
	LeaveOut bool              `query:"leave_out" doc:"Leave out columns that are none of ours, instead of refusing the file."`
}

func (in *peopleFile) place(field string) (Mistake, bool) {
	if field == "columns" {
		return Mistake{Location: "query.columns"}, true
	}
	return in.GivenFile.place(field)
}

// mapping is what the address says of the columns.
func (in *peopleFile) mapping() (orgfile.Mapping, error) {
	for name := range in.Columns {
		if !slices.Contains(orgfile.Columns(), name) {
			return orgfile.Mapping{}, mistaken("columns", "A column here is none of those that there are: "+strings.Join(orgfile.Columns(), ", ")+".")
		}
	}
	return orgfile.Mapping{Columns: in.Columns, LeaveOut: in.LeaveOut}, nil
}

func (in *GivenFile) place(field string) (Mistake, bool) { return inFile(in.Idempotent, field) }

// Imported is what a file changed, or would change.
type Imported struct {
	DryRun    bool             `json:"dry_run" doc:"That nothing was written."`
	Added     int              `json:"added"`
	Changed   int              `json:"changed"`
	Unchanged int              `json:"unchanged"`
	Lines     []string         `json:"lines" doc:"Some of what is added or changed, in words. A request that is repeated is answered without them."`
	People    []ImportedPerson `json:"people,omitempty" doc:"Of a file of people: who is added or changed."`
	Notes     []string         `json:"notes,omitempty" doc:"Worth knowing; nothing that holds it up."`
}

// ImportedPerson is what becomes different for one person, in words.
type ImportedPerson struct {
	Name  string   `json:"name"`
	Email string   `json:"email"`
	New   bool     `json:"new"`
	Lines []string `json:"lines"`
}

type importedOutput struct{ Body Imported }

// linesWrong turns what is wrong with lines into mistakes of the body.
func linesWrong(problems []sheet.Problem) error {
	var wrong []fault.Field
	for _, p := range problems[:min(len(problems), mostMistakes)] {
		p.Value = "" // what was sent is not repeated
		wrong = append(wrong, fault.Field{Name: "file", Message: p.String()})
	}
	return fault.InvalidFields(wrong)
}

func (s *service) importPeople(v visit, in *peopleFile) (*importedOutput, error) {
	if !v.actor.Holds(org.PeoplePartner) {
		return nil, fault.NotFound()
	}
	mapping, err := in.mapping()
	if err != nil {
		return nil, err
	}
	rows, problems := orgfile.ReadWith(bytes.NewReader(in.RawBody), in.Name, orgfile.Options{Mapping: mapping})
	if len(problems) > 0 {
		return nil, linesWrong(problems)
	}
	r, err := s.Workflow.ImportPeople(v, v.actor, rows, workflow.ImportOptions{Once: in.once(), DryRun: in.DryRun})
	if len(r.Problems) > 0 {
		return nil, linesWrong(r.Problems)
	}
	if err != nil {
		return nil, err
	}
	return &importedOutput{Imported{DryRun: r.DryRun, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Lines: each(r.Units, lang.Told.String),
		People: each(r.People, func(p workflow.PersonChange) ImportedPerson {
			return ImportedPerson{p.Name, p.Email, p.New, each(p.Lines, lang.Told.String)}
		}),
		Notes: each(r.Notes, orgfile.Problem.String)}}, nil
}

// paid answers a file of the pay part.
func paid(r workflow.PayImport, err error) (*importedOutput, error) {
	if len(r.Problems) > 0 {
		return nil, linesWrong(r.Problems)
	}
	if err != nil {
		return nil, err
	}
	return &importedOutput{Imported{DryRun: r.DryRun, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Lines: each(r.Lines, lang.Told.String)}}, nil
}

// payLines reads a file of the pay part for who may bring one in. To others there is
// nothing here, whatever they send.
func payLines[R any](s *service, v visit, in *GivenFile, read func(string, []byte) ([]R, []sheet.Problem)) ([]R, error) {
	if _, err := s.Workflow.Markets(v, v.actor); err != nil {
		return nil, err
	}
	rows, problems := read(in.Name, in.RawBody)
	if len(problems) > 0 {
		return nil, linesWrong(problems)
	}
	return rows, nil
}

func (s *service) importRanges(v visit, in *GivenFile) (*importedOutput, error) {
	rows, err := payLines(s, v, in, payfile.ReadRanges)
	if err != nil {
		return nil, err
	}
	return paid(s.Workflow.ImportRanges(v, v.actor, in.once(), rows, in.DryRun))
}

func (s *service) importBenchmarks(v visit, in *GivenFile) (*importedOutput, error) {
	rows, err := payLines(s, v, in, payfile.ReadBenchmarks)
	if err != nil {
		return nil, err
	}
	return paid(s.Workflow.ImportBenchmarks(v, v.actor, in.once(), rows, in.DryRun))
}

func (s *service) importSalaries(v visit, in *GivenFile) (*importedOutput, error) {
	rows, err := payLines(s, v, in, payfile.ReadSalaries)
	if err != nil {
		return nil, err
	}
	return paid(s.Workflow.ImportSalaries(v, v.actor, in.once(), rows, workflow.ImportOptions{DryRun: in.DryRun}))
}
