package id

// Service is a program of the organisation that is let in by a token of its own.
type Service string
