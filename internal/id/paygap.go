package id

// GapReport names a report of what women and men are paid.
type GapReport string
