package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/rights"
)

// dropOf deletes, class by class, what is kept about one person who left: in an order
// in which nothing refers to what is gone. What the person wrote about others is
// theirs and stays; so do the ids by which others' history speaks of them.
var dropOf = map[rights.Class][]string{
	rights.Profile: drop(`DELETE FROM person_words WHERE person = $1`, `DELETE FROM memberships WHERE person = $1`, `DELETE FROM disciplines_held WHERE person = $1`,
		`DELETE FROM roles_taken WHERE person = $1`, `DELETE FROM managers_set WHERE person = $1`, `DELETE FROM reporting_lines WHERE person = $1`, `DELETE FROM titles WHERE person = $1`,
		`DELETE FROM hook_deliveries WHERE event IN (SELECT id FROM hook_events WHERE thing = $1)`, `DELETE FROM hook_events WHERE thing = $1`),
	rights.Account: drop(`DELETE FROM accounts WHERE person = $1`, `DELETE FROM invitations WHERE person = $1`, `DELETE FROM sessions WHERE person = $1`, `DELETE FROM tokens WHERE person = $1`,
		`DELETE FROM calendar_feeds WHERE person = $1`, `DELETE FROM idempotency_keys WHERE actor = $1`, `DELETE FROM notice_settings WHERE person = $1`, `DELETE FROM notices WHERE person = $1`,
		`DELETE FROM notices_muted WHERE person = $1`, `DELETE FROM mails WHERE person = $1`, `DELETE FROM framework_seen WHERE person = $1`,
		`DELETE FROM passkeys WHERE person = $1`, `DELETE FROM code_apps WHERE person = $1`, `DELETE FROM spare_codes WHERE person = $1`, `DELETE FROM ceremonies WHERE person = $1`,
		`DELETE FROM identities WHERE person = $1`, `DELETE FROM provider_sessions WHERE person = $1`, `DELETE FROM external_ids WHERE person = $1`, `DELETE FROM group_offices WHERE person = $1`, `DELETE FROM directory_users WHERE person = $1`),
	rights.Step: drop(`DELETE FROM step_choices WHERE person = $1`, `DELETE FROM standings WHERE subject = $1`),
	rights.Evaluations: drop(`DELETE FROM evaluation_sides WHERE evaluation IN (SELECT id FROM evaluations WHERE subject = $1)`,
		`DELETE FROM evaluation_messages WHERE evaluation IN (SELECT id FROM evaluations WHERE subject = $1)`,
		`DELETE FROM evaluation_results WHERE evaluation IN (SELECT id FROM evaluations WHERE subject = $1)`,
		`DELETE FROM evaluation_closing_notes WHERE evaluation IN (SELECT id FROM evaluations WHERE subject = $1)`,
		`DELETE FROM evaluations WHERE subject = $1`, `DELETE FROM rollout_pairs WHERE person = $1`,
		`DELETE FROM evaluation_sides WHERE author = $1 AND evaluation IN (SELECT id FROM evaluations WHERE opened_both_at = 0)`),
	rights.Promotions: drop(`DELETE FROM pay_changes WHERE person = $1`, `DELETE FROM consultations WHERE promotion IN (SELECT id FROM promotions WHERE subject = $1)`,
		`DELETE FROM promotion_entries WHERE promotion IN (SELECT id FROM promotions WHERE subject = $1)`,
		`DELETE FROM promotion_parts WHERE promotion IN (SELECT id FROM promotions WHERE subject = $1)`, `DELETE FROM promotions WHERE subject = $1`),
	rights.Feedback: drop(`DELETE FROM feedback_drafts WHERE feedback IN (SELECT id FROM feedback WHERE subject = $1 OR giver = $1)`,
		`DELETE FROM feedback WHERE subject = $1`),
	rights.Growth: drop(`DELETE FROM growth_entries WHERE subject = $1`, `DELETE FROM growth_focuses WHERE subject = $1`, `DELETE FROM growth_answers WHERE subject = $1`,
		`DELETE FROM growth_shares WHERE subject = $1 OR person = $1`),
	rights.Journal: drop(`DELETE FROM note_file_pieces WHERE file IN (SELECT id FROM note_files WHERE owner = $1)`, `DELETE FROM note_files WHERE owner = $1`,
		`DELETE FROM note_attachments WHERE note IN (SELECT id FROM notes WHERE owner = $1)`, `DELETE FROM note_drafts WHERE owner = $1`, `DELETE FROM notes WHERE owner = $1`),
	rights.Priorities: drop(`DELETE FROM priority_entries WHERE subject = $1`, `DELETE FROM priorities WHERE subject = $1`, `DELETE FROM priority_shares WHERE subject = $1`),
	rights.Roles:      drop(`DELETE FROM role_requests WHERE subject = $1`),
	rights.Titles:     drop(`DELETE FROM title_proposals WHERE subject = $1`),
	rights.Pay:        drop(`DELETE FROM pay_proposals WHERE person = $1`, `DELETE FROM pay_salaries WHERE person = $1`, `DELETE FROM pay_places WHERE person = $1`, `DELETE FROM pay_keys WHERE part = 'salaries' AND person = $1`, `DELETE FROM former_keys WHERE part = 'salaries' AND person = $1`),
	rights.Sex:        drop(`DELETE FROM person_sexes WHERE person = $1`, `DELETE FROM counted_keys WHERE part = 'sex' AND person = $1`, `DELETE FROM former_keys WHERE part = 'sex' AND person = $1`),
	rights.Wall: drop(`DELETE FROM recognition_reports WHERE reporter = $1`, `DELETE FROM recognition_thanks WHERE person = $1`,
		`UPDATE recognition_people SET said = '', said_at = 0 WHERE person = $1`, `UPDATE recognitions SET why_sealed = '' WHERE author = $1 AND why_sealed <> ''`),
	rights.Extracts: drop(`DELETE FROM extracts WHERE subject = $1`),
	rights.Notes:    drop(`DELETE FROM memo_drafts WHERE subject = $1 OR author = $1`, `DELETE FROM memos WHERE subject = $1 OR author = $1`, `DELETE FROM placements WHERE subject = $1 OR manager = $1`),
	rights.Readers:  drop(`DELETE FROM disclosures WHERE subject = $1`, `DELETE FROM glasses WHERE subject = $1`),
	rights.Said:     nil, // open words about the framework and the guide stay, without the name
	rights.Own: drop(`DELETE FROM corrections WHERE subject = $1`, `DELETE FROM restrictions WHERE subject = $1`, `DELETE FROM legal_holds WHERE subject = $1`,
		`DELETE FROM erasures WHERE subject = $1 AND done_at = 0 AND ended_at > 0`),
	rights.Keys: drop(`DELETE FROM counted_keys WHERE person = $1`, `DELETE FROM former_keys WHERE person = $1`), // and see Bury
}

func drop(queries ...string) []string {
	for _, q := range queries {
		statement(q)
	}
	return queries
}

// endedOf finds whose things of a class were over before an instant, and deletes
// those of one person.
var endedOf = map[rights.Class]struct {
	find string
	drop []string
}{
	rights.Feedback: {statement(`SELECT id FROM people WHERE id IN (SELECT subject FROM feedback WHERE made_at < $1) ORDER BY id`),
		drop(`DELETE FROM feedback_drafts WHERE feedback IN (SELECT id FROM feedback WHERE subject = $1 AND made_at < $2)`, `DELETE FROM feedback WHERE subject = $1 AND made_at < $2`)},
	rights.Promotions: {statement(`SELECT id FROM people WHERE id IN (SELECT subject FROM promotions WHERE closed_at > 0 AND closed_at < $1) ORDER BY id`),
		drop(`DELETE FROM pay_changes WHERE promotion IN (SELECT id FROM promotions WHERE subject = $1 AND closed_at > 0 AND closed_at < $2)`,
			`DELETE FROM consultations WHERE promotion IN (SELECT id FROM promotions WHERE subject = $1 AND closed_at > 0 AND closed_at < $2)`,
			`DELETE FROM promotion_entries WHERE promotion IN (SELECT id FROM promotions WHERE subject = $1 AND closed_at > 0 AND closed_at < $2)`,
			`DELETE FROM promotion_parts WHERE promotion IN (SELECT id FROM promotions WHERE subject = $1 AND closed_at > 0 AND closed_at < $2)`,
			`DELETE FROM promotions WHERE subject = $1 AND closed_at > 0 AND closed_at < $2`)},
	rights.Notes: {statement(`SELECT id FROM people WHERE id IN (SELECT subject FROM memos WHERE made_at < $1 UNION SELECT subject FROM memo_drafts WHERE saved_at < $1) ORDER BY id`),
		drop(`DELETE FROM memo_drafts WHERE subject = $1 AND saved_at < $2`, `DELETE FROM memos WHERE subject = $1 AND made_at < $2`)},
}

var (
	whoLeft = statement(`SELECT ` + personColumns + ` FROM people WHERE left_at > 0 AND left_at < $1
		AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.subject = people.id AND e.done_at > 0) ORDER BY left_at, id`)
	shredKey   = statement(`UPDATE person_keys SET wrapped = $2, made_at = $3 WHERE person = $1`)
	buryPerson = statement(`UPDATE people SET name = $2, name_folded = $3, email = '', email_folded = $1, zone = '', language = '', title = '', start_sealed = $4 WHERE id = $1`)
)

// WhoLeftBefore returns those who left before the instant and of whom something is
// still kept.
func (r *Reader) WhoLeftBefore(then clock.Instant) ([]org.Person, error) {
	return all(r, person, whoLeft, then)
}

// DropClass deletes what of the class is kept about somebody who left, and tells
// whether there was any.
func (t *Tx) DropClass(c rights.Class, who id.Person) (there bool, err error) {
	return t.dropAll(dropOf[c], who)
}

// EndedOf returns whose things of the class were over before the instant.
func (r *Reader) EndedOf(c rights.Class, before clock.Instant) ([]id.Person, error) {
	if endedOf[c].find == "" {
		return nil, nil
	}
	return all(r, text[id.Person], endedOf[c].find, before)
}

// DropEnded deletes those of one person, and tells whether there were any.
func (t *Tx) DropEnded(c rights.Class, who id.Person, before clock.Instant) (there bool, err error) {
	return t.dropAll(endedOf[c].drop, who, before)
}

func (t *Tx) dropAll(queries []string, args ...any) (there bool, err error) {
	for _, q := range queries {
		n, err := t.changed(q, args...)
		if err != nil {
			return there, err
		}
		there = there || n > 0
	}
	return there, nil
}

// Bury erases all that is kept about somebody who left, and destroys the key that it
// was sealed with: what a copy of the database still holds of it cannot be opened with
// what is left here. A tombstone stays, which has a key of its own.
func (t *Tx) Bury(who id.Person) error {
	for _, about := range rights.Classes() {
		if _, err := t.DropClass(about.Class, who); err != nil {
			return err
		}
	}
	wrapped, err := t.newKey(who)
	if err != nil {
		return err
	}
	if err := t.exec(shredKey, who, wrapped, t.now); err != nil {
		return err
	}
	start, err := t.seal(who, startPlace(who), clock.Date(""))
	if err != nil {
		return err
	}
	return t.exec(buryPerson, who, rights.Tombstone, org.Fold(rights.Tombstone), start)
}
