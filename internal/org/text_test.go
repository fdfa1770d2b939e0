package org

import "testing"

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
