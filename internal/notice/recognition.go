package notice

import "cairn/internal/lang"

// On the wall of thanks.
const (
	RecognitionThanked  Kind = "recognition.thanked"
	RecognitionAnswered Kind = "recognition.answered"
	RecognitionChanged  Kind = "recognition.changed"
	RecognitionReported Kind = "recognition.reported"
	RecognitionWeek     Kind = "recognition.week"
)

func init() {
	wall := lang.Later("The wall of thanks")
	kinds = append(kinds,
		About{RecognitionThanked, wall, lang.Later("Somebody thanks me"), lang.Later("You are thanked. Read for what."), false},
		About{RecognitionAnswered, wall, lang.Later("Somebody I thank writes under it"), lang.Later("Somebody whom you thank wrote a few words under it."), false},
		About{RecognitionChanged, wall, lang.Later("Something I wrote is changed by others"), lang.Later("Somebody took a name off it, or took it off the wall. Read what became of it."), false},
		About{RecognitionReported, wall, lang.Later("Something is reported, for people partners"), lang.Later("Somebody finds that it should not stand there. It is your turn to look."), true},
		About{RecognitionWeek, wall, lang.Later("There is something new, once a week"), lang.Later("There is something new on it since last week."), false},
	)
}
