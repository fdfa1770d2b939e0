package frameworkimport

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v4"

	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// markdown reads front matter and tables; prose is listed, as nobody can tell
// examples from the words around them.
func (c *collector) markdown(f File) {
	before := c.taken
	front, down, body, bodyLine := splitFront(f)
	read := false
	if front != nil {
		root, findings := frameworkfile.Parse(f.Name, front)
		for _, found := range findings {
			found.Line += down
			c.finding(found)
		}
		if root != nil {
			read = c.topics(nodeReader{collector: c, file: f.Name, down: down}, root)
		}
	}
	m := markdownReader{collector: c, file: f.Name, line: bodyLine}
	m.read(body)
	if c.taken == before && !read && len(m.prose) > 0 && !m.tables {
		c.note(Undecided, m.prose[0], "file", lang.Tell("This is prose only: it has neither a table nor front matter with topics. Put its examples into a table (area, step, text) to import them."))
		return
	}
	for _, at := range m.prose {
		c.skip(at, "text", lang.Tell("This is prose beside the examples and was left out."))
	}
}

// splitFront takes the front matter apart from the text below it. A file that is
// all fields and no text is front matter that lost its dashes.
func splitFront(f File) (front []byte, down int, body []byte, bodyLine int) {
	data := f.Data
	if !bytes.HasPrefix(data, []byte("---\n")) {
		if root, _ := frameworkfile.Parse(f.Name, data); root != nil && root.Kind == yaml.MappingNode && child(root, topicNames...) != nil {
			return data, 0, nil, 1
		}
		return nil, 0, data, 1
	}
	rest := data[4:]
	for at := 0; at < len(rest); {
		end := bytes.IndexByte(rest[at:], '\n')
		line := rest[at:]
		if end >= 0 {
			line = rest[at : at+end]
		}
		if s := strings.TrimRight(string(line), " \t"); s == "---" || s == "..." {
			front = rest[:at]
			next := at + len(line) + 1
			return front, 1, rest[min(next, len(rest)):], bytes.Count(front, []byte("\n")) + 3
		}
		at += len(line) + 1
	}
	return rest, 1, nil, 1
}

type markdownReader struct {
	*collector
	file     string
	line     int // of the first line of the text
	source   []byte
	headings []string // above, by depth
	prose    []Place
	tables   bool
	found    []table
	html     []table
}

func (m *markdownReader) read(body []byte) {
	m.source = body
	m.htmlTables()
	root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(m.source))
	m.walk(root)
	for _, t := range m.found {
		t.several = len(m.found) > 1
		m.tables = true
		m.table(t)
	}
}

func (m *markdownReader) walk(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			m.heading(n.Level, m.words(n))
		case *tables.Table:
			m.pipeTable(n)
		case *ast.ThematicBreak:
		case *ast.HTMLBlock:
			raw := m.words(n)
			if at, ok := strings.CutPrefix(strings.TrimSpace(raw), mark0); ok {
				m.marked(at)
			} else if s := strings.TrimSpace(raw); s != "" && !strings.HasPrefix(s, "<!--") {
				m.prose = append(m.prose, m.at(n).says(raw))
			}
		case *ast.Blockquote:
			m.walk(n)
		default:
			if at, ok := strings.CutPrefix(strings.TrimSpace(m.words(n)), mark0); ok {
				m.marked(at)
			} else {
				m.prose = append(m.prose, m.at(n).says(m.words(n)))
			}
		}
	}
}

func (m *markdownReader) heading(depth int, words string) {
	for len(m.headings) < depth {
		m.headings = append(m.headings, "")
	}
	m.headings = m.headings[:depth]
	m.headings[depth-1] = strings.Trim(tidy(words), "# *_")
}

// above is the nearest heading.
func (m *markdownReader) above() string {
	if len(m.headings) == 0 {
		return ""
	}
	return m.headings[len(m.headings)-1]
}

// words are the lines of a block as they are written.
func (m *markdownReader) words(n ast.Node) string {
	var b strings.Builder
	var gather func(ast.Node)
	gather = func(n ast.Node) {
		if n.Type() == ast.TypeInline {
			return
		}
		for i := range n.Lines().Len() {
			at := n.Lines().At(i)
			b.Write(at.Value(m.source))
			if b.Len() > 4000 {
				return
			}
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			gather(c)
		}
	}
	gather(n)
	return b.String()
}

func (m *markdownReader) at(n ast.Node) Place {
	p := Place{File: m.file}
	for inner := n; inner != nil; inner = inner.FirstChild() {
		if inner.Type() != ast.TypeInline && inner.Lines().Len() > 0 {
			line, column := lineOf(m.source, inner.Lines().At(0).Start)
			p.Line, p.Column = line+m.line-1, column
			break
		}
	}
	return p
}

// pipeTable takes the rows as they are written: the parser would drop cells
// beyond the last column.
func (m *markdownReader) pipeTable(n *tables.Table) {
	t := table{file: m.file, heading: m.above()}
	columns := 0
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		start := -1
		for c := r.FirstChild(); c != nil && start < 0; c = c.NextSibling() {
			if c.Lines().Len() > 0 {
				start = c.Lines().At(0).Start
			}
		}
		if start < 0 {
			continue // a row of nothing
		}
		made := row{}
		made.line, _ = lineOf(m.source, start)
		made.line += m.line - 1
		made.cells, made.at = splitPipes(lineAt(m.source, start))
		if columns == 0 {
			columns = len(made.cells)
		}
		if len(made.cells) > columns {
			m.note(Undecided, Place{File: m.file, Line: made.line, Column: made.at[columns]}.says(strings.Join(made.cells[columns:], " | ")), "row",
				lang.Tell("The row has more cells than the table has columns, and what is beyond them was left out. A pipe that belongs to the text is written \\|."))
			made.cells, made.at = made.cells[:columns], made.at[:columns]
		}
		t.rows = append(t.rows, made)
	}
	m.found = append(m.found, t)
}

var lineBreak = regexp.MustCompile(`(?i)<br\s*/?>`)

func splitPipes(line string) (cells []string, at []int) {
	trimmed := strings.TrimSpace(line)
	trimmed = strings.TrimPrefix(trimmed, "|")
	from := strings.Index(line, trimmed)
	if strings.HasSuffix(trimmed, "|") && !strings.HasSuffix(trimmed, `\|`) {
		trimmed = trimmed[:len(trimmed)-1]
	}
	start := 0
	for i := 0; i <= len(trimmed); i++ {
		if i < len(trimmed) && (trimmed[i] != '|' || i > 0 && trimmed[i-1] == '\\') {
			continue
		}
		cell := trimmed[start:i]
		lead := len(cell) - len(strings.TrimLeft(cell, " \t"))
		cells = append(cells, cellText(cell))
		at = append(at, len([]rune(line[:from+start+lead]))+1)
		start = i + 1
	}
	return cells, at
}

func cellText(cell string) string {
	cell = strings.ReplaceAll(cell, `\|`, "|")
	return strings.TrimSpace(html.UnescapeString(lineBreak.ReplaceAllString(cell, "\n")))
}
