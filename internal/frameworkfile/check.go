package frameworkfile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/framework"
	"cairn/internal/lang"
)

// ref is a name that must be defined somewhere in the file.
type ref struct {
	node *yaml.Node
	kind string
	id   string
	also []string // words allowed beside the ids
}

func (l *loader) refer(n *yaml.Node, kind, id string, also ...string) {
	if id != "" {
		l.refs = append(l.refs, ref{n, kind, id, also})
	}
}

// refers1 reads a field that names one thing.
func (l *loader) refers1(f *fields, key, kind string, also ...string) string {
	id := f.text(key)
	l.refer(f.where(key), kind, id, also...)
	return id
}

// refers reads a field that names several; nil when absent.
func (l *loader) refers(f *fields, key, kind string) []*yaml.Node {
	nodes := f.scalars(key)
	for _, n := range nodes {
		l.refer(n, kind, strings.TrimSpace(n.Value))
	}
	return nodes
}

// check looks at what only the whole file can tell.
func (l *loader) check(f *fields) {
	if len(l.f.Areas) == 0 {
		l.fault(f.where("areas"), lang.Tell("A framework needs at least one area."))
	}
	if len(l.f.Steps) == 0 {
		l.warn(f.where("steps"), lang.Tell("There are no steps. The framework can be read and talked about, but promotion needs steps."))
	}
	l.references()
	l.approvals()
	l.cycles()
	l.levels()
	l.sameTexts()
	if !HasErrors(l.findings) {
		l.gaps()
	}
}

func (l *loader) references() {
	known := map[string][]string{}
	for kind, ids := range l.ids {
		for id := range ids {
			known[kind] = append(known[kind], id)
		}
		slices.Sort(known[kind])
	}
	for _, r := range l.refs {
		if l.ids[r.kind][r.id] != nil || slices.Contains(r.also, r.id) || len(l.findings) > maxFindings {
			continue
		}
		l.fault(r.node, lang.Tell("There is no {kind} {id}.{meant}", "kind", sortOf(r.kind), "id", lang.Quoted(shorten(r.id)), "meant", l.meant(r, known[r.kind])))
	}
}

// meant names near ids, or all of them when there are few.
func (l *loader) meant(r ref, known []string) lang.Told {
	all := append(slices.Clone(r.also), known...)
	if hint := meant(r.id, all); !hint.None() {
		return hint
	}
	if len(all) > 0 && len(all) <= 8 {
		return lang.Tell(" Known are {words}.", "words", strings.Join(all, ", "))
	}
	return lang.Told{}
}

// approvals warns where nobody is named to decide; the narrowest step needs
// nobody, as no promotion leads to it.
func (l *loader) approvals() {
	if len(l.f.Steps) == 0 {
		return
	}
	lowest := slices.MinFunc(l.f.Steps, func(a, b framework.Step) int { return cmp.Compare(a.Order, b.Order) }).Order
	for _, s := range l.f.Steps {
		n := l.at["step "+string(s.ID)]
		if s.Order > lowest && !hasField(n, "approve") {
			l.warn(n, lang.Tell("Step {step} does not say who decides on a promotion to it; the manager is assumed.", "step", s.ID))
		}
	}
}

func hasField(n *yaml.Node, key string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && !isNull(n.Content[i+1]) {
			return true
		}
	}
	return false
}

// cycles reports each step from which includes lead back to itself.
func (l *loader) cycles() {
	includes := map[framework.StepID][]framework.StepID{}
	for _, s := range l.f.Steps {
		includes[s.ID] = s.Includes
	}
	reported := map[framework.StepID]bool{}
	for _, s := range l.f.Steps {
		path := wayBack(s.ID, s.ID, includes, map[framework.StepID]bool{})
		if path == nil || reported[s.ID] {
			continue
		}
		words := []string{string(s.ID)}
		for _, id := range path {
			reported[id] = true
			words = append(words, string(id))
		}
		l.fault(l.at["step "+string(s.ID)], lang.Tell("The steps include each other in a circle: {round}.", "round", includesRound(words)))
	}
}

// includesRound are steps by id, each of which includes the next.
type includesRound []string

// In says in the language which includes which.
func (r includesRound) In(in lang.Language) string { return strings.Join(r, in.Say(" includes ")) }

func (r includesRound) String() string { return r.In(lang.English) }

func wayBack(from, to framework.StepID, includes map[framework.StepID][]framework.StepID, seen map[framework.StepID]bool) []framework.StepID {
	for _, next := range includes[from] {
		if next == to {
			return []framework.StepID{to}
		}
		if seen[next] {
			continue
		}
		seen[next] = true
		if rest := wayBack(next, to, includes, seen); rest != nil {
			return append([]framework.StepID{next}, rest...)
		}
	}
	return nil
}

func (l *loader) levels() {
	for _, e := range l.f.Examples {
		if n := l.at["example "+string(e.ID)]; e.Level != "" && n != nil {
			l.levelKnown(valueOf(n, "level"), e.Area, e.Level)
		}
	}
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return resolve(n.Content[i+1])
		}
	}
	return n
}

func (l *loader) levelKnown(n *yaml.Node, area framework.AreaID, level framework.LevelID) {
	i := slices.IndexFunc(l.f.Areas, func(a framework.Area) bool { return a.ID == area })
	if i < 0 || level == "" {
		return
	}
	j := slices.IndexFunc(l.f.Scales, func(s framework.Scale) bool { return s.ID == l.f.Areas[i].Scale })
	if j < 0 {
		l.fault(n, lang.Tell("The area {area} has no scale, so it has no level {level}. Name a step, or give the area a scale.", "area", area, "level", lang.Quoted(shorten(string(level)))))
		return
	}
	scale := l.f.Scales[j]
	var known []string
	for _, v := range scale.Levels {
		if v.ID == level {
			return
		}
		known = append(known, string(v.ID))
	}
	l.fault(n, lang.Tell("The scale {scale} has no level {level}.{meant}", "scale", scale.ID, "level", lang.Quoted(shorten(string(level))), "meant", levelHint(string(level), known)))
}

func levelHint(level string, known []string) lang.Told {
	if len(known) == 0 {
		return lang.Told{}
	}
	last := known[len(known)-1]
	asked, errA := strconv.Atoi(level)
	widest, errB := strconv.Atoi(last)
	if errA == nil && errB == nil && asked > widest {
		return lang.Tell(" It goes up to {level}.", "level", last)
	}
	if hint := meant(level, known); !hint.None() {
		return hint
	}
	return lang.Tell(" Its levels are {levels}.", "levels", strings.Join(known[:min(len(known), 12)], ", "))
}

// sameTexts warns of sentences that stand twice: usually one example that should
// carry two marks, or a row copied to the wrong discipline.
func (l *loader) sameTexts() {
	first := map[string]framework.Example{}
	for _, e := range l.f.Examples {
		key := strings.Join(strings.Fields(strings.ToLower(e.Text)), " ")
		was, twice := first[key]
		if !twice {
			first[key] = e
			continue
		}
		n, m := l.at["example "+string(e.ID)], l.at["example "+string(was.ID)]
		if n == nil || m == nil || n == m {
			continue
		}
		if was.Area == e.Area && was.Step == e.Step && !slices.Equal(was.Disciplines, e.Disciplines) {
			l.warn(n, lang.Tell("Example {id} says the same as {other} at line {n} for other disciplines. If both are meant, name all disciplines at one example.", "id", e.ID, "other", was.ID, "n", m.Line))
			continue
		}
		l.warn(n, lang.Tell("Example {id} says the same as {other} at line {n}.", "id", e.ID, "other", was.ID, "n", m.Line))
	}
}

// gaps lists, area by area, the steps without any example. That is allowed.
func (l *loader) gaps() {
	filled := map[string]bool{}
	for _, e := range l.f.Examples {
		filled[string(e.Area)+" "+string(e.Step)] = true
	}
	for _, a := range l.f.Areas {
		var empty []string
		for _, s := range l.f.Steps {
			if a.Scale == "" && !filled[string(a.ID)+" "+string(s.ID)] && !filled[string(a.ID)+" *"] {
				empty = append(empty, string(s.ID))
			}
		}
		if len(empty) > 0 {
			l.warn(l.at["area "+string(a.ID)], lang.Tell("The area {area} has no example at {steps}.", "area", a.ID, "steps", shorten(strings.Join(empty, ", "))))
		}
	}
}
