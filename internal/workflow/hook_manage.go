package workflow

import (
	"context"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// HookKey is the key by which an address of the file of hooks knows that it is this
// Cairn that tells it, in the form it has.
func (w *Workflow) HookKey(target string) string { return w.db.Mark("hook", []byte(target)) }

// mostHooks is how many addresses are told at most.
const mostHooks = 100

// onHooks lets whoever is at the machine change what is told.
func (w *Workflow) onHooks(ctx context.Context, actor access.Actor, do func(*store.Tx) error) error {
	if actor.Via != access.ViaCommand {
		return fault.NotFound()
	}
	return w.update(ctx, do)
}

// AddHook adds an address that is told, and returns the secret that signs for it,
// which is shown this once.
func (w *Workflow) AddHook(ctx context.Context, actor access.Actor, wish event.Wish) (h event.Hook, secret string, err error) {
	err = w.onHooks(ctx, actor, func(tx *store.Tx) error {
		if h, err = wish.Check(tx.Now()); err != nil {
			return err
		}
		if _, err := tx.HookNamed(h.Name); err == nil {
			return fault.InvalidFields([]fault.Field{{Name: "name", Value: h.Name, Message: "There is an address of this name. Choose another name, or end that one first: cairn hook end " + h.Name}})
		} else if !fault.Is(err, fault.Absent) {
			return err
		}
		if told, err := tx.ToldHooks(); err != nil || len(told) >= mostHooks {
			return orElse(err, fault.New(fault.Conflict, "A hundred addresses are told already, and more would take too long. End one first."))
		}
		secret = event.NewSecret()
		if err := tx.AddHook(h, event.Secrets{URL: wish.Address, Secret: secret}); err != nil {
			return err
		}
		return recordHook(tx, actor, audit.HookAdded, h.ID)
	})
	return h, secret, err
}

// namedHook finds an address by the name it was given.
func namedHook(r *store.Reader, name string) (event.Hook, error) {
	h, err := r.HookNamed(name)
	if fault.Is(err, fault.Absent) {
		err = fault.New(fault.Absent, "No address of this name is told. To see which there are: cairn hook list")
	}
	return h, err
}

// RotateHook gives an address a new secret, which is shown this once. The one before
// signs too for so long.
func (w *Workflow) RotateHook(ctx context.Context, actor access.Actor, name string, overlap time.Duration) (secret string, until clock.Instant, err error) {
	if overlap < 0 || overlap > event.MostOverlap {
		return "", 0, fault.InvalidFields([]fault.Field{{Name: "overlap", Message: "Let the secret before sign for 30 days at most; 0 ends it at once."}})
	}
	err = w.onHooks(ctx, actor, func(tx *store.Tx) error {
		h, err := namedHook(tx.Reader, name)
		if err != nil {
			return err
		}
		s, there, err := tx.HookSecrets(h.ID)
		if err != nil || !there {
			return orElse(err, fault.New(fault.Conflict, "The file of hooks that this address stands in was not read yet. Start Cairn with it once."))
		}
		s = s.Rotate(tx.Now(), overlap)
		secret, until = s.Secret, tx.Now().Add(overlap)
		if err := tx.SetHookSecrets(h.ID, s); err != nil {
			return err
		}
		return recordHook(tx, actor, audit.HookRotated, h.ID)
	})
	return secret, until, err
}

// RestHook lets an address rest, or be told again. What happens meanwhile waits.
func (w *Workflow) RestHook(ctx context.Context, actor access.Actor, name string, rests bool) error {
	return w.onHooks(ctx, actor, func(tx *store.Tx) error {
		h, err := namedHook(tx.Reader, name)
		if err != nil {
			return err
		}
		act := audit.HookResumed
		h.State, h.Why, h.ChangedAt = event.Active, event.NotAskedFor, tx.Now()
		if rests {
			act, h.State, h.Why = audit.HookPaused, event.Paused, event.ByOperator
		}
		if err := tx.SaveHook(h); err != nil {
			return err
		}
		return recordHook(tx, actor, act, h.ID)
	})
}

// EndHook lets an address be told nothing more. What waits for it is dropped.
func (w *Workflow) EndHook(ctx context.Context, actor access.Actor, name string) error {
	return w.onHooks(ctx, actor, func(tx *store.Tx) error {
		h, err := namedHook(tx.Reader, name)
		if err != nil {
			return err
		}
		if h.InFile {
			return fault.New(fault.Conflict, "This address stands in the file of hooks. Take its line out of the file, and it ends when Cairn starts again.")
		}
		return endHook(tx, actor, h, event.ByOperator)
	})
}

// TryHook returns what it takes to tell an address that it can be told.
func (w *Workflow) TryHook(ctx context.Context, actor access.Actor, name string) (c event.Call, err error) {
	if actor.Via != access.ViaCommand {
		return c, fault.NotFound()
	}
	err = w.view(ctx, func(r *store.Reader) error {
		h, err := namedHook(r, name)
		if err != nil {
			return err
		}
		s, there, err := r.HookSecrets(h.ID)
		if err != nil || !there {
			return orElse(err, fault.New(fault.Conflict, "The file of hooks that this address stands in was not read yet. Start Cairn with it once."))
		}
		c = event.Call{Delivery: event.Delivery{Hook: h.ID, Event: event.Event{ID: id.New[id.Event](), Kind: event.Tried, At: r.Now()}}, Form: h.Form, Host: h.Host, Secrets: s}
		if h.Form == event.Flat {
			c.Legacy = w.HookKey(string(h.ID))
		}
		return nil
	})
	return c, err
}

// HookTried keeps what an address answered to a try.
func (w *Workflow) HookTried(ctx context.Context, actor access.Actor, c event.Call, a event.Answer) error {
	return w.onHooks(ctx, actor, func(tx *store.Tx) error { return hookAnswered(tx, c.Hook, a) })
}

// FileHook is an address of the file of hooks. Its key names it, and is no secret.
type FileHook struct {
	Key     string
	Form    event.Form
	Host    string
	Address string
}

// SyncHooks brings the addresses in step with the file of hooks: what stands in it is
// told of the wall, and what stands in it no longer has ended. One that rests goes on
// resting.
func (w *Workflow) SyncHooks(ctx context.Context, file []FileHook) error {
	actor := access.System(access.ViaItself)
	changed := false
	look := func(r *store.Reader) (have map[id.Hook]event.Hook, err error) {
		list, err := r.Hooks()
		have = map[id.Hook]event.Hook{}
		for _, h := range list {
			have[h.ID] = h
		}
		return have, err
	}
	// Nothing is written at a start that brings nothing new.
	err := w.view(ctx, func(r *store.Reader) error {
		have, err := look(r)
		changed = err == nil && inStep(have, file) != nil
		return err
	})
	if err != nil || !changed {
		return err
	}
	return w.update(ctx, func(tx *store.Tx) error {
		have, err := look(tx.Reader)
		if err != nil {
			return err
		}
		for _, step := range inStep(have, file) {
			if err := step(tx, actor); err != nil {
				return err
			}
		}
		return nil
	})
}

// inStep is what there is to do, so that the addresses of the file are as in it.
func inStep(have map[id.Hook]event.Hook, file []FileHook) (steps []func(*store.Tx, access.Actor) error) {
	named := map[id.Hook]bool{}
	for _, f := range file {
		h, known := have[id.Hook(f.Key)]
		named[id.Hook(f.Key)] = true
		again := h.State == event.Ended && h.Why != event.ByItself // one that said it is gone stays so
		if !known || again || h.State != event.Ended && (h.Host != f.Host || h.Form != f.Form) {
			steps = append(steps, func(tx *store.Tx, actor access.Actor) error { return bringHook(tx, actor, f, h, known) })
		}
	}
	for ref, h := range have {
		if h.InFile && h.State != event.Ended && !named[ref] {
			steps = append(steps, func(tx *store.Tx, actor access.Actor) error { return endHook(tx, actor, h, event.ByTheFile) })
		}
	}
	return steps
}

func bringHook(tx *store.Tx, actor access.Actor, f FileHook, h event.Hook, known bool) error {
	secrets := event.Secrets{URL: f.Address, Secret: event.NewSecret()}
	if !known {
		h = event.Hook{ID: id.Hook(f.Key), Name: "file-" + f.Key, Form: f.Form, Host: f.Host, Kinds: []event.Kind{event.RecognitionPosted}, State: event.Active,
			MadeAt: tx.Now(), ChangedAt: tx.Now(), InFile: true}
		if err := tx.AddHook(h, secrets); err != nil {
			return err
		}
		return recordHook(tx, actor, audit.HookAdded, h.ID)
	}
	if h.State == event.Ended {
		h.State, h.Why = event.Active, event.NotAskedFor
	}
	h.Form, h.Host, h.ChangedAt = f.Form, f.Host, tx.Now()
	if err := tx.SaveHook(h); err != nil {
		return err
	}
	if err := tx.SetHookSecrets(h.ID, secrets); err != nil {
		return err
	}
	return recordHook(tx, actor, audit.HookAdded, h.ID)
}

// HooksView is what whoever runs Cairn sees of addresses that are told: of each the
// host alone.
type HooksView struct {
	Hooks []event.Hook
	Dead  []event.Delivery
	More  bool // of what was given up
}

// deadShown is how much of what was given up is shown at once.
const deadShown = 100

// mayLookAfterHooks lets in whoever is at the machine, and operators who signed in.
// No token: what the machine is about is for no program.
func mayLookAfterHooks(actor access.Actor) error {
	if actor.Via == access.ViaCommand || actor.Via == access.ViaSession && actor.Holds(org.Operator) {
		return nil
	}
	return fault.NotFound()
}

// SeesHooks tells whether there is anything of addresses for the actor.
func (w *Workflow) SeesHooks(actor access.Actor) bool { return mayLookAfterHooks(actor) == nil }

// Hooks shows the addresses, and what was given up at one of them, or at all when none
// is named. Private kinds are among it as all are: an id of their own and a morning.
func (w *Workflow) Hooks(ctx context.Context, actor access.Actor, name string) (v HooksView, err error) {
	if err := mayLookAfterHooks(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		at := id.Hook("")
		if name != "" {
			h, err := namedHook(r, name)
			if err != nil {
				return err
			}
			at = h.ID
		}
		if v.Hooks, err = r.Hooks(); err != nil {
			return err
		}
		v.Dead, err = r.DeadDeliveries(at, 0, deadShown+1)
		if v.More = len(v.Dead) > deadShown; v.More {
			v.Dead = v.Dead[:deadShown]
		}
		return err
	})
	return v, err
}

// ReplayDelivery lets one delivery be tried anew. The address hears of the same event,
// by the same id.
func (w *Workflow) ReplayDelivery(ctx context.Context, actor access.Actor, once Once, ref id.Delivery) error {
	if err := mayLookAfterHooks(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Replay id.Delivery }{ref}, func(tx *store.Tx) (string, error) {
		d, err := tx.Delivery(ref)
		if err != nil {
			return "", err
		}
		h, err := tx.Hook(d.Hook)
		if err != nil {
			return "", err
		}
		if h.State == event.Ended {
			return "", errHookEnded()
		}
		done, err := tx.ReplayDelivery(ref)
		if err != nil || !done {
			return "", orElse(err, fault.New(fault.Conflict, "This waits to be told already, or there was nothing left to tell. Nothing was changed."))
		}
		return "", recordHook(tx, actor, audit.HookReplayed, h.ID)
	})
	return err
}

func errHookEnded() error {
	return fault.New(fault.Conflict, "This address is told nothing more. Add it again, and it is told of what happens from then on.")
}

// ReplayHook lets everything be tried anew that was given up at the address and
// happened since the instant.
func (w *Workflow) ReplayHook(ctx context.Context, actor access.Actor, once Once, ref id.Hook, since clock.Instant) (n int64, err error) {
	if err := mayLookAfterHooks(actor); err != nil {
		return 0, err
	}
	_, err = w.act(ctx, actor, once, struct {
		ReplayAt id.Hook
		Since    clock.Instant
	}{ref, since}, func(tx *store.Tx) (string, error) {
		h, err := tx.Hook(ref)
		if err != nil {
			return "", err
		}
		if h.State == event.Ended {
			return "", errHookEnded()
		}
		if n, err = tx.ReplaySince(ref, since); err != nil || n == 0 {
			return "", err
		}
		return "", recordHook(tx, actor, audit.HookReplayed, ref)
	})
	return n, err
}

// HookNamed finds an address by its name, for whoever is at the machine.
func (w *Workflow) HookNamed(ctx context.Context, actor access.Actor, name string) (h event.Hook, err error) {
	if actor.Via != access.ViaCommand {
		return h, fault.NotFound()
	}
	err = w.view(ctx, func(r *store.Reader) error {
		h, err = namedHook(r, name)
		return err
	})
	return h, err
}
