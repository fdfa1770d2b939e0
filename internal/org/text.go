package org

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// FoldEmail returns the form by which two addresses count as one.
func FoldEmail(s string) string { return Fold(s) }

// Fold returns the form by which two names count as one, and by which names
// are sorted and searched: the engines fold only ASCII.
func Fold(s string) string {
	return cases.Fold().String(norm.NFKC.String(strings.Join(strings.Fields(s), " ")))
}

// Compare orders two names as people expect, whatever the case.
func Compare(a, b string) int { return strings.Compare(Fold(a), Fold(b)) }
