package framework

import "testing"

func TestStepNamedIn(t *testing.T) {
	f := New(Framework{Words: Words{Step: "step"}, Steps: []Step{{ID: "i", Name: "Individual", Order: 1}, {ID: "s", Name: "Squad/Chapter", Order: 2}}})
	for text, want := range map[string]string{
		"She is ready for Squad/Chapter.": "Squad/Chapter", "squad / CHAPTER work": "Squad/Chapter", "the individual step": "Individual",
		"her squad and her chapter": "", "an individual view": "", "": "", "individualstep": "",
	} {
		if got := f.StepNamedIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
