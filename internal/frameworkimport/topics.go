package frameworkimport

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// Names under which people keep the parts of front matter.
var (
	topicNames     = []string{"topics", "areas", "competencies", "sections", "categories"}
	levelNames     = []string{"levels", "content", "steps", "grades"}
	criteriaNames  = []string{"criteria", "exampleCriteria", "expectations", "behaviours", "behaviors", "statements", "examples", "items"}
	textNames      = []string{"text", "criterion", "criteria", "expectation", "statement", "title", "name", "description"}
	innerNames     = []string{"examples", "details", "exampleCriteria", "illustrations"}
	summaryNames   = []string{"summary", "description", "about"}
	nameNames      = []string{"title", "name", "topic", "area", "id"}
	levelNameNames = []string{"level", "step", "grade", "name", "title", "id"}
)

// topics reads one discipline: topics with levels, levels with criteria, criteria
// with nested examples. False when there are none.
func (c *collector) topics(r nodeReader, root *yaml.Node) bool {
	all := child(root, topicNames...)
	if all == nil {
		r.rest(root, "front matter")
		return false
	}
	t := topicReader{nodeReader: r}
	name := childText(root, "discipline", "track", "title", "name")
	if name == "" {
		name = title(r.file)
	}
	if !everyone(name) && !everyone(stem(r.file)) {
		t.discipline = c.disciplines.get(name, r.at(root))
	}
	t.declared(root)
	known := append([]string{"discipline", "track", "title", "name", "levels", "max_level", "maxLevel"}, topicNames...)
	r.rest(root, "front matter", known...)
	for _, topic := range items(all) {
		t.topic(topic)
	}
	return true
}

type topicReader struct {
	nodeReader
	discipline *named
	most       int // the widest level it declares; nought: none
}

// declared reads how many levels there are, or which.
func (t *topicReader) declared(root *yaml.Node) {
	if n, err := strconv.Atoi(childText(root, "max_level", "maxLevel", "levels")); err == nil {
		t.most = n
		return
	}
	levels := child(root, "levels")
	if levels == nil {
		return
	}
	for i, v := range items(levels) {
		step := t.step(v.called(levelNameNames...), t.at(v.Node))
		if step == nil {
			continue
		}
		if s := childText(v.Node, summaryNames...); s != "" && step.summary == "" {
			step.summary = s
		}
		t.ranked(step, v.Node)
		if n, err := strconv.Atoi(numberIn.FindString(step.name)); err == nil {
			t.most = max(t.most, n)
		} else {
			t.most = max(t.most, i+1)
		}
	}
}

// step finds or adds a step. A bare number is called a level, so that people read
// what it is.
func (c *collector) step(name string, at Place) *named {
	if name = tidy(name); name == "" {
		return nil
	}
	return c.steps.get(stepName(name), at)
}

func stepName(name string) string {
	if _, err := strconv.ParseFloat(name, 64); err == nil {
		return "Level " + name
	}
	return name
}

// ranked takes the place of a step where the file gives one.
func (r nodeReader) ranked(step *named, n *yaml.Node) {
	at := child(n, "rank", "order")
	rank, err := strconv.Atoi(textOf(at))
	if err != nil {
		return
	}
	if step.ranked && step.rank != rank {
		r.note(Undecided, r.at(at), "step", lang.Tell("{step} has the rank {rank} here and {other} elsewhere; the first one is kept.", "step", lang.Quoted(step.name), "rank", rank, "other", step.rank))
		return
	}
	step.rank, step.ranked = rank, true
}

func (t *topicReader) topic(topic item) {
	name := topic.called(nameNames...)
	if frameworkfile.Placeholder(name) {
		t.skip(t.at(topic.Node), "topic", lang.Tell("It has no name."))
		return
	}
	area := t.areas.get(name, t.at(topic.Node))
	if area.summary == "" {
		area.summary = childText(topic.Node, summaryNames...)
	}
	notes := t.unknown(topic.Node, "topic", join(nameNames, summaryNames, levelNames, criteriaNames, []string{"level"})...)
	found := false
	for _, v := range items(child(topic.Node, levelNames...)) {
		found = true
		t.level(area, v, notes)
	}
	if own := childText(topic.Node, "level"); own != "" { // a topic for each level
		found = true
		t.criteria(area, t.levelStep(own, topic.Node), topic.Node, notes)
	}
	if !found {
		if !t.criteria(area, nil, topic.Node, notes) {
			t.skip(t.at(topic.Node).says(name), "topic", lang.Tell("It has neither levels nor criteria."))
		}
	}
}

func join(lists ...[]string) (all []string) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

func (t *topicReader) level(area *named, v item, notes []string) {
	name := v.key
	if name == "" {
		name = childText(v.Node, levelNameNames...)
	}
	if name == "" {
		t.note(Undecided, t.at(v.Node).says(flat(v.Node)), "level", lang.Tell("It says nowhere which level it is. It was not taken."))
		return
	}
	step := t.levelStep(name, v.Node)
	if step == nil && !everyone(name) {
		return
	}
	if v.Kind == yaml.MappingNode {
		if step != nil {
			t.ranked(step, v.Node)
		}
		notes = append(notes, t.unknown(v.Node, "level", join(levelNameNames, summaryNames, criteriaNames, []string{"rank", "order"})...)...)
		if t.criteria(area, step, v.Node, notes) {
			if s := child(v.Node, summaryNames...); s != nil {
				t.skip(t.at(s).says(textOf(s)), "level", lang.Tell("The level has criteria; its description has no place beside them and was left out."))
			}
			return
		}
		if s := child(v.Node, summaryNames...); textOf(s) != "" {
			t.criterion(area, step, s, notes)
			return
		}
		t.skip(t.at(v.Node).says(area.name+", "+name), "level", lang.Tell("It has no criteria yet."))
		return
	}
	taken := false
	for _, one := range items(v.Node) {
		taken = t.criterion(area, step, one.Node, notes) || taken
	}
	if !taken {
		t.skip(t.at(v.Node).says(area.name+", "+name), "level", lang.Tell("It has no criteria yet."))
	}
}

// levelStep is the step of a level; nil for everyone, or when a level beyond those
// declared should be left out.
func (t *topicReader) levelStep(name string, n *yaml.Node) *named {
	if everyone(name) {
		return nil
	}
	at := t.at(n)
	if number, err := strconv.Atoi(numberIn.FindString(name)); err == nil && t.most > 0 && number > t.most {
		if !t.above(at, name, t.most) {
			return nil
		}
	}
	return t.step(name, at)
}

// above asks what to do with levels beyond the declared ones.
func (c *collector) above(at Place, name string, most int) bool {
	answer := c.question(Question{ID: "above", At: at, Ask: lang.Tell("Some levels lie above the widest one that their file declares. Do they count?"),
		Choices: []Choice{{"add", lang.Tell("Yes, take them as levels too")}, {"leave", lang.Tell("No, leave them out")}}, Answer: "add"})
	if answer == "add" {
		c.note(Undecided, at.says(name), "level", lang.Tell("The level {level} is above {most}, the widest that is declared. It was taken as one more.", "level", name, "most", most))
		return true
	}
	c.skip(at.says(name), "level", lang.Tell("The level {level} is above {most}, the widest that is declared, and was left out as you decided.", "level", name, "most", most))
	return false
}

// criteria reads every list of criteria a level has.
func (t *topicReader) criteria(area, step *named, n *yaml.Node, notes []string) bool {
	found := false
	for _, name := range criteriaNames {
		for _, one := range items(child(n, name)) {
			node := one.Node
			if one.key != "" { // criteria named one by one, each with its examples
				found = t.criterionWith(area, step, one.key, lineItems(node), t.at(node), notes) || found
				continue
			}
			found = t.criterion(area, step, node, notes) || found
		}
	}
	return found
}

// criterion is a text, or a text with what illustrates it.
func (t *topicReader) criterion(area, step *named, n *yaml.Node, notes []string) bool {
	n = resolve(n)
	at := t.at(n)
	if n.Kind == yaml.ScalarNode {
		said, inner := splitText(n.Value)
		return t.criterionWith(area, step, said, inner, at, notes)
	}
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 && child(n, textNames...) == nil {
		key := resolve(n.Content[0]) // "a text: [its examples]"
		return t.criterionWith(area, step, key.Value, lineItems(n.Content[1]), t.at(key), notes)
	}
	said := ""
	for _, name := range textNames {
		if said = childText(n, name); said != "" {
			break
		}
	}
	var inner []string
	for _, name := range innerNames {
		inner = append(inner, lineItems(child(n, name))...)
	}
	if said == "" {
		t.note(Undecided, at.says(flat(n)), "criterion", lang.Tell("It has no text. It was not taken."))
		return true
	}
	more := t.unknown(n, "criterion", join(textNames, innerNames, summaryNames, []string{"id"})...)
	if d := childText(n, "description"); d != "" && d != said {
		inner = append([]string{d}, inner...)
	}
	return t.criterionWith(area, step, said, inner, at, append(notes[:len(notes):len(notes)], more...))
}

func (t *topicReader) criterionWith(area, step *named, said string, inner []string, at Place, notes []string) bool {
	if frameworkfile.Placeholder(said) {
		t.skip(at.says(area.name+": "+said), "criterion", lang.Tell("It has no text yet, or says that it is not in use."))
		return true
	}
	e := example{at: at.says(said), area: area, step: step, text: said, details: inner, notes: notes}
	if t.discipline != nil {
		e.disciplines = []*named{t.discipline}
	}
	t.add(e)
	return true
}

// lineItems makes one line of each item, however deep it is nested.
func lineItems(n *yaml.Node) (all []string) {
	for _, one := range items(n) {
		s := tidy(strings.TrimSpace(one.key + " " + flat(one.Node)))
		if !frameworkfile.Placeholder(s) {
			all = append(all, s)
		}
	}
	return all
}
