// Package recognition knows the wall of thanks: who is thanked for which work, by
// whom and with whom. It knows no Step and no promotion, and nothing here is counted.
package recognition

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// How much a post may say.
const (
	MaxWork    = 120
	MaxText    = 4000
	MaxProject = 80
	MaxAlt     = 300
	MaxPeople  = 20
	MaxWords   = 1000 // of an answer, of a report, of why a post was removed
)

// Content is what a post says.
type Content struct {
	Work    string // what was done, in a line
	Text    string // Markdown
	Project string // may be empty
	Alt     string // what the picture shows; empty without a picture
	People  []id.Person
}

// Hand tells who took a post off the wall.
type Hand string

// Hands there are.
const (
	ByAuthor  Hand = "author"
	ByNamed   Hand = "named" // one of those it was about
	ByPartner Hand = "partner"
)

// Post is thanks to one or several people for a piece of work.
type Post struct {
	ID       id.Recognition
	Author   id.Person
	MadeAt   clock.Instant
	EditedAt clock.Instant // not set: as it was written
	Content
	Picture   string // its content type; empty without one
	Named     []Named
	RemovedAt clock.Instant
	RemovedAs Hand
	Why       string // of a people partner, for the author
	Version   int64
}

// Named is somebody whom a post is about.
type Named struct {
	Person id.Person
	Said   string        // their own words under it; empty when they said nothing
	SaidAt clock.Instant // of these
	LeftAt clock.Instant // they took their name off
}

// Stands tells whether the name is there still.
func (n Named) Stands() bool { return !n.LeftAt.IsSet() }

// Thanks is somebody who joined in. They are names, never a number.
type Thanks struct {
	Person id.Person
	At     clock.Instant
}

// Report says that a post should not stand on the wall, and why. People partners
// read it, and whoever made it.
type Report struct {
	ID       id.Report
	Post     id.Recognition
	Reporter id.Person
	At       clock.Instant
	Words    string
	ClosedAt clock.Instant
}

// Forbidden finds words that may not stand on the wall: the name of a step, or that
// somebody was promoted. It gives what is wrong, or nothing.
type Forbidden func(text string) (message string, with []any)

// Write makes a new post.
func Write(author id.Person, c Content, forbidden Forbidden, now clock.Instant) (*Post, error) {
	c, err := c.check(author, forbidden)
	if err != nil {
		return nil, err
	}
	p := &Post{ID: id.New[id.Recognition](), Author: author, MadeAt: now, Content: c, Version: 1}
	for _, who := range c.People {
		p.Named = append(p.Named, Named{Person: who})
	}
	return p, nil
}

// Change puts other words in the place of those that are there. Whoever took their
// name off is not named again by somebody else. It returns who is named anew.
func (p *Post) Change(c Content, forbidden Forbidden, now clock.Instant) (fresh []id.Person, err error) {
	if c, err = c.check(p.Author, forbidden); err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(slices.Clone(p.Named), func(n Named) bool { return n.Stands() && !slices.Contains(c.People, n.Person) })
	for _, who := range c.People {
		i := slices.IndexFunc(kept, func(n Named) bool { return n.Person == who })
		switch {
		case i < 0:
			kept, fresh = append(kept, Named{Person: who}), append(fresh, who)
		case !kept[i].Stands():
			return nil, mistake("people", lang.Later("One of the people you name took their name off this post. Leave it off; they can tell you why."))
		}
	}
	p.Content, p.Named, p.EditedAt = c, kept, now
	return fresh, nil
}

func (c Content) check(author id.Person, forbidden Forbidden) (Content, error) {
	c.Work, c.Project = line(c.Work), line(c.Project)
	c.Text, c.Alt = strings.TrimSpace(c.Text), line(c.Alt)
	var wrong []fault.Field
	add := func(name, message string, with ...any) {
		if message != "" && !slices.ContainsFunc(wrong, func(f fault.Field) bool { return f.Name == name }) {
			wrong = append(wrong, fault.Field{Name: name, Message: message, With: with})
		}
	}
	add("people", wrongPeople(c.People, author))
	if c.Work == "" {
		add("work", lang.Later("Say in a line which work it is for."))
	}
	if c.Text == "" {
		add("text", lang.Later("Say what they did, and what it made better for whom."))
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"work", c.Work, MaxWork}, {"text", c.Text, MaxText}, {"project", c.Project, MaxProject}, {"alt", c.Alt, MaxAlt}} {
		add(f.name, tooLong(f.text, f.most))
		message, with := forbidden(f.text)
		add(f.name, message, with...)
	}
	return c, fault.InvalidFields(wrong)
}

func wrongPeople(people []id.Person, author id.Person) string {
	switch {
	case len(people) == 0:
		return lang.Later("Name at least one person whom you thank.")
	case len(people) > MaxPeople:
		return lang.Later("Twenty people are the most that one post can name. For more, thank their squads in your words.")
	case slices.Contains(people, author):
		return lang.Later("Thank others here. Whom you worked with can thank you.")
	}
	for i, who := range people {
		if slices.Contains(people[:i], who) {
			return lang.Later("Somebody is named twice. Name each person once.")
		}
	}
	return ""
}

// CheckWords holds what somebody adds to a post, or says about it.
func CheckWords(field, words string, needed bool, forbidden Forbidden) error {
	message, with := tooLong(words, MaxWords), []any(nil)
	if message == "" && needed && strings.TrimSpace(words) == "" {
		message = lang.Later("Write a few words.")
	}
	if message == "" && forbidden != nil {
		message, with = forbidden(words)
	}
	if message == "" {
		return nil
	}
	return mistake(field, message, with...)
}

func mistake(field, message string, with ...any) error {
	return fault.InvalidFields([]fault.Field{{Name: field, Message: message, With: with}})
}

func tooLong(text string, most int) string {
	if n := utf8.RuneCountInString(text); n > most {
		return lang.Later("This is longer than fits here. Say it shorter; all you wrote is still there.")
	}
	return ""
}

func line(s string) string { return strings.Join(strings.Fields(s), " ") }
