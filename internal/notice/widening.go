package notice

import "cairn/internal/lang"

// Of who may know what is private. It is told to everybody, always: nobody is to learn
// of it by being read.
const Sight Kind = "private.who-may-know"

// SightAsked is for those who are asked to agree.
const SightAsked Kind = "private.asked"

func init() {
	kinds = append(kinds,
		About{Sight, lang.Later("People and organisation"), lang.Later("Who may know what is private changes"), lang.Later("Who may know what is private changes, or was to change and does not. Read what, and from which day."), false},
		About{SightAsked, lang.Later("People and organisation"), lang.Later("Something about who may know what is private is asked for"), lang.Later("Something is asked for. Read what, and why."), true},
	)
}
