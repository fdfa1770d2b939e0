package witness

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
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
// is left out; a line that was torn by a power cut is passed over and counted.
func Read(path string) (links map[int64]string, torn int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("the journal's copy cannot be read: %w", err)
	}
	defer f.Close()
	links = map[int64]string{}
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

func take(links map[int64]string, line []byte) (torn int) {
	var k struct {
		Link *int64
		MAC  string
		Void bool
	}
	if err := json.Unmarshal(line, &k); err != nil || k.Link == nil || k.MAC == "" {
		return 1
	}
	switch {
	case !k.Void:
		links[*k.Link] = k.MAC
	case links[*k.Link] == k.MAC:
		delete(links, *k.Link)
	}
	return 0
}
