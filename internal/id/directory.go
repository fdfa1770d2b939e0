package id

// Directory is a directory that provisions people.
type Directory string
