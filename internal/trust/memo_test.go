package trust

import (
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Managers' notes to themselves about a report.
func init() {
	clear["memo_drafts"] = "author subject memo revision saved_at"
	sealed = append(sealed, "memo_drafts.sealed")
	kinds["/people/{id}/memos/draft"], kinds["/people/{id}/memos/draft/end"] = "person", "person"
	kinds["/memos/{id}/draft"], kinds["/memos/{id}/draft/end"] = "memo", "memo"
	clear["memos"] = "id subject author made_at version" // that somebody wrote about whom, not what
	sealed = append(sealed, "memos.sealed")
	kinds["/people/{id}/memos"] = "person"
	kinds["/memos/{id}"] = "memo"
	kinds["/memos/{id}/removal"] = "memo"
	probes["notes_mgr"] = probe{readMemo, nil, writeMemoAbout, ""}
	breakages = append(breakages,
		broken("memos pass on to the next manager", "TestMemosPassOnToNobody", "store/memo.go", "FROM memos WHERE author = $1 AND subject = $2 ORDER", "FROM memos WHERE (author = $1 OR author <> '') AND subject = $2 ORDER"),
		broken("memos are read for ever", "TestMemosPassOnToNobody", "growth/memo.go", "return k.Manager || k.Left.IsSet() && now < k.Ends()", "return k.Manager || k.Left.IsSet() && now > 0"),
		broken("a former manager goes on writing", "TestMemosPassOnToNobody", "growth/memo.go", "func (k Keeping) MayWrite() bool { return k.Manager }", "func (k Keeping) MayWrite() bool { return k.Manager || k.Left.IsSet() }"),
		broken("anybody removes a memo", "TestMemosPassOnToNobody", "workflow/memo.go", "if err != nil || m.Author != actor.Person {\n\t\t\treturn \"\",", "if err != nil {\n\t\t\treturn \"\","),
	)
}

const memoWords = "Ask her how the river gauge goes."

func writeMemo(w *world.World, author, subject, text string) id.Memo {
	w.Helper()
	ref, err := w.WriteMemo(w.Context(), w.Actor(author), workflow.Once{}, w.Person(subject), workflow.MemoText{Text: text})
	must(w.T, err)
	return ref
}

// readMemo has Mats write one first, so that the others have something to find.
func readMemo(a ask) (outcome, error) {
	if v, err := a.Memos(a.ctx, a.Actor("mats"), a.subject); err == nil && len(v.Memos) == 0 {
		writeMemo(a.World, "mats", "noor", memoWords)
	}
	v, err := a.Memos(a.ctx, a.actor, a.subject)
	return a.outcome(err, len(v.Memos) > 0 && v.Memos[0].Text == memoWords)
}

func writeMemoAbout(a ask) (outcome, error) {
	return a.written(second(a.WriteMemo(a.ctx, a.actor, workflow.Once{}, a.subject, workflow.MemoText{Text: memoWords})))
}

// TestMemosPassOnToNobody: the next manager begins with nothing, the one before reads
// and removes for two weeks, and then they are gone.
func TestMemosPassOnToNobody(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, mats, once, noor := w.Context(), w.Actor("mats"), workflow.Once{}, w.Person("noor")
		first, second_ := writeMemo(w, "mats", "noor", memoWords), writeMemo(w, "mats", "noor", "Another.")
		readers := func() (names string) {
			for _, name := range w.Names() {
				v, err := w.Memos(ctx, w.Actor(name), noor)
				if err == nil && len(v.Memos) > 0 {
					names += name + " "
				} else if err != nil && !fault.Is(err, fault.Withheld) {
					w.Error(name, err)
				}
			}
			return names
		}
		want := func(when, names string) {
			w.Helper()
			if got := readers(); got != names {
				w.Errorf("%s they are read by %q, want %q", when, got, names)
			}
		}
		want("at first", "mats ")
		for _, name := range w.Names() {
			if name == "mats" {
				continue
			}
			a := w.Actor(name)
			for what, err := range map[string]error{
				"draft": second(w.SaveMemoDraft(ctx, a, noor, "", workflow.MemoText{Text: "x"})), "draft in one": second(w.SaveMemoDraft(ctx, a, noor, first, workflow.MemoText{Text: "x"})),
				"throw away": w.DropMemoDraft(ctx, a, noor, "", 9),
				"write":      second(w.WriteMemo(ctx, a, once, noor, workflow.MemoText{Text: "x"})), "change": second(w.RewriteMemo(ctx, a, once, first, workflow.MemoText{Text: "x"}, 1)), "remove": second(w.RemoveMemo(ctx, a, once, first)),
			} {
				if !fault.Is(err, fault.Withheld) {
					w.Errorf("%s can %s: %v", name, what, err)
				}
			}
		}
		if _, err := w.Memos(ctx, w.Token("mats"), noor); !fault.Is(err, fault.Withheld) {
			w.Errorf("a token reads them: %v", err)
		}
		must(w.T, second(w.SaveMemoDraft(ctx, mats, noor, "", workflow.MemoText{Text: "Begun."})))
		w.Clock.Advance(time.Hour)
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), noor, w.Person("mira")))
		want("under another manager", "mats ")
		if _, err := w.WriteMemo(ctx, mats, once, noor, workflow.MemoText{Text: "x"}); !fault.Is(err, fault.Withheld) {
			w.Errorf("Mats goes on writing: %v", err)
		}
		if _, err := w.RewriteMemo(ctx, mats, once, first, workflow.MemoText{Text: "x"}, 1); !fault.Is(err, fault.Conflict) {
			w.Errorf("Mats goes on changing: %v", err)
		}
		mira := w.Actor("mira") // who keeps notes about the same person now, and hers alone
		for what, err := range map[string]error{"change": second(w.RewriteMemo(ctx, mira, once, first, workflow.MemoText{Text: "x"}, 1)), "remove": second(w.RemoveMemo(ctx, mira, once, first))} {
			if !fault.Is(err, fault.Withheld) {
				w.Errorf("the next manager can %s: %v", what, err)
			}
		}
		must(w.T, second(w.RemoveMemo(ctx, mats, once, second_)))
		home, err := w.Home(ctx, mats)
		if left, failed := w.LeftMemos(ctx, mats); err != nil || failed != nil || !home.Left || len(left) != 1 {
			w.Errorf("left with him: %v, %v, %v", home.Left, left, err)
		}
		if n, err := w.RemoveOldMemos(ctx); err != nil || n != 0 {
			w.Errorf("%d removed at once, %v", n, err)
		}
		w.Clock.Advance(growth.MemosLeftFor)
		want("after two weeks", "")
		if n, err := w.RemoveOldMemos(ctx); err != nil || n != 1 || len(valuesOf(w.T, w.Raw(w.T), "memos.id"))+len(valuesOf(w.T, w.Raw(w.T), "memo_drafts.sealed")) > 0 {
			w.Errorf("%d removed, %v", n, err)
		}
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), noor, w.Person("mats")))
		want("under the first one again", "")
	})
}

func TestEveryActOnAMemoIsWrittenDown(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, mats, once, noor := w.Context(), w.Actor("mats"), workflow.Once{}, w.Person("noor")
		var ref id.Memo
		one := func(act string) []string { return []string{line("memo."+act, "notes_mgr", "manager")} }
		for _, d := range []deed{
			{"write", func() (err error) {
				ref, err = w.WriteMemo(ctx, mats, once, noor, workflow.MemoText{Text: memoWords})
				return err
			}, one("written")},
			{"begin to change", func() error { return second(w.SaveMemoDraft(ctx, mats, noor, ref, workflow.MemoText{Text: "W"})) }, one("drafted")},
			{"go on", func() error {
				return second(w.SaveMemoDraft(ctx, mats, noor, ref, workflow.MemoText{Text: "Wo", Revision: 1}))
			}, nil},
			{"rewrite", func() error { return second(w.RewriteMemo(ctx, mats, once, ref, workflow.MemoText{Text: "Words."}, 1)) }, one("written")},
			{"read one's own", func() error { return second(w.Memos(ctx, mats, noor)) }, nil},
			{"remove", func() error { return second(w.RemoveMemo(ctx, mats, once, ref)) }, one("removed")},
		} {
			tryDeed(w.T, w, d)
		}
	})
}

// putMemos fills the cage.
func (c *cage) putMemos() {
	c.Helper()
	writeMemo(c.World, "mats", "ben", c.put("ben", "memo", "mats"))
}
