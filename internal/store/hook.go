package store

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const selectHook = `SELECT id, name, form, host, kinds, state, why, made_at, changed_at, in_file, answered_at, answer, rest_until FROM hooks `

var (
	insertHook = statement(`INSERT INTO hooks (id, name, form, host, kinds, state, why, made_at, changed_at, in_file, answered_at, answer, rest_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', 0)`)
	saveHook       = statement(`UPDATE hooks SET form = $2, host = $3, kinds = $4, state = $5, why = $6, changed_at = $7 WHERE id = $1`)
	allHooks       = statement(selectHook + `ORDER BY name, made_at, id`)
	hookByID       = statement(selectHook + `WHERE id = $1`)
	hookByName     = statement(selectHook + `WHERE name = $1 AND state <> 'ended'`)
	activeHooks    = statement(selectHook + `WHERE state = 'active' ORDER BY id`)
	toldHooks      = statement(selectHook + `WHERE state <> 'ended' ORDER BY id`)
	answerHook     = statement(`UPDATE hooks SET answered_at = $2, answer = $3, rest_until = $4 WHERE id = $1`)
	hookSecrets    = statement(`SELECT sealed FROM hook_secrets WHERE hook = $1`)
	setHookSecrets = statement(`INSERT INTO hook_secrets (hook, sealed) VALUES ($1, $2) ON CONFLICT (hook) DO UPDATE SET sealed = excluded.sealed`)
	dropHookSecret = statement(`DELETE FROM hook_secrets WHERE hook = $1`)
	dropHooks      = statement(`DELETE FROM hooks WHERE state = 'ended' AND changed_at < $1 AND NOT EXISTS (SELECT 1 FROM hook_deliveries d WHERE d.hook = hooks.id)`)
)

func scanHook(s scanner) (h event.Hook, err error) {
	var kinds string
	var inFile int64
	err = s.Scan(&h.ID, &h.Name, &h.Form, &h.Host, &kinds, &h.State, &h.Why, &h.MadeAt, &h.ChangedAt, &inFile, &h.AnsweredAt, &h.Answer, &h.RestUntil)
	for k := range strings.FieldsSeq(kinds) {
		h.Kinds = append(h.Kinds, event.Kind(k))
	}
	h.InFile = inFile > 0
	return h, err
}

func kindsText(kinds []event.Kind) string {
	var b strings.Builder
	for i, k := range kinds {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(k))
	}
	return b.String()
}

// AddHook keeps an address that is told.
func (t *Tx) AddHook(h event.Hook, s event.Secrets) error {
	err := t.exec(insertHook, h.ID, h.Name, string(h.Form), h.Host, kindsText(h.Kinds), string(h.State), string(h.Why), h.MadeAt, h.ChangedAt, flagOf(h.InFile))
	if err != nil {
		return err
	}
	return t.SetHookSecrets(h.ID, s)
}

// SaveHook keeps what is told there, in which form, and whether.
func (t *Tx) SaveHook(h event.Hook) error {
	return t.exec(saveHook, h.ID, string(h.Form), h.Host, kindsText(h.Kinds), string(h.State), string(h.Why), h.ChangedAt)
}

// AnswerHook keeps what the address answered last, and until when it rests.
func (t *Tx) AnswerHook(h id.Hook, answer string, restUntil clock.Instant) error {
	return t.exec(answerHook, h, t.now, answer, restUntil)
}

// Hooks lists every address there is or was, by name.
func (r *Reader) Hooks() ([]event.Hook, error) { return all(r, scanHook, allHooks) }

// ActiveHooks lists those that are told now.
func (r *Reader) ActiveHooks() ([]event.Hook, error) { return all(r, scanHook, activeHooks) }

// ToldHooks lists those for which news is kept: also those that rest.
func (r *Reader) ToldHooks() ([]event.Hook, error) { return all(r, scanHook, toldHooks) }

// Hook finds one.
func (r *Reader) Hook(h id.Hook) (event.Hook, error) { return one(r, scanHook, hookByID, h) }

// HookNamed finds the one of the name that has not ended.
func (r *Reader) HookNamed(name string) (event.Hook, error) {
	return one(r, scanHook, hookByName, name)
}

// sealedHook is what is kept of a hook's secrets.
type sealedHook struct {
	URL    string         `json:"url"`
	Secret string         `json:"secret"`
	Former []sealedFormer `json:"former"`
}

type sealedFormer struct {
	Secret string        `json:"secret"`
	Until  clock.Instant `json:"until"`
}

func hookPlace(h id.Hook) seal.Place {
	return seal.Place{Table: "hook_secrets", Column: "sealed", Row: string(h)}
}

// SetHookSecrets keeps the address and what signs for it.
func (t *Tx) SetHookSecrets(h id.Hook, s event.Secrets) error {
	in := sealedHook{URL: s.URL, Secret: s.Secret}
	for _, f := range s.Former {
		in.Former = append(in.Former, sealedFormer(f))
	}
	sealed, err := t.sealPay(hooksPart, "", hookPlace(h), in)
	if err != nil {
		return err
	}
	return t.exec(setHookSecrets, h, sealed)
}

// HookSecrets opens them; ok is false where there are none: the address has ended, or
// the file that it stands in was not read yet.
func (r *Reader) HookSecrets(h id.Hook) (s event.Secrets, ok bool, err error) {
	sealed, ok, err := optional(r, text[string], hookSecrets, h)
	if err != nil || !ok {
		return s, false, err
	}
	var in sealedHook
	if err := r.openPay(hooksPart, "", hookPlace(h), sealed, &in); err != nil {
		return s, false, err
	}
	s = event.Secrets{URL: in.URL, Secret: in.Secret}
	for _, f := range in.Former {
		s.Former = append(s.Former, event.Former(f))
	}
	return s, true, nil
}

// DropHookSecrets forgets the address and what signed for it.
func (t *Tx) DropHookSecrets(h id.Hook) error { return t.exec(dropHookSecret, h) }
