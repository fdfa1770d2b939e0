package frameworkimport

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/internal/framework"
	"cairn/internal/lang"
)

// collector gathers what the readers find, by the names used there. Ids, orders
// and references are made when all has been read.
type collector struct {
	options Options
	name    string // of the framework, where a file says it

	steps, areas, disciplines, roles names
	examples                         []example
	profiles                         []profile

	own1    *ownFile // a file of format 1, which is taken as it is
	taken   int
	notes   []Note
	ask     []Question
	tables  []TableView
	kept    []string       // what was refused of no example or role
	refused map[string]int // columns and fields of points, once each
}

func newCollector(o Options) *collector {
	return &collector{options: o, refused: map[string]int{}}
}

// named is a step, area, discipline or role.
type named struct {
	id      string // where a file gives one
	name    string
	summary string
	at      Place
	uses    int
	scale   *scale // of an area
	mastery bool   // of an area
	rank    int    // of a step, where a file gives one
	ranked  bool
	people  bool   // a step or role of those who manage
	of      string // discipline of a role
	notes   []string
}

// names keeps the order in which they were first read.
type names struct {
	all []*named
	by  map[string]*named
}

// get finds or adds the name.
func (l *names) get(name string, at Place) *named {
	name = tidy(name)
	if l.by == nil {
		l.by = map[string]*named{}
	}
	n := l.by[fold(name)]
	if n == nil {
		n = &named{name: name, at: at.says(name)}
		l.by[fold(name)] = n
		l.all = append(l.all, n)
	}
	return n
}

func (l *names) find(name string) *named { return l.by[fold(name)] }

// example is one example as it was read.
type example struct {
	at          Place
	id          string
	area        *named
	step        *named // nil: everyone at any step, unless level is set
	level       *level
	text        string
	details     []string
	disciplines []*named
	notes       []string // what was refused: points, weights
}

type scale struct {
	name, id string
	levels   []*level
	most     int // the highest number it declares; nought: it declares none
	at       Place
}

type level struct {
	key, name, summary string // key is what references say
	rank               int
	ranked             bool
	at                 Place
}

func (s *scale) find(name string) *level {
	for _, v := range s.levels {
		if fold(v.key) == fold(name) || fold(v.name) == fold(name) {
			return v
		}
	}
	return nil
}

type profile struct {
	role, step *named
	expects    []expectation
	at         Place
}

type expectation struct {
	area  *named
	level *level
	need  framework.Need
	at    Place
}

func (c *collector) note(o Outcome, at Place, what string, message lang.Told) {
	c.notes = append(c.notes, Note{Outcome: o, Place: at, What: what, Message: message})
}

func (c *collector) skip(at Place, what string, message lang.Told) {
	c.note(Skipped, at, what, message)
}

// add takes an example; it stands in the report as taken unless another one turns
// out to say the same.
func (c *collector) add(e example) {
	c.taken++
	e.text = tidyText(e.text)
	e.area.uses++
	if e.step != nil {
		e.step.uses++
	}
	for _, d := range e.disciplines {
		d.uses++
	}
	c.examples = append(c.examples, e)
}

// question asks, and tells the answer that holds.
func (c *collector) question(q Question) string {
	if given, ok := c.options.Decisions[q.ID]; ok && q.allows(given) {
		q.Answer, q.Decided = strings.TrimSpace(given), true
	}
	for _, asked := range c.ask {
		if asked.ID == q.ID {
			return asked.Answer
		}
	}
	c.ask = append(c.ask, q)
	return q.Answer
}

func (q Question) allows(answer string) bool {
	if answer = strings.TrimSpace(answer); answer == "" {
		return false
	}
	for _, choice := range q.Choices {
		if choice.Value == answer {
			return true
		}
	}
	return len(q.Choices) == 0
}

// fold is how names are compared: whatever the case and the spaces.
func fold(s string) string { return strings.ToLower(tidy(s)) }

// tidy makes one line of a name.
func tidy(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// tidyText keeps the line breaks of a text, and no others.
func tidyText(s string) string {
	var lines []string
	for line := range strings.Lines(norm.NFC.String(s)) {
		lines = append(lines, strings.TrimRight(line, " \t\r\n"))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
