package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cairn/internal/config"
	"cairn/internal/framework"
	"cairn/internal/frameworkimport"
	"cairn/internal/workflow"
)

type bringCommand struct {
	place
	Files   []string          `arg:"" name:"file" help:"Files, folders or zip archives: CSV, XLSX, Markdown, YAML, JSON."`
	Format  string            `help:"How to read them, where it is not told from their content: cairn, csv, xlsx, markdown, sets or skills." placeholder:"FORMAT"`
	Map     map[string]string `mapsep:"none" help:"Which column a field is: area, step, discipline, text, details or id; a heading, a letter, a number, @sheet, @heading, @file, or - for none." placeholder:"FIELD=COLUMN"`
	Decide  map[string]string `mapsep:"none" help:"The answer to a question of the report, by its id." placeholder:"QUESTION=ANSWER"`
	ID      string            `name:"id" help:"The id of the framework; it never changes later." placeholder:"ID"`
	Name    string            `help:"The name of the framework." placeholder:"NAME"`
	Version string            `help:"The version of its content." placeholder:"VERSION"`
	Out     string            `help:"Write the framework to this file (- for standard output)." placeholder:"FILE"`
	Draft   bool              `aliases:"yes" help:"Make it the draft that is being written; --yes says the same."`
	Every   bool              `name:"all" help:"List every example that was taken, not only how many."`
}

// Run reads, reports, and writes only where it was asked to.
func (c bringCommand) Run(t *terminal) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	files, err := gatherFiles(c.Files)
	if err != nil {
		return err
	}
	if len(files) == 1 && extends(files[0].Data) {
		return c.extension(t, files[0])
	}
	r := frameworkimport.Import(files, options)
	if t.asJSON {
		return c.answer(t, r)
	}
	say := t.say
	if c.Out == "-" {
		say = t.warn // the standard output is the file's
	}
	c.report(say, r)
	if r.Framework == nil {
		return errSaid
	}
	if c.Out != "" {
		if err := t.put(c.Out, r.Source); err != nil {
			return err
		}
	}
	switch {
	case c.Draft:
		ref, err := c.toDraft(t, r)
		if err != nil {
			return err
		}
		say("It is the draft %s now. Read it and open it for comments in the browser.", ref)
	case c.Out == "":
		say("Nothing was written. To keep it as a file add --out FILE; to make it the draft add --draft.")
	}
	return nil
}

func (c bringCommand) options() (o frameworkimport.Options, err error) {
	o = frameworkimport.Options{Columns: map[frameworkimport.Field]string{}, Decisions: c.Decide, ID: c.ID, Name: c.Name, Version: c.Version}
	if c.Format != "" {
		format, ok := frameworkimport.FormatNamed(c.Format)
		if !ok {
			return o, usage{fmt.Sprintf("there is no format %q; there are %s", c.Format, joined(frameworkimport.Formats()))}
		}
		o.Format = format
	}
	for name, column := range c.Map {
		field := frameworkimport.Field(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(frameworkimport.Fields(), field) {
			return o, usage{fmt.Sprintf("there is no field %q; there are %s", name, joined(frameworkimport.Fields()))}
		}
		o.Columns[field] = column
	}
	return o, nil
}

func joined[T ~string](all []T) string {
	var names []string
	for _, v := range all {
		names = append(names, string(v))
	}
	return strings.Join(names, ", ")
}

// gatherFiles reads what was named, folders with all that is in them.
func gatherFiles(paths []string) (files []frameworkimport.File, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("the file cannot be read: %w", err)
		}
		if !info.IsDir() {
			if files, err = addFile(files, path, path); err != nil {
				return nil, err
			}
			continue
		}
		err = filepath.WalkDir(path, func(inner string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && inner != path && strings.HasPrefix(d.Name(), "."):
				return fs.SkipDir
			case d.IsDir() || strings.HasPrefix(d.Name(), "."):
				return nil
			case len(files) > frameworkimport.MaxFiles:
				return fs.SkipAll
			}
			files, err = addFile(files, inner, filepath.ToSlash(inner))
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("the folder cannot be read: %w", err)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there is no file in %s", strings.Join(paths, ", "))
	}
	return files, nil
}

func addFile(files []frameworkimport.File, path, name string) ([]frameworkimport.File, error) {
	data, err := readUpTo(path, frameworkimport.MaxBytes+1)
	if err != nil {
		return nil, fmt.Errorf("the file cannot be read: %w", err)
	}
	return append(files, frameworkimport.File{Name: name, Data: data}), nil
}

func (c bringCommand) toDraft(t *terminal, r frameworkimport.Result) (ref framework.Ref, err error) {
	err = c.with(t, func(w *workflow.Workflow, _ config.Config) (err error) {
		ref, _, err = w.ImportDraft(t.ctx, commandLine, workflow.Once{}, r.Source)
		return err
	})
	return ref, err
}

func (c bringCommand) report(say func(string, ...any), r frameworkimport.Result) {
	for _, v := range r.Tables {
		place := cmp.Or(v.Sheet, v.Heading)
		say("%s%s: %d rows below the headings.", v.File, after(", ", place), v.Rows)
		switch {
		case v.Grid != "":
			say("    Each column stands for one of the %s.", v.Grid)
		case len(v.Columns) == 0:
			say("    Columns: %s", strings.Join(v.Header, " | "))
		}
		for _, f := range frameworkimport.Fields() {
			if column, ok := v.Columns[f]; ok {
				say("    %s is the column %s", f, column)
			}
		}
	}
	for _, o := range frameworkimport.Outcomes() {
		c.notes(say, o, r.Report.Of(o))
	}
	c.questions(say, r.Report.Questions)
	if r.Framework != nil {
		say("\nThe framework %s version %s: %s.", r.Framework.ID, r.Framework.Version, contents(r.Framework))
	}
}

func (c bringCommand) notes(say func(string, ...any), o frameworkimport.Outcome, notes []frameworkimport.Note) {
	say("\n%s: %d", strings.ToUpper(string(o)), len(notes))
	for _, n := range notes {
		if o == frameworkimport.Taken && n.What == "example" && !c.Every {
			continue
		}
		say("  %s: %s: %s", n.Place, n.What, n.Message)
		if n.Text != "" && n.What != "file" {
			say("      %s", n.Text)
		}
	}
	if o == frameworkimport.Taken && !c.Every && len(notes) > 0 {
		say("  To list each example: --all")
	}
}

func (c bringCommand) questions(say func(string, ...any), all []frameworkimport.Question) {
	if len(all) == 0 {
		return
	}
	say("\nQUESTIONS")
	for _, q := range all {
		say("  %s", q.Ask)
		for _, choice := range q.Choices {
			mark := " "
			if choice.Value == q.Answer {
				mark = "*"
			}
			say("    %s --decide %q  %s", mark, q.ID+"="+choice.Value, choice.Label)
		}
		if len(q.Choices) == 0 {
			say("    * --decide %q", q.ID+"="+strings.ReplaceAll(q.Answer, "\n", " > "))
		}
	}
}

// answered is the answer for programs.
type answered struct {
	Framework *madeFramework                    `json:"framework"` // null when nothing could be made
	Formats   map[string]frameworkimport.Format `json:"formats"`
	Tables    []frameworkimport.TableView       `json:"tables"`
	Report    frameworkimport.Report            `json:"report"`
	Findings  []found                           `json:"findings"`
	Written   string                            `json:"written,omitempty"`
	Draft     string                            `json:"draft,omitempty"`
}

type madeFramework struct {
	ID          string `json:"id"`
	Version     string `json:"version"`
	Steps       int    `json:"steps"`
	Areas       int    `json:"areas"`
	Disciplines int    `json:"disciplines"`
	Roles       int    `json:"roles"`
	Examples    int    `json:"examples"`
}

func (c bringCommand) answer(t *terminal, r frameworkimport.Result) error {
	if c.Out == "-" {
		return usage{"--json and --out - both write to the standard output; name a file"}
	}
	a := answered{Formats: r.Formats, Tables: r.Tables, Report: r.Report, Findings: foundIn(r.Findings)}
	var err error
	if f := r.Framework; f != nil {
		a.Framework = &madeFramework{f.ID, f.Version, len(f.Steps), len(f.Areas), len(f.Disciplines), len(f.Roles), len(f.Examples)}
		if c.Out != "" {
			a.Written, err = c.Out, t.put(c.Out, r.Source)
		}
		if err == nil && c.Draft {
			var ref framework.Ref
			ref, err = c.toDraft(t, r)
			a.Draft = ref.String()
		}
	}
	if err == nil {
		err = t.json(a)
	}
	if err == nil && r.Framework == nil {
		err = errSaid
	}
	return err
}
