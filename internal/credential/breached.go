package credential

import (
	"bytes"
	"crypto/sha1" // as the lists are; nothing is protected by it
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Breached is a file of passwords that have become known elsewhere: on each line the SHA-1
// of one in hexadecimal and perhaps a colon and how often it was seen, in the order of the
// hashes. It may be larger than memory, and is searched where it lies. Safe for concurrent use.
type Breached struct {
	file io.ReaderAt
	size int64
	end  func() error
}

const (
	hashDigits  = 2 * sha1.Size
	longestLine = 64 // with its end
)

// OpenBreached opens the file. The error says what is wrong with it where its first line, or
// the order of a few of its lines, shows that it is none of this kind.
func OpenBreached(path string) (*Breached, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	is, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	b := &Breached{f, is.Size(), f.Close}
	if err := b.ordered(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return b, nil
}

// Close lets go of the file.
func (b *Breached) Close() error { return b.end() }

// ordered looks at lines throughout the file.
func (b *Breached) ordered() error {
	var before []byte
	for part := range int64(64) {
		_, line, err := b.lineAt(b.size * part / 64)
		if err != nil {
			return err
		}
		if bytes.Compare(line, before) < 0 {
			return errors.New("its lines are not in the order of the hashes; take the list that is ordered by hash")
		}
		before = line
	}
	return nil
}

var errBreached = errors.New("a line does not begin with a SHA-1 in hexadecimal")

// lineAt returns where the line that holds the byte begins, and its hash in capitals.
func (b *Breached) lineAt(at int64) (begins int64, hash []byte, err error) {
	begins = max(0, at-longestLine)
	window := make([]byte, 2*longestLine)
	n, err := b.file.ReadAt(window, begins)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, nil, err
	}
	window = window[:n]
	if end := bytes.LastIndexByte(window[:min(int(at-begins), n)], '\n'); end >= 0 {
		begins, window = begins+int64(end)+1, window[end+1:]
	} else if begins > 0 {
		return 0, nil, errBreached // longer than any line of such a list
	}
	if len(window) < hashDigits {
		return 0, nil, errBreached
	}
	hash = bytes.ToUpper(window[:hashDigits])
	if slices.ContainsFunc(hash, func(c byte) bool { return !bytes.ContainsRune([]byte("0123456789ABCDEF"), rune(c)) }) {
		return 0, nil, errBreached
	}
	return begins, hash, nil
}

// knows halves the file until one line is left.
func (b *Breached) knows(password string) (bool, error) {
	wanted := fmt.Appendf(nil, "%X", sha1.Sum([]byte(password)))
	for low, high := int64(0), b.size; low < high; {
		begins, hash, err := b.lineAt(low + (high-low)/2)
		if err != nil {
			return false, err
		}
		switch order := bytes.Compare(wanted, hash); {
		case order == 0:
			return true, nil
		case order < 0:
			high = begins
		default:
			if low, err = b.after(begins); err != nil {
				return false, err
			}
		}
	}
	return false, nil
}

// after is where the line behind the one that begins there begins.
func (b *Breached) after(begins int64) (int64, error) {
	window := make([]byte, longestLine)
	n, err := b.file.ReadAt(window, begins)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if end := bytes.IndexByte(window[:n], '\n'); end >= 0 {
		return begins + int64(end) + 1, nil
	}
	return b.size, nil
}
