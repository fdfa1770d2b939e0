package growth

import (
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

func TestANoteIsReadByItsOwnerAndWhomItIsShownTo(t *testing.T) {
	n := NewNote("noor", NoteText{On: "2026-05-12", Text: "W."}, 1)
	reads := func(b access.Bond, who id.Person) bool { return n.VisibleTo(b, who) }
	self, manager := access.Bond{Known: true, Self: true}, access.Bond{Known: true, Manager: true}
	if !reads(self, "noor") || reads(manager, "mats") || reads(access.Bond{Known: true}, "ben") {
		t.Error("a fresh entry is read by somebody else")
	}
	if err := n.Share(""); !fault.Is(err, fault.Conflict) {
		t.Errorf("shown to nobody: %v", err)
	}
	if err := n.Share("mats"); err != nil || !reads(manager, "mats") || reads(manager, "mira") || reads(access.Bond{Known: true}, "mats") {
		t.Errorf("shown, and read by the wrong people: %v", err)
	}
	if err := n.Unshare(); err != nil || reads(manager, "mats") {
		t.Errorf("read after it ended: %v", err)
	}
	if err := n.Unshare(); !fault.Is(err, fault.Conflict) {
		t.Errorf("ended twice: %v", err)
	}
}

func TestWhatANoteCanBe(t *testing.T) {
	known := func(a framework.AreaID) bool { return a == "team" }
	for name, n := range map[string]NoteText{
		"no words":     {On: "2026-05-12", Text: " "},
		"no day":       {Text: "W."},
		"a long title": {On: "2026-05-12", Title: strings.Repeat("x", MaxNoteTitle+1)},
		"a long text":  {On: "2026-05-12", Text: strings.Repeat("x", MaxNoteText+1)},
		"another area": {On: "2026-05-12", Text: "W.", Areas: []framework.AreaID{"nothing"}},
	} {
		if err := n.Check(known); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (NoteText{On: "2026-05-12", Title: "A day", Areas: []framework.AreaID{"team"}}).Check(known); err != nil {
		t.Error(err)
	}
}
