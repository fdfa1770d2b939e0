package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/notice"
)

const noticeColumns = `id, person, kind, object, at, read_at, way, mail`

var (
	insertNotice = statement(`INSERT INTO notices (` + noticeColumns + `) VALUES ($1, $2, $3, $4, $5, 0, $6, '')
		ON CONFLICT (person, kind, object) WHERE read_at = 0 DO NOTHING`)
	touchNotice   = statement(`UPDATE notices SET at = $2, mail = CASE WHEN way = 'always' THEN '' ELSE mail END WHERE id = $1 AND read_at = 0`)
	noticeByID    = statement(`SELECT ` + noticeColumns + ` FROM notices WHERE id = $1`)
	unreadNotices = statement(`SELECT ` + noticeColumns + ` FROM notices WHERE person = $1 AND read_at = 0 ORDER BY at DESC, id LIMIT $2`)
	readNotices   = statement(`SELECT ` + noticeColumns + ` FROM notices WHERE person = $1 AND read_at > 0 ORDER BY read_at DESC, at DESC, id LIMIT $2`)
	unreadOf      = statement(`SELECT ` + noticeColumns + ` FROM notices WHERE read_at = 0 AND person IN ($1)`)
	markThingRead = statement(`UPDATE notices SET read_at = $3 WHERE person = $1 AND object = $2 AND read_at = 0`)
	markAllRead   = statement(`UPDATE notices SET read_at = $2 WHERE person = $1 AND read_at = 0`)
	dropNotices   = statement(`DELETE FROM notices WHERE person = $1 AND object = $2`)
	dropReadOnes  = statement(`DELETE FROM notices WHERE read_at > 0 AND read_at < $1`)

	settingsOf   = statement(`SELECT person, kind, way FROM notice_settings WHERE person IN ($1)`)
	dropSettings = statement(`DELETE FROM notice_settings WHERE person = $1`)
	mutedOf      = statement(`SELECT person, object FROM notices_muted WHERE person IN ($1)`)
	muteThing    = statement(`INSERT INTO notices_muted (person, object, at) VALUES ($1, $2, $3) ON CONFLICT (person, object) DO NOTHING`)
	unmuteThing  = statement(`DELETE FROM notices_muted WHERE person = $1 AND object = $2`)
)

func scanNotice(s scanner) (n notice.Notice, err error) {
	return n, s.Scan(&n.ID, &n.Person, &n.Kind, &n.Object, &n.At, &n.ReadAt, &n.Way, &n.Mail)
}

// AddNotices keeps new notices. One that another transaction told a moment ago
// stands for both.
func (t *Tx) AddNotices(list []notice.Notice) error {
	for _, n := range list {
		if err := t.exec(insertNotice, n.ID, n.Person, n.Kind, n.Object, t.now, n.Way); err != nil {
			return err
		}
	}
	return nil
}

// TouchNotices brings unread notices to the head of the inbox. What is told always is
// mailed again.
func (t *Tx) TouchNotices(list []notice.Notice) error {
	for _, n := range list {
		if err := t.exec(touchNotice, n.ID, t.now); err != nil {
			return err
		}
	}
	return nil
}

// Notice returns one notice.
func (r *Reader) Notice(n id.Notice) (notice.Notice, error) { return one(r, scanNotice, noticeByID, n) }

// Unread returns the person's newest unread notices.
func (r *Reader) Unread(person id.Person, limit int) ([]notice.Notice, error) {
	return all(r, scanNotice, unreadNotices, person, limit)
}

// ReadBefore returns what the person read last.
func (r *Reader) ReadBefore(person id.Person, limit int) ([]notice.Notice, error) {
	return all(r, scanNotice, readNotices, person, limit)
}

// UnreadOf returns everything unread of these people.
func (r *Reader) UnreadOf(people []id.Person) ([]notice.Notice, error) {
	return each(r, scanNotice, unreadOf, people)
}

// MarkThingRead notes that the person has read what is told about the thing.
func (t *Tx) MarkThingRead(person id.Person, object string) error {
	return t.exec(markThingRead, person, object, t.now)
}

// MarkAllRead notes that the person has read everything.
func (t *Tx) MarkAllRead(person id.Person) error { return t.exec(markAllRead, person, t.now) }

// DropNotices forgets what the person was told about the thing, which they can no
// longer reach.
func (t *Tx) DropNotices(person id.Person, object string) error {
	return t.exec(dropNotices, person, object)
}

// DropReadNotices forgets what was read before the instant.
func (t *Tx) DropReadNotices(before clock.Instant) error { return t.exec(dropReadOnes, before) }

// NoticeSettings returns how these people want to be told.
func (r *Reader) NoticeSettings(people []id.Person) (map[id.Person]notice.Settings, error) {
	type row struct {
		person id.Person
		kind   notice.Kind
		way    notice.Way
	}
	rows, err := each(r, func(s scanner) (v row, err error) { return v, s.Scan(&v.person, &v.kind, &v.way) }, settingsOf, people)
	settings := map[id.Person]notice.Settings{}
	for _, v := range rows {
		if settings[v.person] == nil {
			settings[v.person] = notice.Settings{}
		}
		settings[v.person][v.kind] = v.way
	}
	return settings, err
}

// SetNoticeSettings puts the settings in the place of all that were there.
func (t *Tx) SetNoticeSettings(person id.Person, s notice.Settings) error {
	if err := t.exec(dropSettings, person); err != nil {
		return err
	}
	var rows [][]any
	for kind, way := range s {
		rows = append(rows, []any{string(person), string(kind), string(way)})
	}
	return t.insertMany("notice_settings", []string{"person", "kind", "way"}, rows)
}

// MutedThings returns what these people want to hear nothing about.
func (r *Reader) MutedThings(people []id.Person) (map[notice.Thing]bool, error) {
	rows, err := each(r, func(s scanner) (v notice.Thing, err error) { return v, s.Scan(&v.Person, &v.Object) }, mutedOf, people)
	muted := make(map[notice.Thing]bool, len(rows))
	for _, v := range rows {
		muted[v] = true
	}
	return muted, err
}

// MuteThing keeps the person from being told about the thing, or ends that.
func (t *Tx) MuteThing(person id.Person, object string, mute bool) error {
	if !mute {
		return t.exec(unmuteThing, person, object)
	}
	return t.exec(muteThing, person, object, t.now)
}
