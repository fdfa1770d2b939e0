package seal

import (
	"errors"
	"testing"
)

func TestAnotherMasterTakesOver(t *testing.T) {
	old, next := newMaster(t), newMaster(t)
	key, wrapped := newKey(t, old, "p1")
	root, wrappedRoot := old.NewRoot("journal")
	sealed := mustSeal(t, key, here, "squad")
	if _, err := old.RewrapKey("p1", wrapped, next.ID()); !errors.Is(err, ErrWrongMaster) {
		t.Errorf("wrapped by a key that is not there: %v", err)
	}
	var come []*Master
	old.Also(func() []*Master { return come })
	if old.Knows(next.ID()) || !old.Knows(old.ID()) {
		t.Error("knows a key that has not come")
	}
	come = []*Master{next} // while it serves
	again, err := old.RewrapKey("p1", wrapped, next.ID())
	if err != nil || Wrapped(again) != next.ID() || Wrapped(wrapped) != old.ID() {
		t.Fatalf("%q, %v", again, err)
	}
	for name, m := range map[string]*Master{"the old with the new beside it": old, "the new alone": next} {
		k, err := m.OpenKey("p1", again)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := k.Open(here, sealed); err != nil || string(got) != "squad" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if _, err := m.OpenKey("p2", again); err == nil {
			t.Errorf("%s: opened for somebody else", name)
		}
	}
	if _, err := next.OpenKey("p1", wrapped); !errors.Is(err, ErrWrongMaster) {
		t.Errorf("the new alone opens what the old wrapped: %v", err)
	}
	againRoot, err := old.RewrapRoot("journal", wrappedRoot, next.ID())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := next.OpenRoot("journal", againRoot)
	if err != nil || opened.Stamp("x").Text("y") != root.Stamp("x").Text("y") {
		t.Errorf("the root is another one: %v", err)
	}
	if Wrapped("nonsense") != "" || old.By(next.ID()).ID() != next.ID() || old.By("none") != old {
		t.Error("keys are taken for others")
	}
}
