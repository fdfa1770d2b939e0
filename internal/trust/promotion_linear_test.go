package trust

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// caseModel is a case as somebody would describe it who has not read the program:
// written from docs/promotion.md, and judged against what the program answers.
type caseModel struct {
	stage           promotion.Stage
	text, pledge    int64 // revisions
	offered, heard  bool
	person, manager bool // have signed
}

// caseAct is one act, what it was told about revisions, and what was answered. seen
// is what a reading showed.
type caseAct struct {
	name string
	read int64
	done bool
	seen caseModel
}

// after is what the act makes of a case, and whether the case would have answered so.
func (m caseModel) after(a caseAct) (caseModel, bool) {
	if a.name == "look" {
		a.seen.heard = m.heard // a reading does not show it
		return m, a.seen == m
	}
	next, may := m.moved(a)
	if !may {
		next = m
	}
	return next, may == a.done
}

func (m caseModel) moved(a caseAct) (caseModel, bool) {
	was, open := m.stage, m.stage != promotion.Closed && m.stage != promotion.Committing
	to := func(s promotion.Stage, may bool) (caseModel, bool) { m.stage = s; return m, may }
	switch a.name {
	case "write":
		m.text++
		return m, was == promotion.Drafting && a.read == m.text-1
	case "offer":
		m.offered = true
		return to(promotion.Offered, was == promotion.Drafting)
	case "take-back":
		return to(promotion.Drafting, was == promotion.Offered)
	case "consent":
		return to(promotion.Consulting, was == promotion.Offered && a.read == m.text)
	case "decline":
		return to(promotion.Closed, was == promotion.Offered)
	case "withdraw-as-person":
		return to(promotion.Closed, open && m.offered)
	case "withdraw-as-manager":
		return to(promotion.Closed, open)
	case "hand-on":
		return to(promotion.Deciding, m.heard && (was == promotion.Consulting || was == promotion.Returned))
	case "say-yes":
		return to(promotion.Committing, was == promotion.Deciding)
	case "say-not-yet":
		return to(promotion.Closed, was == promotion.Deciding)
	case "ask":
		return to(promotion.Returned, was == promotion.Deciding)
	}
	return m.committed(a)
}

func (m caseModel) committed(a caseAct) (caseModel, bool) {
	may := m.stage == promotion.Committing
	switch a.name {
	case "commit":
		m.pledge++
		m.person, m.manager = false, false
		return m, may && a.read == m.pledge-1
	case "sign-as-person":
		may = may && !m.person && m.pledge > 0 && a.read == m.pledge
		m.person = true
	case "sign-as-manager":
		may = may && !m.manager && m.pledge > 0 && a.read == m.pledge
		m.manager = true
	case "unsign-as-person":
		may = may && m.person
		m.person = false
	default:
		return m, false
	}
	if m.person && m.manager {
		m.stage = promotion.Closed
	}
	return m, may
}

// stagesAndActs are where a history begins, and what is tried there by everybody
// at once.
var stagesAndActs = []struct {
	stage promotion.Stage
	start caseModel
	acts  []string
}{
	{promotion.Drafting, caseModel{text: 1}, list("write write write offer offer offer take-back take-back consent look look withdraw-as-person withdraw-as-manager hand-on")},
	{promotion.Offered, caseModel{text: 1, offered: true}, list("write offer offer take-back take-back take-back consent look look decline hand-on withdraw-as-manager")},
	{promotion.Deciding, caseModel{text: 1, offered: true, heard: true}, list("ask ask ask hand-on hand-on hand-on say-yes say-not-yet withdraw-as-person commit sign-as-person look look")},
	{promotion.Committing, caseModel{text: 1, offered: true, heard: true, pledge: 1}, list("commit sign-as-person sign-as-person sign-as-manager unsign-as-person unsign-as-person say-not-yet withdraw-as-manager look look")},
}

func list(names string) []string { return strings.Fields(names) }

// casePlayer does the acts of a case in a world.
type casePlayer struct {
	*world.World
	ref  id.Promotion
	text promotion.Text
	gaps map[promotion.Relation]string
}

func newCasePlayer(w *world.World, ref id.Promotion) casePlayer {
	f, err := w.Framework(w.Context(), w.Actor("mats"))
	must(w.T, err)
	p := casePlayer{w, ref, promotion.Text{To: "tribe-guild", Summary: "Leads.", Reason: "Known.", Areas: map[framework.AreaID]string{}}, map[promotion.Relation]string{}}
	for _, r := range []promotion.Relation{promotion.SameSquad, promotion.SameChapter, promotion.OtherSquad, promotion.OtherTribe, promotion.OtherDiscipline, promotion.LeadsInTribe} {
		p.gaps[r] = "Nobody there."
	}
	for _, a := range f.AreasInOrder() {
		p.text.Areas[a.ID] = "Shown."
	}
	return p
}

func (p casePlayer) do(name string, read int64) error {
	ctx, once, noor, mats, tove := p.Context(), workflow.Once{}, p.Actor("noor"), p.Actor("mats"), p.Actor("tove")
	switch name {
	case "write":
		return p.WriteCase(ctx, mats, once, p.ref, workflow.CaseDraft{Text: p.text, Read: read})
	case "offer":
		return p.Offer(ctx, mats, once, p.ref, nil)
	case "take-back":
		return p.TakeBackOffer(ctx, mats, once, p.ref)
	case "consent":
		return p.World.Consent(ctx, noor, once, p.ref, workflow.ConsentWords{Read: read})
	case "decline":
		return p.DeclineOffer(ctx, noor, once, p.ref, "")
	case "withdraw-as-person":
		return p.Withdraw(ctx, noor, once, p.ref, "")
	case "withdraw-as-manager":
		return p.Withdraw(ctx, mats, once, p.ref, "")
	case "hand-on":
		return p.HandOn(ctx, mats, once, p.ref, workflow.HandingOn{Gaps: p.gaps, Reply: "As you asked."})
	case "say-yes":
		return p.Decide(ctx, tove, once, p.ref, promotion.Verdict{Reasons: "Seen."})
	case "say-not-yet":
		return p.RefuseYet(ctx, tove, once, p.ref, promotion.Verdict{Reasons: "No.", Focus: []string{"More."}, Talk: "In June."})
	case "ask":
		return p.ReturnCase(ctx, tove, once, p.ref, "What of others?")
	case "commit":
		return p.Commit(ctx, mats, once, p.ref, workflow.Pledge{Text: promotion.Commitment{Challenges: "More.", Person: "Goes on.", Pay: "With June."}, Read: read})
	case "sign-as-person":
		return p.SignCommitment(ctx, noor, once, p.ref, read)
	case "sign-as-manager":
		return p.SignCommitment(ctx, mats, once, p.ref, read)
	}
	return p.UnsignCommitment(ctx, noor, once, p.ref)
}

// act does one act, or reads, and tells what was answered.
func (p casePlayer) act(name string, read int64) caseAct {
	a := caseAct{name: name, read: read}
	if name == "look" {
		v, err := p.Promotion(p.Context(), p.Actor("mats"), p.ref)
		if err != nil {
			p.Error(err)
			return a
		}
		a.seen = caseModel{v.Stage, v.Revision, v.Commitment.Revision, v.OfferedAt.IsSet(), false, v.Signed[promotion.Person].IsSet(), v.Signed[promotion.Manager].IsSet()}
		return a
	}
	err := p.do(name, read)
	if a.done = err == nil; !a.done && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Invalid) {
		p.Errorf("%s: %v", name, err)
	}
	return a
}

// TestHistoriesOfACaseHaveAnOrder: four people act on one case at the same time,
// four acts each. What they were answered, and what readings showed on the way, could
// have happened one after another. CAIRN_HISTORIES says how many; 200 is thorough.
func TestHistoriesOfACaseHaveAnOrder(t *testing.T) {
	t.Parallel() // in worlds of its own
	cases := casesFor(t)
	random, done := rand.New(rand.NewPCG(5, 2026)), map[string]int{}
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			few := map[string]int{"sqlite": 16, "postgres": 3}[engine]
			for n := range size(t, "CAIRN_HISTORIES", few) {
				t.Run(strconv.Itoa(n), func(t *testing.T) { // its world ends with it
					from := stagesAndActs[n%len(stagesAndActs)]
					s := cases.at(t, engine, from.stage)
					from.start.stage = from.stage
					deeds := play(newCasePlayer(s.World, s.promotion), from.acts, random)
					if !orderly(from.start, deeds, caseModel.after) {
						t.Fatalf("from %s nothing in order gives\n%s", from.stage, story(deeds))
					}
					for _, d := range deeds {
						if d.did.done {
							done[d.did.name]++
						}
					}
				})
			}
		})
	}
	if len(done) < 10 {
		t.Errorf("of the acts only %v were ever done; the histories say little", done)
	}
}

// casesToPlay gives cases of Noor's at a stage, each in a world of its own. On SQLite
// they are copies of one.
type casesToPlay struct {
	t     *testing.T
	first map[promotion.Stage]scene
}

func casesFor(t *testing.T) casesToPlay { return casesToPlay{t, map[promotion.Stage]scene{}} }

func (c casesToPlay) at(t *testing.T, engine string, stage promotion.Stage) scene {
	t.Helper()
	if engine != "sqlite" {
		return plainCase(t, engine, stage)
	}
	if _, ok := c.first[stage]; !ok {
		c.first[stage] = plainCase(c.t, engine, stage)
	}
	s := c.first[stage]
	s.World = s.Copy(t)
	return s
}

func plainCase(t *testing.T, engine string, stage promotion.Stage) scene {
	w := world.New(t, engine)
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	return scene{World: w, promotion: w.Promote("noor", "mats", "fia", "tove", "tribe-guild", stage, world.PlainCase)}
}

// play lets four at once do what chance gives them, and looks at the end.
func play(p casePlayer, names []string, random *rand.Rand) []deedAt[caseAct] {
	var r recorder[caseAct]
	var wait sync.WaitGroup
	all := make([][]deedAt[caseAct], 4)
	for i := range all {
		var turns []caseAct
		for range 4 {
			turns = append(turns, caseAct{name: names[random.IntN(len(names))], read: 1 + int64(random.IntN(4)/3)})
		}
		wait.Go(func() {
			for _, a := range turns {
				all[i] = append(all[i], r.note(func() caseAct { return p.act(a.name, a.read) }))
			}
		})
	}
	wait.Wait()
	return append(slices.Concat(all...), r.note(func() caseAct { return p.act("look", 0) }))
}

func story(deeds []deedAt[caseAct]) (text string) {
	for _, d := range deeds {
		text += fmt.Sprintf("%3d–%3d %-20s read %d done %v %v\n", d.call, d.back, d.did.name, d.did.read, d.did.done, d.did.seen)
	}
	return text
}

// TestAModelOfACaseFindsWhatIsOutOfOrder: two decisions that are both done, or a
// signature that was seen and is not there, have no order.
func TestAModelOfACaseFindsWhatIsOutOfOrder(t *testing.T) {
	start := caseModel{stage: promotion.Deciding, text: 1, offered: true, heard: true}
	yes, no := caseAct{name: "say-yes", done: true}, caseAct{name: "say-not-yet", done: true}
	for name, c := range map[string]struct {
		deeds []deedAt[caseAct]
		want  bool
	}{
		"one of two":            {[]deedAt[caseAct]{{yes, 1, 4}, {caseAct{name: "say-not-yet"}, 2, 3}}, true},
		"both":                  {[]deedAt[caseAct]{{yes, 1, 4}, {no, 2, 3}}, false},
		"refused for nought":    {[]deedAt[caseAct]{{caseAct{name: "say-yes"}, 1, 2}}, false},
		"withdrawn and decided": {[]deedAt[caseAct]{{caseAct{name: "withdraw-as-person", done: true}, 1, 2}, {yes, 3, 4}}, false},
		"withdrawn meanwhile":   {[]deedAt[caseAct]{{caseAct{name: "ask", done: true}, 1, 6}, {caseAct{name: "withdraw-as-person", done: true}, 2, 3}}, true},
	} {
		if got := orderly(start, c.deeds, caseModel.after); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
