package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"time"

	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/seal"
)

// Each transaction that writes lines of the journal, or rows that hold something
// sealed, adds one link to a chain. The link's MAC is over the link before it, over
// its lines, and over what it made of the private tables, so that nothing can be
// taken out, put in or changed later without the key.

var (
	headNow = statement(`SELECT h.position, h.seal, COALESCE(l.mac, ''), COALESCE(l.at, 0), (SELECT COUNT(*) FROM private_touched),
			(SELECT MAX(version_id) FROM goose_db_version)
		FROM audit_head h LEFT JOIN audit_links l ON l.position = h.position`)
	insertLink = statement(`INSERT INTO audit_links (position, at, lines, states, mac) VALUES ($1, $2, $3, $4, $5)`)
	moveHead   = statement(`UPDATE audit_head SET position = $1, seal = $2 WHERE position = $3`)
	rootNamed  = statement(`SELECT wrapped FROM root_keys WHERE purpose = $1`)
)

// noGenesis is the position of the head before the chain has begun.
const noGenesis = -1

// stamps are the keyed sums of the chain and of private rows.
type stamps struct{ link, head, row, sum, mask seal.Stamp }

func stampsOf(root seal.Root) *stamps {
	return &stamps{link: root.Stamp("journal link"), head: root.Stamp("journal head"), row: root.Stamp("private row"),
		sum: root.Stamp("private sum"), mask: root.Stamp("private mask")}
}

// ledger is what a writing transaction adds to the chain.
type ledger struct {
	schema  int64  // as it is now
	before  int64  // position of the last link
	mac     string // and its MAC
	at      clock.Instant
	lines   int64
	digest  hash.Hash // over the lines
	copied  []audit.Entry
	foreign map[rowRef]bool // rows that somebody touched past Cairn
	made    *chainLink      // what the witness was told
	states  map[string]stateAt

	many    bool            // rows came at once
	written []writtenRows   // of these, into private tables
	again   map[rowRef]bool // rows that were touched more than once
}

// stateAt is what the marks of a table make together, as a link of this transaction left it.
type stateAt struct {
	tableState
	position int64
	text     string
}

// waitForTurn waits until no other transaction of any Cairn writes, in the transaction that
// runs these texts.
func (db *DB) waitForTurn(run func(text string, args ...any) error) error {
	for _, text := range db.engine.takeTurn() {
		if err := run(text); err != nil {
			return err
		}
	}
	return nil
}

// takeTurn takes the turn to write and reads where the chain ends. An end that
// is not as Cairn left it closes Cairn: nothing is read or done that could not be
// written down truthfully.
func (t *Tx) takeTurn() error {
	if t.ledger != nil {
		return nil // it goes on where the act before it in the same transaction ended
	}
	if err := t.db.waitForTurn(t.exec); err != nil {
		return err
	}
	var touched int64
	l := &ledger{digest: sha256.New(), states: map[string]stateAt{}}
	end, err := one(t.Reader, func(s scanner) (end string, err error) {
		return end, s.Scan(&l.before, &end, &l.mac, &l.at, &touched, &l.schema)
	}, headNow)
	if err != nil {
		return fmt.Errorf("the journal's end: %w", err)
	}
	if l.schema != t.db.knows {
		if err := t.fits(); err != nil {
			return err
		}
	}
	if l.before != noGenesis && end != t.db.stamps.Load().headSeal(l.before, l.mac) {
		return errChainBroken
	}
	t.ledger = l
	if touched > 0 {
		l.foreign, err = t.touched()
	}
	return err
}

// clockSlack is how far clocks of several machines may be apart.
const clockSlack = 5 * time.Minute

// noteClock leaves a line where the clock is behind the end of the chain. The order of
// the journal is that of its links, and no time in it is ever made up.
func (t *Tx) noteClock() error {
	if !t.now.IsSet() || t.ledger.at.Sub(t.now) <= clockSlack {
		return nil
	}
	return t.Record(audit.Entry{Via: "cairn itself", Act: audit.ClockSetBack})
}

var errChainBroken = fault.Wrap(fault.Unavailable, "The journal is not as Cairn left it, so nothing private is shown or changed. Whoever runs Cairn can find out with: cairn audit verify",
	errors.New("the end of the journal's chain was changed past Cairn"))

func (s *stamps) headSeal(position int64, mac string) string {
	return s.head.Text(strconv.FormatInt(position, 10), mac)
}

// note takes a line into the link that this transaction makes.
func (l *ledger) note(e audit.Entry, keep bool) (link, place int64) {
	l.lines++
	addLine(l.digest, e)
	if keep {
		l.copied = append(l.copied, e)
	}
	return l.before + 1, l.lines
}

// addLine takes all of a line into the digest; no two lists of lines give the same.
func addLine(into hash.Hash, e audit.Entry) {
	for _, part := range []string{string(e.ID), strconv.FormatInt(int64(e.At), 10), string(e.Actor), e.Via, e.Hat, string(e.Act), e.Item, string(e.Subject), e.Object} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		into.Write(n[:])
		into.Write([]byte(part))
	}
}

// next is the ledger of the act that follows in the same transaction: nobody else can have
// written between them.
func (l *ledger) next() *ledger {
	return &ledger{schema: l.schema, before: l.before, mac: l.mac, at: l.at, digest: sha256.New(), foreign: l.foreign, states: l.states}
}

// settle ends an act that writes: it marks the private rows that were touched
// and adds the link. It is part of every Update, so no act can forget it.
func (t *Tx) settle(settled map[rowRef]bool) error {
	states, err := t.markTouched(settled)
	if err != nil || states == "" && t.ledger.lines == 0 {
		return err
	}
	if err := t.addLink(states); err != nil || t.shares {
		return err
	}
	return t.keepStates()
}

// keepStates keeps what the links of this transaction made of their tables: of several, what
// the last of them did.
func (t *Tx) keepStates() error {
	for _, table := range slices.Sorted(maps.Keys(t.ledger.states)) {
		state := t.ledger.states[table]
		if err := t.exec(keepState, table, state.position, state.text); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) addLink(states string) error {
	l, s := t.ledger, t.db.stamps.Load()
	k := chainLink{Position: l.before + 1, At: t.now, Lines: l.lines, states: states}
	k.MAC = s.linkMAC(k, l.mac, l.digest)
	if err := t.exec(insertLink, k.Position, k.At, k.Lines, k.states, k.MAC); err != nil {
		return err
	}
	if err := t.swap(moveHead, k.Position, s.headSeal(k.Position, k.MAC), l.before); err != nil {
		return err
	}
	if err := t.copyOut(k); err != nil {
		return err
	}
	l.before, l.mac, l.at = k.Position, k.MAC, k.At
	return nil
}

// chainLink is one link as it is kept.
type chainLink struct {
	Position int64         `json:"link"`
	At       clock.Instant `json:"at"`
	Lines    int64         `json:"lines"`
	MAC      string        `json:"mac"`
	states   string
}

func (s *stamps) linkMAC(k chainLink, before string, lines hash.Hash) string {
	return s.link.Text(strconv.FormatInt(k.Position, 10), strconv.FormatInt(int64(k.At), 10), before,
		strconv.FormatInt(k.Lines, 10), hex.EncodeToString(lines.Sum(nil)), k.states)
}

// Witness keeps a copy of the journal in another place. A failure of Keep fails
// the transaction.
type Witness interface{ Keep(line []byte) error }

// CopyTo names who keeps a copy; it is called before the database is used.
func (db *DB) CopyTo(w Witness) { db.witness = w }

// copiedLink is a line of the copy. Void takes back one whose commit failed.
type copiedLink struct {
	chainLink
	Entries []copiedLine `json:"entries,omitempty"`
	Void    bool         `json:"void,omitempty"`
}

type copiedLine struct {
	ID      string `json:"id"`
	At      string `json:"at"`
	Actor   string `json:"actor,omitempty"`
	Via     string `json:"via,omitempty"`
	Hat     string `json:"hat,omitempty"`
	Act     string `json:"act"`
	Item    string `json:"item,omitempty"`
	Subject string `json:"subject,omitempty"`
	Object  string `json:"object,omitempty"`
}

// copyOut hands the link to the witness, as the last thing before the commit.
func (t *Tx) copyOut(k chainLink) error {
	if t.db.witness == nil {
		return nil
	}
	c := copiedLink{chainLink: k}
	for _, e := range t.ledger.copied {
		c.Entries = append(c.Entries, copiedLine{string(e.ID), e.At.String(), string(e.Actor), e.Via, e.Hat, string(e.Act), e.Item, string(e.Subject), e.Object})
	}
	t.ledger.made = &k
	return t.db.keepCopy(c)
}

func (db *DB) keepCopy(c copiedLink) error {
	line, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := db.witness.Keep(line); err != nil {
		return fault.Wrap(fault.Unavailable, "The journal’s second place cannot be reached, so nothing private is shown or changed. Please try again in a while.", err)
	}
	return nil
}

// takeBack tells the witness that a link did not come to be.
func (t *Tx) takeBack() {
	if t.ledger != nil && t.ledger.made != nil {
		_ = t.db.keepCopy(copiedLink{chainLink: *t.ledger.made, Void: true}) // a copy that says too much harms nobody: verify names it
	}
}
