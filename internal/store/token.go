package store

import (
	"strings"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Token is a personal token for the API. Its text is kept as a hash only, and
// the hash is never read back.
type Token struct {
	ID      id.Token
	Person  id.Person
	Name    string
	Scopes  []access.Scope
	MadeAt  clock.Instant
	UsedAt  clock.Instant // not set: never
	EndsAt  clock.Instant
	Revoked clock.Instant
}

const (
	tokenColumns  = `tokens.id, tokens.person, scopes, used_at, ends_at, revoked_at` // what decides whether it opens anything
	tokenEntering = `SELECT ` + tokenColumns + enteringColumns + `FROM tokens JOIN people ON people.id = tokens.person` + enteringOffices
)

var (
	insertToken = statement(`INSERT INTO tokens (id, hash, person, name, scopes, made_at, used_at, ends_at, revoked_at)
		VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 0)`)
	tokenByHash = statement(tokenEntering + `WHERE tokens.hash = $1 ORDER BY offices_held.office`)
	tokenByID   = statement(`SELECT ` + tokenColumns + ` FROM tokens WHERE id = $1`)
	tokensOf    = statement(`SELECT ` + tokenColumns + `, name, made_at FROM tokens WHERE person = $1 AND revoked_at = 0 ORDER BY made_at DESC, id`)
	touchToken  = statement(`UPDATE tokens SET used_at = $2 WHERE id = $1 AND revoked_at = 0 AND used_at < $2`)
	revokeToken = statement(`UPDATE tokens SET revoked_at = $3 WHERE id = $1 AND person = $2 AND revoked_at = 0`)
)

func (t *Token) into(scopes *string) []any {
	return []any{&t.ID, &t.Person, scopes, &t.UsedAt, &t.EndsAt, &t.Revoked}
}

func scanToken(s scanner) (t Token, err error) {
	var scopes string
	err = s.Scan(t.into(&scopes)...)
	t.Scopes = scopesOf(scopes)
	return t, err
}

func scanTokenOfList(s scanner) (t Token, err error) {
	var scopes string
	err = s.Scan(append(t.into(&scopes), &t.Name, &t.MadeAt)...)
	t.Scopes = scopesOf(scopes)
	return t, err
}

func scanTokenEntering(s scanner) (t entered[Token], err error) {
	var scopes string
	err = s.Scan(append(t.by.into(&scopes), t.into()...)...)
	t.by.Scopes, t.Person = scopesOf(scopes), t.by.Person
	return t, err
}

func scopesOf(text string) (list []access.Scope) {
	if text != "" {
		list = make([]access.Scope, 0, 1+strings.Count(text, " "))
	}
	for word := range strings.FieldsSeq(text) {
		list = append(list, access.Scope(word))
	}
	return list
}

func scopeText(scopes []access.Scope) string {
	words := make([]string, len(scopes))
	for i, s := range scopes {
		words[i] = string(s)
	}
	return strings.Join(words, " ")
}

// AddToken keeps a token whose text has the hash.
func (t *Tx) AddToken(v Token, hash string) error {
	return t.exec(insertToken, v.ID, hash, v.Person, v.Name, scopeText(v.Scopes), v.MadeAt, v.EndsAt)
}

// TokenByHash finds a token by its text's hash, also one that has ended, and whose it is:
// what opens something of it, without its name and when it was made.
func (r *Reader) TokenByHash(hash string) (t Token, who Entering, ok bool, err error) {
	rows, err := all(r, scanTokenEntering, tokenByHash, hash)
	if err != nil {
		return t, who, false, err
	}
	if t, who, ok = entering(r, rows); ok {
		known(r, tokenByID, string(t.ID), t)
	}
	return t, who, ok, nil
}

// TokenOf finds a token in the same way.
func (r *Reader) TokenOf(token id.Token) (t Token, ok bool, err error) {
	return optionalOnce(r, scanToken, tokenByID, string(token))
}

// Tokens lists the person's tokens that were not revoked, the newest first.
func (r *Reader) Tokens(person id.Person) ([]Token, error) {
	return all(r, scanTokenOfList, tokensOf, person)
}

// TouchToken notes that the token was used now.
func (t *Tx) TouchToken(token id.Token) error { return t.exec(touchToken, token, t.now) }

// RevokeToken ends one token of the person; done is false when it had ended or
// is somebody else's.
func (t *Tx) RevokeToken(person id.Person, token id.Token) (done bool, err error) {
	n, err := t.changed(revokeToken, token, person, t.now)
	return n > 0, err
}
