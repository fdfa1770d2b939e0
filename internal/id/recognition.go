package id

// Of the wall of thanks.
type (
	Recognition string
	Report      string // that a post should not stand there
)
