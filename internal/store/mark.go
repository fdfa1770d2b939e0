package store

import (
	"encoding/base64"
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"

	"cairn/internal/seal"
)

const sumSize = 32

// rowMark is the MAC of a row and, masked, the position of the link that wrote it:
// in clear it would tell which line of the journal is about which row.
type rowMark struct {
	mac      [sumSize]byte
	position int64
}

// markOf stamps all of a row. The columns are the first ones of the table, as
// many as there were when the row was written.
func (s *stamps) markOf(p privateTable, row privateRow, width int, position int64) rowMark {
	parts := make([]string, 0, 3+3*width)
	parts = append(parts, p.name, row.key, strconv.FormatInt(position, 10))
	for i, v := range row.values[:width] {
		kind := "text"
		if !v.Valid {
			kind = "none"
		}
		parts = append(parts, p.columns[i], kind, v.String)
	}
	return rowMark{s.row.Of(parts...), position}
}

// text is how a mark is kept.
func (s *stamps) text(m rowMark) string {
	pad := s.mask.Of("mark", string(m.mac[:]))
	hidden := binary.BigEndian.AppendUint64(m.mac[:], uint64(m.position)^binary.BigEndian.Uint64(pad[:8]))
	return base64.RawURLEncoding.EncodeToString(hidden)
}

// parse reads what text wrote.
func (s *stamps) parse(text string) (m rowMark, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != sumSize+8 || base64.RawURLEncoding.EncodeToString(raw) != text {
		return m, false
	}
	copy(m.mac[:], raw)
	pad := s.mask.Of("mark", string(m.mac[:]))
	m.position = int64(binary.BigEndian.Uint64(raw[sumSize:]) ^ binary.BigEndian.Uint64(pad[:8]))
	return m, true
}

// tableState is what all marks of a table make together: how many there are, and
// their sum. A row and its mark that are put back as they once were, taken away or
// added do not fit the sum.
type tableState struct {
	count int64
	sum   [4]uint64
}

func (t *tableState) add(s *stamps, table, key, mark string) {
	t.count++
	n, carry := element(s, table, key, mark), uint64(0)
	for i := range t.sum {
		t.sum[i], carry = bits.Add64(t.sum[i], n[i], carry)
	}
}

func (t *tableState) remove(s *stamps, table, key, mark string) {
	t.count--
	n, borrow := element(s, table, key, mark), uint64(0)
	for i := range t.sum {
		t.sum[i], borrow = bits.Sub64(t.sum[i], n[i], borrow)
	}
}

func element(s *stamps, table, key, mark string) (n [4]uint64) {
	sum := s.sum.Of(table, key, mark)
	for i := range n {
		n[i] = binary.BigEndian.Uint64(sum[8*i:])
	}
	return n
}

// seal hides a state: sums and counts that were seen one after the other would
// tell what came and went. Each position has a mask of its own.
func (t tableState) seal(mask seal.Stamp, table string, position int64) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(t.count))
	for _, n := range t.sum {
		raw = binary.BigEndian.AppendUint64(raw, n)
	}
	return base64.RawURLEncoding.EncodeToString(masked(raw, mask, table, position))
}

func openState(text string, mask seal.Stamp, table string, position int64) (t tableState, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 40 {
		return t, false
	}
	raw = masked(raw, mask, table, position)
	t.count = int64(binary.BigEndian.Uint64(raw))
	for i := range t.sum {
		t.sum[i] = binary.BigEndian.Uint64(raw[8+8*i:])
	}
	return t, true
}

func masked(raw []byte, mask seal.Stamp, table string, position int64) []byte {
	at := strconv.FormatInt(position, 10)
	one, two := mask.Of("state", table, at, "1"), mask.Of("state", table, at, "2")
	for i, b := range append(one[:], two[:]...)[:len(raw)] {
		raw[i] ^= b
	}
	return raw
}

// states joins the states that a link made, in the order of their tables.
func joinStates(list []string) string { return strings.Join(list, ";") }

// splitStates gives the states of a link by table.
func splitStates(text string) map[string]string {
	states := map[string]string{}
	for part := range strings.SplitSeq(text, ";") {
		if table, state, ok := strings.Cut(part, "="); ok {
			states[table] = state
		}
	}
	return states
}
