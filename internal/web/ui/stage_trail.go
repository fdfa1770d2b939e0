package ui

// EvaluationStages are the stages of every evaluation, in order.
func EvaluationStages() []string {
	return []string{"Write", "Both handed in", "Opened together", "Talked", "Agreed"}
}

func stageState(i, current int) string {
	switch {
	case i < current:
		return "past"
	case i == current:
		return "current"
	}
	return "ahead"
}

func stageWords(i, current int) string {
	switch {
	case i < current:
		return "behind you: "
	case i == current:
		return "now: "
	}
	return "later: "
}
