package notice

import "cairn/internal/lang"

// Of a title for use outside.
const (
	TitleProposed Kind = "title.proposed"
	TitleAnswered Kind = "title.answered"
)

func init() {
	kinds = append(kinds,
		About{TitleProposed, lang.Later("Outside titles"), lang.Later("One is proposed"), lang.Later("A title is put to you. It is your turn to answer."), true},
		About{TitleAnswered, lang.Later("Outside titles"), lang.Later("One is answered or taken back"), lang.Later("There is an answer to read."), false},
	)
}
