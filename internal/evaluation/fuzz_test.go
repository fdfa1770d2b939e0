package evaluation

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// walk is one evaluation with everything around it, as a workflow would keep it:
// random people act on it, and after each act nothing illegal may have happened.
type walk struct {
	t      *testing.T
	r      *rand.Rand
	e      *Evaluation
	sides  map[SideName]map[id.Person]Body // what was saved, by author
	thread []Message
	result Result
	joined id.Person // who reads along
	now    clock.Instant
	told   []string // the acts so far
	kept   []string // words that must never be lost
}

// people who try: the two, the next manager, whoever is asked to join, a stranger.
var walkers = []id.Person{noor, mats, edda, "tove", "ben"}

func newWalk(t *testing.T, seed uint64) *walk {
	kind := Kinds()[seed%uint64(len(Kinds()))]
	e := begin(kind)
	e.Plan = Plan{Kind: kind, Steps: []framework.StepID{"near", "far"}, Present: "far"}
	if kind == First {
		e.Present = ""
	}
	return &walk{t: t, r: rand.New(rand.NewPCG(seed, 4)), e: e, sides: map[SideName]map[id.Person]Body{SelfSide: {}, ManagerSide: {}}, now: 10}
}

// acts are tried more often the further they lead.
var acts = []int{0, 0, 1, 1, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 8, 9, 10, 11}

// someone is mostly one of the two.
func (w *walk) someone() id.Person {
	switch w.r.IntN(5) {
	case 0, 1:
		return w.e.Subject
	case 2, 3:
		return w.e.Manager
	}
	return walkers[w.r.IntN(len(walkers))]
}

func (w *walk) bond(who id.Person) access.Bond {
	b := access.Bond{Known: true, Self: who == w.e.Subject, Manager: who == w.e.Manager}
	if !b.Pair() && who == w.joined {
		b.Let = "asked to join"
	}
	return b
}

var errNotThere = errors.New("there is no such evaluation")

// try is one act by one person, guarded as every act is.
func (w *walk) try(who id.Person, act int) error {
	side, aSide := w.e.SideOf(who)
	b := w.bond(who)
	if act == 2 { // the conversation is open to whoever joined
		if !w.e.OpenTo(b) {
			return errNotThere
		}
		return w.say(who, Said)
	}
	if !aSide || !VisibleTo(b) {
		return errNotThere
	}
	return w.ofThePair(who, side, act)
}

func (w *walk) ofThePair(who id.Person, side SideName, act int) error {
	switch act {
	case 0:
		if err := w.e.MayWrite(side); err != nil {
			return err
		}
		w.sides[side][who] = Body{Areas: map[Key]Answer{"team/near": {Text: w.word("side " + string(who))}}}
		return nil
	case 1:
		return w.e.HandIn(side, w.sides[side][who], w.now)
	case 3:
		return w.e.TakeBack(side)
	case 4:
		said := map[id.Person]bool{}
		for _, m := range w.thread {
			said[m.Author] = true
		}
		way := []TalkWay{Met, InWriting}[w.r.IntN(2)]
		return w.e.RecordTalk(Talk{Way: way, On: "1970-01-01", By: who}, said, "1970-01-02")
	case 5:
		return w.write()
	case 6:
		return w.sign(who, side)
	case 7:
		return w.e.Unsign(side)
	case 8:
		if err := w.e.State(side, "no", w.now); err != nil {
			return err
		}
		w.keep(who, Statement)
		return nil
	case 9:
		return w.e.PlanTalk(w.now+1, who, w.now)
	case 11:
		return w.e.EndAlone(side, w.now)
	}
	return w.join()
}

func (w *walk) word(about string) string {
	word := fmt.Sprintf("%s at %d", about, w.now)
	w.kept = append(w.kept, word)
	return word
}

func (w *walk) keep(who id.Person, sort Sort) {
	w.thread = append(w.thread, Message{Author: who, Text: w.word(string(sort) + " of " + string(who)), Sort: sort, Revision: w.result.Revision})
}

func (w *walk) say(who id.Person, sort Sort) error {
	if err := w.e.MaySay(); err != nil {
		return err
	}
	w.keep(who, sort)
	return nil
}

func (w *walk) write() error {
	r := goodResult()
	if w.r.IntN(4) == 0 {
		r.Step = []framework.StepID{"", "wide", "far"}[w.r.IntN(3)]
	}
	if !w.e.SetsStep() && w.r.IntN(4) > 0 {
		r.Step = ""
	}
	if w.e.Kind.Moves() {
		r.Pay = "Stays."
	}
	if err := w.e.Write(r, text); err != nil {
		return err
	}
	r.Revision = w.result.Revision + 1
	w.result = r
	return nil
}

func (w *walk) sign(who id.Person, side SideName) error {
	read := w.result.Revision - int64(w.r.IntN(2)) // sometimes from a page that is stale
	before := w.e.Clone()
	if err := w.e.Sign(side, w.result, read, w.now); err != nil {
		return err
	}
	if w.e.Kind.Moves() {
		w.keep(who, Agreeing)
	}
	if read != w.result.Revision || before.Closed() {
		w.t.Fatalf("a text was signed that the signer has not read: %v", w.told)
	}
	return nil
}

func (w *walk) join() error {
	if w.e.Stage != Opened && w.e.Stage != Talked {
		return errors.New("not now")
	}
	w.joined = "tove"
	return nil
}

// reorganise gives the evaluation to the other manager, as an import may.
func (w *walk) reorganise() {
	if w.e.Closed() {
		return
	}
	next := edda
	if w.e.Manager == edda {
		next = mats
	}
	w.e.Reassign(next)
}

// TestTenThousandWalks: in 10,000 random sequences of acts by random people there
// is no illegal move, nobody reads what is not open to them, and no word is lost.
func TestTenThousandWalks(t *testing.T) {
	ends := map[Stage]int{}
	for seed := range uint64(10_000) {
		w := newWalk(t, seed)
		for range 60 {
			if w.now++; w.r.IntN(30) == 0 {
				w.now = w.now.Add(TimeToAnswer)
			}
			before := w.e.Clone()
			if w.r.IntN(60) == 0 {
				w.told = append(w.told, "reorganise")
				w.reorganise()
				w.holds(before, "", nil)
				continue
			}
			who, act := w.someone(), acts[w.r.IntN(len(acts))]
			err := w.try(who, act)
			w.told = append(w.told, fmt.Sprintf("%s does %d: %v", who, act, err == nil))
			if w.e.Closed() {
				w.joined = "" // in the transaction that ends it
			}
			w.holds(before, who, err)
		}
		w.lostNothing()
		ends[w.e.Stage]++
	}
	for _, stage := range []Stage{Opened, Talked, Agreed, NotAgreed} {
		if ends[stage] < 100 {
			t.Errorf("only %d walks ended %s: %v", ends[stage], stage, ends)
		}
	}
}

// holds is what must be true after each act.
func (w *walk) holds(before *Evaluation, who id.Person, err error) {
	w.t.Helper()
	fail := func(what string) { w.t.Fatalf("%s, by %s after\n%s", what, who, strings.Join(w.told, "\n")) }
	if err != nil && !reflect.DeepEqual(before, w.e) {
		fail("what was refused changed something")
	}
	w.legal(before, who, fail)
	w.secret(fail)
}

// lostNothing looks for each text that was kept, at the end of the walk.
func (w *walk) lostNothing() {
	for _, word := range w.kept {
		if !w.found(word) {
			w.t.Fatalf("lost %q after\n%s", word, strings.Join(w.told, "\n"))
		}
	}
}

// next lists where each stage may lead.
var next = map[Stage][]Stage{Writing: {Opened}, Opened: {Talked}, Talked: {Agreed, NotAgreed}}

func (w *walk) legal(before *Evaluation, who id.Person, fail func(string)) {
	e := w.e
	if e.Stage != before.Stage {
		ok := false
		for _, s := range next[before.Stage] {
			ok = ok || s == e.Stage
		}
		if !ok || who == "" || who != e.Subject && who != e.Manager {
			fail("moved from " + string(before.Stage) + " to " + string(e.Stage))
		}
	}
	switch {
	case before.Closed() && !reflect.DeepEqual(before, e):
		fail("changed after its end")
	case e.Stage == Opened && before.Stage == Writing && (!e.HandedIn[SelfSide].IsSet() || !e.HandedIn[ManagerSide].IsSet()):
		fail("opened without both")
	case e.Stage == Agreed && (!e.Signed[SelfSide].IsSet() || !e.Signed[ManagerSide].IsSet() || w.result.Check(e, text) != nil):
		fail("agreed without two signatures under a whole result")
	case e.Stage == NotAgreed && (len(e.Stated) == 0 || len(e.Signed) > 0):
		fail("ended without agreement and without a statement")
	case e.Stage == NotAgreed && len(before.Stated) == 1 && len(e.Stated) == 1 && w.now.Sub(stated(e)) < TimeToAnswer:
		fail("ended before the other had time to answer")
	}
}

func stated(e *Evaluation) clock.Instant { return max(e.Stated[SelfSide], e.Stated[ManagerSide]) }

// secret: before both are in, each side has one reader; afterwards the pair and
// whoever joined; a stranger and a former manager never.
func (w *walk) secret(fail func(string)) {
	for _, who := range walkers {
		b := w.bond(who)
		for _, side := range []SideName{SelfSide, ManagerSide} {
			reads := w.e.SideVisibleTo(b, who, side)
			switch {
			case reads && w.e.Stage == Writing && w.e.Author(side) != who:
				fail(string(who) + " reads the " + string(side) + " side before both are in")
			case reads && !b.Pair() && who != w.joined:
				fail(string(who) + " reads the " + string(side) + " side from outside")
			case reads && !b.Pair() && w.e.Closed():
				fail(string(who) + " reads on after the end")
			case !reads && b.Pair() && w.e.BothSee():
				fail(string(who) + " does not read what was opened to both")
			}
		}
	}
}

// found tells whether the words are still where they were written. A draft's next
// text takes the place of the one before: that is its author's own act.
func (w *walk) found(word string) bool {
	for side, by := range w.sides {
		for author, body := range by {
			if body.Areas["team/near"].Text == word {
				return true
			}
			if strings.HasPrefix(word, "side "+string(author)+" ") && (side == SelfSide) == (author == noor) {
				return true // replaced by a later text of the same author
			}
		}
	}
	for _, m := range w.thread {
		if m.Text == word {
			return true
		}
	}
	return false
}
