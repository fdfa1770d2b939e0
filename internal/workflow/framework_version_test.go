package workflow

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/store"
)

func TestNamed(t *testing.T) {
	lines := []VersionLine{
		{Ref: framework.Ref{ID: "acme", Version: "1.0"}}, {Ref: framework.Ref{ID: "steps", Version: "1.0"}}, {Ref: framework.Ref{ID: "steps", Version: "2.0"}},
		{Ref: framework.Ref{ID: "old", Version: "3"}}, {Ref: framework.Ref{ID: "older", Version: "3"}},
	}
	for name, want := range map[string]string{
		"steps-1.0": "steps 1.0", "acme-1.0": "acme 1.0", "1.0": "acme 1.0", "2.0": "steps 2.0", "old-3": "old 3", "3": "", "9": "", "": "", "steps": "",
	} {
		got, ok := named(lines, "acme", name)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q: %s, %v, want %q", name, got.Ref, ok, want)
		}
	}
}

func TestFromWhenUntilWhen(t *testing.T) {
	day := func(d string) clock.Instant { return clock.At(clock.Date(d).Time()) }
	line := func(version string, status framework.Status, from string, retired clock.Instant) store.FrameworkText {
		return store.FrameworkText{Ref: framework.Ref{ID: "steps", Version: version}, Status: status, Effective: clock.Date(from), PublishedAt: day("2026-01-01"), RetiredAt: retired}
	}
	first := store.FrameworkText{Ref: framework.Ref{ID: "steps", Version: "1"}, Status: framework.Published, PublishedAt: day("2025-03-01")}
	lines := versionLines([]store.FrameworkText{
		{Ref: framework.Ref{ID: "steps", Version: "4"}, Status: framework.Draft}, line("3", framework.Published, "2026-09-01", 0),
		line("2b", framework.Retired, "2026-06-01", day("2026-03-01")), line("2", framework.Published, "2026-02-01", 0), first,
	}, framework.Ref{ID: "steps", Version: "2"}, "2026-05-12")
	for i, want := range []struct {
		life        framework.Life
		from, until clock.Date
		before      string
	}{
		{framework.BeingWritten, "", "", "3"},
		{framework.Coming, "2026-09-01", "", "2b"},
		{framework.TakenOut, "2026-06-01", "2026-09-01", "2"},
		{framework.InForce, "2026-02-01", "2026-09-01", "1"},
		{framework.Earlier, "2025-03-01", "2026-02-01", ""},
	} {
		l := lines[i]
		if l.Life != want.life || l.From != want.from || l.Until != want.until || l.Before.Version != want.before {
			t.Errorf("%s: %s from %q until %q after %q, want %v", l.Version, l.Life, l.From, l.Until, l.Before.Version, want)
		}
	}
	if !lines[2].NeverInForce() || lines[1].NeverInForce() {
		t.Error("2b alone was retired before its day")
	}
}

// TestTheNextVersionFollowsTheOneOfLater: what is published for later is neither
// lost in the version after it nor put in force over it.
func TestTheNextVersionFollowsTheOneOfLater(t *testing.T) {
	w, partner, _, _ := editors(t)
	ctx := t.Context()
	coming := framework.Example{ID: "team-new", Area: "team", Step: "individual", Text: "Says thank you."}
	_, err := w.StartDraft(ctx, partner, Once{})
	for _, err := range []error{err, w.EditDraft(ctx, partner, Once{}, 1, coming, put(coming)), w.Publish(ctx, partner, Once{}, 2, "2026-09-01")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	next, err := w.StartDraft(ctx, partner, Once{})
	if err != nil || next.Version != "1.2" {
		t.Fatal(next, err)
	}
	v, err := w.Version(ctx, partner, "1.2")
	if _, ok := v.Text.Example("team-new"); err != nil || !ok || v.Before.Version != "1.1" {
		t.Errorf("begins from %s, %v", v.Before, err)
	}
	if err := w.Publish(ctx, partner, Once{}, 1, "2026-08-31"); !fault.Is(err, fault.Invalid) {
		t.Errorf("in force before the one it follows: %v", err)
	}
	if err := w.Publish(ctx, partner, Once{}, 1, "2026-09-01"); err != nil {
		t.Errorf("on the same day: %v", err)
	}
}

func TestWhoSettlesWhichComment(t *testing.T) {
	w, partner, owner, reader := editors(t)
	ctx := t.Context()
	ref, err := w.StartDraft(ctx, partner, Once{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.OpenForComments(ctx, partner, Once{}, 1); err != nil {
		t.Fatal(err)
	}
	own, common := "mastery-individual-quality-explores", "team-individual-asks-early"
	for _, target := range []string{own, common, "team/individual", ""} {
		if _, err := w.Remark(ctx, reader, Once{}, ref, framework.Remark{Target: target, Text: "About " + target}); err != nil {
			t.Fatal(target, err)
		}
	}
	threads, err := w.Remarks(ctx, reader, ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range threads {
		if err := w.CloseRemark(ctx, reader, Once{}, ref, c.ID, framework.Resolved); !fault.Is(err, fault.Withheld) {
			t.Errorf("anybody closes %q: %v", c.Target, err)
		}
		if err := w.CloseRemark(ctx, owner, Once{}, ref, c.ID, framework.Resolved); (err == nil) != (c.Target == own) {
			t.Errorf("the owner of quality closes %q: %v", c.Target, err)
		}
	}
	if _, err := w.Remark(ctx, reader, Once{}, ref, framework.Remark{ReplyTo: threads[0].ID, Text: "Yes."}); err != nil {
		t.Fatal(err)
	}
	threads, _ = w.Remarks(ctx, reader, ref)
	reply := threads[0].Replies[0]
	if _, err := w.Remark(ctx, partner, Once{}, ref, framework.Remark{ReplyTo: reply.ID, Target: common, Text: "And yes again."}); err != nil {
		t.Fatal(err)
	}
	threads, _ = w.Remarks(ctx, reader, ref)
	if len(threads) != 4 || len(threads[0].Replies) != 2 || threads[0].Replies[1].Target != threads[0].Target {
		t.Errorf("an answer to an answer: %+v", threads[0])
	}
	if err := w.CloseRemark(ctx, partner, Once{}, ref, reply.ID, framework.Resolved); !fault.Is(err, fault.Withheld) {
		t.Errorf("a reply is closed by itself: %v", err)
	}
}

func TestDraftsAreNoVersionsToOthers(t *testing.T) {
	w, partner, owner, reader := editors(t)
	if _, err := w.StartDraft(t.Context(), partner, Once{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who  access.Actor
		want bool
	}{{partner, true}, {owner, true}, {reader, false}} {
		_, err := w.Version(t.Context(), c.who, "steps-1.1")
		lines, listed := w.Versions(t.Context(), c.who)
		if (err == nil) != c.want || listed != nil || (len(lines) == 2) != c.want {
			t.Errorf("%v: %v, %d lines, %v", c.want, err, len(lines), listed)
		}
	}
}
