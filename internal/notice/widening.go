package notice

// Of who may know what is private. It is told to everybody, always: nobody is to learn
// of it by being read.
const Sight Kind = "private.who-may-know"

// SightAsked is for those who are asked to agree.
const SightAsked Kind = "private.asked"

func init() {
	kinds = append(kinds,
		About{Sight, "People and organisation", "Who may know what is private changes", "Who may know what is private changes, or was to change and does not. Read what, and from which day.", false},
		About{SightAsked, "People and organisation", "Something about who may know what is private is asked for", "Something is asked for. Read what, and why.", true},
	)
}
