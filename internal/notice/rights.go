package notice

import "cairn/internal/lang"

// Of what a person asks about what is kept about them.
const (
	DataAsked    Kind = "data.asked"
	DataAnswered Kind = "data.answered"

	CorrectionMade Kind = "correction.made"
)

func init() {
	kinds = append(kinds,
		About{DataAsked, lang.Later("People and organisation"), lang.Later("Somebody asks about what is kept about them"), lang.Later("Something is asked for. It is a people partner’s turn."), true},
		About{CorrectionMade, lang.Later("People and organisation"), lang.Later("A report says that something about them is wrong"), lang.Later("There are words beside it that are new."), false},
		About{DataAnswered, lang.Later("People and organisation"), lang.Later("What I asked about what is kept is answered"), lang.Later("There is news about what is kept about you."), false},
	)
}
