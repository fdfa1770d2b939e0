// Package floors holds the plan of the house as tests: which package may import
// which, who alone may use a technology, and how long files and functions get.
// It has no code of its own.
package floors
