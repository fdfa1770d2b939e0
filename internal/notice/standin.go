package notice

import "cairn/internal/lang"

// Of standing in for a manager who is away.
const (
	StandInChanged Kind = "stand-in.changed"
	StandInAsked   Kind = "stand-in.asked"
)

func init() {
	kinds = append(kinds,
		About{StandInChanged, lang.Later("People and organisation"), lang.Later("Who stands in for my manager changes"), lang.Later("Who stands in for your manager has changed. Read who it is, for what and until when."), false},
		About{StandInAsked, lang.Later("People and organisation"), lang.Later("I stand in for a manager, or somebody does for me"), lang.Later("Who stands in for whom has changed. Read for whom, for what and until when."), false},
	)
}
