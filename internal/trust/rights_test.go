package trust

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Rights to what is kept bring tables, addresses and guards of their own.
func init() {
	clear["sessions"] += " proved_at"
	clear["corrections"] = "id subject object at" // that somebody said something beside a thing, not what
	clear["restrictions"] = "id subject asked_at set_at ended_at version"
	clear["erasures"] = "id subject asked_at done_at ended_at version"
	clear["legal_holds"] = "id subject asked_at agreed_at ended_at version"
	sealed = append(sealed, "corrections.sealed", "restrictions.sealed", "erasures.sealed", "legal_holds.sealed")
	maps.Copy(kinds, map[string]string{"/account/rights/restrictions/{id}/end": "restriction", "/account/rights/erasures/{id}/withdrawal": "erasure",
		"/data-requests/restrictions/{id}/force": "restriction", "/data-requests/restrictions/{id}/refusal": "restriction", "/data-requests/restrictions/{id}/lifting": "restriction",
		"/data-requests/erasures/{id}/done": "erasure", "/data-requests/erasures/{id}/refusal": "erasure",
		"/data-requests/holds/{id}/agreement": "hold", "/data-requests/holds/{id}/end": "hold"})
	breakages = append(breakages,
		broken("a table belongs to no class", "TestEveryTableBelongsToAClass", "rights/class.go", `"note_file_pieces", "note_attachments"`, `"note_attachments"`),
		broken("the person's file reads as somebody else", "TestThePersonsFileHoldsWhatIsTheirsToRead", "workflow/rights_file_talks.go", "[][]FeedbackLine{lists.Mine, lists.Asked, lists.ByManager, lists.Gave, lists.ToGive}", "[][]FeedbackLine{lists.Asked, lists.ByManager, lists.Gave, lists.ToGive}"),
		broken("the person's file asks for no proof", "TestThePersonsFileAsksForAProof", "workflow/rights_file.go", "if err := w.confirmed(tx.Reader, actor); err != nil {", "if err := w.confirmed(tx.Reader, access.Actor{}); err != nil {"),
		broken("what rests is read by the manager", "TestWhatRestsIsReadByThePersonAlone", "workflow/workflow.go", "err != nil || rests {", "err != nil {"),
		broken("what rests is shown to whoever decides", "TestWhatRestsIsReadByThePersonAlone", "workflow/promotion_read.go", "	if b.Rests {\n", "	if b.Rests && false {\n"),
		broken("one alone erases", "TestErasingTakesTwoAndNoHold", "rights/erasure.go", "case by == e.AskedBy, by == e.Subject:", "case by == e.Subject:"),
		broken("a hold stops no erasure", "TestErasingTakesTwoAndNoHold", "workflow/rights_erasure.go", "v.Do(actor.Person, p.Here(tx.Now()), held, tx.Now())", "v.Do(actor.Person, p.Here(tx.Now()), held && false, tx.Now())"),
		broken("a key outlives the erasure", "TestNothingIsLeftOfWhoIsErased", "store/erase.go", "t.exec(shredKey, who, wrapped, t.now)", "t.exec(shredKey, who+\"x\", wrapped, t.now)"),
		broken("files outlive the erasure", "TestNothingIsLeftOfWhoIsErased", "store/erase.go", "`DELETE FROM note_drafts WHERE owner = $1`, ", ""),
		broken("nothing is ever over", "TestWhatIsKeptGoesInItsTime", "rights/keep.go", "now >= months(left, m) {", "now >= months(left, m+6) {"),
		broken("a correction stands beside what is not the person's", "TestACorrectionStandsWhereTheThingIsShown", "workflow/correction.go", "return c, mine(err, err == nil && e.Subject == me && (e.BothSee() || e.Closed()))", "return c, mine(err, err == nil && (e.BothSee() || e.Closed()))"),
	)
}

// TestEveryTableBelongsToAClass: what is kept about people is in one class, by which it
// is given to them, ends and is erased; what is not about people is listed with the
// reason. A new table fails until somebody says which it is.
func TestEveryTableBelongsToAClass(t *testing.T) {
	w := world.New(t, "sqlite")
	known := map[string]string{}
	for table, why := range rights.Elsewhere {
		known[table] = why
	}
	for _, about := range rights.Classes() {
		for _, table := range about.Tables {
			if known[table] != "" {
				t.Errorf("%s is listed twice: %s, %s", table, known[table], about.Class)
			}
			known[table] = string(about.Class)
		}
		if gathered := workflow.GathersClass(about.Class); gathered == (about.NotInFile != "") {
			t.Errorf("%s: in the person's file %v, and the list says %q", about.Class, gathered, about.NotInFile)
		}
	}
	there := map[string]bool{}
	for _, cell := range cellsOf(t, w, w.Raw(t)) {
		table, _, _ := strings.Cut(cell, ".")
		if there[table] = true; known[table] == "" {
			t.Errorf("%s is kept of no class: what of it is given to people, when does it end, what erases it?", table)
			known[table] = "said once"
		}
	}
	for table, of := range known {
		if !there[table] {
			t.Errorf("%s of %s does not exist", table, of)
		}
	}
}

// inBrowser is the actor in a browser in which they have just signed in.
func inBrowser(w *world.World, name string) access.Actor {
	w.Helper()
	in, err := w.SignInAs(w.Context(), w.Person(name), "a test")
	must(w.T, err)
	a := w.Actor(name)
	a.Session, a.Via = in.Session, access.ViaSession
	return a
}

// written are texts in a person's file that are about somebody else: what they gave or
// were asked for.
var written = []string{"feedback", "question", "consultation", "shared", "answer", "case-note", "case-dispute"}

// TestThePersonsFileHoldsWhatIsTheirsToRead: of each private text the file of a person
// has what is about them and theirs to read, and what they wrote themselves to others;
// and no word that the matrix keeps from them.
func TestThePersonsFileHoldsWhatIsTheirsToRead(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	for _, name := range c.Names() {
		f, files, err := c.PersonFile(t.Context(), inBrowser(c.World, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		raw, err := json.Marshal(f)
		must(t, err)
		text := string(raw)
		for _, canary := range c.canaries {
			about := strings.HasPrefix(canary.what, name+"'s ")
			reads := slices.Contains(canary.readers, name)
			wrote := slices.ContainsFunc(written, func(what string) bool { return strings.Contains(canary.what, what) })
			switch in := strings.Contains(text, canary.text); {
			case strings.HasSuffix(canary.what, "start date"), strings.Contains(canary.what, "planned talk"): // in other words there
			case in && !reads && canary.what == name+"'s report": // which they made themselves
			case in && !reads:
				t.Errorf("%s's file has %s", name, canary.what)
			case in && !about && !wrote:
				t.Errorf("%s's file has %s, which is somebody else's", name, canary.what)
			case !in && about && reads && !strings.HasSuffix(canary.what, "file") && !strings.Contains(canary.what, "memo"):
				t.Errorf("%s's file has nothing of %s", name, canary.what)
			}
		}
		if len(f.Sections) < 15 || len(f.Missing) != 2 {
			t.Errorf("%s's file has %d sections, and says of %d things why they are not there", name, len(f.Sections), len(f.Missing))
		}
		if start := f.Sections[0].Records[0].Fields; !slices.ContainsFunc(start, func(f rights.Field) bool { return f.Name == "start date" }) {
			t.Errorf("%s's file has no start date", name)
		}
		if (len(files) > 0) != strings.Contains(text, `"file":"files/01-`) {
			t.Errorf("%s's file names other files than it has", name)
		}
	}
}

// TestThePersonsFileAsksForAProof: a token gets none, and neither does a browser in
// which nobody has confirmed for a while; that one was made is in the journal.
func TestThePersonsFileAsksForAProof(t *testing.T) {
	w := world.New(t, "sqlite")
	noor := inBrowser(w, "noor")
	_, _, err := w.PersonFile(t.Context(), noor)
	must(t, err)
	w.Clock.Advance(workflow.ProofHolds + time.Minute)
	if _, _, err := w.PersonFile(t.Context(), noor); !workflow.MustConfirm(err) {
		t.Errorf("a quarter of an hour later: %v", err)
	}
	if _, _, err := w.PersonFile(t.Context(), w.Token("noor", access.Scopes()...)); !fault.Is(err, fault.Withheld) {
		t.Errorf("a token: %v", err)
	}
	before := len(journalOf(t, w))
	must(t, w.Confirm(t.Context(), noor, ""))
	_, _, err = w.PersonFile(t.Context(), noor)
	must(t, err)
	acts := map[string]bool{}
	for _, e := range journalOf(t, w)[before:] {
		acts[string(e.Act)] = true
	}
	if !acts["account.confirmed"] || !acts["rights.file-made"] {
		t.Errorf("the journal has %v", acts)
	}
}

// askAboutData asks everything that can be asked about the data of one person.
func askAboutData(w *world.World) {
	w.Helper()
	must(w.T, w.AskRestriction(w.Context(), w.Actor("noor"), workflow.Once{}, "I dispute it."))
	must(w.T, w.AskErasure(w.Context(), w.Actor("noor"), workflow.Once{}, ""))
	must(w.T, w.AskHold(w.Context(), w.Actor("per"), workflow.Once{}, "noor@example.org", "A claim."))
}

// rest lets what is kept about the person rest.
func rest(w *world.World, name, partner string) id.Restriction {
	w.Helper()
	must(w.T, w.AskRestriction(w.Context(), w.Actor(name), workflow.Once{}, "I dispute it."))
	d, err := w.DataRequests(w.Context(), w.Actor(partner))
	must(w.T, err)
	ref := d.Restrictions[len(d.Restrictions)-1].ID
	must(w.T, w.SetRestriction(w.Context(), w.Actor(partner), workflow.Once{}, ref))
	return ref
}

// TestWhatRestsIsReadByThePersonAlone: while it is in force each private text about the
// person is shown to them and to nobody else but who wrote it; when it ends, everybody
// reads what they read before.
func TestWhatRestsIsReadByThePersonAlone(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	s := serve(t, c.World)
	s.signIn(t)
	ref := rest(c.World, "mats", "pia") // whose promotion lies with others, too
	found := idsOf(t, s.World)
	hears := func(name string) (heard []string) {
		s.crawl(t, name, found, func(path string, a answer) {
			for _, canary := range c.canaries {
				if strings.HasPrefix(canary.what, "mats's ") && strings.Contains(a.body, canary.text) && !slices.Contains(heard, canary.what) {
					heard = append(heard, canary.what)
				}
			}
		})
		return heard
	}
	for _, name := range []string{"tove", "cai"} {
		if heard := hears(name); len(heard) > 0 {
			t.Errorf("%s reads %v", name, heard)
		}
	}
	if heard := hears("mats"); len(heard) < 5 {
		t.Errorf("the person reads %v alone", heard)
	}
	must(t, c.EndRestriction(t.Context(), c.Actor("mats"), workflow.Once{}, ref))
	if heard := hears("tove"); len(heard) < 5 {
		t.Errorf("afterwards the manager reads %v alone", heard)
	}
}

// TestNobodySetsTheirOwnRestriction: the people partner's hat is off for their own data,
// and nobody else sees that anything was asked.
func TestNobodySetsTheirOwnRestriction(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, once := t.Context(), workflow.Once{}
	must(t, w.AskRestriction(ctx, w.Actor("pia"), once, "Mine."))
	d, err := w.DataRequests(ctx, w.Actor("per"))
	must(t, err)
	ref := d.Restrictions[0].ID
	if err := w.SetRestriction(ctx, w.Actor("pia"), once, ref); !fault.Is(err, fault.Conflict) {
		t.Errorf("pia answers herself: %v", err)
	}
	for _, name := range w.Names() {
		if name == "pia" || name == "per" {
			continue
		}
		_, read := w.DataRequests(ctx, w.Actor(name))
		for i, err := range []error{read, w.SetRestriction(ctx, w.Actor(name), once, ref), w.RefuseRestriction(ctx, w.Actor(name), once, ref, "No."),
			w.LiftRestriction(ctx, w.Actor(name), once, ref, "No."), w.EndRestriction(ctx, w.Actor(name), once, ref),
			w.AskErasureOf(ctx, w.Actor(name), once, "fia@example.org", "Because."), w.AskHold(ctx, w.Actor(name), once, "fia@example.org", "Because.")} {
			if !fault.Is(err, fault.Withheld) {
				t.Errorf("%s, act %d: %v", name, i, err)
			}
		}
	}
	must(t, w.SetRestriction(ctx, w.Actor("per"), once, ref))
	must(t, w.LiftRestriction(ctx, w.Actor("per"), once, ref, "The talk took place."))
	if rests, _ := restsNow(t, w, "pia"); !rests {
		t.Error("lifted before the person could hear of it")
	}
	w.Clock.Advance(rights.LiftedAfter)
	if rests, _ := restsNow(t, w, "pia"); rests {
		t.Error("still in force after it was lifted")
	}
}

func restsNow(t *testing.T, w *world.World, name string) (bool, error) {
	m, err := w.MyRights(t.Context(), w.Actor(name))
	return m.Rest() != nil && m.Rest().InForce(m.Now), err
}

// leaveAndAsk has somebody leave and a people partner ask for the erasure.
func leaveAndAsk(w *world.World, name, partner string) id.Erasure {
	w.Helper()
	must(w.T, w.Leave(w.Context(), access.System(access.ViaCommand), w.Person(name)))
	must(w.T, w.AskErasureOf(w.Context(), w.Actor(partner), workflow.Once{}, name+"@example.org", "They wrote to us."))
	d, err := w.DataRequests(w.Context(), w.Actor(partner))
	must(w.T, err)
	at := slices.IndexFunc(d.Erasures, func(e workflow.ErasureView) bool { return e.Subject == w.Person(name) })
	return d.Erasures[at].ID
}

// TestErasingTakesTwoAndNoHold: not who asked, not while the person is here, not while
// a hold is asked for or in force; and a hold takes two as well.
func TestErasingTakesTwoAndNoHold(t *testing.T) {
	t.Parallel() // in worlds of its own
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		pia, per := inBrowser(w, "pia"), inBrowser(w, "per")
		must(w.T, w.AskErasure(ctx, w.Actor("noor"), once, ""))
		d, err := w.DataRequests(ctx, pia)
		must(w.T, err)
		refused := func(what string, err error) {
			if !fault.Is(err, fault.Conflict) {
				w.Errorf("%s: %v", what, err)
			}
		}
		refused("of somebody who is here", w.Erase(ctx, pia, once, d.Erasures[0].ID))
		ref := leaveAndAsk(w, "fia", "pia")
		refused("by who asked", w.Erase(ctx, pia, once, ref))
		must(w.T, w.AskHold(ctx, per, once, "fia@example.org", "A claim."))
		refused("while a hold is asked for", w.Erase(ctx, per, once, ref))
		d, err = w.DataRequests(ctx, per)
		must(w.T, err)
		hold := d.Holds[0].ID
		refused("a hold by one alone", w.AgreeHold(ctx, per, once, hold))
		w.Clock.Advance(rights.HoldWaits) // it has lapsed
		per, pia = inBrowser(w, "per"), inBrowser(w, "pia")
		must(w.T, w.AgreeHold(ctx, pia, once, hold))
		refused("under a hold", w.Erase(ctx, per, once, ref))
		must(w.T, w.EndHold(ctx, per, once, hold))
		w.Clock.Advance(workflow.ProofHolds + time.Minute)
		if err := w.Erase(ctx, per, once, ref); !workflow.MustConfirm(err) {
			w.Errorf("without a fresh proof: %v", err)
		}
		must(w.T, w.Erase(ctx, inBrowser(w, "per"), once, ref))
	})
}

// staysOf are the columns in which the id of somebody who was erased may stand: there
// they are part of what is kept about others, or of the journal, without a name.
var staysOf = []string{"people.id", "person_keys.person", "people.email_folded", "erasures.subject", "audit_entries.actor", "audit_entries.subject", "audit_entries.object",
	"evaluations.manager", "evaluations.opened_by", "evaluations.talk_by", "evaluations.manager_side_by", "evaluation_sides.author", "evaluation_messages.author",
	"evaluation_results.written_by", "evaluation_closing_notes.author", "growth_entries.author", "priority_entries.author", "promotions.manager", "promotion_parts.written_by",
	"consultations.who", "feedback.asker", "feedback.giver", "leads.person", "offices_held.person", "reporting_lines.manager", "managers_set.manager", "priority_shares.manager",
	"recognitions.author", "recognition_people.person", "framework_comments.author", "framework_comments.closed_by", "guide_versions.author", "discipline_owners.person", "extension_owners.person",
	"rollouts.prepared_by", "pay_places.made_by", "pay_salaries.made_by", "pay_ranges.made_by", "pay_benchmarks.made_by", "pay_policy.made_by", "notices.object", "private_rows.row_key"}

// TestNothingIsLeftOfWhoIsErased: no row about them, no name, no address; the key that
// sealed it is another one, so that an older copy of a value does not open; the journal
// and the marks of all rows hold; and what others see goes on.
func TestNothingIsLeftOfWhoIsErased(t *testing.T) {
	t.Parallel() // in worlds of its own
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			c := newCage(t, engine)
			who, raw := c.Person("gil"), c.Raw(t)
			wrappedBefore := rowsOf(t, raw, "person_keys", []string{"person", "wrapped"})
			writeFileOfNote(c.World, "gil", "a.txt", "Mine.")
			_, err := c.SaveNoteDraft(t.Context(), c.Actor("gil"), "", workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Title: "Begun", Text: "Mine."}})
			must(t, err)
			must(t, c.Confirm(t.Context(), inBrowser(c.World, "per"), ""))
			ref := leaveAndAsk(c.World, "gil", "pia")
			must(t, c.Erase(t.Context(), inBrowser(c.World, "per"), workflow.Once{}, ref))
			for cell, text := range dump(t, c.World) {
				if strings.Contains(text, string(who)) && !slices.Contains(staysOf, cell) {
					t.Errorf("%s still speaks of them", cell)
				}
				if strings.Contains(text, "gil@example.org") || strings.Contains(text, "Gil ") {
					t.Errorf("%s still names them", cell)
				}
			}
			after := rowsOf(t, raw, "person_keys", []string{"person", "wrapped"})
			for i, p := range after["person"] {
				for j, q := range wrappedBefore["person"] {
					if p == q && p == string(who) && after["wrapped"][i] == wrappedBefore["wrapped"][j] {
						t.Error("the key that sealed it is still there")
					}
				}
			}
			v, err := c.DB.Verify(t.Context(), nil, nil)
			must(t, err)
			if len(v.Discrepancies) > 0 {
				t.Errorf("the journal or the marks do not hold: %v", v.Discrepancies)
			}
			if engine == "sqlite" { // what is left is the same on both
				delete(c.People, "gil")
				goesOn(t, c)
			}
		})
	}
}

// goesOn looks at what others see.
func goesOn(t *testing.T, c *cage) {
	t.Helper()
	s := serve(t, c.World)
	s.signIn(t)
	found := idsOf(t, s.World)
	tombstone := false
	for _, name := range []string{"ben", "mira"} {
		s.crawl(t, name, found, func(path string, a answer) {
			if a.status >= 500 {
				t.Errorf("%s at %s: %d", name, path, a.status)
			}
			for _, canary := range c.canaries {
				if strings.HasPrefix(canary.what, "gil's ") && strings.Contains(a.body, canary.text) {
					t.Errorf("%s still reads %s at %s", name, canary.what, path)
				}
			}
			tombstone = tombstone || strings.Contains(a.body, rights.Tombstone)
		})
	}
	if !tombstone {
		t.Error("where the name stood there is no tombstone")
	}
}

// TestWhatIsKeptGoesInItsTime: over seven years after somebody left each class goes when
// the list says so, not before; a hold keeps all of it; at the end a tombstone stays.
func TestWhatIsKeptGoesInItsTime(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	ctx, once := t.Context(), workflow.Once{}
	who := c.Person("noor")
	must(t, c.Leave(ctx, access.System(access.ViaCommand), who))
	left := c.Clock.Now()
	lines := map[string]string{"account": "notice_settings.person", "step": "standings.subject", "evaluations": "evaluations.subject",
		"growth": "growth_focuses.subject", "priorities": "priorities.subject", "pay": "pay_salaries.person"}
	kept := func(cell string) bool { return slices.Contains(valuesOf(t, c.Raw(t), cell), string(who)) }
	var keeping rights.Keeping
	for _, month := range []int{2, 3, 12, 36, 60, rights.Last} {
		at := left.Time().AddDate(0, month, 0)
		c.Clock.Advance(at.Add(-time.Hour).Sub(c.Clock.Now().Time()))
		_, err := c.Retain(ctx)
		must(t, err)
		for class, cell := range lines {
			if over := keeping.Of(rights.Class(class)).AfterLeaving < month; class != "account" && kept(cell) == over {
				t.Errorf("an hour before month %d: of %s something is kept: %v", month, class, !over)
			}
		}
		if month == 12 { // a hold in the middle keeps what would have gone
			pia, per := c.Actor("pia"), c.Actor("per")
			must(t, c.AskHold(ctx, pia, once, "noor@example.org", "A claim."))
			d, err := c.DataRequests(ctx, per)
			must(t, err)
			must(t, c.AgreeHold(ctx, per, once, d.Holds[0].ID))
			c.Clock.Advance(2 * time.Hour)
			_, err = c.Retain(ctx)
			must(t, err)
			if !kept("growth_focuses.subject") {
				t.Error("under a hold the growth plan went")
			}
			must(t, c.EndHold(ctx, per, once, d.Holds[0].ID))
		}
		c.Clock.Advance(left.Time().AddDate(0, month, 0).Add(time.Hour).Sub(c.Clock.Now().Time()))
		var both sync.WaitGroup // two replicas come to it at once
		for range 2 {
			both.Go(func() {
				if _, err := c.Retain(ctx); err != nil {
					t.Errorf("month %d: %v", month, err)
				}
			})
		}
		both.Wait()
		for class, cell := range lines {
			if over := keeping.Of(rights.Class(class)).AfterLeaving <= month; class != "account" && kept(cell) == over {
				t.Errorf("an hour after month %d: of %s something is kept: %v", month, class, !over)
			}
		}
	}
	if buried := valuesOf(t, c.Raw(t), "erasures.subject"); len(buried) != 1 {
		t.Errorf("somebody was erased %d times", len(buried))
	}
	if p, err := c.Profile(ctx, c.Actor("ben"), who); err == nil {
		t.Errorf("after seven years there is a profile of %s", p.Name)
	}
	for cell, text := range dump(t, c.World) {
		if strings.Contains(text, "noor@example.org") || strings.Contains(text, "Noor Said") {
			t.Errorf("after seven years %s still names them", cell)
		}
	}
	v, err := c.DB.Verify(ctx, nil, nil)
	must(t, err)
	if len(v.Discrepancies) > 0 {
		t.Errorf("the journal or the marks do not hold: %v", v.Discrepancies)
	}
}

// TestACorrectionStandsWhereTheThingIsShown: whoever reads the thing reads the words
// beside it, nobody else does, and only the person it is about puts them there.
func TestACorrectionStandsWhereTheThingIsShown(t *testing.T) {
	t.Parallel() // in worlds of its own
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			c := newCage(t, engine)
			ctx, once := t.Context(), workflow.Once{}
			home, err := c.Home(ctx, c.Actor("ben"))
			must(t, err)
			object := "evaluation/" + string(home.Mine[0].ID)
			for _, name := range c.Names() {
				if err := c.Correct(ctx, c.Actor(name), once, object, "That was in March."); (err == nil) != (name == "ben") || err != nil && !fault.Is(err, fault.Withheld) {
					t.Errorf("%s: %v", name, err)
				}
			}
			for _, name := range c.Names() {
				v, err := c.Evaluation(ctx, c.Actor(name), home.Mine[0].ID)
				if reads := slices.Contains([]string{"ben", "mats", "tove"}, name); reads != (err == nil) || reads && len(v.Corrections) != 1 {
					t.Errorf("%s reads %d corrections: %v", name, len(v.Corrections), err)
				}
			}
			if err := c.Correct(ctx, c.Token("ben", access.Scopes()...), once, object, "x"); !fault.Is(err, fault.Withheld) {
				t.Errorf("a token: %v", err)
			}
		})
	}
}
