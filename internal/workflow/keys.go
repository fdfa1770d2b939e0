package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/org"
	"cairn/internal/store"
)

// KeyStatus tells which master keys wrap the keys of people and of pay.
type KeyStatus struct {
	Current string         `json:"current"` // wraps what is new
	People  map[string]int `json:"people"`  // how many keys each wraps, those of pay among them
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
		s.People, s.Current, err = r.WrappedBy()
		return err
	})
	return s, err
}

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
