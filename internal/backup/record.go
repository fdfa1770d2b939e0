package backup

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
)

// Header says what is in a backup.
type Header struct {
	Version  string           `json:"version"` // of the program that made it
	Engine   string           `json:"engine"`
	Schema   int64            `json:"schema"`
	MadeAt   int64            `json:"made_at"` // microseconds
	Position int64            `json:"position"`
	MAC      string           `json:"mac"` // of the last link of the journal
	Rows     map[string]int64 `json:"rows"`
}

// Total is how many rows there are.
func (h Header) Total() (n int64) {
	for _, some := range h.Rows {
		n += some
	}
	return n
}

// Kinds of records.
const (
	isTable byte = 'T'
	isRow   byte = 'R'
	isEnd   byte = 'E'
)

// Kinds of values.
const (
	isNull  byte = 'n'
	isInt   byte = 'i'
	isText  byte = 't'
	isBytes byte = 'b'
	isTrue  byte = '1'
	isFalse byte = '0'
)

// longest is what one value may have: more than the largest piece of a file.
const longest = 1 << 30

// Writer writes records.
type Writer struct {
	out  *bufio.Writer
	zip  *gzip.Writer
	sum  hash.Hash
	to   io.WriteCloser
	rows int64
	err  error
}

// NewWriter begins the records.
func NewWriter(to io.WriteCloser, h Header) (*Writer, error) {
	w := &Writer{to: to, sum: sha256.New(), zip: gzip.NewWriter(to)}
	w.out = bufio.NewWriter(io.MultiWriter(w.zip, w.sum))
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	w.bytes(text)
	return w, w.err
}

func (w *Writer) put(b ...byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
	}
}

func (w *Writer) bytes(b []byte) {
	w.put(binary.AppendUvarint(nil, uint64(len(b)))...)
	w.put(b...)
}

// Table begins a table.
func (w *Writer) Table(name string, columns []string) error {
	w.put(isTable)
	w.bytes([]byte(name))
	w.put(binary.AppendUvarint(nil, uint64(len(columns)))...)
	for _, c := range columns {
		w.bytes([]byte(c))
	}
	return w.err
}

// Row adds a row to the table.
func (w *Writer) Row(values []any) error {
	w.rows++
	w.put(isRow)
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			w.put(isNull)
		case int64:
			w.put(isInt)
			w.put(binary.AppendVarint(nil, v)...)
		case string:
			w.put(isText)
			w.bytes([]byte(v))
		case []byte:
			w.put(isBytes)
			w.bytes(v)
		case bool:
			w.put(map[bool]byte{true: isTrue, false: isFalse}[v])
		default:
			return fmt.Errorf("a value of the kind %T cannot be kept in a backup", v)
		}
	}
	return w.err
}

// Close ends the records with the mark that sign makes of their sum, and the file.
func (w *Writer) Close(sign func(sum []byte) string) error {
	w.put(isEnd)
	w.put(binary.AppendUvarint(nil, uint64(w.rows))...)
	if w.err == nil {
		w.err = w.out.Flush()
	}
	if w.err != nil {
		return w.err
	}
	w.bytes([]byte(sign(w.sum.Sum(nil))))
	return errors.Join(w.err, w.out.Flush(), w.zip.Close(), w.to.Close())
}

// Table is what stands before rows.
type Table struct {
	Name    string
	Columns []string
}

// Reader reads records.
type Reader struct {
	Header Header
	in     *bufio.Reader
	sum    hash.Hash
	table  Table
	rows   int64
	seen   map[string]int64
	mark   string
	total  string
	ended  bool
}

// NewReader reads the header.
func NewReader(from io.Reader) (*Reader, error) {
	zip, err := gzip.NewReader(from)
	if err != nil {
		return nil, damaged(err)
	}
	r := &Reader{in: bufio.NewReader(zip), sum: sha256.New(), seen: map[string]int64{}}
	text, err := r.bytes()
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &r.Header); err != nil {
		return nil, ErrDamaged
	}
	return r, nil
}

// damaged turns what ends too early into what that means.
func damaged(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return ErrDamaged
	}
	return err
}

// ReadByte reads one byte, and takes it into the sum.
func (r *Reader) ReadByte() (byte, error) {
	b, err := r.in.ReadByte()
	if err != nil {
		return 0, damaged(err)
	}
	r.sum.Write([]byte{b})
	return b, nil
}

func (r *Reader) size() (int, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil || n > longest {
		return 0, errors.Join(err, ErrDamaged)
	}
	return int(n), nil
}

func (r *Reader) bytes() ([]byte, error) {
	n, err := r.size()
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r.in, b); err != nil {
		return nil, damaged(err)
	}
	r.sum.Write(b)
	return b, nil
}

// Next returns the next row and its table; io.EOF after the last one, once all of it
// was found to be there.
func (r *Reader) Next() (Table, []any, error) {
	for {
		kind, err := r.ReadByte()
		if err != nil {
			return Table{}, nil, err
		}
		switch kind {
		case isTable:
			if err := r.readTable(); err != nil {
				return Table{}, nil, err
			}
		case isRow:
			values, err := r.row()
			return r.table, values, err
		case isEnd:
			return Table{}, nil, r.end()
		default:
			return Table{}, nil, ErrDamaged
		}
	}
}

func (r *Reader) readTable() error {
	name, err := r.bytes()
	if err != nil {
		return err
	}
	n, err := r.size()
	if err != nil || n > math.MaxUint16 {
		return errors.Join(err, ErrDamaged)
	}
	r.table = Table{Name: string(name), Columns: make([]string, n)}
	for i := range r.table.Columns {
		column, err := r.bytes()
		if err != nil {
			return err
		}
		r.table.Columns[i] = string(column)
	}
	return nil
}

func (r *Reader) row() ([]any, error) {
	values := make([]any, len(r.table.Columns))
	for i := range values {
		v, err := r.value()
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	r.rows++
	r.seen[r.table.Name]++
	return values, nil
}

func (r *Reader) value() (any, error) {
	kind, err := r.ReadByte()
	if err != nil {
		return nil, err
	}
	switch kind {
	case isNull:
		return nil, nil
	case isInt:
		return binary.ReadVarint(r)
	case isText:
		b, err := r.bytes()
		return string(b), err
	case isBytes:
		return r.bytes()
	case isTrue, isFalse:
		return kind == isTrue, nil
	}
	return nil, ErrDamaged
}

// end holds what was read to what should have been there.
func (r *Reader) end() error {
	n, err := r.size()
	if err != nil {
		return err
	}
	r.total = hex.EncodeToString(r.sum.Sum(nil))
	mark, err := r.bytes()
	if err != nil {
		return err
	}
	if _, err := r.in.ReadByte(); !errors.Is(err, io.EOF) || int64(n) != r.rows {
		return ErrDamaged
	}
	for table, rows := range r.Header.Rows {
		if r.seen[table] != rows {
			return ErrDamaged
		}
	}
	r.mark, r.ended = string(mark), true
	return io.EOF
}

// Mark returns the mark the records end with, and the sum it must be of. Both are
// there once Next has come to the end.
func (r *Reader) Mark() (mark string, sum []byte) {
	sum, _ = hex.DecodeString(r.total)
	return r.mark, sum
}

// Skim goes over all that is left.
func (r *Reader) Skim(progress func(done, total int64)) error {
	for total := r.Header.Total(); ; {
		if _, _, err := r.Next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if progress != nil && r.rows%1000 == 0 {
			progress(r.rows, total)
		}
	}
}
