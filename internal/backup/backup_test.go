package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

func newKey(t *testing.T) Key {
	t.Helper()
	k, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// made is a small backup of n rows.
func made(t *testing.T, k Key, n int) []byte {
	t.Helper()
	var file bytes.Buffer
	s, err := Seal(&file, k.Lock())
	if err != nil {
		t.Fatal(err)
	}
	w, err := NewWriter(s, Header{Engine: "sqlite", Schema: 48, Rows: map[string]int64{"people": int64(n)}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Table("people", []string{"id", "n", "raw", "yes", "none"}); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := w.Row([]any{fmt.Sprintf("wombat-%d-%x", i, i*7919), int64(-i), []byte{0, byte(i)}, i%2 == 0, nil}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(func([]byte) string { return "signed" }); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func read(file []byte, k Key) (rows [][]any, mark string, err error) {
	plain, err := Unseal(bytes.NewReader(file), k)
	if err != nil {
		return nil, "", err
	}
	r, err := NewReader(plain)
	if err != nil {
		return nil, "", err
	}
	for {
		_, values, err := r.Next()
		if errors.Is(err, io.EOF) {
			mark, _ := r.Mark()
			return rows, mark, nil
		}
		if err != nil {
			return rows, "", err
		}
		rows = append(rows, values)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	k := newKey(t)
	for _, n := range []int{0, 1, 25000} {
		file := made(t, k, n)
		if bytes.Contains(file, []byte("wombat")) || bytes.Contains(file, []byte("people")) {
			t.Error("something of it stands in the file in clear")
		}
		rows, mark, err := read(file, k)
		if err != nil || len(rows) != n || mark != "signed" {
			t.Fatalf("%d of %d rows, mark %q: %v", len(rows), n, mark, err)
		}
		if n > 0 && !reflect.DeepEqual(rows[n-1], []any{fmt.Sprintf("wombat-%d-%x", n-1, (n-1)*7919), int64(1 - n), []byte{0, byte(n - 1)}, (n-1)%2 == 0, nil}) {
			t.Errorf("the last row is %v", rows[n-1])
		}
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	k := newKey(t)
	file := made(t, k, 25000)
	if len(file) < 3*piece {
		t.Fatalf("only %d bytes", len(file))
	}
	refused := func(name string, changed []byte) {
		t.Helper()
		_, _, err := read(changed, k)
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotBackup) && !errors.Is(err, ErrWrongKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for at := 0; at < len(file); at += 1 + at%997 + len(file)/60 {
		changed := bytes.Clone(file)
		changed[at] ^= 1 << (at % 8)
		refused(fmt.Sprintf("a bit at %d is another", at), changed)
	}
	line := bytes.IndexByte(file, '\n') + 1
	whole := piece + tagSize
	for _, n := range []int{0, 5, 40, line - 1, line, line + 1, line + whole, line + 2*whole, len(file) - 1} {
		refused(fmt.Sprintf("cut off after %d", n), file[:n])
	}
	refused("something is added", append(bytes.Clone(file), 0))
	swapped := bytes.Clone(file)
	copy(swapped[line:], file[line+whole:line+2*whole])
	copy(swapped[line+whole:], file[line:line+whole])
	refused("two pieces changed places", swapped)
	refused("a piece is gone", append(bytes.Clone(file[:line]), file[line+whole:]...))
	if _, _, err := read(file, newKey(t)); !errors.Is(err, ErrWrongKey) || !strings.Contains(err.Error(), k.Lock().ID()) {
		t.Errorf("another key: %v", err)
	}
	if _, _, err := read([]byte("SQLite format 3\x00"), k); !errors.Is(err, ErrNotBackup) {
		t.Errorf("another file: %v", err)
	}
}

func TestLockAndKeyAreReadAsWritten(t *testing.T) {
	k := newKey(t)
	lock, err := ParseLock(k.Lock().Text() + "\n")
	if err != nil || lock.ID() != k.Lock().ID() {
		t.Errorf("the lock: %v", err)
	}
	again, err := ParseKey(" " + k.Text())
	if err != nil || again.Lock().ID() != k.Lock().ID() {
		t.Errorf("the key: %v", err)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", k, k, k, k); strings.Contains(text, strings.Split(k.Text(), ".")[2]) {
		t.Error("a printed key can be read")
	}
	for _, wrong := range []string{"", "cairn", k.Text(), k.Lock().Text()[:30], strings.Replace(k.Lock().Text(), lock.ID(), "00000000", 1)} {
		if _, err := ParseLock(wrong); !errors.Is(err, ErrNotLock) {
			t.Errorf("%q is taken for a lock", wrong)
		}
	}
	if _, err := ParseKey(k.Lock().Text()); !errors.Is(err, ErrNotKey) {
		t.Error("a lock is taken for a key")
	}
}
