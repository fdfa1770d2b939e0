package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"cairn/internal/config"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
	"cairn/internal/workflow"
)

type frameworkCommand struct {
	Lint      lintCommand      `cmd:"" help:"Check framework and extension files and show every mistake with its line and column."`
	Show      showCommand      `cmd:"" help:"Print a framework to read, step by step."`
	Diff      diffCommand      `cmd:"" help:"Tell word by word what changed between two files or versions."`
	Import    bringCommand     `cmd:"" help:"Make a framework of spreadsheets, Markdown, YAML or JSON, and report what became of every row."`
	Translate translateCommand `cmd:"" help:"Give a version in another language."`
	Export    exportCommand    `cmd:"" help:"Write a version as a file."`
	Schema    schemaCommand    `cmd:"" help:"Print the JSON Schema of framework files, for editors."`
}

// found is a finding as JSON.
type found struct {
	Severity frameworkfile.Severity `json:"severity"`
	File     string                 `json:"file"`
	Line     int                    `json:"line,omitempty"`
	Column   int                    `json:"column,omitempty"`
	Text     string                 `json:"text,omitempty"`
	Message  lang.Told              `json:"message"`
}

func foundIn(findings []frameworkfile.Finding) []found {
	all := make([]found, 0, len(findings))
	for _, f := range findings {
		all = append(all, found(f))
	}
	return all
}

// readFramework reads a framework file in either form.
func readFramework(file string) (*framework.Framework, []frameworkfile.Finding, error) {
	data, err := readLimited(file)
	if err != nil {
		return nil, nil, fmt.Errorf("the framework file cannot be read: %w", err)
	}
	if frameworkfile.IsJSON(data) {
		f, findings := frameworkfile.LoadJSON(file, data)
		return f, findings, nil
	}
	f, findings := frameworkfile.Load(file, data)
	return f, findings, nil
}

// readLimited stops one byte past the limit, which the loader then reports.
func readLimited(file string) ([]byte, error) { return readUpTo(file, frameworkfile.MaxBytes+1) }

func readUpTo(file string, most int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, most))
}

// versionNamed finds a version by its number, or by id and number: "1.1", "acme 1.1".
// Empty is the one in force.
func versionNamed(t *terminal, w *workflow.Workflow, name string) (framework.Ref, error) {
	lines, err := w.Versions(t.ctx, commandLine)
	if err != nil {
		return framework.Ref{}, err
	}
	known := make([]string, 0, len(lines))
	id, number, both := strings.Cut(strings.TrimSpace(name), " ")
	i := slices.IndexFunc(lines, func(l workflow.VersionLine) bool {
		if known = append(known, l.Ref.String()); name == "" {
			return l.InForce
		}
		return both && l.Ref == framework.Ref{ID: id, Version: number} || !both && l.Version == id
	})
	if i < 0 && name == "" {
		return framework.Ref{}, errors.New("no version is in force")
	}
	if i < 0 {
		return framework.Ref{}, fmt.Errorf("there is no version %q; there are: %s", name, strings.Join(known, ", "))
	}
	return lines[i].Ref, nil
}

// readVersion reads a version from the database.
func readVersion(t *terminal, p place, name string) (f *framework.Framework, source []byte, err error) {
	err = p.with(t, func(w *workflow.Workflow, _ config.Config) error {
		ref, err := versionNamed(t, w, name)
		if err != nil {
			return err
		}
		if f, err = w.FrameworkVersion(t.ctx, commandLine, ref); err != nil {
			return err
		}
		source, err = w.FrameworkSource(t.ctx, commandLine, ref)
		return err
	})
	return f, source, err
}

// findings tells each of them, where no other answer does.
func (t *terminal) findings(findings []frameworkfile.Finding) {
	if t.asJSON {
		_ = t.json(struct {
			Findings []found `json:"findings"`
		}{foundIn(findings)})
		return
	}
	for _, f := range findings {
		t.say("%s", f)
	}
}

type exportCommand struct {
	place
	Version   string `help:"The version, as in 1.1; the one in force when not given." placeholder:"VERSION"`
	Extension string `help:"What this unit adds, as in tribe/infrastructure, instead of the framework." placeholder:"UNIT"`
	Out       string `help:"File to write; standard output when not given." placeholder:"FILE"`
}

// Help tells what JSON means here.
func (exportCommand) Help() string { return "With --json the file is JSON instead of YAML." }

// Run writes the version; what it wrote imports as the same framework.
func (c exportCommand) Run(t *terminal) error {
	if c.Extension != "" {
		return c.extension(t)
	}
	f, source, err := readVersion(t, c.place, c.Version)
	if err != nil {
		return err
	}
	data, err := frameworkfile.Encode(f, source)
	if t.asJSON {
		data, err = frameworkfile.EncodeJSON(f)
	}
	if err != nil {
		return err
	}
	return t.put(c.Out, data)
}

// put writes to a file that is not there yet or is replaced whole, or to the
// standard output.
func (t *terminal) put(file string, data []byte) error {
	if file == "" || file == "-" {
		_, err := t.out.Write(data)
		return err
	}
	if err := os.WriteFile(file, data, 0o644); err != nil { //nolint:gosec // a framework is for everybody to read
		return fmt.Errorf("the file cannot be written: %w", err)
	}
	if !t.asJSON {
		t.warn("Written to %s.", file)
	}
	return nil
}

type schemaCommand struct{}

// Run prints the schema.
func (schemaCommand) Run(t *terminal) error {
	_, err := t.out.Write(frameworkfile.Schema())
	return err
}
