package audit

// Acts on what a person shows of their journey. An opening of the link is a
// reading, by whoever held it.
const (
	ExtractMade  Act = "journey.extract-made"
	ExtractEnded Act = "journey.extract-ended"
)
