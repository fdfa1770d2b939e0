package store

import (
	"slices"
	"strconv"
	"strings"
)

// sealedIn is a column that holds what is sealed, and which of its rows are under the
// key of a person: $1 in the condition.
type sealedIn struct {
	table, column string
	key           string // the primary key, whose values make the row of the value's place
	part          payPart
	find, change  string
}

// sealedEverywhere is every sealed column there is. A test holds it to the schema,
// and nothing is renewed while one is missing.
var sealedEverywhere = slices.Concat(
	underKey("", "id = $1", "people.start_sealed id"),
	underKey("", "subject = $1", "standings id", "evaluations.steps_sealed id", "disclosures id", "glasses id", "role_requests id", "placements rollout subject",
		"growth_focuses id", "growth_entries id", "growth_answers id", "promotions id", "feedback id", "priorities id", "priority_entries id",
		"extracts id", "title_proposals id", "memos id", "memo_drafts author subject memo", "corrections id", "restrictions id", "erasures id", "legal_holds id"),
	underKey("", "evaluation IN (SELECT id FROM evaluations WHERE subject = $1)",
		"evaluation_sides evaluation side author", "evaluation_messages id", "evaluation_results evaluation", "evaluation_closing_notes evaluation author"),
	underKey("", "promotion IN (SELECT id FROM promotions WHERE subject = $1)", "promotion_parts promotion part", "promotion_entries id", "consultations id"),
	underKey("", "feedback IN (SELECT id FROM feedback WHERE subject = $1)", "feedback_drafts feedback"),
	underKey("", "owner = $1", "notes id", "note_drafts owner note", "note_files id"),
	underKey("", "file IN (SELECT id FROM note_files WHERE owner = $1)", "note_file_pieces file piece"),
	underKey("", "author = $1", "recognitions.why_sealed id"),
	underKey("", "reporter = $1", "recognition_reports id"),
	underKey("", "person = $1", "passkeys id", "code_apps person", "provider_sessions session"),

	underKey(paySalaries, "person = $1", "pay_salaries id", "pay_changes promotion", "pay_proposals review person"),
	underKey(payRanges, ofThePart, "pay_ranges id"),
	underKey(payBenchmarks, ofThePart, "pay_benchmarks id"),
	underKey(payReviewPart, ofThePart, "pay_reviews id"),
	underKey(statisticsPart, ofThePart, "statistics quarter"),
	underKey(gapPart, ofThePart, "gap_reports id"),
	underKey(hooksPart, ofThePart, "hook_secrets hook"),
	underKey(sexPart, "person = $1", "person_sexes person"),
)

// ofThePart: one key for all rows.
const ofThePart = "CAST($1 AS TEXT) = ''"

// underKey gives columns whose rows are found by the same condition, each as "table
// key", with the column where it is not called sealed.
func underKey(part payPart, condition string, columns ...string) (list []sealedIn) {
	for _, text := range columns {
		words := strings.Fields(text)
		table, column, named := strings.Cut(words[0], ".")
		if !named {
			column = "sealed"
		}
		key := words[1:]
		same := make([]string, len(key))
		for i, name := range key {
			same[i] = name + " = $" + strconv.Itoa(i+3)
		}
		keys := strings.Join(key, ", ")
		list = append(list, sealedIn{table: table, column: column, key: keys, part: part,
			find: statement("SELECT " + keys + ", " + column + " FROM " + table + " WHERE " + condition + " AND " + column + " <> '' AND (" + column +
				" < $2 OR " + column + " >= $3) ORDER BY " + keys + " LIMIT $4"),
			change: statement("UPDATE " + table + " SET " + column + " = $1 WHERE " + column + " = $2 AND " + strings.Join(same, " AND "))})
	}
	return list
}

// listed tells whether the column is on the list.
func listed(table, column string) bool {
	return slices.ContainsFunc(sealedEverywhere, func(in sealedIn) bool { return in.table == table && in.column == column })
}

// cost is how much one row counts: pieces of files are large.
func (in sealedIn) cost() int {
	if in.table == "note_file_pieces" {
		return 25
	}
	return 1
}

// sealedRow is a row with its key.
type sealedRow struct {
	key    []string
	sealed string
}

func (in sealedIn) scan(s scanner) (row sealedRow, err error) {
	row.key = make([]string, strings.Count(in.key, ",")+1)
	into := make([]any, 0, len(row.key)+1)
	for i := range row.key {
		into = append(into, &row.key[i])
	}
	return row, s.Scan(append(into, &row.sealed)...)
}
