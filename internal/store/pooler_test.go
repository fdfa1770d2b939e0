package store

import (
	"os"
	"strings"
	"testing"
	"time"

	"cairn/internal/id"
	"cairn/internal/testkit/postgres"
	"cairn/internal/testkit/program"
)

// TestThroughPgBouncer runs what matters through a pooler in transaction mode with four
// connections: migrations, acts side by side, private rows and leading. It needs PgBouncer
// and runs where that is, and with all sizes.
func TestThroughPgBouncer(t *testing.T) {
	t.Parallel()
	address, ok := postgres.Pooler(t, postgres.URL(t))
	if !ok && os.Getenv("CAIRN_REPLICAS") != "" {
		program.Missing(t, "PgBouncer", "Install it: apt-get install pgbouncer.")
	}
	if !ok {
		t.Skip("skipped: there is no PgBouncer on this machine; make scale needs it")
	}
	s := &suite{T: t, address: address}
	s.db = s.open(testMaster(t))
	both := []*DB{s.db, s.open(testMaster(t))}
	for i, err := range atOnce(2, func(i int) error { return both[i].Migrate(t.Context()) }) {
		if err != nil {
			t.Fatalf("number %d: %v", i, err)
		}
	}
	s.actsThroughIt(both)
	first, ok, err := both[0].TakeLead(t.Context(), "a", time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, ok, err := both[1].TakeLead(t.Context(), "b", time.Minute); ok || err != nil {
		t.Error("two lead:", ok, err)
	}
	s.must(both[0].Update(UnderLead(t.Context(), first), s.now, func(*Tx) error { return nil }))
	v, err := both[1].Verify(t.Context(), nil, nil)
	s.must(err)
	if len(v.Discrepancies) > 0 || v.Rows == 0 {
		t.Errorf("%+v", v)
	}
}

// actsThroughIt lets many at once read and write.
func (s *suite) actsThroughIt(both []*DB) {
	s.Helper()
	ada := s.people("Ada")[0].ID
	for i, err := range atOnce(40, func(i int) error {
		db := both[i%2]
		if i%4 == 0 {
			return db.View(s.Context(), s.now, func(r *Reader) error { _, err := r.Person(ada); return err })
		}
		return db.Update(s.Context(), s.now, func(tx *Tx) error {
			return tx.KeepDone(ada, string(id.New[id.Person]()), Done{Fingerprint: "f"})
		})
	}) {
		if err != nil {
			s.Fatalf("act %d: %v", i, err)
		}
	}
	same(s, "acts", s.number(`SELECT COUNT(*) FROM idempotency_keys`), 30)
}

// TestTwoOrganisationsInTwoSchemas: one database, and neither knows of the other.
func TestTwoOrganisationsInTwoSchemas(t *testing.T) {
	t.Parallel()
	address := postgres.URL(t)
	whole := &suite{T: t, address: address}
	whole.db = whole.open(testMaster(t))
	var both []*suite
	for _, name := range []string{"acme", "birch"} {
		whole.must(whole.raw("CREATE SCHEMA " + name))
		s := &suite{T: t, address: address + "&search_path=" + name}
		s.db = s.open(testMaster(t))
		s.must(s.db.Migrate(t.Context()))
		s.people(name+" Ada", "Bo")
		both = append(both, s)
	}
	both[0].people("Cy")
	for i, want := range []int64{3, 2} {
		same(both[i], "people", both[i].number(`SELECT COUNT(*) FROM people`), want)
		v, err := both[i].db.Verify(t.Context(), nil, nil)
		both[i].must(err)
		if len(v.Discrepancies) > 0 || v.Rows < want {
			t.Errorf("%d: %+v", i, v)
		}
	}
}

func TestAServerThatTakesNoWritesIsRefused(t *testing.T) {
	t.Parallel()
	_, err := Open(t.Context(), postgres.URL(t)+"&default_transaction_read_only=on", testMaster(t))
	if err == nil || !strings.Contains(err.Error(), "Cairn needs the primary") {
		t.Errorf("it is opened: %v", err)
	}
}
