package notice

import "cairn/internal/lang"

// Of breaking the glass.
const (
	GlassSwitched Kind = "glass.switched"
	GlassAsked    Kind = "glass.asked"
	GlassOpened   Kind = "glass.opened"
)

func init() {
	kinds = append(kinds,
		About{GlassSwitched, lang.Later("People and organisation"), lang.Later("Who may be let in to what is private changes"), lang.Later("Who may be let in to what is private has changed. Read what, and since when."), false},
		About{GlassAsked, lang.Later("People and organisation"), lang.Later("A people partner asks to be let in"), lang.Later("Something is asked for. It is another people partner’s turn."), true},
		About{GlassOpened, lang.Later("People and organisation"), lang.Later("Somebody was let in to what is kept about me or a report"), lang.Later("Somebody was let in, with a reason. Read who, why and until when."), false},
	)
}
