package journey

import (
	"cmp"
	"fmt"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/org"
)

// Held is something that a person was in, or did, for a while.
type Held struct {
	Ref  string // the same when it is the same again
	Name string
	org.Span
}

// Saying is how a sort of thing is told, with the places {name}, {from} where something
// was left for it, and {kind}.
type Saying struct {
	Begin, Again, End, Move, Return string
	WillBegin, WillEnd              string // of what can be set for a coming day
	Kind                            string // the organisation's word for it
	In                              lang.Language
}

func (s Saying) words(text, from, name string) string {
	return s.In.Say(text, "kind", s.Kind, "from", from, "name", name)
}

// OfRoles tells of roles in the language.
func OfRoles(in lang.Language) Saying {
	return Saying{
		Begin: lang.Later("Took up the role {name}"), Again: lang.Later("Took up the role {name} again"), End: lang.Later("Laid down the role {name}"),
		Move: lang.Later("From the role {from} to the role {name}"), Return: lang.Later("From the role {from} back to the role {name}"),
		WillBegin: lang.Later("To come: takes up the role {name}"), WillEnd: lang.Later("To come: lays down the role {name}"), In: in,
	}
}

// OfDisciplines tells of disciplines.
func OfDisciplines(in lang.Language) Saying {
	return Saying{
		Begin: lang.Later("Began in {name}"), Again: lang.Later("Began in {name} again"), End: lang.Later("No longer in {name}"),
		Move: lang.Later("Moved from {from} to {name}"), Return: lang.Later("Moved from {from} back to {name}"), In: in,
	}
}

// OfTitles tells of titles used outside.
func OfTitles(in lang.Language) Saying {
	return Saying{
		Begin: lang.Later("Outside, {name}"), Again: lang.Later("Outside, {name} again"), End: lang.Later("Outside, no longer {name}"),
		Move: lang.Later("Outside, from {from} to {name}"), Return: lang.Later("Outside, from {from} back to {name}"), In: in,
	}
}

// OfUnits tells of squads, chapters and so on; kind is the organisation's word.
func OfUnits(in lang.Language, kind string) Saying {
	return Saying{
		Begin: lang.Later("Joined the {kind} {name}"), Again: lang.Later("Joined the {kind} {name} again"), End: lang.Later("Left the {kind} {name}"),
		Move: lang.Later("Moved from the {kind} {from} to {name}"), Return: lang.Later("Moved from the {kind} {from} back to {name}"), Kind: kind, In: in,
	}
}

// Tell turns what was held over time into moments. What ends on the day on which
// another thing begins is one move; what was held before is a way back.
func Tell(sort Sort, held []Held, say Saying, day func(clock.Instant) clock.Date) (list []Moment) {
	held = slices.Clone(held)
	arrange.Stably(held, func(a, b Held) int { return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Name, b.Name)) })
	moved := map[int]bool{}
	for i, h := range held {
		m := Moment{Key: key(sort, "since", h.Since, h.Ref), Sort: sort, On: day(h.Since)}
		before := slices.IndexFunc(held[:i], func(o Held) bool { return o.Ref == h.Ref }) >= 0
		from := left(held, moved, i, day)
		switch {
		case from >= 0 && before:
			m.Way, m.Words = Back, say.words(say.Return, held[from].Name, h.Name)
		case from >= 0:
			m.Way, m.Words = Sideways, say.words(say.Move, held[from].Name, h.Name)
		case before:
			m.Way, m.Words = Back, say.words(say.Again, "", h.Name)
		default:
			m.Words = say.words(say.Begin, "", h.Name)
			if i > 0 && held[0].Since < h.Since {
				m.Way = Sideways
			}
		}
		if from >= 0 {
			moved[from] = true
		}
		list = append(list, m)
	}
	for i, h := range held {
		if h.Until.IsSet() && !moved[i] {
			list = append(list, Moment{Key: key(sort, "until", h.Until, h.Ref), Sort: sort, On: day(h.Until), Words: say.words(say.End, "", h.Name)})
		}
	}
	return list
}

// Begun parts what has begun by now from what is set for coming days. What has begun
// has no end yet where that is to come; what is to come stands with it.
func Begun(held []Held, now clock.Instant) (begun, coming []Held) {
	for _, h := range held {
		ahead := h.Since > now || h.Until > now
		if ahead {
			coming = append(coming, h)
		}
		if h.Since > now {
			continue
		}
		if ahead {
			h.Until = 0
		}
		begun = append(begun, h)
	}
	// What began stays out of what is to come, but for its end.
	for i, h := range coming {
		if h.Since <= now {
			coming[i].Since = 0
		}
	}
	return begun, coming
}

// ToCome tells what is set for coming days. It leads nowhere yet.
func ToCome(sort Sort, coming []Held, say Saying, day func(clock.Instant) clock.Date) (list []Moment) {
	add := func(at clock.Instant, what, words string, h Held) {
		if at.IsSet() {
			list = append(list, Moment{Key: key(sort, what, at, h.Ref), Sort: sort, On: day(at), Words: say.words(words, "", h.Name)})
		}
	}
	for _, h := range coming {
		add(h.Since, "will-begin", say.WillBegin, h)
		add(h.Until, "will-end", say.WillEnd, h)
	}
	return list
}

// left finds what ended on the day on which held[i] began, and has led nowhere yet.
func left(held []Held, moved map[int]bool, i int, day func(clock.Instant) clock.Date) int {
	for j, o := range held {
		if j != i && !moved[j] && o.Ref != held[i].Ref && o.Until.IsSet() && o.Since < held[i].Since && day(o.Until) == day(held[i].Since) {
			return j
		}
	}
	return -1
}

func key(sort Sort, what string, at clock.Instant, ref string) string {
	return fmt.Sprintf("%s/%s/%d/%s", sort, what, int64(at), ref)
}

// Stand is a Step on a path, the oldest first; How is a text to say. Compared says how it lies to the
// one before.
type Stand struct {
	Ref, Name, How string
	Since          clock.Instant
	Compared       Way // Forward: wider; Back: narrower; Along: the first, or not to be compared
	Path           string
}

// TellSteps turns Steps into moments. All of them tell of a Step.
func TellSteps(stands []Stand, in lang.Language, day func(clock.Instant) clock.Date) (list []Moment) {
	for _, s := range stands {
		text := lang.Later("{step}, {how}")
		switch s.Compared {
		case Forward:
			text = lang.Later("To a wider influence: {step}, {how}")
		case Back:
			text = lang.Later("To a narrower influence: {step}, {how}")
		}
		with := []any{"step", s.Name, "how", lang.Word(s.How)}
		list = append(list, Moment{Key: "step/" + s.Ref, Sort: Step, On: day(s.Since), Words: in.Say(text, with...), Way: s.Compared, Path: s.Path, Tells: true})
	}
	return list
}
