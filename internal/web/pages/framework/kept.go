package framework

import (
	"fmt"

	"cairn/internal/framework"
)

// Key tells readings apart: two with the same key show the same to whoever reads. The
// texts are told apart by where they are, because none of them ever changes.
type Key struct {
	text, base *framework.Framework
	as         string
}

// Key returns the key of the reading, where it has one. What is being written or talked
// about has none.
func (r Reading) Key() (Key, bool) {
	if r.Shown != nil || r.Framework == nil {
		return Key{}, false
	}
	l := r.Lens // its marks come with the text, its maps are made of the rest
	return Key{r.Framework, l.Base, fmt.Sprintf("%q %t %t %t %d %t %q %t %t %q %q %q %q",
		r.Discipline, r.Chosen, r.Own, r.Unknown, r.Part, r.MayWrite, l.Units, l.Chosen, l.Unknown, l.Own, l.All, l.path, l.query)}, true
}
