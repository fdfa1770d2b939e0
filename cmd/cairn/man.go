package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"

	"cairn/internal/config"
)

type manCommand struct {
	Out string `help:"Folder to write a page for each command into; without it the page of cairn itself goes to the standard output." placeholder:"FOLDER"`
}

// Help tells how to read what is written.
func (manCommand) Help() string {
	return "To read it: cairn man | man -l -\nTo install it: cairn man --out /usr/local/share/man/man1"
}

// Run writes the pages, in the language of troff's man macros.
func (c manCommand) Run(t *terminal) error {
	all, err := spots()
	if err != nil {
		return err
	}
	if c.Out == "" {
		page := manual{spot: all[0], all: all}.String()
		return t.answer(map[string]string{"cairn.1": page}, func() { _, _ = fmt.Fprint(t.out, page) })
	}
	written, err := writeManual(c.Out, all)
	if err != nil {
		return err
	}
	return t.answer(map[string][]string{"written": written}, func() { t.say("Wrote %s into %s.", count(len(written), "page", "pages"), c.Out) })
}

func writeManual(folder string, all []spot) (written []string, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // manuals are for everybody to read
		return nil, fmt.Errorf("the folder cannot be made: %w", err)
	}
	for _, s := range all {
		name := filepath.Join(folder, s.pageName()+".1")
		if err := os.WriteFile(name, []byte(manual{spot: s, all: all}.String()), 0o644); err != nil { //nolint:gosec // as above
			return nil, fmt.Errorf("a page cannot be written: %w", err)
		}
		written = append(written, name)
	}
	return written, nil
}

// pageName is what the page is called by: cairn-people-import.
func (s spot) pageName() string { return strings.ReplaceAll(s.path, " ", "-") }

// manual is the page of one place.
type manual struct {
	spot
	all []spot
}

func (m manual) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" %s \"Cairn\"\n", quoted(strings.ToUpper(m.pageName())), quoted("cairn "+version))
	section(&b, "NAME")
	fmt.Fprintf(&b, "%s \\- %s\n", troff(m.pageName()), troff(m.short()))
	section(&b, "SYNOPSIS")
	fmt.Fprintf(&b, ".B %s\n%s\n", troff(m.path), troff(m.synopsis()))
	section(&b, "DESCRIPTION")
	paragraphs(&b, cmp.Or(m.node.Detail, m.node.Help))
	m.arguments(&b)
	m.commands(&b)
	m.options(&b)
	if m.node.Parent == nil {
		environment(&b)
	} else { // the description of cairn itself tells them
		section(&b, "EXIT STATUS")
		paragraphs(&b, "0 when it is done, 1 when it is refused or fails, 2 when the command line cannot be read.")
	}
	m.seeAlso(&b)
	return b.String()
}

// short is the line of the index of manuals.
func (m manual) short() string {
	line, _, _ := strings.Cut(m.node.Help, "\n")
	line = strings.TrimSuffix(line, ".")
	line = strings.TrimPrefix(line, "Cairn is ")
	first, rest, _ := strings.Cut(line, " ")
	return strings.TrimSpace(strings.ToLower(first) + " " + rest)
}

func (m manual) synopsis() string {
	var parts []string
	if len(m.words) > 0 {
		parts = append(parts, "COMMAND")
	}
	for _, p := range m.node.Positional {
		parts = append(parts, p.Summary())
	}
	return strings.Join(append(parts, "[OPTIONS]"), " ")
}

func (m manual) arguments(b *strings.Builder) {
	if len(m.node.Positional) == 0 {
		return
	}
	section(b, "ARGUMENTS")
	for _, p := range m.node.Positional {
		item(b, p.Summary(), p.Help)
	}
}

// commands of the program itself are all of them, so that one page shows the whole.
func (m manual) commands(b *strings.Builder) {
	if len(m.words) == 0 {
		return
	}
	section(b, "COMMANDS")
	for _, s := range m.all {
		if rest, inside := strings.CutPrefix(s.path, m.path+" "); inside && len(s.words) == 0 {
			item(b, rest, s.about())
		}
	}
}

func (m manual) options(b *strings.Builder) {
	section(b, "OPTIONS")
	for _, f := range m.flags {
		item(b, option(f), f.Help)
	}
}

func option(f *kong.Flag) string {
	text := "--" + f.Name
	if f.Short != 0 {
		text = fmt.Sprintf("-%c, %s", f.Short, text)
	}
	if takesValue(f) {
		text += "=" + cmp.Or(f.PlaceHolder, strings.ToUpper(f.Name))
	}
	return text
}

func environment(b *strings.Builder) {
	section(b, "ENVIRONMENT")
	paragraphs(b, "Every setting can be given here too. Those of secrets can be given nowhere else.")
	for _, s := range config.Settings() {
		item(b, s.Env, s.Help)
	}
}

func (m manual) seeAlso(b *strings.Builder) {
	var names []string
	for _, s := range m.all {
		if s.path != m.path && (s.node == m.node.Parent || s.node.Parent == m.node) {
			names = append(names, fmt.Sprintf("\\fB%s\\fR(1)", troff(s.pageName())))
		}
	}
	if len(names) > 0 {
		section(b, "SEE ALSO")
		fmt.Fprintln(b, strings.Join(names, ", "))
	}
}

func section(b *strings.Builder, name string) { fmt.Fprintf(b, ".SH %s\n", quoted(name)) }

func item(b *strings.Builder, name, text string) {
	fmt.Fprintf(b, ".TP\n\\fB%s\\fR\n%s\n", troff(name), troff(text))
}

// paragraphs are the lines of a text; an empty line parts them.
func paragraphs(b *strings.Builder, text string) {
	for part := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		b.WriteString(".PP\n")
		for i, line := range strings.Split(part, "\n") {
			if i > 0 {
				b.WriteString(".br\n")
			}
			b.WriteString(troff(line) + "\n")
		}
	}
}

// troff is the text with nothing in it that the macros would obey.
func troff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "’", `\(cq`, "\n", " ").Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}

// quoted is the text as one argument of a macro.
func quoted(text string) string { return `"` + strings.ReplaceAll(troff(text), `"`, `\(dq`) + `"` }
