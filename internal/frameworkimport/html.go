package frameworkimport

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

var tableTag = regexp.MustCompile(`(?is)<table\b.*?</table\s*>`)

// mark0 stands in the text where a table of HTML was taken out.
const mark0 = "cairn-table-taken-out-"

// htmlTables takes the tables written in HTML out of the text, line for line, so
// that blank lines within them do not tear them apart. They are found again by a
// mark, below the heading they stood under.
func (m *markdownReader) htmlTables() {
	var made []table
	m.source = tableTag.ReplaceAllFunc(m.source, func(found []byte) []byte {
		line := 0
		if i := bytes.Index(m.source, found); i >= 0 {
			line, _ = lineOf(m.source, i)
		}
		made = append(made, readHTML(found, line+m.line-1))
		lines := bytes.Count(found, []byte("\n"))
		return []byte(fmt.Sprintf("\n\n%s%d\n\n", mark0, len(made)-1) + strings.Repeat("\n", max(lines-4, 0)))
	})
	m.html = made
}

func (m *markdownReader) marked(number string) {
	number, _, _ = strings.Cut(number, "\n")
	if i, err := strconv.Atoi(strings.TrimSpace(number)); err == nil && i >= 0 && i < len(m.html) {
		t := m.html[i]
		t.file, t.heading = m.file, m.above()
		m.found = append(m.found, t)
	}
}

// htmlReader follows the tags of one table.
type htmlReader struct {
	t     table
	line  int
	cell  *strings.Builder
	down  map[int]span0 // cells that reach into the rows below, by column
	rows  int           // rowspan of the open cell
	cols  int
	depth int // of tables within it
}

type span0 struct {
	left int
	text string
}

const mostSpan = 1000

func readHTML(data []byte, line int) table {
	r := htmlReader{line: line, down: map[int]span0{}}
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			r.endRow()
			return r.t
		}
		at := r.line
		r.line += bytes.Count(z.Raw(), []byte("\n"))
		switch kind {
		case html.TextToken:
			if r.cell != nil {
				r.cell.WriteString(strings.ReplaceAll(string(z.Text()), "\n", " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(z.Token(), at)
		case html.EndTagToken:
			r.end(z.Token().Data)
		}
	}
}

func (r *htmlReader) start(tag html.Token, line int) {
	switch tag.Data {
	case "table":
		r.depth++
	case "tr":
		if r.depth == 1 {
			r.endRow()
			r.t.rows = append(r.t.rows, row{line: line})
		}
	case "td", "th":
		if r.depth == 1 {
			r.endCell()
			r.open(tag, line)
		}
	case "li":
		r.write("\n- ")
	case "br", "p", "div", "ul", "ol":
		r.write("\n")
	}
}

func (r *htmlReader) open(tag html.Token, line int) {
	if len(r.t.rows) == 0 {
		r.t.rows = append(r.t.rows, row{line: line})
	}
	r.fill()
	r.cell, r.rows, r.cols = &strings.Builder{}, 1, 1
	for _, a := range tag.Attr {
		n, err := strconv.Atoi(strings.TrimSpace(a.Val))
		if err != nil || n < 1 {
			continue
		}
		switch a.Key {
		case "rowspan":
			r.rows = min(n, mostSpan)
		case "colspan":
			r.cols = min(n, mostCells)
		}
	}
}

func (r *htmlReader) end(tag string) {
	switch tag {
	case "table":
		r.depth--
	case "td", "th":
		if r.depth == 1 {
			r.endCell()
		}
	case "tr":
		if r.depth == 1 {
			r.endRow()
		}
	case "p", "div":
		r.write("\n")
	}
}

func (r *htmlReader) write(s string) {
	if r.cell != nil {
		r.cell.WriteString(s)
	}
}

// fill puts what reaches down from rows above before the next cell.
func (r *htmlReader) fill() {
	now := &r.t.rows[len(r.t.rows)-1]
	for {
		s, ok := r.down[len(now.cells)]
		if !ok {
			return
		}
		at := len(now.cells)
		if s.left--; s.left == 0 {
			delete(r.down, at)
		} else {
			r.down[at] = s
		}
		now.cells = append(now.cells, s.text)
	}
}

func (r *htmlReader) endCell() {
	if r.cell == nil || len(r.t.rows) == 0 {
		return
	}
	now := &r.t.rows[len(r.t.rows)-1]
	said := htmlText(r.cell.String())
	r.cell = nil
	for i := range r.cols {
		if len(now.cells) >= mostCells {
			return
		}
		if i > 0 {
			said = ""
		}
		if r.rows > 1 {
			r.down[len(now.cells)] = span0{r.rows - 1, said}
		}
		now.cells = append(now.cells, said)
	}
}

func (r *htmlReader) endRow() {
	r.endCell()
	if len(r.t.rows) > 0 {
		r.fill()
	}
}

// htmlText keeps the breaks that tags made and none of those in between.
func htmlText(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" && line != "-" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
