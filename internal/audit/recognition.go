package audit

// Of the wall of thanks.
const (
	RecognitionPosted   Act = "recognition.posted"
	RecognitionChanged  Act = "recognition.changed"
	RecognitionRemoved  Act = "recognition.removed"
	RecognitionLeft     Act = "recognition.name-taken-off"
	RecognitionSaid     Act = "recognition.said"
	RecognitionThanked  Act = "recognition.thanked"
	RecognitionUnthank  Act = "recognition.thanks-taken-back"
	RecognitionReported Act = "recognition.reported"
	RecognitionKept     Act = "recognition.report-closed"
)
