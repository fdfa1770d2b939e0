package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// besideOperations are about files of entries, and about entries that stand beside
// something else.
func besideOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: method, Path: "/journal/{id}" + path, ID: name, Items: []string{"notes_self"}, Scope: access.ScopeNotes,
			Tag: "journal", Summary: summary, About: about, register: register}
	}
	upload := of(http.MethodPost, "/files", "add-entry-file", "Add a file to an entry", "The body is the file as it is. Its type follows from what is in it: pictures, PDF, text, tables, documents. 10 MiB at most.", on((*service).addEntryFile))
	upload.Status, upload.Body = http.StatusCreated, growth.MaxFile
	return []Operation{
		upload,
		of(http.MethodDelete, "/files", "remove-entry-file", "Remove a file for good", "From an entry that does not stand beside something handed in or agreed to.", on((*service).removeEntryFile)),
		of(http.MethodPost, "/attachment", "attach-entry", "Put an entry beside your evaluation", "While you write your side; the manager reads it once both sides are open. Needs the scope `evaluations` as well.",
			on(attachEntry((*workflow.Workflow).AttachNote))),
		of(http.MethodDelete, "/attachment", "detach-entry", "Take it back from there", "Before you hand in.", on(detachEntry)),
		{Method: http.MethodPost, Path: "/promotions/{id}/entries", ID: "attach-entry-to-case", Items: []string{"case_text", "notes_self"}, Session: true, Tag: "promotions", register: on((*service).attachToCase),
			Summary: "Put an entry beside the case", About: "By the person, while they consider it. Whoever reads the case reads it too, once the person has agreed."},
		{Method: http.MethodDelete, Path: "/promotions/{id}/entries", ID: "detach-entry-from-case", Items: []string{"case_text", "notes_self"}, Session: true, Tag: "promotions", register: on((*service).detachFromCase),
			Summary: "Take an entry back from the case", About: "By the person, before they have agreed."},
	}
}

type addEntryFileInput struct {
	ID   string `path:"id" doc:"The entry's id."`
	Name string `query:"name" required:"true" minLength:"1" maxLength:"300" doc:"The file's name." example:"gauge.png"`
	Idempotent
	RawBody []byte `contentType:"application/octet-stream" required:"true"`
}

func (in *addEntryFileInput) place(field string) (Mistake, bool) {
	if field == "file" {
		return Mistake{Location: "body"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) addEntryFile(v visit, in *addEntryFileInput) (*madeOutput, error) {
	ref, err := parse[id.Note](in.ID)
	if err != nil {
		return nil, err
	}
	return made(s.Workflow.AddNoteFile(v, v.actor, in.once(), ref, growth.Upload{Name: in.Name, Content: in.RawBody}))
}

type removeEntryFileInput struct {
	Act
	File string `query:"file" required:"true" maxLength:"26" doc:"The file's id."`
}

func (s *service) removeEntryFile(v visit, in *removeEntryFileInput) (*done, error) {
	note, err := parse[id.Note](in.ID)
	if err != nil {
		return nil, err
	}
	file, err := parse[id.File](in.File)
	if err != nil {
		return nil, err
	}
	again, err := s.Workflow.SentBefore(v, v.actor, in.once())
	if err == nil && !again {
		err = s.isOf(v, file, note)
	}
	if err != nil {
		return nil, err
	}
	_, err = s.Workflow.RemoveNoteFile(v, v.actor, in.once(), file)
	return finished(err)
}

// isOf refuses a file of another entry than the address has.
func (s *service) isOf(v visit, file id.File, note id.Note) error {
	entry, err := s.Workflow.Note(v, v.actor, note)
	if err == nil && !slices.ContainsFunc(entry.Files, func(f growth.File) bool { return f.ID == file }) {
		err = fault.NotFound()
	}
	return err
}

type attachEntryInput struct {
	Act
	Body struct {
		Evaluation string `json:"evaluation" maxLength:"26" doc:"An evaluation of yours, by id."`
	}
}

type attaching func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Note, string) error

func attachEntry(act attaching) func(*service, visit, *attachEntryInput) (*done, error) {
	return func(s *service, v visit, in *attachEntryInput) (*done, error) {
		return besideEvaluation(s, v, in.Act, in.Body.Evaluation, act)
	}
}

type detachEntryInput struct {
	Act
	Evaluation string `query:"evaluation" required:"true" maxLength:"26" doc:"The evaluation, by id."`
}

func detachEntry(s *service, v visit, in *detachEntryInput) (*done, error) {
	return besideEvaluation(s, v, in.Act, in.Evaluation, (*workflow.Workflow).DetachNote)
}

func besideEvaluation(s *service, v visit, in Act, evaluation string, act attaching) (*done, error) {
	ref, err := parse[id.Note](in.ID)
	if err != nil {
		return nil, err
	}
	thing, err := parse[id.Evaluation](evaluation)
	if err != nil {
		return nil, err
	}
	return finished(act(s.Workflow, v, v.actor, in.once(), ref, "evaluation/"+string(thing)))
}

type attachToCaseInput struct {
	Act
	Body struct {
		Entry string `json:"entry" maxLength:"26" doc:"An entry of your journal, by id."`
	}
}

func (s *service) attachToCase(v visit, in *attachToCaseInput) (*done, error) {
	return besideCase(s, v, in.Act, in.Body.Entry, (*workflow.Workflow).AttachNote)
}

type detachFromCaseInput struct {
	Act
	Entry string `query:"entry" required:"true" maxLength:"26" doc:"The entry, by id."`
}

func (s *service) detachFromCase(v visit, in *detachFromCaseInput) (*done, error) {
	return besideCase(s, v, in.Act, in.Entry, (*workflow.Workflow).DetachNote)
}

func besideCase(s *service, v visit, in Act, entry string, act attaching) (*done, error) {
	ref, err := parse[id.Promotion](in.ID)
	note, failed := parse[id.Note](entry)
	if err := cmp.Or(err, failed); err != nil {
		return nil, err
	}
	return finished(act(s.Workflow, v, v.actor, in.once(), note, "promotion/"+string(ref)))
}
