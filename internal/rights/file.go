package rights

import (
	"strings"
	"time"

	"cairn/internal/clock"
)

// File is everything that is held about a person and theirs to read, as they take it
// away: once for programs and once for reading, made of the same sections.
type File struct {
	Format   string    `json:"format"`
	Person   string    `json:"person"`
	Email    string    `json:"email"`
	MadeAt   time.Time `json:"made_at"`
	Sections []Section `json:"sections"`
	Missing  []Missing `json:"not_in_this_file,omitempty"`
}

// Section is one class of it.
type Section struct {
	Class   Class    `json:"class"`
	Title   string   `json:"title"`
	Why     string   `json:"kept_for"`
	Read    string   `json:"read_by"`
	Kept    string   `json:"kept_how_long"`
	Records []Record `json:"records"`
}

// Missing says what is not in the file, and why.
type Missing struct {
	Title string `json:"title"`
	Why   string `json:"why"`
}

// Record is one thing.
type Record struct {
	Title  string     `json:"title"`
	At     *time.Time `json:"at,omitempty"`
	Fields []Field    `json:"fields,omitempty"`
}

// Field is one value of it. File names one beside the record, by its place in the
// archive.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Time  string `json:"time,omitempty"` // of a value that is an instant, for programs
	File  string `json:"file,omitempty"`
}

// NewRecord begins one.
func NewRecord(title string, at clock.Instant) *Record {
	r := &Record{Title: title}
	if at.IsSet() {
		t := at.Time()
		r.At = &t
	}
	return r
}

// Put adds a value, where there is one.
func (r *Record) Put(name, value string) *Record {
	if value = strings.TrimSpace(value); value != "" {
		r.Fields = append(r.Fields, Field{Name: name, Value: value})
	}
	return r
}

// PutTime adds an instant, where it is set.
func (r *Record) PutTime(name string, at clock.Instant) *Record {
	if at.IsSet() {
		r.Fields = append(r.Fields, Field{Name: name, Value: at.Time().Format("2 January 2006, 15:04 UTC"), Time: at.Time().Format(time.RFC3339)})
	}
	return r
}

// PutFile names a file beside the record.
func (r *Record) PutFile(name, file string) {
	r.Fields = append(r.Fields, Field{Name: "file", Value: name, File: file})
}
