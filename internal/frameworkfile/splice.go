package frameworkfile

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// splicer writes a changed file by copying every line that still holds. It works
// on what people write by hand, blocks with one field a line; for anything else
// it gives up, and the file is written anew.
type splicer struct {
	lines  []string        // each with its own line break
	known  map[string]bool // what the parser takes for a comment, line by line
	failed bool
}

// span is a run of lines: the first that belongs to a part, the first of the part
// itself, and the one behind it. What lies between from and at are the comments
// and blank lines above the part.
type span struct{ from, at, to int }

// splice returns the source with what differs written anew; false when the way
// the source is written does not allow it.
func splice(v record, source []byte, root *yaml.Node) ([]byte, bool) {
	if root.Kind != yaml.MappingNode || root.Style&yaml.FlowStyle != 0 || anchored(root) {
		return nil, false
	}
	s := &splicer{lines: cutLines(string(source)), known: map[string]bool{}}
	eachNode(root, func(n *yaml.Node) {
		for _, c := range commentLines(n) {
			s.known[c] = true
		}
	})
	made := s.record(v, root, 0, len(s.lines))
	return []byte(made), !s.failed
}

func anchored(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || n.Anchor != "" || slices.ContainsFunc(n.Content, anchored)
}

var lineBreak = regexp.MustCompile("\r\n|[\n\r\u0085\u2028\u2029]")

// cutLines cuts behind each line break that YAML knows.
func cutLines(s string) []string {
	var lines []string
	for {
		at := lineBreak.FindStringIndex(s)
		if at == nil {
			break
		}
		lines = append(lines, s[:at[1]])
		s = s[at[1]:]
	}
	if s != "" {
		lines = append(lines, s+"\n")
	}
	return lines
}

func (s *splicer) text(from, to int) string { return strings.Join(s.lines[from:to], "") }

// spans finds the lines of parts that begin at the given lines, in the column of
// their first sign.
func (s *splicer) spans(starts []int, column, from, to int) []span {
	var all []span
	for i, at := range starts {
		at--
		if at < from || at >= to || i > 0 && at <= all[i-1].at {
			s.failed = true
			return nil
		}
		lead := at
		for lead > from && (i == 0 || lead > all[i-1].at+1) && above(s.lines[lead-1], column) {
			lead--
		}
		if i == 0 {
			lead = from
		} else {
			all[i-1].to = lead
		}
		all = append(all, span{lead, at, to})
	}
	return all
}

// above tells a line that belongs to what follows: a blank one, or a comment no
// further in than it.
func above(line string, column int) bool {
	trimmed := strings.TrimSpace(line)
	indent := len(line) - len(strings.TrimLeft(line, " "))
	return trimmed == "" || trimmed[0] == '#' && indent < column
}

func (s *splicer) record(v record, n *yaml.Node, from, to int) string {
	if len(n.Content) == 0 {
		s.failed = true
		return ""
	}
	var starts []int
	for i := 0; i < len(n.Content); i += 2 {
		starts = append(starts, n.Content[i].Line)
	}
	column := n.Content[0].Column
	end := s.end(column, from, to)
	spans := s.spans(starts, column, from, end)
	if s.failed {
		return ""
	}
	pieces, kept := make([]string, len(spans)), map[string]bool{}
	for i, at := range spans {
		key, was := n.Content[2*i], n.Content[2*i+1]
		e, known := v.entry(key.Value)
		switch {
		case !known && isNull(was), known && e.says(was): // an empty unknown field would be kept
			pieces[i], kept[key.Value] = s.text(at.from, at.to), true
		case !known || e.plain:
			pieces[i] = s.without(at, i == 0)
		default:
			pieces[i], kept[key.Value] = s.field(e, key, was, at), true
		}
	}
	return s.withNew(v, n, kept, pieces, column) + s.text(end, to)
}

// end leaves out what stands below a part and further out than it: the blank
// lines and comments before whatever comes next.
func (s *splicer) end(column, from, to int) int {
	for to > from && above(s.lines[to-1], column-1) {
		to--
	}
	return to
}

// withNew puts what the source does not have behind the field that Cairn writes
// before it.
func (s *splicer) withNew(v record, n *yaml.Node, kept map[string]bool, pieces []string, column int) string {
	after, last := map[int]string{}, 0
	for _, e := range v.fields {
		if kept[e.key] {
			for i := 0; i < len(n.Content); i += 2 {
				if n.Content[i].Value == e.key {
					last = i / 2
				}
			}
			continue
		}
		if !e.plain {
			after[last] += s.dumped(e.key, e.value.node(), strings.Repeat(" ", column-1), column-1)
		}
	}
	var b strings.Builder
	for i, p := range pieces {
		b.WriteString(p + after[i])
	}
	return b.String()
}

// without takes a part out, with the comment that stands right above it. What a
// blank line sets apart from it stays.
func (s *splicer) without(at span, first bool) string {
	if first && strings.TrimSpace(s.lines[at.at][:indentOf(s.lines[at.at])]) != "" {
		s.failed = true
	}
	lead := at.at
	for lead > at.from && strings.TrimSpace(s.lines[lead-1]) != "" {
		lead--
	}
	return s.text(at.from, lead)
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " -")) }

// field writes one field anew, by its parts where it has some.
func (s *splicer) field(e entry, key, was *yaml.Node, at span) string {
	block := was.Style&yaml.FlowStyle == 0 && len(was.Content) > 0 && was.Line > key.Line
	switch v := e.value.(type) {
	case spoken:
		if block && was.Kind == yaml.MappingNode {
			return s.text(at.from, at.at+1) + s.record(v.record, was, at.at+1, at.to)
		}
	case record:
		if block && was.Kind == yaml.MappingNode {
			return s.text(at.from, at.at+1) + s.record(v, was, at.at+1, at.to)
		}
	case records:
		if block && was.Kind == yaml.SequenceNode && len(v.all) > 0 {
			return s.text(at.from, at.at+1) + s.list(v, was, at.at+1, at.to)
		}
	}
	line := []rune(s.lines[at.at])
	if key.Column-1 > len(line) {
		s.failed = true
		return ""
	}
	fresh := merged(e.value, was)
	lost := s.comments(fresh, at)
	prefix := string(line[:key.Column-1])
	return s.text(at.from, at.at) + s.lead(lost, prefix) + s.dumped(e.key, fresh, prefix, key.Column-1)
}

// lead puts comments that have lost their place above the part. The dash of an
// item keeps them out; they would have to stand above it.
func (s *splicer) lead(comments []string, prefix string) string {
	if strings.TrimSpace(prefix) != "" && len(comments) > 0 {
		s.failed = true
	}
	var b strings.Builder
	for _, c := range comments {
		b.WriteString(prefix + c + "\n")
	}
	return b.String()
}

// comments returns those within the lines that the fresh node does not have.
func (s *splicer) comments(fresh *yaml.Node, at span) []string {
	left := map[string]bool{}
	eachNode(fresh, func(n *yaml.Node) {
		for _, c := range commentLines(n) {
			left[c] = true
		}
	})
	var lost []string
	for _, line := range s.lines[at.at:at.to] {
		for i := strings.Index(line, "#"); i >= 0; {
			if c := strings.TrimSpace(line[i:]); s.known[c] {
				if !left[c] {
					lost = append(lost, c)
				}
				break
			}
			next := strings.Index(line[i+1:], "#")
			if next < 0 {
				break
			}
			i += 1 + next
		}
	}
	return lost
}

func commentLines(n *yaml.Node) []string {
	var all []string
	for _, c := range strings.Split(n.HeadComment+"\n"+n.LineComment+"\n"+n.FootComment, "\n") {
		if c = strings.TrimSpace(c); c != "" {
			all = append(all, c)
		}
	}
	return all
}

func eachNode(n *yaml.Node, do func(*yaml.Node)) {
	do(n)
	for _, c := range n.Content {
		eachNode(c, do)
	}
}

var dash = regexp.MustCompile(`^ *- +$`)

// list writes the items in their new order, each with the lines above it.
func (s *splicer) list(v records, n *yaml.Node, from, to int) string {
	var starts []int
	for _, c := range n.Content {
		starts = append(starts, c.Line)
	}
	column := strings.Index(s.lines[starts[0]-1], "-") + 1
	end := s.end(column, from, to)
	spans := s.spans(starts, column, from, end)
	if s.failed {
		return ""
	}
	at, idle, before := map[string]int{}, map[string]string{}, ""
	for i, c := range n.Content {
		switch {
		case isNull(c), v.idle(c):
			idle[before] += s.text(spans[i].from, spans[i].to)
		default:
			before = v.id(c)
			at[before] = i
		}
	}
	carried := s.carried(v, n, spans, idle)
	var b strings.Builder
	b.WriteString(idle[""])
	for _, r := range v.all {
		i, known := at[r.id]
		if !known {
			b.WriteString(s.item(r.node(), strings.Repeat(" ", max(column-1, 0))))
			continue
		}
		b.WriteString(carried[i] + s.changedItem(r, n.Content[i], spans[i]) + idle[r.id])
		delete(at, r.id)
	}
	return b.String() + carried[len(spans)] + s.text(end, to)
}

// carried keeps headings and skipped rows around items that are gone; each goes
// to the next item that stays.
func (s *splicer) carried(v records, n *yaml.Node, spans []span, idle map[string]string) map[int]string {
	stays := map[string]bool{}
	for _, r := range v.all {
		stays[r.id] = true
	}
	carried, waiting := map[int]string{}, ""
	for i, c := range n.Content {
		switch {
		case isNull(c), v.idle(c):
		case stays[v.id(c)]:
			carried[i], waiting = waiting, ""
		default:
			waiting += s.without(spans[i], false) + idle[v.id(c)]
		}
	}
	carried[len(spans)] = waiting
	return carried
}

func (s *splicer) changedItem(r record, was *yaml.Node, at span) string {
	line := []rune(s.lines[at.at])
	if r.same(was) {
		return s.text(at.from, at.to)
	}
	if was.Column-1 > len(line) || !dash.MatchString(string(line[:was.Column-1])) {
		s.failed = true
		return ""
	}
	if was.Kind == yaml.MappingNode && was.Style&yaml.FlowStyle == 0 {
		return s.text(at.from, at.at) + s.record(r, was, at.at, at.to)
	}
	fresh := merged(r, was)
	lost := s.comments(fresh, at)
	fresh.HeadComment = ""
	indent := string(line[:strings.Index(string(line), "-")])
	return s.text(at.from, at.at) + s.lead(lost, indent) + s.item(fresh, indent)
}

func (s *splicer) item(n *yaml.Node, indent string) string {
	return indented(s.dump(n), indent+"- ", indent+"  ")
}

func (s *splicer) dumped(key string, n *yaml.Node, prefix string, width int) string {
	n.HeadComment = ""
	field := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{text(key).node(), n}}
	return indented(s.dump(field), prefix, strings.Repeat(" ", width))
}

func (s *splicer) dump(n *yaml.Node) string {
	b, err := dumpYAML(n)
	if err != nil {
		s.failed = true
	}
	return string(b)
}

func indented(text, first, rest string) string {
	var b strings.Builder
	for i, line := range strings.SplitAfter(text, "\n") {
		switch {
		case i == 0:
			b.WriteString(first)
		case strings.TrimSpace(line) != "":
			b.WriteString(rest)
		}
		b.WriteString(line)
	}
	return b.String()
}
