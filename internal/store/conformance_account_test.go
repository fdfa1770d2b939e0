package store

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

func TestAccountsAndWhatOpensThemAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0]
		for i, text := range texts() {
			hash := string(id.New[id.Entry]())
			session := Session{ID: id.New[id.Session](), Person: ada.ID, Agent: text, MadeAt: s.now, SeenAt: s.now, EndsAt: 1<<63 - 1}
			token := Token{ID: id.New[id.Token](), Person: ada.ID, Name: text, MadeAt: s.now, EndsAt: s.now.Add(time.Hour)}
			if i > 0 {
				token.Scopes = access.Scopes()[:min(i, 4)]
			}
			invitation := Invitation{Person: ada.ID, MadeAt: s.now, ExpiresAt: s.now + 1}
			s.update(func(tx *Tx) error {
				s.must(tx.SavePassword(ada.ID, text))
				s.must(tx.Rehash(ada.ID, "another's", "lost"))
				s.must(tx.AddSession(session, hash))
				s.must(tx.AddToken(token, hash))
				return tx.AddInvitation(invitation, hash)
			})
			s.view(func(r *Reader) error {
				account, err := r.AccountOf(ada.ID)
				s.must(err)
				same(s, "account", account, Account{Person: ada.ID, Name: "Ada", Email: ada.Email, Password: text, SetAt: s.now})
				gotSession, _, _, err := r.SessionByHash(hash)
				s.must(err)
				same(s, "session", gotSession, session)
				gotSession, _, err = r.SessionOf(session.ID)
				s.must(err)
				same(s, "session", gotSession, session)
				gotToken, _, _, err := r.TokenByHash(hash)
				s.must(err)
				opens := token
				opens.Name, opens.MadeAt = "", 0
				equal(s, "token", gotToken, opens)
				list, err := r.Tokens(token.Person)
				s.must(err)
				of := slices.IndexFunc(list, func(t Token) bool { return t.ID == token.ID })
				if of < 0 {
					s.Fatalf("%v is not listed", token)
				}
				equal(s, "token listed", list[of], token)
				gotInvitation, _, err := r.InvitationByHash(hash)
				s.must(err)
				same(s, "invitation", gotInvitation, invitation)
				_, _, found, err := r.SessionByHash("")
				same(s, "a session without a hash", found, false)
				return err
			})
			s.now++
		}
	})
}

func TestWhatWasDoneUnderAKeyIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		long := slices.Collect(func(yield func(string) bool) {
			for _, text := range texts() {
				if !yield(string([]rune(text)[:min(100, len([]rune(text)))])) {
					return
				}
			}
		})
		for i, key := range long {
			done := Done{Fingerprint: texts()[i], Result: texts()[len(long)-1-i]}
			s.update(func(tx *Tx) error { return tx.KeepDone("somebody", key, done) })
			s.view(func(r *Reader) error {
				got, ok, err := r.DoneUnder("somebody", key)
				same(s, "done", got, done)
				same(s, "found", ok, true)
				s.must(err)
				_, ok, err = r.DoneUnder("somebody else", key)
				same(s, "found by somebody else", ok, false)
				return err
			})
			s.now++
		}
		s.update(func(tx *Tx) error { return tx.DropDone(s.now - 2) })
		same(s, "kept", s.number(`SELECT count(*) FROM idempotency_keys`), 2)
	})
}

func TestAFrameworkIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		published := func(want framework.Ref, wantFound bool) {
			s.Helper()
			s.view(func(r *Reader) error {
				ref, ok, err := r.PublishedFramework()
				same(s, "in force", ref, want)
				same(s, "one is in force", ok, wantFound)
				return err
			})
		}
		published(framework.Ref{}, false)
		for i, text := range texts() {
			f := FrameworkText{Ref: framework.Ref{ID: "steps", Version: string(rune('a' + i))}, Status: "retired", Source: []byte(text), LoadedAt: s.now, RetiredAt: s.now, Revision: 1, Effective: "2026-01-01", BasedOn: text}
			s.update(func(tx *Tx) error { return tx.AddFramework(f) })
			s.view(func(r *Reader) error {
				got, err := r.Framework(f.Ref)
				equal(s, "framework", got, f)
				return err
			})
		}
		published(framework.Ref{}, false)
		for _, ref := range []framework.Ref{{ID: "z", Version: "1.10"}, {ID: "a", Version: "1.9"}, {ID: "b", Version: "1.9"}, {ID: "Z", Version: "1.B"}} {
			s.update(func(tx *Tx) error {
				return tx.AddFramework(FrameworkText{Ref: ref, Status: "published", PublishedAt: s.now})
			})
		}
		published(framework.Ref{ID: "Z", Version: "1.B"}, true)
	})
}

func TestTheJournalIsKeptAsGivenAndReadInPages(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0].ID
		at, err := s.newest()
		s.must(err)
		same(s, "an empty journal's newest entry", at, 0)
		var written []audit.Entry
		for i, text := range texts() {
			e := audit.Entry{Actor: id.Person(text), Via: text, Hat: text, Act: audit.Act(text), Item: text, Subject: ada, Object: text}
			s.update(func(tx *Tx) error {
				s.must(tx.Record(e))
				s.must(tx.Record(audit.Entry{Subject: "somebody else", Act: audit.Read}))
				return tx.RecordAll([]audit.Entry{e, e})
			})
			e.At = s.now
			written = append(written, e, e, e)
			if i%2 == 0 { // some share their instant
				s.now++
			}
		}
		var got []audit.Entry
		seen := map[id.Entry]bool{}
		for before, more := (audit.Entry{}), true; more; {
			s.view(func(r *Reader) error {
				list, err := r.EntriesAbout(ada, before, 4)
				more = len(list) > 0 && len(got) < 100
				for _, e := range list {
					before, seen[e.ID] = e, true
					e.ID = ""
					got = append(got, e)
				}
				return err
			})
		}
		slices.Reverse(got)
		same(s, "entries told apart", len(seen), len(written))
		byInstant := func(a, b audit.Entry) int { return int(a.At-b.At)*100_000 + len(a.Via) - len(b.Via) }
		slices.SortStableFunc(got, byInstant)
		slices.SortStableFunc(written, byInstant)
		equal(s, "the journal", got, written)
		at, err = s.newest()
		same(s, "newest entry", at, written[len(written)-1].At)
		s.must(err)
	})
}

func (s *suite) newest() (at clock.Instant, err error) {
	err = s.db.View(s.Context(), s.now, func(r *Reader) error { at, err = r.NewestEntry(); return err })
	return at, err
}
