package event

import (
	"slices"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
)

// News is that something happened in an act, before anybody is to be told. Thing is
// its id; a private kind has none.
type News struct {
	Kind  Kind
	Thing string
}

// Event is something that addresses are told of. Its id is the same for each of them
// and at every try.
type Event struct {
	ID    id.Event
	Kind  Kind
	Thing string // empty of a private kind, and of several things together
	At    clock.Instant
}

// Private tells whether it says nothing but that there was something.
func (e Event) Private() bool {
	a, known := Of(e.Kind)
	return known && a.Private
}

// Path is where the thing is shown; ok is false where that is nowhere.
func (e Event) Path() (path string, ok bool) {
	a, _ := Of(e.Kind)
	switch {
	case e.Kind == Tried:
		return "/", true
	case a.Place == "":
		return "", false
	case e.Thing == "":
		return a.List, true
	}
	return a.Place + e.Thing, true
}

// Line is what a chat says; empty when chats are not told.
func (e Event) Line() string {
	a, _ := Of(e.Kind)
	switch {
	case e.Kind == Tried:
		return "This place can be told of news in Cairn."
	case e.Thing == "":
		return a.Many
	}
	return a.Line
}

// Of one act, these are the events: each thing once, and of a private kind one for
// each time, under the morning after. Its moment would tell whose it was.
func events(news []News, now clock.Instant, zone *time.Location) (list []Event) {
	seen, moves := map[News]bool{}, comingAndGoing(news)
	for _, n := range news {
		a, known := Of(n.Kind)
		if !known || !a.Private && seen[n] || n.Kind == PersonChanged && moves[n.Thing] {
			continue
		}
		seen[n] = true
		e := Event{ID: id.New[id.Event](), Kind: n.Kind, Thing: n.Thing, At: now}
		if a.Private {
			e.Thing, e.At = "", morningAfter(now, zone)
		}
		list = append(list, e)
	}
	return list
}

// comingAndGoing are the people who came or left in the act: of them nothing else is told.
func comingAndGoing(news []News) map[string]bool {
	moves := map[string]bool{}
	for _, n := range news {
		if n.Kind == PersonJoined || n.Kind == PersonLeft {
			moves[n.Thing] = true
		}
	}
	return moves
}

// morningAfter is when the private kinds of a day are told.
func morningAfter(now clock.Instant, zone *time.Location) clock.Instant {
	at := now.Time().In(zone)
	return clock.At(time.Date(at.Year(), at.Month(), at.Day()+1, PrivateHour, 0, 0, 0, zone))
}

// together makes one event of several of a kind: a chat is not told of each of a
// thousand people who came by one file.
func together(list []Event) (few []Event) {
	first := map[Kind]int{}
	for _, e := range list {
		i, again := first[e.Kind]
		switch {
		case !again:
			first[e.Kind], few = len(few), append(few, e)
		case few[i].Thing != "":
			few[i].ID, few[i].Thing = id.New[id.Event](), ""
		}
	}
	return few
}

// Told is an event with whom it is told.
type Told struct {
	Event
	Hooks []id.Hook
}

// Tell gives what the addresses are to be told of the news of one act.
func Tell(news []News, hooks []Hook, now clock.Instant, zone *time.Location) (list []Told) {
	each := events(news, now, zone)
	at := map[id.Event]int{}
	for _, h := range hooks {
		mine := slices.DeleteFunc(slices.Clone(each), func(e Event) bool { return !h.Wants(e.Kind) })
		if h.Form.Chat() {
			mine = together(mine)
		}
		for _, e := range mine {
			i, there := at[e.ID]
			if !there {
				i = len(list)
				at[e.ID], list = i, append(list, Told{Event: e})
			}
			list[i].Hooks = append(list[i].Hooks, h.ID)
		}
	}
	return list
}
