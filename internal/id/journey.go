package id

// Extract is what a person shows of their journey by a link.
type Extract string
