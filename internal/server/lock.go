package server

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"cairn/internal/fault"
)

// LockFile is the name of the lock in a data directory.
const LockFile = "cairn.lock"

// Lock keeps a second Cairn off a data directory. The system lets go of it when
// the process ends, however it ends.
type Lock struct{ file *os.File }

// TakeLock takes the data directory for this process, or tells which process has
// it.
func TakeLock(folder string) (*Lock, error) {
	f, err := os.OpenFile(filepath.Join(folder, LockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, unix.EROFS) || errors.Is(err, unix.EACCES) {
		return nil, fault.Wrap(fault.Unavailable, fmt.Sprintf("The data directory %s cannot be written. Cairn shows nothing of anybody that it cannot write down, so it does not start like this. Mount the disk for writing, or give the folder to Cairn’s account.", folder), err)
	}
	if err != nil {
		return nil, fmt.Errorf("the lock of the data directory cannot be opened: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		defer f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fault.New(fault.Conflict, fmt.Sprintf("Another Cairn%s uses the data directory %s. Stop it first, or name another directory with --data.", holder(f), folder))
		}
		return nil, fmt.Errorf("the data directory cannot be locked: %w", err)
	}
	if err := writePID(f); err != nil {
		return nil, errors.Join(fmt.Errorf("the data directory %s cannot be written, so Cairn does not start: %w", folder, err), f.Close())
	}
	return &Lock{f}, nil
}

func holder(f *os.File) string {
	text, err := io.ReadAll(io.LimitReader(f, 32))
	if err != nil {
		return ""
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (process %d)", pid)
}

func writePID(f *os.File) error {
	err := f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return err
}

// Release gives the directory back. The file stays: removing it would let two
// processes lock two files of one name.
func (l *Lock) Release() error { return errors.Join(l.file.Truncate(0), l.file.Close()) }
