package notice

// Of what a person asks about what is kept about them.
const (
	DataAsked    Kind = "data.asked"
	DataAnswered Kind = "data.answered"

	CorrectionMade Kind = "correction.made"
)

func init() {
	kinds = append(kinds,
		About{DataAsked, "People and organisation", "Somebody asks about what is kept about them", "Something is asked for. It is a people partner’s turn.", true},
		About{CorrectionMade, "People and organisation", "A report says that something about them is wrong", "There are words beside it that are new.", false},
		About{DataAnswered, "People and organisation", "What I asked about what is kept is answered", "There is news about what is kept about you.", false},
	)
}
