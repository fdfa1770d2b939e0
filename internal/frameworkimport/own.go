package frameworkimport

import (
	"strings"

	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// ownFile is a file of format 1: taken as it is, comments and all.
type ownFile struct {
	file      string
	source    []byte
	framework *framework.Framework
	findings  []frameworkfile.Finding
}

func (c *collector) own(f File) {
	at := Place{File: f.Name}
	if c.own1 != nil {
		c.note(Undecided, at, "file", lang.Tell("It is a whole framework, and so is {file}. One framework is imported at a time; this one was left out.", "file", c.own1.file))
		return
	}
	json := frameworkfile.IsJSON(f.Data)
	load := frameworkfile.Load
	if json {
		load = frameworkfile.LoadJSON
	}
	read, findings := load(f.Name, f.Data)
	for _, found := range findings {
		c.finding(found)
	}
	if read == nil {
		return
	}
	o := &ownFile{file: f.Name, source: f.Data, framework: c.withoutScores(read, at), findings: findings}
	if json {
		o.source = nil
	}
	c.own1 = o
	for _, e := range read.Examples {
		c.taken++
		c.note(Taken, at.says(e.Text), "example", lang.Tell("{id}", "id", e.ID))
	}
}

// finding repeats what the loader says.
func (c *collector) finding(f frameworkfile.Finding) {
	at := Place{File: f.File, Line: f.Line, Column: f.Column, Text: shorten(f.Text)}
	o := Taken
	switch {
	case f.Severity == frameworkfile.Error:
		o = Undecided
	case strings.HasSuffix(f.Message.Text, "is skipped."):
		o = Skipped
	}
	c.note(o, at, "finding", f.Message)
}

// withoutScores keeps points and weights as notes that nothing uses.
func (c *collector) withoutScores(f *framework.Framework, at Place) *framework.Framework {
	extra := map[string]string{}
	found := false
	for key, value := range f.Extra {
		owner, field := "", key
		if i := strings.LastIndex(key, " "); i >= 0 {
			owner, field = key[:i+1], key[i+1:]
		}
		if isScored(field) {
			found = true
			c.skip(at.says(key+": "+value), "field", lang.Tell("The field {field} is refused. {why}", "field", lang.Quoted(key), "why", scoredWhy))
			key = owner + "x-import-" + slug(field)
		}
		extra[key] = value
	}
	if !found {
		return f
	}
	cleaned := *f
	cleaned.Extra = extra
	return framework.New(cleaned)
}

func (c *collector) ownResult() (*framework.Framework, []byte, []frameworkfile.Finding) {
	o := c.own1
	for _, e := range c.examples {
		c.skip(e.at.says(e.text), "example", lang.Tell("{file} is a whole framework and was taken as it is; what other files hold was left out. Import them apart.", "file", o.file))
	}
	f := o.framework
	if v := tidy(c.options.Version); v != "" {
		f = f.Release(v, f.Status)
	}
	source, err := frameworkfile.Encode(f, o.source)
	if err != nil {
		c.note(Undecided, Place{File: o.file}, "framework", lang.Tell("What was read does not make a framework: {why}.", "why", err))
		return nil, nil, o.findings
	}
	return f, source, o.findings
}
