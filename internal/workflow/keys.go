package workflow

import (
	"context"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/org"
	"cairn/internal/store"
)

// KeyStatus tells which master keys wrap the keys of people and of pay.
type KeyStatus struct {
	Current string         `json:"current"` // wraps what is new
	People  map[string]int `json:"people"`  // how many keys each wraps, those of pay among them

	OldestKey string `json:"oldest_key"`        // the day on which the oldest key of a person was made; empty without people
	Renewed   string `json:"renewed,omitempty"` // the day on which everybody's were made anew, the last time
	Renewing  bool   `json:"renewing"`          // whether that goes on, or was interrupted
	Former    int64  `json:"former_keys"`       // earlier keys that something is sealed with still
	FormerOf  int64  `json:"owners_of_former"`  // and of how many they are
}

// Done tells whether one master key wraps everything.
func (s KeyStatus) Done() bool {
	return len(s.People) == 0 || len(s.People) == 1 && s.People[s.Current] > 0
}

// Total is how many keys there are.
func (s KeyStatus) Total() (n int) {
	for _, some := range s.People {
		n += some
	}
	return n
}

// KeyStatus looks at the keys; only whoever is at the machine can.
func (w *Workflow) KeyStatus(ctx context.Context) (s KeyStatus, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		if s.People, s.Current, err = r.WrappedBy(); err != nil {
			return err
		}
		return s.ages(r)
	})
	return s, err
}

func (s *KeyStatus) ages(r *store.Reader) error {
	a, err := r.KeyAges()
	if err != nil {
		return err
	}
	s.Former, s.FormerOf = a.Former, a.Of
	if a.Keys > 0 {
		s.OldestKey = day(a.Oldest)
	}
	last, there, err := r.LastRenewal()
	if there {
		s.Renewing = !last.Done.IsSet()
		if !s.Renewing {
			s.Renewed = day(last.Done)
		}
	}
	return err
}

func day(at clock.Instant) string { return at.Time().Format(time.DateOnly) }

// keysAtOnce are wrapped in one transaction, so that others can write in between.
const keysAtOnce = 200

// RotateKeys lets the master key of that name wrap every key, whatever
// wrapped it before. The keys and what is sealed stay the same. It goes on
// where it stopped, and may run beside a serving Cairn that has both keys.
func (w *Workflow) RotateKeys(ctx context.Context, master string, progress func(done, total int)) error {
	status, err := w.KeyStatus(ctx)
	if err != nil {
		return err
	}
	done, total := status.People[master], status.Total()
	err = w.update(ctx, func(tx *store.Tx) error {
		changed, err := tx.RewrapRoots(master)
		if err != nil || !changed {
			return err
		}
		return record(tx, access.System(access.ViaCommand), audit.Entry{Act: audit.KeysRotating, Hat: org.Operator.Words()})
	})
	for n := 1; err == nil && n > 0; done += n {
		progress(done, max(done, total))
		if n, err = w.rotateSome(ctx, master); n == 0 {
			break
		}
	}
	return err
}

func (w *Workflow) rotateSome(ctx context.Context, master string) (n int, err error) {
	err = w.update(ctx, func(tx *store.Tx) error {
		if n, err = tx.RewrapKeys(master, keysAtOnce); err != nil || n == 0 || n == keysAtOnce {
			return err
		}
		return record(tx, access.System(access.ViaCommand), audit.Entry{Act: audit.KeysRotated, Hat: org.Operator.Words()})
	})
	return n, err
}
