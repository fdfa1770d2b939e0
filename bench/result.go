package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// result is a figure with its goal.
type result struct {
	what string
	is   float64
	goal float64 // 0 for none
	more bool    // is better
}

func (r result) met() string {
	if r.goal == 0 {
		return ""
	}
	if r.more && r.is >= r.goal || !r.more && r.is <= r.goal {
		return "yes"
	}
	return "**no**"
}

func (r result) wants() string {
	if r.goal == 0 {
		return "no goal"
	}
	if r.more {
		return fmt.Sprintf("at least %g", r.goal)
	}
	return fmt.Sprintf("at most %g", r.goal)
}

// progress tells whoever waits how far it has come.
func progress(text string, with ...any) { fmt.Fprintf(os.Stderr, text+"\n", with...) }

func median(list []float64) float64 { return sorted(list)[len(list)/2] }
func least(list []float64) float64  { return slices.Min(list) }
func most(list []float64) float64   { return slices.Max(list) }

func sorted(list []float64) []float64 { list = slices.Clone(list); slices.Sort(list); return list }

// section is a table of the report.
type section struct {
	title, about string
	rows         []result
}

// table writes a section as the page of figures has it.
func (s section) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n%s\n", s.title, s.about)
	if len(s.rows) > 0 {
		b.WriteString("\n| | is | goal | met |\n|---|---|---|---|\n")
	}
	for _, r := range s.rows {
		fmt.Fprintf(&b, "| %s | %.2f | %s | %s |\n", r.what, r.is, r.wants(), r.met())
	}
	return b.String()
}

const (
	document = "docs/performance.md"
	begins   = "<!-- what make bench writes begins here -->\n"
	ends     = "<!-- and ends here -->\n"
)

// publish puts the tables between the two marks of the page of figures.
func publishResults(sections []section) error {
	page, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(page), begins)
	_, after, ended := strings.Cut(rest, ends)
	if !found || !ended {
		return fmt.Errorf("%s has not both marks between which figures stand", document)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nWritten by `make bench` on %s.\n", time.Now().UTC().Format("2 January 2006"))
	for _, s := range sections {
		b.WriteString("\n" + s.table())
	}
	b.WriteString("\n")
	return os.WriteFile(document, []byte(before+begins+b.String()+ends+after), 0o644)
}
