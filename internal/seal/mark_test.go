package seal

import "testing"

func TestMarkTellsTheSameFromTheOther(t *testing.T) {
	a, err := NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	first, again := a.Mark("act", []byte("x")), a.Mark("act", []byte("x"))
	if first != again {
		t.Error("the same data have two marks")
	}
	for name, other := range map[string]string{
		"other data": a.Mark("act", []byte("y")), "other purpose": a.Mark("login", []byte("x")), "other master": b.Mark("act", []byte("x")),
	} {
		if other == first {
			t.Errorf("%s, the same mark", name)
		}
	}
}
