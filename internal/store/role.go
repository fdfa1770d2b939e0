package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/role"
	"cairn/internal/seal"
)

var (
	rolesOverTime = statement(`SELECT person, role, catalogue, since, until FROM roles_taken WHERE person = $1 ORDER BY since, role`)
	rolesNow      = statement(`SELECT person, role, catalogue, since, until FROM roles_taken WHERE since <= $1 AND (until = 0 OR until > $1) AND person IN ($2) ORDER BY person, since, role`)
	roleHolders   = statement(`SELECT person FROM roles_taken WHERE role = $1 AND catalogue = TRUE AND since <= $2 AND (until = 0 OR until > $2) ORDER BY since, person`)
	redateRole    = statement(`UPDATE roles_taken SET since = $4, until = $5 WHERE person = $1 AND role = $2 AND since = $3`)
	dropRole      = statement(`DELETE FROM roles_taken WHERE person = $1 AND role = $2 AND since = $3`)
	undoRoles     = statement(`DELETE FROM roles_taken WHERE since >= $1 AND (person, role) IN (VALUES ($2, $3))`)
	endRoles      = statement(`UPDATE roles_taken SET until = $1 WHERE (until = 0 OR until > $1) AND (person, role) IN (VALUES ($2, $3))`)

	insertRequest  = statement(`INSERT INTO role_requests (id, subject, asked_at, closed_at, sealed) VALUES ($1, $2, $3, $4, $5)`)
	updateRequest  = statement(`UPDATE role_requests SET closed_at = $2, sealed = $3 WHERE id = $1 AND sealed = $4`)
	requestByID    = statement(`SELECT id, subject, asked_at, closed_at, sealed FROM role_requests WHERE id = $1`)
	requestsOf     = statement(`SELECT id, subject, asked_at, closed_at, sealed FROM role_requests WHERE subject = $1 ORDER BY asked_at DESC, id`)
	requestsOpen   = statement(`SELECT id, subject, asked_at, closed_at, sealed FROM role_requests WHERE closed_at = 0 ORDER BY asked_at, id`)
	requestsOpenOf = statement(`SELECT id, subject, asked_at, closed_at, sealed FROM role_requests WHERE closed_at = 0 AND subject IN ($1) ORDER BY asked_at, id`)
)

// RolesOf returns the person's roles over time, the oldest first, those to come
// included.
func (r *Reader) RolesOf(who id.Person) ([]org.RoleTaken, error) {
	return all(r, roleTaken, rolesOverTime, who)
}

// Roles returns the roles of each person at this instant, the oldest first. One that
// begins or ends on a coming day does so by itself: nothing here has to run.
func (r *Reader) Roles(who []id.Person) (map[id.Person][]org.RoleTaken, error) {
	found, err := each(r, roleTaken, rolesNow, who, int64(r.Now()))
	return grouped(found, func(t org.RoleTaken) id.Person { return t.Person }), err
}

// RoleHolders returns who plays the catalogue's role at this instant, the longest
// first.
func (r *Reader) RoleHolders(role string) ([]id.Person, error) {
	return all(r, text[id.Person], roleHolders, role, int64(r.Now()))
}

// TakeRoles writes roles with their beginnings and ends; without a beginning they
// begin now.
func (t *Tx) TakeRoles(taken []org.RoleTaken) error {
	rows := make([][]any, 0, len(taken))
	for _, r := range taken {
		rows = append(rows, append(pair(r.Person, r.Role), r.Catalogue, t.sinceOr(r.Since), int64(r.Until)))
	}
	for _, r := range taken {
		if r.Since <= t.now { // what is to come is told by nothing: it comes by itself
			t.Happened(event.PersonChanged, string(r.Person))
		}
	}
	return t.insertMany("roles_taken", []string{"person", "role", "catalogue", "since", "until"}, rows)
}

// PutDownRoles ends roles now. What began at this very instant, or would have begun
// later, never was and goes without a trace.
func (t *Tx) PutDownRoles(taken []org.RoleTaken) error {
	pairs := make([][]any, 0, len(taken))
	for _, r := range taken {
		pairs = append(pairs, pair(r.Person, r.Role))
	}
	noteEach(t, event.PersonChanged, taken, func(r org.RoleTaken) id.Person { return r.Person })
	for _, change := range []string{undoRoles, endRoles} {
		if err := t.eachValues(change, []any{int64(t.Now())}, pairs); err != nil {
			return fmt.Errorf("ending roles: %w", err)
		}
	}
	return nil
}

// RedateRole gives an entry, found by its beginning, other days.
func (t *Tx) RedateRole(taken org.RoleTaken, span org.Span) error {
	return t.exec(redateRole, taken.Person, taken.Role, taken.Since, span.Since, span.Until)
}

// DropRole takes out an entry that never comes to be.
func (t *Tx) DropRole(taken org.RoleTaken) error {
	return t.exec(dropRole, taken.Person, taken.Role, taken.Since)
}

func roleTaken(s scanner) (t org.RoleTaken, err error) {
	err = s.Scan(&t.Person, &t.Role, &t.Catalogue, &t.Since, &t.Until)
	return t, err
}

// sealedRequest is the private part of a request. Filler brings each to one
// length: a departure has more words, and they must not be seen from outside.
type sealedRequest struct {
	Kind      role.Kind
	Role      string
	Catalogue bool
	Days      role.Days
	Entry     clock.Instant
	AskedBy   id.Person
	Why       string
	Stage     role.Stage
	Answer    string
	Departure *role.Departure
	Filler    string
}

// requestLength is more than the longest request takes: four texts of
// role.MostWords characters, each of which JSON may write with six bytes.
const requestLength = 30_000

func (t *Tx) sealRequest(r *role.Request) (string, error) {
	p := sealedRequest{r.Kind, r.Role, r.Catalogue, r.Days, r.Entry, r.AskedBy, r.Why, r.Stage, r.Answer, r.Departure, ""}
	raw, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	p.Filler = strings.Repeat(" ", max(0, requestLength-len(raw)))
	return t.seal(r.Subject, requestPlace(r.ID), p)
}

func requestPlace(r id.RoleRequest) seal.Place {
	return seal.Place{Table: "role_requests", Column: "sealed", Row: string(r)}
}

// RoleRequest is a request as it was read: it is saved only while it still reads
// like that.
type RoleRequest struct {
	role.Request
	sealed string
}

// AddRoleRequest keeps a new request.
func (t *Tx) AddRoleRequest(r *role.Request) error {
	sealed, err := t.sealRequest(r)
	if err != nil {
		return err
	}
	return t.exec(insertRequest, r.ID, r.Subject, r.AskedAt, r.ClosedAt, sealed)
}

// SaveRoleRequest keeps the changes of a request, unless another change came
// between its reading and this.
func (t *Tx) SaveRoleRequest(r *RoleRequest) error {
	sealed, err := t.sealRequest(&r.Request)
	if err != nil {
		return err
	}
	return t.swap(updateRequest, r.ID, r.ClosedAt, sealed, r.sealed)
}

// RoleRequest returns one request.
func (r *Reader) RoleRequest(ref id.RoleRequest) (*RoleRequest, error) {
	found, err := one(r, scanRequest, requestByID, ref)
	if err != nil {
		return nil, err
	}
	return found, r.openRequest(found)
}

// RoleRequestsOf returns a person's requests, the newest first.
func (r *Reader) RoleRequestsOf(subject id.Person) ([]*RoleRequest, error) {
	return r.openRequests(all(r, scanRequest, requestsOf, subject))
}

// OpenRoleRequests returns every request that waits for somebody, the oldest
// first.
func (r *Reader) OpenRoleRequests() ([]*RoleRequest, error) {
	return r.openRequests(all(r, scanRequest, requestsOpen))
}

// OpenRoleRequestsOf returns those of the people named.
func (r *Reader) OpenRoleRequestsOf(who []id.Person) ([]*RoleRequest, error) {
	return r.openRequests(each(r, scanRequest, requestsOpenOf, who))
}

func (r *Reader) openRequests(list []*RoleRequest, err error) ([]*RoleRequest, error) {
	for _, found := range list {
		if err == nil {
			err = r.openRequest(found)
		}
	}
	return list, err
}

func (r *Reader) openRequest(found *RoleRequest) error {
	var p sealedRequest
	if err := r.unseal(found.Subject, requestPlace(found.ID), found.sealed, &p); err != nil {
		return err
	}
	found.Kind, found.Role, found.Catalogue, found.Days, found.Entry, found.AskedBy = p.Kind, p.Role, p.Catalogue, p.Days, p.Entry, p.AskedBy
	found.Why, found.Stage, found.Answer, found.Departure = p.Why, p.Stage, p.Answer, p.Departure
	return nil
}

func scanRequest(s scanner) (*RoleRequest, error) {
	r := &RoleRequest{}
	return r, s.Scan(&r.ID, &r.Subject, &r.AskedAt, &r.ClosedAt, &r.sealed)
}
