package api

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkimport"
)

// importFrameworkOperation takes what the page for it takes: a framework as others keep
// it, in whatever form.
func importFrameworkOperation() Operation {
	op := writingFramework(http.MethodPost, "/framework/import", "import-framework", "Bring in a framework",
		"The body is a file as it is: a whole framework in YAML or JSON, a table in CSV or XLSX, Markdown, or a ZIP of several that are read as one framework. It becomes the version that is written. By people partners, while none is. With dry_run it is told what became of every row, and nothing is written. What only a person can say is told as questions: answer them in decisions.",
		on((*service).importFramework))
	op.Body, op.Status = frameworkimport.MaxBytes, http.StatusOK
	return op
}

type importFrameworkInput struct {
	Name      string            `query:"name" maxLength:"300" doc:"The file's name; it helps to tell its form." example:"ladder.xlsx"`
	DryRun    bool              `query:"dry_run" doc:"Say what it would become, and write nothing."`
	Format    string            `query:"format" enum:"cairn,csv,xlsx,markdown,sets,skills" doc:"How to read it; told from what is in it, when left out."`
	Columns   map[string]string `query:"columns,deepObject" doc:"Which column of a table is area, step, discipline, text, details or id, as columns[area]=Competency: its heading, its letter, its number, @sheet, @heading or @file, or - for none."`
	Decisions map[string]string `query:"decisions,deepObject" doc:"Answers to questions of an earlier reading by their ids, as decisions[steps]=…; an order has one name a line."`
	ID        string            `query:"framework_id" maxLength:"120" doc:"That of a framework which is here makes it the next version of it; made from the name, when left out."`
	Called    string            `query:"framework_name" maxLength:"120" doc:"As people read it; made from the file, when left out."`
	Version   string            `query:"framework_version" maxLength:"40" doc:"As the file says, or 1.0, when left out."`
	Idempotent
	RawBody []byte `contentType:"application/octet-stream" required:"true"`
}

func (in *importFrameworkInput) place(field string) (Mistake, bool) {
	if field == "columns" {
		return Mistake{Location: "query.columns"}, true
	}
	return inFile(in.Idempotent, field)
}

// options are what the address says of the file.
func (in *importFrameworkInput) options() (frameworkimport.Options, error) {
	o := frameworkimport.Options{Format: frameworkimport.Format(in.Format), Columns: map[frameworkimport.Field]string{}, Decisions: in.Decisions,
		ID: in.ID, Name: in.Called, Version: in.Version}
	for name, column := range in.Columns {
		if !slices.Contains(frameworkimport.Fields(), frameworkimport.Field(name)) {
			return o, mistaken("columns", "A field here is none of those that there are: area, step, discipline, text, details, id.")
		}
		o.Columns[frameworkimport.Field(name)] = column
	}
	return o, nil
}

// FrameworkTaken is what was made of a file, and what became of everything in it.
type FrameworkTaken struct {
	DryRun    bool             `json:"dry_run" doc:"That nothing was written."`
	Name      string           `json:"name,omitempty" doc:"Names the version in addresses; absent while nothing was written." example:"steps-1.1"`
	Framework FrameworkMade    `json:"framework"`
	Files     []FileRead       `json:"files" doc:"What was read, and as what."`
	Tables    []TableRead      `json:"tables" doc:"How tables were understood."`
	Notes     []ImportNote     `json:"notes" doc:"What became of everything. Examples that were taken are not among them."`
	Questions []ImportQuestion `json:"questions" doc:"What only a person can say, with the answer that was assumed."`
	Findings  []Finding        `json:"findings" doc:"In the framework that was made."`
}

// FrameworkMade is the framework that was made of the files, in short.
type FrameworkMade struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Version     string   `json:"version"`
	Steps       []string `json:"steps" doc:"By their names, the narrowest first."`
	Areas       []string `json:"areas"`
	Disciplines []string `json:"disciplines"`
	Roles       []string `json:"roles"`
	Examples    int      `json:"examples"`
}

// FileRead is a file with the form it was read in.
type FileRead struct {
	File   string `json:"file"`
	Format string `json:"format,omitempty" doc:"Absent where it could not be read."`
}

// TableRead is a table with what its columns were taken for.
type TableRead struct {
	File    string            `json:"file"`
	Sheet   string            `json:"sheet,omitempty"`
	Heading string            `json:"heading,omitempty"`
	Header  []string          `json:"header"`
	Columns map[string]string `json:"columns" doc:"Field by field: the heading of its column, or where else it comes from."`
	Grid    string            `json:"grid,omitempty" doc:"What the columns are, where each is a step or an area."`
	Rows    int               `json:"rows"`
}

// ImportNote is what became of one thing that was read.
type ImportNote struct {
	Outcome string `json:"outcome" enum:"taken,merged,skipped,needs a decision"`
	At      string `json:"at" doc:"File, sheet, line or cell." example:"ladder.xlsx, sheet Backend, C7"`
	What    string `json:"what" example:"example"`
	Message string `json:"message"`
}

// ImportQuestion is something that only a person can say.
type ImportQuestion struct {
	ID      string         `json:"id" doc:"What to name it by in decisions."`
	Ask     string         `json:"ask"`
	At      string         `json:"at"`
	Choices []ImportChoice `json:"choices" doc:"None, where the answer is an order: one name a line."`
	Answer  string         `json:"answer" doc:"That was given, or assumed."`
	Decided bool           `json:"decided" doc:"That a person gave it."`
}

// ImportChoice is one answer that can be given.
type ImportChoice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

type frameworkTakenOutput struct{ Body FrameworkTaken }

func (s *service) importFramework(v visit, in *importFrameworkInput) (*frameworkTakenOutput, error) {
	editor, err := s.Workflow.MayEditFramework(v, v.actor)
	if err == nil && !editor.Everything {
		err = fault.NotFound() // whatever was sent
	}
	if err != nil {
		return nil, err
	}
	options, err := in.options()
	if err != nil {
		return nil, err
	}
	read := frameworkimport.Import([]frameworkimport.File{{Name: cmp.Or(in.Name, "the file"), Data: in.RawBody}}, options)
	if read.Framework == nil {
		return nil, unread(read)
	}
	out := frameworkTaken(read)
	if out.Body.DryRun = in.DryRun; in.DryRun {
		return out, nil
	}
	ref, findings, err := s.Workflow.ImportDraft(v, v.actor, in.once(), read.Source)
	if err != nil {
		_, err = taken("", findings, err)
		return nil, err
	}
	out.Body.Name, out.Body.Framework.Version = ref.Slug(), ref.Version
	return out, nil
}

// unread says place by place why nothing could be made of what was sent.
func unread(r frameworkimport.Result) error {
	var wrong []fault.Field
	for _, o := range []frameworkimport.Outcome{frameworkimport.Undecided, frameworkimport.Skipped} {
		for _, n := range r.Report.Of(o) {
			if len(wrong) < mostMistakes {
				wrong = append(wrong, fault.Field{Name: "file", Message: n.Place.String() + ": " + n.Message.String()})
			}
		}
	}
	return fault.InvalidFields(wrong)
}

func frameworkTaken(r frameworkimport.Result) *frameworkTakenOutput {
	f := r.Framework
	out := FrameworkTaken{
		Framework: FrameworkMade{ID: f.ID, Name: f.Name, Version: f.Version, Examples: len(f.Examples),
			Steps:       each(f.StepsInOrder(), func(s framework.Step) string { return s.Name }),
			Areas:       each(f.AreasInOrder(), func(a framework.Area) string { return a.Name }),
			Disciplines: each(f.Disciplines, func(d framework.Discipline) string { return d.Name }),
			Roles:       each(f.Roles, func(r framework.Role) string { return r.Name })},
		Tables: each(r.Tables, tableRead), Questions: each(r.Report.Questions, importQuestion), Files: []FileRead{}, Notes: []ImportNote{}, Findings: each(r.Findings, findingOf),
	}
	for _, file := range slices.Sorted(maps.Keys(r.Formats)) {
		out.Files = append(out.Files, FileRead{file, string(r.Formats[file])})
	}
	for _, n := range r.Report.Notes {
		if n.Outcome != frameworkimport.Taken || n.What != "example" {
			out.Notes = append(out.Notes, ImportNote{string(n.Outcome), n.Place.String(), n.What, n.Message.String()})
		}
	}
	return &frameworkTakenOutput{out}
}

func tableRead(t frameworkimport.TableView) TableRead {
	columns := map[string]string{}
	for field, column := range t.Columns {
		columns[string(field)] = column
	}
	return TableRead{t.File, t.Sheet, t.Heading, texts(t.Header), columns, t.Grid, t.Rows}
}

func importQuestion(q frameworkimport.Question) ImportQuestion {
	choices := each(q.Choices, func(c frameworkimport.Choice) ImportChoice { return ImportChoice{c.Value, c.Label.String()} })
	return ImportQuestion{q.ID, q.Ask.String(), q.At.String(), choices, q.Answer, q.Decided}
}
