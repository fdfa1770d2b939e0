package backup

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hpke"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A file begins with one line: what it is, the name of the lock, and the file's own
// random key as only the backup key opens it. The rest is the STREAM construction:
// pieces sealed by AES-256-GCM, each bound to its place, the last one to being the
// last. So no piece can be changed, swapped, left out, added or cut off unnoticed.

const (
	magic   = "cairn-backup-v1"
	piece   = 64 << 10
	tagSize = 16
	// longestLine is more than the first line ever has.
	longestLine = 1024
)

var (
	// ErrNotBackup tells that a file is something else.
	ErrNotBackup = errors.New("this is not a backup of Cairn's")
	// ErrWrongKey tells that a backup was closed with the lock of another key.
	ErrWrongKey = errors.New("this is not the key of this backup")
	// ErrDamaged tells that a backup is not whole.
	ErrDamaged = errors.New("the backup is damaged: it was changed, or cut off, since it was made. Nothing of it was used; take another one")
)

// Sealer closes what is written to it.
type Sealer struct {
	to    io.Writer
	box   cipher.AEAD
	buf   []byte
	count uint64
	key   []byte
}

// Seal begins a file that the lock closes.
func Seal(to io.Writer, lock Lock) (*Sealer, error) {
	if lock.public == nil {
		return nil, ErrNotLock
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	enc, sender, err := hpke.NewSender(lock.public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(magic))
	if err != nil {
		return nil, err
	}
	wrapped, err := sender.Seal([]byte(lock.id), key)
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(to, "%s %s %s %s\n", magic, lock.id, encode(enc), encode(wrapped)); err != nil {
		return nil, err
	}
	box, err := boxOf(key)
	return &Sealer{to: to, box: box, key: key, buf: make([]byte, 0, piece+tagSize)}, err
}

func boxOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func nonce(count uint64, last bool) []byte {
	n := make([]byte, 12)
	binary.BigEndian.PutUint64(n[3:], count)
	if last {
		n[11] = 1
	}
	return n
}

// Write takes some of what is to be closed.
func (s *Sealer) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		if len(s.buf) == piece {
			if err := s.flush(false); err != nil {
				return n, err
			}
		}
		some := min(piece-len(s.buf), len(p))
		s.buf = append(s.buf, p[:some]...)
		p, n = p[some:], n+some
	}
	return n, nil
}

func (s *Sealer) flush(last bool) error {
	_, err := s.to.Write(s.box.Seal(s.buf[:0], nonce(s.count, last), s.buf, nil))
	s.buf, s.count = s.buf[:0], s.count+1
	return err
}

// Close writes the last piece; without it the file counts as cut off.
func (s *Sealer) Close() error { return s.flush(true) }

// Again opens what this Sealer has closed, so that it can be looked through once.
func (s *Sealer) Again(from io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(from, piece+tagSize+1)
	if _, err := firstLine(in); err != nil {
		return nil, err
	}
	return &opener{from: in, box: s.box}, nil
}

// Unseal opens a file.
func Unseal(from io.Reader, key Key) (io.Reader, error) {
	in := bufio.NewReaderSize(from, piece+tagSize+1)
	words, err := firstLine(in)
	if err != nil {
		return nil, err
	}
	if key.private == nil || words[1] != key.lock.id {
		return nil, fmt.Errorf("%w: it was closed with the lock %.16s, and this key has the name %s", ErrWrongKey, words[1], key.lock.id)
	}
	enc, err1 := base64.RawURLEncoding.DecodeString(words[2])
	wrapped, err2 := base64.RawURLEncoding.DecodeString(words[3])
	if err1 != nil || err2 != nil {
		return nil, ErrDamaged
	}
	recipient, err := hpke.NewRecipient(enc, key.private(), hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(magic))
	if err != nil {
		return nil, ErrDamaged
	}
	raw, err := recipient.Open([]byte(words[1]), wrapped)
	if err != nil {
		return nil, ErrDamaged
	}
	box, err := boxOf(raw)
	return &opener{from: in, box: box}, err
}

// firstLine reads the words of the first line.
func firstLine(in *bufio.Reader) ([]string, error) {
	var line []byte
	for len(line) < longestLine {
		b, err := in.ReadByte()
		if err != nil {
			break
		}
		if b == '\n' {
			words := strings.Split(string(line), " ")
			if words[0] != magic {
				return nil, ErrNotBackup
			}
			if len(words) != 4 {
				return nil, ErrDamaged
			}
			return words, nil
		}
		line = append(line, b)
	}
	if strings.HasPrefix(string(line), magic+" ") {
		return nil, ErrDamaged
	}
	return nil, ErrNotBackup
}

// opener hands out only what was found to be whole.
type opener struct {
	from  *bufio.Reader
	box   cipher.AEAD
	plain []byte
	count uint64
	done  bool
}

func (o *opener) Read(p []byte) (int, error) {
	for len(o.plain) == 0 {
		if o.done {
			return 0, io.EOF
		}
		if err := o.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, o.plain)
	o.plain = o.plain[n:]
	return n, nil
}

func (o *opener) next() error {
	sealed := make([]byte, piece+tagSize)
	n, err := io.ReadFull(o.from, sealed)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the backup: %w", err)
	}
	_, peek := o.from.Peek(1)
	o.done = peek != nil
	o.plain, err = o.box.Open(nil, nonce(o.count, o.done), sealed[:n], nil)
	if err != nil {
		return ErrDamaged
	}
	o.count++
	return nil
}
