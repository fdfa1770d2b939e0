package notice

// Of breaking the glass.
const (
	GlassSwitched Kind = "glass.switched"
	GlassAsked    Kind = "glass.asked"
	GlassOpened   Kind = "glass.opened"
)

func init() {
	kinds = append(kinds,
		About{GlassSwitched, "People and organisation", "Who may be let in to what is private changes", "Who may be let in to what is private has changed. Read what, and since when.", false},
		About{GlassAsked, "People and organisation", "A people partner asks to be let in", "Something is asked for. It is another people partner’s turn.", true},
		About{GlassOpened, "People and organisation", "Somebody was let in to what is kept about me or a report", "Somebody was let in, with a reason. Read who, why and until when.", false},
	)
}
