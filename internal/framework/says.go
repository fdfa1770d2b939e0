package framework

import "sync"

// spoken is every text of a framework, gathered when it is first asked for.
type spoken struct {
	once sync.Once
	all  map[string]bool
}

// Says tells whether the words are one of the framework's texts, whole and as written.
func (f *Framework) Says(words string) bool {
	ix := f.ix()
	ix.spoken.once.Do(func() { ix.spoken.all = f.texts() })
	return ix.spoken.all[words]
}

func (f *Framework) texts() map[string]bool {
	all := map[string]bool{}
	note := func(texts ...string) {
		for _, t := range texts {
			all[t] = true
		}
	}
	note(f.Name, f.Source.Attribution)
	for _, s := range f.Steps {
		note(s.Name, s.Sphere, s.Summary)
	}
	for _, a := range f.Areas {
		note(a.Name, a.Summary)
	}
	for _, s := range f.Scales {
		for _, l := range s.Levels {
			note(l.Name, l.Summary)
		}
	}
	for _, d := range f.Disciplines {
		note(d.Name)
	}
	for _, r := range f.Roles {
		note(r.Name, r.Summary)
	}
	for _, e := range f.Examples {
		note(e.Text, e.Note)
		note(e.Details...)
	}
	for _, q := range f.FAQ {
		note(q.Q, q.A)
	}
	delete(all, "")
	return all
}
