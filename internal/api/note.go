package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/framework"
	rules "cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// journalOperations are about one's own journal, and single entries that are shown.
func journalOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: method, Path: "/journal" + path, ID: name, Items: []string{"notes_self"}, Scope: access.ScopeNotes,
			Tag: "journal", Summary: summary, About: about, register: register}
	}
	write := of(http.MethodPost, "", "write-entry", "Write an entry", "Nobody else reads it unless you show it.", on((*service).writeEntry))
	write.Status = http.StatusCreated
	return []Operation{
		of(http.MethodGet, "", "get-journal", "Your journal", "All your entries, the newest day first, and by name and day alone those that people you manage show you.", on((*service).journal)),
		write,
		of(http.MethodGet, "/{id}", "get-entry", "One entry", "Your own, or one that is open to you. A reading by somebody else is written down and the person can see it.", on((*service).entry)),
		of(http.MethodPut, "/{id}", "change-entry", "Change an entry", "The whole of it, as you have read it. One that stands beside something handed in or agreed to stays as it is.", on((*service).changeEntry)),
		of(http.MethodDelete, "/{id}", "remove-entry", "Remove an entry for good", "With its files.", noteAct((*workflow.Workflow).RemoveNote)),
		of(http.MethodPost, "/{id}/sharing", "share-entry", "Show one entry to your manager", "To the manager of now, until you take it back.", noteAct((*workflow.Workflow).ShareNote)),
		of(http.MethodDelete, "/{id}/sharing", "unshare-entry", "Show it no more", "From this instant on.", noteAct((*workflow.Workflow).UnshareNote)),
		of(http.MethodGet, "/files/{id}", "get-entry-file", "A file of an entry", "With its contents in Base64, for those who may read the entry.", on((*service).entryFile)),
	}
}

// Journal is a person's journal.
type Journal struct {
	Entries []JournalEntry `json:"entries"`
	Shown   []ShownEntry   `json:"shown" doc:"What people you manage show you: read one to see what it says."`
	GoesOn
}

// ShownEntry is an entry that somebody shows, by name and day.
type ShownEntry struct {
	ID     string    `json:"id"`
	Person PersonRef `json:"person"`
	Day    string    `json:"day"`
}

// EntryText is what an entry says.
type EntryText struct {
	Day     string   `json:"day" maxLength:"10" doc:"The day it tells of." example:"2026-05-12"`
	Heading string   `json:"heading,omitempty" maxLength:"200"`
	Text    string   `json:"text" maxLength:"20000" doc:"Markdown. 20,000 bytes at most."`
	Areas   []string `json:"areas,omitempty" maxItems:"50"`
}

func (t EntryText) draft() workflow.NoteDraft {
	text := rules.NoteText{On: clock.Date(t.Day), Title: t.Heading, Text: t.Text}
	for _, a := range t.Areas {
		text.Areas = append(text.Areas, framework.AreaID(a))
	}
	return workflow.NoteDraft{NoteText: text}
}

// JournalEntry is one entry as you may read it.
type JournalEntry struct {
	ID     string    `json:"id"`
	Person PersonRef `json:"person" doc:"Whose it is."`
	EntryText
	Shown    bool       `json:"shown" doc:"The manager of now can read it."`
	Files    []FileLine `json:"files"`
	Revision int64      `json:"revision" doc:"What to name when changing it."`
	SavedAt  time.Time  `json:"saved_at"`
}

// FileLine is a file of an entry, without its contents.
type FileLine struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type" example:"image/png"`
	Size int64  `json:"size" doc:"In bytes."`
}

// EntryFile is a file with its contents.
type EntryFile struct {
	FileLine
	Content string `json:"content" doc:"In Base64."`
}

func fileLineOf(f rules.File) FileLine { return FileLine{string(f.ID), f.Name, f.Type, f.Size} }

func entryOf(n workflow.NoteView) JournalEntry {
	return JournalEntry{
		ID: string(n.ID), Person: personRef(n.Owner), EntryText: EntryText{string(n.On), n.Title, n.Text, texts(n.Areas)}, Shown: n.Shared,
		Files: each(n.Files, fileLineOf), Revision: n.Version, SavedAt: n.SavedAt.Time(),
	}
}

type journalOutput struct{ Body Journal }

func (s *service) journal(v visit, in *Paged) (*journalOutput, error) {
	j, err := s.Workflow.Notes(v, v.actor)
	if err != nil {
		return nil, err
	}
	shown := func(n workflow.NoteView) ShownEntry {
		return ShownEntry{string(n.ID), personRef(n.Owner), string(n.On)}
	}
	l, of := in.lists("entries", "shown"), func(n workflow.NoteView) string { return string(n.ID) }
	out := Journal{Entries: each(part(l, "entries", j.Mine, of), entryOf), Shown: each(part(l, "shown", j.Shown, of), shown)}
	out.GoesOn, err = l.end()
	return &journalOutput{out}, err
}

type entryOutput struct{ Body JournalEntry }

func (s *service) entry(v visit, in *idInput) (*entryOutput, error) {
	ref, err := parse[id.Note](in.ID)
	if err != nil {
		return nil, err
	}
	n, err := s.Workflow.Note(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	return &entryOutput{entryOf(n)}, nil
}

// placeOfEntry tells where in a body the field of an entry stands.
func placeOfEntry(field string) (Mistake, bool) {
	where, ok := map[string]string{"on": "day", "title": "heading", "text": "text", "area": "areas"}[field]
	return Mistake{Location: "body." + where}, ok
}

type writeEntryInput struct {
	Idempotent
	Body EntryText
}

func (in *writeEntryInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfEntry(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) writeEntry(v visit, in *writeEntryInput) (*madeOutput, error) {
	return made(s.Workflow.WriteNote(v, v.actor, in.once(), in.Body.draft()))
}

type changeEntryInput struct {
	ID string `path:"id" doc:"The entry's id."`
	Idempotent
	Body struct {
		EntryText
		Revision int64 `json:"revision" minimum:"1" doc:"As you have read it."`
	}
}

func (in *changeEntryInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfEntry(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) changeEntry(v visit, in *changeEntryInput) (*done, error) {
	ref, err := parse[id.Note](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.RewriteNote(v, v.actor, in.once(), ref, in.Body.draft(), in.Body.Revision))
}

// noteAct is an act that needs nothing but the entry.
func noteAct(act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Note) error) func(*service, Operation) {
	return on(func(s *service, v visit, in *plainAct) (*done, error) {
		ref, err := parse[id.Note](in.ID)
		if err != nil {
			return nil, err
		}
		return finished(act(s.Workflow, v, v.actor, in.once(), ref))
	})
}

type entryFileOutput struct{ Body EntryFile }

func (s *service) entryFile(v visit, in *idInput) (*entryFileOutput, error) {
	ref, err := parse[id.File](in.ID)
	if err != nil {
		return nil, err
	}
	f, err := s.Workflow.NoteFile(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	return &entryFileOutput{EntryFile{fileLineOf(f.File), base64.StdEncoding.EncodeToString(f.Content)}}, nil
}
