package seal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

const maxMasterFile = 4096

// LoadMaster reads a master key file. It refuses a file that anybody but its
// owner can use, and one that belongs to another account.
func LoadMaster(path string) (*Master, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("seal: the master key cannot be read: %w", err)
	}
	defer f.Close()
	if err := checkFile(f); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxMasterFile))
	if err != nil {
		return nil, fmt.Errorf("seal: the master key cannot be read: %w", err)
	}
	m, err := ParseMaster(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// checkFile looks at the opened file, not at its name, which might be swapped.
func checkFile(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("seal: the master key cannot be read: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("seal: the master key %s is not a file", f.Name())
	}
	if mode := info.Mode().Perm(); mode != 0o600 && mode != 0o400 && (mode != 0o440 || !handed(info)) {
		return fmt.Errorf("seal: the master key %s has mode %04o, so others could use it; run: chmod 600 %s",
			f.Name(), mode, f.Name())
	}
	return checkOwner(f.Name(), info)
}

// Save writes the master key to a new file that only its owner can read. It
// never overwrites: the old key may be the only one that opens the data.
func (m *Master) Save(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("seal: a master key is already at %s and is left as it is: %w", path, err)
	}
	if err != nil {
		return fmt.Errorf("seal: the master key cannot be written: %w", err)
	}
	if err := m.writeTo(f); err != nil {
		_ = os.Remove(path) // half a key is worse than none
		return fmt.Errorf("seal: the master key cannot be written: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

func (m *Master) writeTo(f *os.File) error {
	_, err := f.WriteString(m.text() + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}

// syncFolder makes the file's name durable, not only its content.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("seal: the folder of the master key cannot be opened: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
