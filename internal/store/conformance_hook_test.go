package store

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
)

func aHook(name string, now clock.Instant, kinds ...event.Kind) event.Hook {
	return event.Hook{ID: id.New[id.Hook](), Name: name, Form: event.Standard, Host: "news.example.org", Kinds: kinds, State: event.Active, MadeAt: now, ChangedAt: now}
}

func (s *suite) hook(name string, kinds ...event.Kind) event.Hook {
	s.Helper()
	h := aHook(name, s.now, kinds...)
	s.update(func(tx *Tx) error {
		return tx.AddHook(h, event.Secrets{URL: "https://news.example.org/secret", Secret: "whsec_one", Former: []event.Former{{Secret: "whsec_zero", Until: s.now.Add(time.Hour)}}})
	})
	return h
}

func TestAHookIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		h := s.hook("news", event.PersonJoined, event.RecognitionPosted)
		s.view(func(r *Reader) error {
			got, err := r.HookNamed("news")
			equal(s, "hook", got, h)
			s.must(err)
			secrets, there, err := r.HookSecrets(h.ID)
			same(s, "there", there, true)
			equal(s, "secrets", secrets, event.Secrets{URL: "https://news.example.org/secret", Secret: "whsec_one", Former: []event.Former{{Secret: "whsec_zero", Until: s.now.Add(time.Hour)}}})
			return err
		})
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddHook(aHook("news", s.now), event.Secrets{}) }); !IsDuplicate(err) {
			s.Errorf("two of a name: %v", err)
		}
		h.State, h.Why, h.ChangedAt, h.Kinds = event.Ended, event.ByOperator, s.now, []event.Kind{event.PersonLeft}
		s.update(func(tx *Tx) error {
			s.must(tx.SaveHook(h))
			s.must(tx.DropHookSecrets(h.ID))
			return tx.AddHook(aHook("news", s.now), event.Secrets{})
		})
		s.view(func(r *Reader) error {
			got, err := r.Hook(h.ID)
			equal(s, "ended", got, h)
			s.must(err)
			_, there, err := r.HookSecrets(h.ID)
			same(s, "secrets", there, false)
			s.must(err)
			told, err := r.ToldHooks()
			same(s, "told", len(told), 1)
			s.must(err)
			all, err := r.Hooks()
			same(s, "all", len(all), 2)
			return err
		})
	})
}

// TestADeliveryIsTriedByOneAtATime: whoever was overtaken is not heard.
func TestADeliveryIsTriedByOneAtATime(t *testing.T) {
	onBoth(t, func(s *suite) {
		h := s.hook("news", event.PersonJoined)
		e := event.Event{ID: id.New[id.Event](), Kind: event.PersonJoined, Thing: "thing", At: s.now}
		later := event.Event{ID: id.New[id.Event](), Kind: event.EvaluationEnded, At: s.now.Add(time.Hour)}
		s.update(func(tx *Tx) error {
			return tx.AddEvents([]event.Told{{Event: e, Hooks: []id.Hook{h.ID}}, {Event: later, Hooks: []id.Hook{h.ID}}})
		})
		due := func() (list []event.Delivery) {
			s.view(func(r *Reader) (err error) { list, err = r.DeliveriesDue(h.ID, 5); return err })
			return list
		}
		first := due()
		if len(first) != 1 || first[0].Event != e || first[0].State != event.Waiting {
			s.Fatalf("due: %+v", first)
		}
		s.update(func(tx *Tx) error {
			mine, claimed, err := tx.ClaimDelivery(first[0], s.now.Add(time.Minute))
			same(s, "claimed", claimed, true)
			s.must(err)
			_, again, err := tx.ClaimDelivery(first[0], s.now.Add(time.Minute))
			same(s, "claimed twice", again, false)
			s.must(err)
			late, err := tx.EndDelivery(first[0], event.Sent, "")
			same(s, "an older try is heard", late, false)
			s.must(err)
			s.must(tx.ReleaseDelivery(mine, s.now))
			return nil
		})
		again := due()
		if len(again) != 1 || again[0].Tries != 0 || again[0].Fence != 1 {
			s.Fatalf("given back: %+v", again)
		}
		s.update(func(tx *Tx) error {
			mine, _, err := tx.ClaimDelivery(again[0], s.now.Add(time.Minute))
			s.must(err)
			recorded, err := tx.EndDelivery(mine, event.Dead, "answered 500")
			same(s, "recorded", recorded, true)
			return err
		})
		s.view(func(r *Reader) error {
			dead, err := r.DeadDeliveries("", 0, 5)
			if len(dead) != 1 || dead[0].Answer != "answered 500" || dead[0].Event.ID != e.ID {
				s.Errorf("dead: %+v", dead)
			}
			s.must(err)
			n, err := r.CountDeliveries(event.Dead, s.now+1)
			same(s, "counted", n, 1)
			s.must(err)
			n, err = r.CountOverdue(s.now + 1)
			same(s, "overdue", n, 0)
			return err
		})
		s.update(func(tx *Tx) error {
			n, err := tx.ReplaySince(h.ID, s.now+1)
			same(s, "replayed of later", n, 0)
			s.must(err)
			n, err = tx.ReplaySince(h.ID, s.now)
			same(s, "replayed", n, 1)
			return err
		})
		if list := due(); len(list) != 1 || list[0].Event.ID != e.ID || list[0].Tries != 0 {
			s.Errorf("after the replay: %+v", list)
		}
		s.now = s.now.Add(15 * 24 * time.Hour)
		s.update(func(tx *Tx) error { return tx.ForgetEvents(s.now.Add(-event.Old), s.now.Add(-event.Kept)) })
		same(s, "what waits for too long", len(due()), 0)
		s.now = s.now.Add(31 * 24 * time.Hour)
		s.update(func(tx *Tx) error { return tx.ForgetEvents(s.now.Add(-event.Old), s.now.Add(-event.Kept)) })
		s.view(func(r *Reader) error {
			if _, err := r.Delivery(first[0].ID); !fault.Is(err, fault.Absent) {
				s.Errorf("it is kept for ever: %v", err)
			}
			return nil
		})
	})
}

// TestWhatIsOpenIsNoted: whatever way a change comes, a table that everybody may see
// is not written without a note of it; and of a start date, which not everybody may
// see, there is none.
func TestWhatIsOpenIsNoted(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Fia", "Noor")
		fia, noor := people[0].ID, people[1].ID
		squad := org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: "Otter"}
		noted := func(what string, want []event.News, do func(*Tx) error) {
			s.Helper()
			var got []event.News
			s.update(func(tx *Tx) error {
				s.must(do(tx))
				got = tx.News()
				return nil
			})
			if !slices.Equal(got, want) {
				s.Errorf("%s: %v, want %v", what, got, want)
			}
		}
		changed := []event.News{{Kind: event.PersonChanged, Thing: string(fia)}}
		unit := []event.News{{Kind: event.UnitChanged, Thing: string(squad.ID)}}
		noted("a unit", unit, func(tx *Tx) error { return tx.AddUnits([]org.Unit{squad}) })
		noted("its tribe", unit, func(tx *Tx) error { return tx.SaveUnits([]org.Unit{squad}) })
		noted("its name", unit, func(tx *Tx) error { return tx.RenameUnit(squad.ID, "Beaver") })
		noted("its lead", unit, func(tx *Tx) error { return tx.BeginLeads([]org.Lead{{Unit: squad.ID, Person: fia}}) })
		noted("no lead", unit, func(tx *Tx) error { return tx.EndLeads([]org.Lead{{Unit: squad.ID, Person: fia}}) })
		noted("joining", changed, func(tx *Tx) error { return tx.Join([]org.Membership{{Person: fia, Unit: squad.ID}}) })
		noted("parting", changed, func(tx *Tx) error { return tx.Part([]org.Membership{{Person: fia, Unit: squad.ID}}) })
		noted("a discipline", changed, func(tx *Tx) error {
			return tx.HoldDisciplines([]org.DisciplineHeld{{Person: fia, Discipline: "data"}})
		})
		noted("none", changed, func(tx *Tx) error {
			return tx.PutDownDisciplines([]org.DisciplineHeld{{Person: fia, Discipline: "data"}})
		})
		noted("a role", changed, func(tx *Tx) error { return tx.TakeRoles([]org.RoleTaken{{Person: fia, Role: "coach"}}) })
		noted("a role to come", nil, func(tx *Tx) error {
			return tx.TakeRoles([]org.RoleTaken{{Person: noor, Role: "coach", Span: org.Span{Since: s.now.Add(time.Hour)}}})
		})
		noted("a manager", changed, func(tx *Tx) error { return tx.BeginLines([]org.Line{{Person: fia, Manager: noor}}) })
		noted("no manager", changed, func(tx *Tx) error { return tx.EndLines([]org.Line{{Person: fia, Manager: noor}}) })
		noted("a start date", nil, func(tx *Tx) error { return tx.SavePeople(people) })
		noted("leaving", []event.News{{Kind: event.PersonLeft, Thing: string(fia)}}, func(tx *Tx) error { return tx.SetLeft(fia, s.now) })
		noted("coming back", []event.News{{Kind: event.PersonJoined, Thing: string(fia)}}, func(tx *Tx) error { return tx.SetLeft(fia, 0) })
		noted("thanks", []event.News{{Kind: event.RecognitionPosted, Thing: "post"}}, func(tx *Tx) error {
			p := aPost(fia, s.now, noor)
			p.ID = "post"
			return tx.AddPost(p)
		})
	})
}
