package id

// Title is a title that one of the two proposed.
type Title string
