package org

import (
	"strings"
	"testing"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for _, same := range [][2]string{
		{"Anna Berg", " anna\t BERG "}, {"Straße", "STRASSE"}, {"Åse", "A\u030ase"}, {"Ａnna", "anna"}, {"Σίσυφος", "ΣΊΣΥΦΟΣ"},
	} {
		if Fold(same[0]) != Fold(same[1]) || Compare(same[0], same[1]) != 0 {
			t.Errorf("%q and %q are two names", same[0], same[1])
		}
	}
	if Fold("Åse") == Fold("Ase") || Compare("anna", "Bo") >= 0 {
		t.Error("two names are one, or capitals come first")
	}
}

func TestFoldEmail(t *testing.T) {
	if FoldEmail(" Anna@Example.ORG\t") != "anna@example.org" {
		t.Error("case and space count")
	}
}

// TestPlainTextIsFoldedAsAllTextIs: what is quicker gives the same.
func TestPlainTextIsFoldedAsAllTextIs(t *testing.T) {
	for _, text := range []string{"", " ", "Anna  Berg", "\tANNA\n\v\f\rBerg ", "o'Neil-3@Example.ORG", "[\\]^_`{|}~", "anna berg", "anna berg ", " a", "a  b", "a\tb", "a\x00b\x1fC\x1c d\x7f"} {
		all := cases.Fold().String(norm.NFKC.String(strings.Join(strings.Fields(text), " ")))
		if got := Fold(text); got != all || Bare(text) != all {
			t.Errorf("%q is folded to %q, and %q bare, not to %q", text, got, Bare(text), all)
		}
	}
}
