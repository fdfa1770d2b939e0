package notice

// On the wall of thanks.
const (
	RecognitionThanked  Kind = "recognition.thanked"
	RecognitionAnswered Kind = "recognition.answered"
	RecognitionChanged  Kind = "recognition.changed"
	RecognitionReported Kind = "recognition.reported"
	RecognitionWeek     Kind = "recognition.week"
)

func init() {
	const wall = "The wall of thanks"
	kinds = append(kinds,
		About{RecognitionThanked, wall, "Somebody thanks me", "You are thanked. Read for what.", false},
		About{RecognitionAnswered, wall, "Somebody I thank writes under it", "Somebody whom you thank wrote a few words under it.", false},
		About{RecognitionChanged, wall, "Something I wrote is changed by others", "Somebody took a name off it, or took it off the wall. Read what became of it.", false},
		About{RecognitionReported, wall, "Something is reported, for people partners", "Somebody finds that it should not stand there. It is your turn to look.", true},
		About{RecognitionWeek, wall, "There is something new, once a week", "There is something new on it since last week.", false},
	)
}
