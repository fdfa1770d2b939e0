// Package frameworkimport reads what others keep a framework in (spreadsheets,
// Markdown, YAML and JSON of several shapes) and makes a framework of it,
// together with a report in which nothing that was read is missing.
package frameworkimport

import (
	"strings"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// File is one file to read. Its name may hold folders, as in an archive.
type File struct {
	Name string
	Data []byte
}

// Options say what the files do not say by themselves. The zero value leaves
// everything to what is found.
type Options struct {
	Format Format // how to read the files; empty to tell from their content
	// Columns says for tables which column is which: the heading of a column, its
	// letter or number, or @sheet, @heading, @file or - for none.
	Columns map[Field]string
	// Decisions are answers to questions of an earlier reading, by their id.
	Decisions map[string]string
	// The head of the framework; what is empty is made from the files.
	ID, Name, Version string
}

// Result is what was made of the files.
type Result struct {
	Framework *framework.Framework // nil when nothing could be made of them
	Source    []byte               // the framework as a file of format 1
	Findings  []frameworkfile.Finding
	Formats   map[string]Format // by file
	Tables    []TableView       // how tables were understood
	Report    Report
}

// Import reads the files as one framework.
func Import(files []File, options Options) Result {
	c := newCollector(options)
	given := files
	files = c.unpack(files)
	formats := map[string]Format{}
	for _, f := range files {
		f.Data = c.text(f)
		if f.Data == nil {
			continue
		}
		formats[f.Name] = c.read(f)
	}
	r := c.result(given)
	r.Formats = formats
	return r
}

// read takes one file into the collection and tells as what it was read.
func (c *collector) read(f File) Format {
	format := c.options.Format
	if format == "" {
		format = detect(f)
	}
	before := c.taken
	switch format {
	case Own:
		c.own(f)
	case CSV:
		c.csv(f)
	case XLSX:
		c.xlsx(f)
	case Markdown:
		c.markdown(f)
	case Sets:
		c.sets(f)
	case Skills:
		c.skills(f)
	default:
		c.skip(Place{File: f.Name}, "file", lang.Tell("It is no framework file, table, Markdown or JSON that can be read here."))
		return format
	}
	if n := c.taken - before; n > 0 {
		c.note(Taken, Place{File: f.Name}, "file", lang.Tell("Read as {format}: {examples}.", "format", lang.Word(format.Words()), "examples", examplesCounted(n)))
	}
	return format
}

// Format is a form in which frameworks are kept.
type Format string

// The forms that are read.
const (
	Own      Format = "cairn"    // YAML or JSON of format 1
	CSV      Format = "csv"      // a table, one example a row
	XLSX     Format = "xlsx"     // the same as a workbook
	Markdown Format = "markdown" // tables, or front matter with topics, levels and criteria
	Sets     Format = "sets"     // a core, sets for disciplines, roles that point at levels
	Skills   Format = "skills"   // skills on scales, profiles of roles
)

// Formats lists the forms, for those who offer a choice.
func Formats() []Format { return []Format{Own, CSV, XLSX, Markdown, Sets, Skills} }

// Words names the form to a person.
func (f Format) Words() string {
	switch f {
	case Own:
		return lang.Later("a framework file")
	case CSV:
		return lang.Later("a table (CSV)")
	case XLSX:
		return lang.Later("a workbook (XLSX)")
	case Markdown:
		return "Markdown"
	case Sets:
		return lang.Later("a core with sets for disciplines")
	case Skills:
		return lang.Later("skills with profiles")
	}
	return lang.Later("something unknown")
}

// FormatNamed finds a form by its name.
func FormatNamed(name string) (Format, bool) {
	for _, f := range Formats() {
		if strings.EqualFold(strings.TrimSpace(name), string(f)) {
			return f, true
		}
	}
	return "", false
}
