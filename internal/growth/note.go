package growth

import (
	"strings"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Bounds of a note, in bytes.
const (
	MaxNoteTitle = 200
	MaxNoteText  = 20_000
)

// Note is an entry of a person's journal. It is theirs alone, unless they show
// this one entry to the manager of now.
type Note struct {
	ID      id.Note
	Owner   id.Person
	MadeAt  clock.Instant
	Version int64
	NoteText

	SavedAt    clock.Instant
	SharedWith id.Person // the manager whom the owner lets read it; empty for nobody
}

// NoteText is what an entry says.
type NoteText struct {
	On    clock.Date // the day it tells of
	Title string
	Text  string // Markdown
	Areas []framework.AreaID
}

// NewNote begins an entry.
func NewNote(owner id.Person, text NoteText, now clock.Instant) *Note {
	return &Note{ID: id.New[id.Note](), Owner: owner, MadeAt: now, SavedAt: now, NoteText: text, Version: 1}
}

// CheckDraft refuses only what could not be kept at all: what is written may still
// be anything.
func (t NoteText) CheckDraft() error { return fault.InvalidFields(t.tooLong()) }

func (t NoteText) tooLong() (wrong []fault.Field) {
	if len(t.Title) > MaxNoteTitle {
		wrong = append(wrong, fault.Field{Name: "title", Message: lang.Later("A heading has 200 bytes at most. What you typed is still here.")})
	}
	if len(t.Text) > MaxNoteText {
		wrong = append(wrong, fault.Field{Name: "text", Message: lang.Later("An entry has {n} bytes at most. What you typed is still here."), With: []any{"n", MaxNoteText}})
	}
	if len(t.On) > 20 || len(t.Areas) > 100 {
		wrong = append(wrong, fault.Field{Name: "on", Message: lang.Later("Give the day as year, month and day, like 2026-05-12.")})
	}
	return wrong
}

// Check refuses what cannot be kept.
func (t NoteText) Check(known func(framework.AreaID) bool) error {
	wrong := t.tooLong()
	add := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	if strings.TrimSpace(t.Title) == "" && strings.TrimSpace(t.Text) == "" {
		add("text", lang.Later("Write something. A sentence is enough."))
	}
	if _, err := clock.ParseDate(string(t.On)); err != nil {
		add("on", lang.Later("Give the day as year, month and day, like 2026-05-12."))
	}
	for _, a := range t.Areas {
		if !known(a) {
			add("area", lang.Later("One of these is no area of the framework. Choose again."))
			break
		}
	}
	return fault.InvalidFields(wrong)
}

// VisibleTo tells whether the person may read the entry: its owner, and the
// manager of now whom it was shown to. A next manager reads nothing of it.
func (n *Note) VisibleTo(b access.Bond, who id.Person) bool {
	return b.Self || b.Manager && n.SharedWith == who
}

// Share shows the entry to the manager of now.
func (n *Note) Share(manager id.Person) error {
	if manager == "" {
		return fault.New(fault.Conflict, lang.Later("There is no manager at the moment to show this to."))
	}
	n.SharedWith = manager
	return nil
}

// Unshare ends that.
func (n *Note) Unshare() error {
	if n.SharedWith == "" {
		return fault.New(fault.Conflict, lang.Later("It is not shown to anybody."))
	}
	n.SharedWith = ""
	return nil
}
