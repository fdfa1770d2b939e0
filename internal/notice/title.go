package notice

// Of a title for use outside.
const (
	TitleProposed Kind = "title.proposed"
	TitleAnswered Kind = "title.answered"
)

func init() {
	kinds = append(kinds,
		About{TitleProposed, "Outside titles", "One is proposed", "A title is put to you. It is your turn to answer.", true},
		About{TitleAnswered, "Outside titles", "One is answered or taken back", "There is an answer to read.", false},
	)
}
