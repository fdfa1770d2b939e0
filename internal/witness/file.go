package witness

import (
	"errors"
	"fmt"
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
