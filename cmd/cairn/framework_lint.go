package main

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
)

type lintCommand struct {
	Files []string `arg:"" name:"file" help:"Framework files or files that extend one, YAML or JSON of format 1."`
	Base  string   `help:"The framework file that an extension extends; otherwise the one Cairn ships, where it is that." placeholder:"FILE"`
}

// linted is what lint says of one file.
type linted struct {
	File     string  `json:"file"`
	Kind     string  `json:"kind"` // framework or extension
	ID       string  `json:"id,omitempty"`
	Version  string  `json:"version,omitempty"`
	Usable   bool    `json:"usable"`
	Findings []found `json:"findings"`
	said     string
	findings []frameworkfile.Finding
}

// Run shows what is wrong with each file, and what is only worth a look.
func (c lintCommand) Run(t *terminal) error {
	base, err := c.base(t)
	if err != nil {
		return err
	}
	all, good := []linted{}, true
	for _, file := range c.Files {
		l, err := lint(file, base)
		if err != nil {
			return err
		}
		good = good && l.Usable
		if all = append(all, l); t.asJSON {
			continue
		}
		t.findings(l.findings)
		if l.Usable {
			t.say("%s: %s", file, l.said)
		}
	}
	if t.asJSON {
		err = t.json(all)
	}
	if err == nil && !good {
		err = errSaid
	}
	return err
}

func (c lintCommand) base(t *terminal) (*framework.Framework, error) {
	if c.Base == "" {
		return nil, nil
	}
	f, findings, err := readFramework(c.Base)
	if err == nil && f == nil {
		t.findings(findings)
		err = errSaid
	}
	return f, err
}

func lint(file string, base *framework.Framework) (linted, error) {
	data, err := readLimited(file)
	if err != nil {
		return linted{}, fmt.Errorf("the framework file cannot be read: %w", err)
	}
	l := linted{File: file, Kind: "framework"}
	if extends(data) {
		l.Kind = "extension"
		l.extension(data, base)
	} else {
		l.framework(data)
	}
	l.Findings = foundIn(l.findings)
	return l, nil
}

func (l *linted) framework(data []byte) {
	load := frameworkfile.Load
	if frameworkfile.IsJSON(data) {
		load = frameworkfile.LoadJSON
	}
	f, findings := load(l.File, data)
	if l.findings = findings; f == nil {
		return
	}
	l.Usable, l.ID, l.Version = true, f.ID, f.Version
	l.said = fmt.Sprintf("framework %s version %s can be used: %s.", f.ID, f.Version, contents(f))
}

func contents(f *framework.Framework) string {
	return fmt.Sprintf("%d steps, %d areas, %d disciplines, %d roles, %d examples", len(f.Steps), len(f.Areas), len(f.Disciplines), len(f.Roles), len(f.Examples))
}

func (l *linted) extension(data []byte, base *framework.Framework) {
	load := frameworkfile.LoadExtension
	if frameworkfile.IsJSON(data) {
		load = frameworkfile.LoadExtensionJSON
	}
	x, findings := load(l.File, data, base)
	if built := frameworkfile.BuiltIn(); base == nil && x != nil && x.Extends == (framework.Ref{ID: built.ID, Version: built.Version}) {
		base = built
		x, findings = load(l.File, data, base)
	}
	if l.findings = findings; x == nil {
		return
	}
	l.Usable, l.ID, l.Version = true, x.Extends.ID, x.Version
	l.said = fmt.Sprintf("extension of %s by %s, version %s, can be used: %d disciplines, %d roles and %d examples added, %d replaced, %d hidden.",
		x.Extends, x.Unit, x.Version, len(x.Add.Disciplines), len(x.Add.Roles), len(x.Add.Examples), len(x.Replace), len(x.Hide))
	if base == nil {
		l.said += " Whether it fits its framework was not checked: give that with --base."
	}
}

// extends tells a file that extends a framework from one that is one.
func extends(data []byte) bool {
	root, _ := frameworkfile.Parse("", data)
	if root == nil || root.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i < len(root.Content); i += 2 {
		if root.Content[i].Value == "extends" {
			return true
		}
	}
	return false
}
