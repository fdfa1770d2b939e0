package id

// What the pay part keeps.
type (
	Market    string
	PayRange  string
	PayPlace  string
	Salary    string
	Benchmark string
)

// PayReview is a yearly look at pay.
type PayReview string
