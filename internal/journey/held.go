package journey

import (
	"cmp"
	"fmt"
	"slices"

	"cairn/internal/clock"
	"cairn/internal/org"
)

// Held is something that a person was in, or did, for a while.
type Held struct {
	Ref  string // the same when it is the same again
	Name string
	org.Span
}

// Saying is how a sort of thing is told: each takes the names.
type Saying struct {
	Begin, Again, End, Move, Return string
	WillBegin, WillEnd              string // of what can be set for a coming day
}

// Sayings of what is held.
var (
	OfRoles = Saying{"Took up the role %s", "Took up the role %s again", "Laid down the role %s", "From the role %s to the role %s", "From the role %s back to the role %s",
		"To come: takes up the role %s", "To come: lays down the role %s"}
	OfDisciplines = Saying{Begin: "Began in %s", Again: "Began in %s again", End: "No longer in %s", Move: "Moved from %s to %s", Return: "Moved from %s back to %s"}
)

// OfTitles tells of titles used outside.
var OfTitles = Saying{Begin: "Outside, %s", Again: "Outside, %s again", End: "Outside, no longer %s", Move: "Outside, from %s to %s", Return: "Outside, from %s back to %s"}

// OfUnits tells of squads, chapters and so on; kind is the organisation's word.
func OfUnits(kind string) Saying {
	return Saying{Begin: "Joined the " + kind + " %s", Again: "Joined the " + kind + " %s again", End: "Left the " + kind + " %s",
		Move: "Moved from the " + kind + " %s to %s", Return: "Moved from the " + kind + " %s back to %s"}
}

// Tell turns what was held over time into moments. What ends on the day on which
// another thing begins is one move; what was held before is a way back.
func Tell(sort Sort, held []Held, say Saying, day func(clock.Instant) clock.Date) (list []Moment) {
	held = slices.Clone(held)
	slices.SortStableFunc(held, func(a, b Held) int { return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Name, b.Name)) })
	moved := map[int]bool{}
	for i, h := range held {
		m := Moment{Key: key(sort, "since", h.Since, h.Ref), Sort: sort, On: day(h.Since)}
		before := slices.IndexFunc(held[:i], func(o Held) bool { return o.Ref == h.Ref }) >= 0
		from := left(held, moved, i, day)
		switch {
		case from >= 0 && before:
			m.Way, m.Words = Back, fmt.Sprintf(say.Return, held[from].Name, h.Name)
		case from >= 0:
			m.Way, m.Words = Sideways, fmt.Sprintf(say.Move, held[from].Name, h.Name)
		case before:
			m.Way, m.Words = Back, fmt.Sprintf(say.Again, h.Name)
		default:
			m.Words = fmt.Sprintf(say.Begin, h.Name)
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
			list = append(list, Moment{Key: key(sort, "until", h.Until, h.Ref), Sort: sort, On: day(h.Until), Words: fmt.Sprintf(say.End, h.Name)})
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
			list = append(list, Moment{Key: key(sort, what, at, h.Ref), Sort: sort, On: day(at), Words: fmt.Sprintf(words, h.Name)})
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

// Stand is a Step on a path, the oldest first. Compared says how it lies to the
// one before.
type Stand struct {
	Ref, Name, How string
	Since          clock.Instant
	Compared       Way // Forward: wider; Back: narrower; Along: the first, or not to be compared
	Path           string
}

// TellSteps turns Steps into moments. All of them tell of a Step.
func TellSteps(stands []Stand, day func(clock.Instant) clock.Date) (list []Moment) {
	for _, s := range stands {
		words := s.Name + ", " + s.How
		switch s.Compared {
		case Forward:
			words = "To a wider influence: " + words
		case Back:
			words = "To a narrower influence: " + words
		}
		list = append(list, Moment{Key: "step/" + s.Ref, Sort: Step, On: day(s.Since), Words: words, Way: s.Compared, Path: s.Path, Tells: true})
	}
	return list
}
