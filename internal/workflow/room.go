package workflow

import "cairn/internal/fault"

// Room asks before something large is taken in whether the disk is nearly full. What
// people write by hand goes on until it is.
func Room(low func() bool) Option { return func(w *Workflow) { w.low = low } }

// room refuses what is large while there is little room.
func (w *Workflow) room() error {
	if w.low == nil || !w.low() {
		return nil
	}
	return fault.New(fault.NoRoom, "The disk of this Cairn is nearly full, so files are not taken in for now. Nothing was changed. Ask whoever runs Cairn to make room, and send it again; what you write by hand is still kept.")
}
