package main

import (
	"fmt"

	"cairn/internal/config"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/frameworkimport"
	"cairn/internal/workflow"
)

// importedExtension is what import says of a file that extends a framework.
type importedExtension struct {
	linted
	Draft string `json:"draft,omitempty"`
}

// extension brings in what a unit adds: checked against the framework that stands
// in the database, it becomes the draft of that unit's extension.
func (c bringCommand) extension(t *terminal, file frameworkimport.File) error {
	if c.Out != "" {
		return usage{"--out writes frameworks; a file that extends one is checked here, or made the draft with --draft"}
	}
	l := linted{File: file.Name, Kind: "extension"}
	l.extension(file.Data, nil)
	a := importedExtension{linted: l}
	if c.Draft && l.Usable {
		if err := c.extensionDraft(t, file.Data, &a); err != nil {
			t.findings(a.findings)
			return err
		}
	}
	a.Findings = foundIn(a.findings)
	if t.asJSON {
		if err := t.json(a); err != nil {
			return err
		}
	} else {
		t.findings(a.findings)
		c.sayExtension(t, a)
	}
	if !l.Usable {
		return errSaid
	}
	return nil
}

func (c bringCommand) sayExtension(t *terminal, a importedExtension) {
	switch {
	case a.Draft != "":
		t.say("It is the draft %s now. Read it and publish it in the browser.", a.Draft)
	case a.Usable:
		t.say("%s: %s", a.File, a.said)
		t.say("Nothing was written. To make it the draft of its unit add --draft.")
	}
}

func (c bringCommand) extensionDraft(t *terminal, source []byte, a *importedExtension) error {
	load := frameworkfile.LoadExtension
	if frameworkfile.IsJSON(source) {
		load = frameworkfile.LoadExtensionJSON
	}
	x, findings := load(a.File, source, nil)
	if a.findings = findings; x == nil {
		return errSaid
	}
	if frameworkfile.IsJSON(source) { // what is kept is YAML
		var err error
		if source, err = frameworkfile.EncodeExtension(x, nil); err != nil {
			return err
		}
	}
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		unit, err := w.UnitNamed(t.ctx, commandLine, x.Unit)
		if err != nil {
			return err
		}
		ref, findings, err := w.ImportExtension(t.ctx, commandLine, workflow.Once{}, unit, source)
		if len(findings) > 0 {
			a.findings = findings
		}
		a.Draft = ref.String()
		return err
	})
}

// extension writes a version of what a unit adds: the one named, or else the one
// that is published.
func (c exportCommand) extension(t *terminal) error {
	at, ok := framework.ParseExtensionUnit(c.Extension)
	if !ok {
		return usage{fmt.Sprintf("%q names no unit; give its kind and short name, as in tribe/infrastructure", c.Extension)}
	}
	var data []byte
	err := c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		v, err := w.Extension(t.ctx, commandLine, at)
		if err != nil {
			return err
		}
		ref := framework.ExtensionRef{Unit: at, Version: c.Version}
		if ref.Version == "" && v.Published == nil {
			return fmt.Errorf("%s has published nothing; name a version with --version", at)
		}
		if ref.Version == "" {
			ref.Version = v.Published.Version
		}
		one, source, err := w.ExtensionVersion(t.ctx, commandLine, ref)
		if data = source; err == nil && t.asJSON {
			data, err = frameworkfile.EncodeExtensionJSON(one.Extension)
		}
		return err
	})
	if err != nil {
		return err
	}
	return t.put(c.Out, data)
}
