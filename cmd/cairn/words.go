package main

import (
	"strings"

	"github.com/alecthomas/kong"

	"cairn/internal/arrange"
)

// spot is a place on the command line: the program itself, a group of commands or
// a command, with the words that may follow.
type spot struct {
	node  *kong.Node
	path  string // as typed, such as "cairn people import"
	words []*kong.Node
	flags []*kong.Flag
}

// spots are all places, from the program down, those of a group after the group.
func spots() ([]spot, error) {
	var g grammar
	parser, err := newParser(&g)
	if err != nil {
		return nil, err
	}
	return below(parser.Model.Node, parser.Model.Name), nil
}

func below(n *kong.Node, path string) []spot {
	s := spot{node: n, path: path}
	for _, group := range n.AllFlags(true) {
		s.flags = append(s.flags, group...)
	}
	arrange.Stably(s.flags, func(a, b *kong.Flag) int { return strings.Compare(a.Name, b.Name) })
	all := []spot{}
	for _, c := range n.Children {
		if c.Type == kong.CommandNode && !c.Hidden {
			s.words = append(s.words, c)
			all = append(all, below(c, path+" "+c.Name)...)
		}
	}
	return append([]spot{s}, all...)
}

// about is what the place is for, in one line.
func (s spot) about() string { return s.node.Help }

// takesValue tells whether something must follow the flag.
func takesValue(f *kong.Flag) bool { return !f.IsBool() && !f.IsCounter() }
