package witness

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// file is a copy in a file of its own, a line each, readable by its owner only.
type file struct {
	path string
	sync bool // each line is on the disk before it counts
	f    *os.File
}

func (s *file) write(line []byte) error {
	if s.f == nil {
		f, err := os.OpenFile(s.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("the journal's copy cannot be opened: %w", err)
		}
		s.f = f
	}
	if len(line) == 0 {
		return nil
	}
	if _, err := s.f.Write(append(line, '\n')); err != nil {
		return errors.Join(fmt.Errorf("the journal's copy cannot be written: %w", err), s.drop())
	}
	if !s.sync {
		return nil
	}
	if err := s.f.Sync(); err != nil {
		return errors.Join(fmt.Errorf("the journal's copy cannot be written: %w", err), s.drop())
	}
	return nil
}

// drop lets go of a file that failed, so that the next line opens it anew.
func (s *file) drop() error {
	f := s.f
	s.f = nil
	return f.Close()
}

func (s *file) Close() error {
	if s.f == nil {
		return nil
	}
	return s.drop()
}

// Read returns the MACs of the links in a copy, by position. What was taken back
// is left out, and so is what a restore went back behind; a line that was torn by a
// power cut is passed over and counted.
func Read(path string) (links map[int64]string, torn int, err error) {
	kept, torn, err := readLinks(path)
	if err != nil {
		return nil, torn, err
	}
	links = make(map[int64]string, len(kept))
	for position, k := range kept {
		links[position] = k.MAC
	}
	return links, torn, nil
}

// Since returns the lines of the links after a position, in their order.
func Since(path string, position int64) (lines []Line, err error) {
	kept, _, err := readLinks(path)
	if err != nil {
		return nil, err
	}
	for _, at := range slices.Sorted(maps.Keys(kept)) {
		if at > position {
			lines = append(lines, kept[at].Entries...)
		}
	}
	return lines, nil
}

// Line is a line of the journal as the copy has it.
type Line struct{ Act, Subject, Object string }

// link is a link as the copy has it.
type link struct {
	Link    *int64
	MAC     string
	Void    bool
	Entries []Line
}

func readLinks(path string) (links map[int64]link, torn int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("the journal's copy cannot be read: %w", err)
	}
	defer f.Close()
	links = map[int64]link{}
	for in := bufio.NewReader(f); ; {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			torn += take(links, line)
		}
		if errors.Is(err, io.EOF) {
			return links, torn, nil
		}
		if err != nil {
			return nil, torn, fmt.Errorf("the journal's copy cannot be read: %w", err)
		}
	}
}

func take(links map[int64]link, line []byte) (torn int) {
	var k link
	if err := json.Unmarshal(line, &k); err != nil || k.Link == nil || k.MAC == "" {
		return 1
	}
	switch {
	case !k.Void:
		goBack(links, k)
		links[*k.Link] = k
	case links[*k.Link].MAC == k.MAC:
		delete(links, *k.Link)
	}
	return 0
}

// restored is the act that a database which was put back begins with; its object tells
// how far the backup goes. What came after that is in no database any more. A line that
// only pretends to be one names a link that the database does not have.
const restored = "cairn.restored"

func goBack(links map[int64]link, k link) {
	for _, e := range k.Entries {
		if e.Act != restored {
			continue
		}
		var position int64
		if _, err := fmt.Sscanf(e.Object, "journal/%d", &position); err != nil {
			continue
		}
		for at := range links {
			if at > position && at != *k.Link {
				delete(links, at)
			}
		}
	}
}
