package api

import (
	"context"
	"net/http"
	"strconv"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// frameworkFile is how large a file of a framework may be, as on the pages.
const frameworkFile = 5 << 20

// writingFramework begins the row of an act on the framework: beside reading it a token
// needs to be for writing it.
func writingFramework(method, path, name, summary, about string, register func(*service, Operation)) Operation {
	return Operation{Method: method, Path: path, ID: name, Items: []string{"framework"}, Scope: access.ScopeFramework, Also: access.ScopeFrameworkWriting,
		Tag: "framework", Summary: summary, About: about, register: register}
}

// readingFramework begins the row of what is read of it.
func readingFramework(path, name, summary, about string, register func(*service, Operation)) Operation {
	return Operation{Method: http.MethodGet, Path: path, ID: name, Items: []string{"framework"}, Scope: access.ScopeFramework,
		Tag: "framework", Summary: summary, About: about, register: register}
}

func frameworkWriting() []Operation {
	const one = "/framework/versions/{version}"
	start := writingFramework(http.MethodPost, "/framework/versions", "start-version", "Begin a version", "The next one, with the text of the one published last; or, with a name, a framework of your own. One is written at a time.", on((*service).startVersion))
	replace := writingFramework(http.MethodPut, one+"/file", "replace-version-file", "Put a file in place of the text", "The body is a whole file, in YAML or JSON. By people partners, while the version is written; its id and its version stay.", on((*service).replaceFile))
	start.Status, replace.Body = http.StatusCreated, frameworkFile
	return []Operation{
		readingFramework(one+"/file", "get-version-file", "A version as a file", "In YAML as it is kept, or in JSON; while it is written, with what was found in it.", on((*service).versionFile)),
		start, importFrameworkOperation(), replace,
		writingFramework(http.MethodDelete, one, "drop-version", "Drop a version that is written", "With its comments. By people partners.", on(onWritten((*workflow.Workflow).DropDraft))),
		writingFramework(http.MethodPost, one+"/opening", "open-version", "Open it for comments", "Everybody who has signed in reads it from then on, and comments. By people partners.", on(onWritten((*workflow.Workflow).OpenForComments))),
		writingFramework(http.MethodPost, one+"/publication", "publish-version", "Publish it", "It is in force from the day on, and its text stays as it is. By people partners.", on((*service).publishVersion)),
		writingFramework(http.MethodPost, one+"/retirement", "retire-version", "Take a version out of use", "A published one that is not in force. By people partners.", on((*service).retireVersion)),
	}
}

// OnVersion is an act on a version of the framework.
type OnVersion struct {
	Version string `path:"version" maxLength:"200" doc:"A version's name, or its number where that is enough." example:"steps-1.1"`
	Idempotent
}

// OnWritten is an act on the version that is written, as it was read.
type OnWritten struct {
	OnVersion
	IfMatch string `header:"If-Match" required:"true" pattern:"^\"[1-9][0-9]*\"$" maxLength:"20" doc:"The revision that was read, in quotes. When it has changed since, the answer is 409 and nothing is done."`
}

// written is the revision that was read of the version of the address. Who may not write
// all of it finds nothing, and what is published is written no more.
func (s *service) written(v visit, in OnWritten) (read int64, err error) {
	if again, err := s.Workflow.SentBefore(v, v.actor, in.once()); err != nil || again {
		read, _ := Matching{in.IfMatch}.read(nil)
		return read, err
	}
	view, err := s.wholeVersion(v, in.Version)
	if err != nil {
		return 0, err
	}
	if view.Status != framework.Draft && view.Status != framework.Comment {
		return 0, fault.New(fault.Conflict, "This version is published, and its text stays as it is. Begin the next one.")
	}
	return Matching{in.IfMatch}.read(nil)
}

// wholeVersion is a version for those who may write all of it.
func (s *service) wholeVersion(v visit, name string) (workflow.VersionView, error) {
	view, err := s.Workflow.Version(v, v.actor, name)
	if err == nil && !view.Editor.Everything {
		err = fault.NotFound()
	}
	return view, err
}

// sayingAt is an act of workflow on what was read at a revision.
type sayingAt func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, int64) error

// onWritten makes an operation of an act on the version that is written.
func onWritten(act sayingAt) func(*service, visit, *OnWritten) (*done, error) {
	return func(s *service, v visit, in *OnWritten) (*done, error) {
		read, err := s.written(v, *in)
		if err != nil {
			return nil, err
		}
		return finished(act(s.Workflow, v, v.actor, in.once(), read))
	}
}

type startVersionInput struct {
	Idempotent
	Body struct {
		Name        string `json:"name,omitempty" maxLength:"200" doc:"Of a framework of your own; the next version of the one there is, when left out."`
		FromNothing bool   `json:"from_nothing,omitempty" doc:"Begin it with a first area and step alone; with a copy of the one in force, when left out."`
	}
}

func (in *startVersionInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

// VersionMade names the version that was begun.
type VersionMade struct {
	Name      string `json:"name" doc:"Names the version in addresses." example:"steps-1.1"`
	Framework string `json:"framework" example:"steps"`
	Version   string `json:"version" example:"1.1"`
}

type versionMadeOutput struct{ Body VersionMade }

func versionMade(ref framework.Ref, err error) (*versionMadeOutput, error) {
	if err != nil {
		return nil, err
	}
	return &versionMadeOutput{VersionMade{ref.Slug(), ref.ID, ref.Version}}, nil
}

func (s *service) startVersion(v visit, in *startVersionInput) (*versionMadeOutput, error) {
	if in.Body.Name == "" && in.Body.FromNothing {
		return nil, mistaken("name", "A framework of your own that begins from nothing needs a name.")
	}
	if in.Body.Name != "" {
		return versionMade(s.Workflow.StartOwn(v, v.actor, in.once(), in.Body.Name, in.Body.FromNothing))
	}
	return versionMade(s.Workflow.StartDraft(v, v.actor, in.once()))
}

type versionFileInput struct {
	Version string `path:"version" maxLength:"200" doc:"A version's name, or its number where that is enough." example:"steps-1.0"`
	Format  string `query:"format" enum:"yaml,json" default:"yaml" doc:"Of the text."`
}

// FrameworkFile is a version as a file.
type FrameworkFile struct {
	Name     string    `json:"name" example:"steps-1.1"`
	Format   string    `json:"format" enum:"yaml,json"`
	Revision int64     `json:"revision,omitempty" doc:"While it is written: what to name in If-Match."`
	Text     string    `json:"text" doc:"The whole file."`
	Findings []Finding `json:"findings" doc:"Of a version that is written."`
}

// Finding is one thing that was found in a file.
type Finding struct {
	Severity string `json:"severity" enum:"error,warning"`
	Line     int    `json:"line,omitempty" doc:"Counted from one; absent where the whole file is meant."`
	Column   int    `json:"column,omitempty"`
	Message  string `json:"message"`
}

func findingOf(f workflow.Finding) Finding {
	return Finding{string(f.Severity), f.Line, f.Column, f.Message.String()}
}

type versionFileOutput struct {
	ETag string `header:"ETag" doc:"The revision, in quotes, while it is written: what to name in If-Match."`
	Body FrameworkFile
}

func (s *service) versionFile(v visit, in *versionFileInput) (*versionFileOutput, error) {
	view, err := s.Workflow.Version(v, v.actor, in.Version)
	if err != nil {
		return nil, err
	}
	file, err := s.Workflow.VersionFile(v, v.actor, view.Ref, in.Format == "json")
	if err != nil {
		return nil, err
	}
	out := &versionFileOutput{Body: FrameworkFile{Name: file.Ref.Slug(), Format: in.Format, Text: string(file.Text), Findings: each(file.Findings, findingOf)}}
	if file.Status == framework.Draft || file.Status == framework.Comment {
		out.ETag, out.Body.Revision = quoted(file.Revision), file.Revision
	}
	return out, nil
}

// FileTaken is what was found in a file that was taken: nothing that stands in the way.
type FileTaken struct {
	Name     string    `json:"name" example:"steps-1.1"`
	Findings []Finding `json:"findings"`
}

type fileTakenOutput struct{ Body FileTaken }

// taken answers a file, or says line by line why it is not taken.
func taken(name string, findings []workflow.Finding, err error) (*fileTakenOutput, error) {
	if err == nil {
		return &fileTakenOutput{FileTaken{name, each(findings, findingOf)}}, nil
	}
	var wrong []fault.Field
	for _, f := range findings {
		if f.Severity == "error" && fault.Is(err, fault.Invalid) && len(wrong) < mostMistakes {
			wrong = append(wrong, fault.Field{Name: "source", Message: whereIn(f) + f.Message.String()})
		}
	}
	if len(wrong) > 0 {
		err = fault.InvalidFields(wrong)
	}
	return nil, err
}

func whereIn(f workflow.Finding) string {
	if f.Line == 0 {
		return ""
	}
	return "Line " + strconv.Itoa(f.Line) + ", column " + strconv.Itoa(f.Column) + ": "
}

// inFile says that what is wrong is in the file, which is the body.
func inFile(i Idempotent, field string) (Mistake, bool) {
	if m, ok := i.place(field); ok {
		return m, true
	}
	return Mistake{Location: "body"}, true
}

type replaceFileInput struct {
	OnWritten
	RawBody []byte `contentType:"application/octet-stream" required:"true"`
}

func (in *replaceFileInput) place(field string) (Mistake, bool) { return inFile(in.Idempotent, field) }

func (s *service) replaceFile(v visit, in *replaceFileInput) (*fileTakenOutput, error) {
	read, err := s.written(v, in.OnWritten)
	if err != nil {
		return nil, err
	}
	findings, err := s.Workflow.ReplaceDraft(v, v.actor, in.once(), read, in.RawBody)
	return taken(in.Version, findings, err)
}

type publishInput struct {
	OnWritten
	Body struct {
		From string `json:"from" format:"date" doc:"The first day on which it is in force: today or later."`
	}
}

func (in *publishInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, map[string]string{"effective": "from"})
}

func (s *service) publishVersion(v visit, in *publishInput) (*done, error) {
	read, err := s.written(v, in.OnWritten)
	if err != nil {
		return nil, err
	}
	from, err := clock.ParseDate(in.Body.From)
	if err != nil {
		return nil, mistaken("effective", "Give the day as year, month and day, like 2026-09-01.")
	}
	return finished(s.Workflow.Publish(v, v.actor, in.once(), read, from))
}

func (s *service) retireVersion(v visit, in *OnVersion) (*done, error) {
	view, err := s.wholeVersion(v, in.Version)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.Retire(v, v.actor, in.once(), view.Ref))
}
