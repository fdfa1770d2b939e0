package id

// What is agreed for a period, and with whom it is shared.
type (
	Priority      string
	PriorityShare string
)
