package framework

import (
	"strings"
	"testing"
)

func TestExtensionsChange(t *testing.T) {
	base := New(before())
	for _, c := range []struct {
		name   string
		change ExtensionChange
		want   func(*Extension) string
		is     string
	}{
		{"a discipline gets an id of the unit's", ExtensionChange{Discipline: &Discipline{Name: "Data engineering"}},
			func(x *Extension) string { return string(x.Add.Disciplines[1].ID) }, "tribe.infra.data-engineering"},
		{"a second of the same words another", ExtensionChange{Example: &Example{Area: "team", Step: "one", Text: "Storage!"}},
			func(x *Extension) string { return string(x.Add.Examples[2].ID) }, "tribe.infra.storage-2"},
		{"a text without letters still has one", ExtensionChange{Example: &Example{Area: "team", Step: "one", Text: "言葉"}},
			func(x *Extension) string { return string(x.Add.Examples[2].ID) }, "tribe.infra.own"},
		{"what is hidden is no longer replaced", ExtensionChange{Hide: &Hiding{ID: "c1", Because: "b"}},
			func(x *Extension) string { return rebasedTargets(x) }, "[] [c2 c1]"},
		{"what is replaced is no longer hidden", ExtensionChange{Replace: &Replacement{ID: "c2", UnitText: "You look.", Because: "b"}},
			func(x *Extension) string { return rebasedTargets(x) }, "[c1 c2] []"},
		{"an entry is taken out", ExtensionChange{Remove: &EntryRef{ListReplace, "c1"}},
			func(x *Extension) string { return rebasedTargets(x) }, "[] [c2]"},
		{"a role is changed", ExtensionChange{Role: &Role{ID: "tribe.infra.keeper", Name: "Warden"}},
			func(x *Extension) string { return x.Add.Roles[0].Name }, "Warden"},
		{"the reason is said anew", ExtensionChange{Reason: " Because. "}, func(x *Extension) string { return x.Reason }, "Because."},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := storage()
			n, _ := x.Change(c.change, nil)
			if got := c.want(n); got != c.is {
				t.Errorf("%q, want %q", got, c.is)
			}
			if problems := Check(base, n); len(problems) > 0 {
				t.Error(problems)
			}
			if entries(x) != entries(storage()) || x.Reason != storage().Reason {
				t.Error("the extension was written to")
			}
		})
	}
}

func TestWhatWaitsIsSettled(t *testing.T) {
	to := edited(func(f *Framework) { f.Examples[2].Text = "You write code that all can read." })
	r := Rebase(storage(), New(before()), to)
	if len(r.Gone) != 1 {
		t.Fatal(r.Gone)
	}
	at := r.Gone[0].Ref()
	held, left := r.Kept.Change(ExtensionChange{Settles: &at, Hold: true}, r.Gone)
	if got := rebasedTargets(held); got != "[c1] [c2]" || len(left) != 0 || len(Check(to, held)) > 0 {
		t.Errorf("held %s, left %v, %v", got, left, Check(to, held))
	}
	dropped, left := r.Kept.Change(ExtensionChange{Settles: &at}, r.Gone)
	if got := rebasedTargets(dropped); got != "[] [c2]" || len(left) != 0 || len(r.Gone) != 1 {
		t.Errorf("dropped %s, left %v of %v", got, left, r.Gone)
	}
	if _, left := r.Kept.Change(ExtensionChange{Settles: &EntryRef{ListHide, "c1"}}, r.Gone); len(left) != 1 {
		t.Errorf("something else was settled: %v", left)
	}
}

func TestShortNames(t *testing.T) {
	for name, want := range map[string]string{"Rivers": "rivers", "Payments backend": "payments-backend", " R&D / Åland ": "r-d-åland",
		"!": "unit", "Taken": "taken-2", strings.Repeat("long ", 20): "long-long-long-long-long-long-long-long-long-long"} {
		got := SlugOf(name, func(s string) bool { return s == "taken" })
		if _, ok := ParseExtensionUnit("tribe/" + got); got != want || !ok {
			t.Errorf("%q became %q, want %q; fits an address: %v", name, got, want, ok)
		}
	}
	for _, bad := range []string{"tribe", "squad/otter", "tribe/", "tribe/a b", "tribe/a/b", "guild/\x00"} {
		if _, ok := ParseExtensionUnit(bad); ok {
			t.Errorf("%q is taken for a unit", bad)
		}
	}
}

func TestTheNearerComesLater(t *testing.T) {
	ref := func(s string) ExtensionRef { u, _ := ParseExtensionUnit(s); return ExtensionRef{u, "1"} }
	got := ByReach([]ExtensionRef{ref("chapter/a"), ref("tribe/z"), ref("guild/m"), ref("tribe/b")})
	if s := ids(got, func(r ExtensionRef) string { return r.Unit.String() }); s != "[guild/m tribe/b tribe/z chapter/a]" {
		t.Error(s)
	}
}
