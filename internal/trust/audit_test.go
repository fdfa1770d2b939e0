package trust

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// The journal of the organisation brings its row of the matrix.
func init() {
	probes["aud_all"] = probe{readAudit(workflow.AuditFilter{}), readAudit(workflow.AuditFilter{Family: audit.Access}), nil, ""}
	breakages = append(breakages,
		broken("the journal is shown to everybody", "TestTheMatrixHolds", "workflow/audit.go", "if actor.Holds(org.Operator) {", "if actor.Known() {"),
		broken("operators see what goes on around people", "TestTheJournalTellsEachOfficeItsOwn", "audit/view.go", "{Organisation, []Audience{ForPeople}", "{Organisation, []Audience{ForPeople, ForMachine}"),
		broken("the journal tells of readings of a Step", "TestTheJournalTellsEachOfficeItsOwn", "audit/view.go", `slices.Contains(told[a], e.Item)`, `(e.Item != "" || slices.Contains(told[a], e.Item))`),
		broken("a look at the journal is no line", "TestALookAtTheJournalIsWrittenDown", "workflow/audit.go", `return record(tx, actor, audit.Entry{Act: audit.Read, Item: "aud_all"`, "record := func(...any) error { return nil }\n\treturn record(tx, actor, audit.Entry{Act: audit.Read, Item: \"aud_all\""),
	)
}

func readAudit(f workflow.AuditFilter) func(ask) (outcome, error) {
	return func(a ask) (outcome, error) {
		page, err := a.Audit(a.ctx, a.actor, f)
		return a.outcome(err, len(page.Lines) > 0)
	}
}

// TestTheJournalTellsEachOfficeItsOwn: what people partners and operators hear of is
// in the matrix, and a world with something of everything shows nothing else.
func TestTheJournalTellsEachOfficeItsOwn(t *testing.T) {
	t.Parallel()
	m := matrix(t)
	for a, c := range map[audit.Audience]column{audit.ForPeople: "people_ops", audit.ForMachine: "sys_admin"} {
		for _, i := range audit.Told(a) {
			if says := m[item(i)][c]; i != "" && !slices.Contains([]code{"R", "W", "W1", "M"}, says) {
				t.Errorf("%s hear of %s, and the matrix says %s", a, i, says)
			}
		}
	}
	w := newCage(t, "sqlite")
	for name, c := range map[string]struct {
		audience  audit.Audience
		some, not audit.Act
	}{"pia": {audit.ForPeople, audit.ManagerChanged, audit.SignedIn}, "odd": {audit.ForMachine, audit.OfficeGranted, audit.ManagerChanged}} {
		acts := map[audit.Act]bool{}
		for mark, more := (workflow.ReadMark{}), true; more; {
			page, err := w.Audit(t.Context(), w.Actor(name), workflow.AuditFilter{Before: mark})
			must(t, err)
			for _, l := range page.Lines {
				acts[l.Act] = true
				if !slices.Contains(audit.Told(c.audience), l.Item) && audit.FamilyOf(l.Act) != audit.Rollouts {
					t.Errorf("%s is told of %s of %s", name, l.Act, l.Item)
				}
				if strings.HasPrefix(string(l.Act), "promotion.") || strings.HasPrefix(string(l.Act), "evaluation.") || l.Act == audit.StandingSet {
					t.Errorf("%s is told of %s", name, l.Act)
				}
			}
			mark, more = page.Next, page.Next != workflow.ReadMark{}
		}
		if !acts[c.some] || acts[c.not] {
			t.Errorf("%s: %v", name, acts)
		}
	}
}

// TestALookAtTheJournalIsWrittenDown, or there is no look.
func TestALookAtTheJournalIsWrittenDown(t *testing.T) {
	t.Parallel()
	world.Each(t, func(w *world.World) {
		for name, hat := range map[string]string{"pia": "people partner", "odd": "operator"} {
			tryDeed(w.T, w, deed{"a look at the journal", func() error {
				page, err := w.Audit(w.Context(), w.Actor(name), workflow.AuditFilter{})
				if err != nil && len(page.Lines) > 0 {
					w.Error("the journal came with the failure")
				}
				return err
			}, []string{line("read", "aud_all", hat)}})
		}
	})
}
