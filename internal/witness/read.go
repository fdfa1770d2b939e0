package witness

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"cairn/internal/arrange"
)

// Line is a line of the journal as the copy has it.
type Line struct{ Act, Subject, Object string }

// link is a link as a file has it.
type link struct {
	Link    *int64
	At      int64
	MAC     string
	Void    bool
	Entries []Line

	file, place int // of which file, and which of its links
	gone        bool
}

// union is what several files hold together: of each file what it says of a position
// last, without what a restore went back behind. Cairns that share a database have a
// file each.
type union struct {
	at   map[int64][]*link
	torn int // lines that were torn by a power cut; they are passed over
}

// Files are the files that the paths name: a folder stands for all in it.
func Files(paths []string) (files []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("the journal's copy cannot be read: %w", err)
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		inside, err := os.ReadDir(path)
		if err != nil {
			return nil, fmt.Errorf("the journal's copy cannot be read: %w", err)
		}
		for _, f := range inside {
			if f.Type().IsRegular() && f.Name()[0] != '.' {
				files = append(files, filepath.Join(path, f.Name()))
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// read reads all that the paths name, and tells which files these are.
func read(paths []string) (files []string, u union, err error) {
	if files, err = Files(paths); err != nil {
		return nil, u, err
	}
	u.at = map[int64][]*link{}
	var backs []*link
	for i, path := range files {
		list, torn, err := readFile(path, i)
		if err != nil {
			return nil, u, err
		}
		u.torn += torn
		for _, k := range list {
			u.at[*k.Link] = append(u.at[*k.Link], k)
			if _, back := goesBack(k); back {
				backs = append(backs, k)
			}
		}
	}
	arrange.By(backs, func(a, b *link) int { return cmp.Compare(a.At, b.At) })
	for _, b := range backs {
		u.goBack(b)
	}
	return files, u, nil
}

// readFile returns what a file holds, in its order.
func readFile(path string, file int) (list []*link, torn int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("the journal's copy cannot be read: %w", err)
	}
	defer f.Close()
	last := map[int64]*link{}
	for in := bufio.NewReader(f); ; {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if k := take(last, line); k == nil {
				torn++
			} else if !k.Void {
				k.file = file
				list = append(list, k)
			}
		}
		if errors.Is(err, io.EOF) {
			return number(list), torn, nil
		}
		if err != nil {
			return nil, torn, fmt.Errorf("the journal's copy cannot be read: %w", err)
		}
	}
}

// take reads a line; nil is one that was torn. Void takes back the link before it.
func take(last map[int64]*link, line []byte) *link {
	var k link
	if err := json.Unmarshal(line, &k); err != nil || k.Link == nil || k.MAC == "" {
		return nil
	}
	before := last[*k.Link]
	if k.Void {
		if before != nil && before.MAC == k.MAC {
			before.Void = true
		}
		return &k
	}
	if before != nil {
		before.gone = true // begun again after it was killed
	}
	last[*k.Link] = &k
	if to, back := goesBack(&k); back {
		for at, other := range last {
			if at > to && at != *k.Link {
				other.gone = true
				delete(last, at)
			}
		}
	}
	return &k
}

// number leaves out what is gone, and numbers what is left.
func number(list []*link) []*link {
	list = slices.DeleteFunc(list, func(k *link) bool { return k.gone })
	place := 0
	for _, k := range list {
		if !k.Void {
			k.place = place
			place++
		}
	}
	return list
}

// restored is the act that a database which was put back begins with; its object tells
// how far the backup goes. What came after that is in no database any more. A line that
// only pretends to be one names a link that the database does not have.
const restored = "cairn.restored"

func goesBack(k *link) (to int64, back bool) {
	for _, e := range k.Entries {
		if e.Act != restored {
			continue
		}
		if _, err := fmt.Sscanf(e.Object, "journal/%d", &to); err == nil {
			return to, true
		}
	}
	return 0, false
}

// goBack lets go of what other files have from before a restore.
func (u union) goBack(b *link) {
	to, _ := goesBack(b)
	for at, list := range u.at {
		if at <= to {
			continue
		}
		list = slices.DeleteFunc(list, func(k *link) bool { return k.file != b.file && k.At < b.At })
		if u.at[at] = list; len(list) == 0 {
			delete(u.at, at)
		}
	}
}

// Since returns the lines of the links after a position, in their order, from all files.
func Since(paths []string, position int64) (lines []Line, err error) {
	_, u, err := read(paths)
	if err != nil {
		return nil, err
	}
	var kept []*link
	for at, list := range u.at {
		for _, k := range list {
			if at > position && !k.Void {
				kept = append(kept, k)
			}
		}
	}
	arrange.By(kept, func(a, b *link) int { return cmp.Or(cmp.Compare(*a.Link, *b.Link), cmp.Compare(a.At, b.At)) })
	for _, k := range kept {
		lines = append(lines, k.Entries...)
	}
	return lines, nil
}
