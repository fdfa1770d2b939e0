package seal

import "sync"

// others are further master keys that still open what was wrapped by them.
type others struct {
	mu    sync.Mutex
	known map[string]*Master
	load  func() []*Master
}

// Also names where further keys are. They are looked for whenever something was
// wrapped by a key that is not known yet, so that a key that comes while Cairn
// serves is found; it is called before the key is used.
func (m *Master) Also(load func() []*Master) {
	m.others = &others{known: map[string]*Master{}, load: load}
}

// Knows tells whether what the key of that id wrapped can be opened.
func (m *Master) Knows(id string) bool { return m.named(id) != nil }

// Wrapped names the master key that wrapped a stored key; empty when it is none.
func Wrapped(stored string) (master string) {
	w, _ := split(stored)
	return w.master
}

// WrappedFrom is how every key begins that the master key of that name wrapped; it
// ends with a dot.
func WrappedFrom(master string) string { return wrapVersion + "." + master + "." }

// named finds the key of that id; nil when there is none.
func (m *Master) named(id string) *Master {
	if id == m.id {
		return m
	}
	if m.others == nil {
		return nil
	}
	m.others.mu.Lock()
	defer m.others.mu.Unlock()
	if known := m.others.known[id]; known != nil {
		return known
	}
	for _, k := range m.others.load() {
		m.others.known[k.id] = k
	}
	return m.others.known[id]
}

// By returns the key of that id, which wraps what is new; m itself where it is not
// known.
func (m *Master) By(id string) *Master {
	if known := m.named(id); known != nil {
		return known
	}
	return m
}

// RewrapKey wraps a person's stored key anew with the key of that id. The person's
// key stays the same, and so does everything sealed with it.
func (m *Master) RewrapKey(owner, stored, id string) (string, error) {
	raw, number, err := m.unwrap(owner, stored)
	if err != nil {
		return "", err
	}
	by := m.named(id)
	if by == nil {
		return "", ErrWrongMaster
	}
	return by.wrap(owner, number, raw), nil
}

// RewrapRoot does the same with a root.
func (m *Master) RewrapRoot(purpose, stored, id string) (string, error) {
	return m.RewrapKey(rootOwner(purpose), stored, id)
}
