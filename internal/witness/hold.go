package witness

import (
	"cmp"
	"maps"
	"slices"

	"cairn/internal/arrange"
)

// Links is what the second journal holds, in one file or in several, to be held to the
// chain of a database.
type Links struct {
	Files int
	Torn  int // lines that cannot be read
	Begun int // links that were begun and never kept, as when a Cairn is killed

	union
	paths []string
	all   bool // of every Cairn the file is here
	first int64
	stale []*link          // stand in one file, and the kept one in another
	late  map[int64]string // links that no file had, by their MACs
}

// Read reads the files. All tells that these are the files of all Cairns: then a link that
// none of them has is missing there.
func Read(all bool, paths ...string) (*Links, error) {
	files, u, err := read(paths)
	if err != nil {
		return nil, err
	}
	l := &Links{Files: len(files), Torn: u.torn, union: u, paths: files, all: all, late: map[int64]string{}}
	if positions := slices.Sorted(maps.Keys(u.at)); len(positions) > 0 {
		l.first = positions[0]
	}
	return l, nil
}

// Len is how many links there are.
func (l *Links) Len() int { return len(l.at) }

// Hold compares a link of the chain; they come in their order. What is empty where
// nothing is wrong, and compared false where the link is not here.
func (l *Links) Hold(position int64, mac string) (compared bool, what string) {
	there, others := false, []*link(nil)
	for _, k := range l.at[position] {
		switch {
		case k.MAC == mac: // also one that was taken back, because nobody could tell
			there = true
		case !k.Void:
			others = append(others, k)
		}
	}
	for _, k := range others {
		if _, back := goesBack(k); back || !there {
			return true, "is another one there"
		}
	}
	if l.stale = append(l.stale, others...); !there {
		l.missed(position, mac)
	}
	return there, ""
}

func (l *Links) missed(position int64, mac string) {
	if l.all && len(l.at) > 0 && position >= l.first { // otherwise the copy began later, or the link is in a file that is not here
		l.late[position] = mac // perhaps it was not written yet when its file was read
	}
}

// End tells what else is wrong, after the last link of the chain; next is the position
// after it. Cairns write while files are read one after the other, and take back: so the
// files are read once more before a link is told of that they lack, or have alone.
func (l *Links) End(next int64, tell func(from, to int64, what string)) error {
	only := l.from(next)
	if len(l.late) > 0 || len(only) > 0 {
		again, err := Read(l.all, l.paths...)
		if err != nil {
			return err
		}
		l.missing(again, tell)
		only = slices.DeleteFunc(only, func(at int64) bool { return !again.keeps(at) })
	}
	l.otherwise(tell)
	for _, at := range only {
		tell(at, at, "is only there: this database is older than the second journal, or was cut off")
	}
	return nil
}

// from are the positions of links that are kept here, from that one on.
func (l *Links) from(next int64) (only []int64) {
	for _, at := range slices.Sorted(maps.Keys(l.at)) {
		if at >= next && l.keeps(at) {
			only = append(only, at)
		}
	}
	return only
}

// keeps tells whether a link is here that was not taken back.
func (l *Links) keeps(at int64) bool {
	return slices.ContainsFunc(l.at[at], func(k *link) bool { return !k.Void })
}

// missing are the links that no file has, where all files are here.
func (l *Links) missing(again *Links, tell func(from, to int64, what string)) {
	var none []int64
	for _, at := range slices.Sorted(maps.Keys(l.late)) {
		if there, _ := again.Hold(at, l.late[at]); !there {
			none = append(none, at)
		}
	}
	for i, from := 0, 0; i < len(none); i++ {
		if i+1 == len(none) || none[i+1] != none[i]+1 {
			tell(none[from], none[i], "in none of the files")
			from = i + 1
		}
	}
}

// otherwise are links that one file has otherwise than another and the chain. A Cairn that
// is killed leaves one that it had begun; more of them in a row no Cairn has left.
func (l *Links) otherwise(tell func(from, to int64, what string)) {
	arrange.By(l.stale, func(a, b *link) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.place, b.place)) })
	beside := func(i, j int) bool {
		return i >= 0 && j < len(l.stale) && l.stale[i].file == l.stale[j].file && l.stale[i].place+1 == l.stale[j].place
	}
	for i, k := range l.stale {
		if beside(i-1, i) || beside(i, i+1) {
			tell(*k.Link, *k.Link, "is another one in "+l.paths[k.file])
			continue
		}
		l.Begun++
	}
}
