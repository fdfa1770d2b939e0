package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/notice"
)

// Mail is a mail that waits to be sent, or was. Its words are made when it is
// sent.
type Mail struct {
	ID     id.Mail
	Person id.Person
	MadeAt clock.Instant
	Tries  int64
	Fence  int64 // raised by each try: what an older one reports is not heard
}

// ToMail is somebody with news that no mail carries yet.
type ToMail struct {
	Person id.Person
	Zone   string        // empty follows the organisation's
	First  clock.Instant // the oldest of the news
	AtOnce bool          // some of it is wanted at once
}

// How a mail can end.
const (
	MailSent    = "sent"
	MailDropped = "dropped" // nothing was left to say when it was to be sent
	MailFailed  = "failed"  // tried for days
)

var (
	// What is told always is mailed whether it was read or not; each half has its index.
	peopleToMail = statement(`SELECT n.person, p.zone, min(n.at), max(CASE WHEN n.way = 'daily' THEN 0 ELSE 1 END)
		FROM (SELECT person, at, way FROM notices
				WHERE mail = '' AND read_at = 0 AND way IN ('daily', 'at-once') AND at > $1 AND person > $2
			UNION ALL SELECT person, at, way FROM notices
				WHERE mail = '' AND way = 'always' AND at > $1 AND person > $2) n
		JOIN people p ON p.id = n.person
		WHERE p.left_at = 0
		GROUP BY n.person, p.zone ORDER BY n.person LIMIT $3`)
	assignNotices = statement(`UPDATE notices SET mail = $2
		WHERE person = $1 AND mail = '' AND (read_at = 0 AND way IN ('daily', 'at-once') OR way = 'always') AND at > $3`)
	insertMail = statement(`INSERT INTO mails (id, person, made_at, tries, fence, not_before, state, ended_at)
		VALUES ($1, $2, $3, 0, 0, 0, 'waiting', 0)`)
	mailsDue = statement(`SELECT id, person, made_at, tries, fence FROM mails
		WHERE state = 'waiting' AND not_before <= $1 ORDER BY not_before, made_at, id LIMIT $2`)
	claimMail = statement(`UPDATE mails SET fence = fence + 1, tries = tries + 1, not_before = $3
		WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	noticesInMail = statement(`SELECT ` + noticeColumns + ` FROM notices WHERE mail = $1 AND (read_at = 0 OR way = 'always') ORDER BY at DESC, id`)
	endMail       = statement(`UPDATE mails SET state = $3, ended_at = $4 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	delayMail     = statement(`UPDATE mails SET not_before = $3 WHERE id = $1 AND fence = $2 AND state = 'waiting'`)
	releaseMails  = statement(`UPDATE mails SET not_before = 0 WHERE state = 'waiting'`)
	dropMails     = statement(`DELETE FROM mails WHERE state <> 'waiting' AND ended_at < $1`)
	countMails    = statement(`SELECT count(*) FROM mails WHERE state = $1 AND made_at < $2`)
)

// PeopleToMail returns up to limit people whose id comes after the given and who
// have news since the instant that no mail carries yet.
func (r *Reader) PeopleToMail(since clock.Instant, after id.Person, limit int) ([]ToMail, error) {
	return all(r, func(s scanner) (m ToMail, err error) {
		var atOnce int64
		err = s.Scan(&m.Person, &m.Zone, &m.First, &atOnce)
		m.AtOnce = atOnce > 0
		return m, err
	}, peopleToMail, since, after, limit)
}

// AddMail makes one mail of all the person's news since the instant that no mail
// carries yet; without news it makes none.
func (t *Tx) AddMail(person id.Person, since clock.Instant) (made bool, err error) {
	mail := id.New[id.Mail]()
	n, err := t.changed(assignNotices, person, mail, since)
	if err != nil || n == 0 {
		return false, err
	}
	return true, t.exec(insertMail, mail, person, t.now)
}

// MailsDue returns mails whose time has come, the one that waits longest first.
func (r *Reader) MailsDue(limit int) ([]Mail, error) {
	return all(r, func(s scanner) (m Mail, err error) {
		return m, s.Scan(&m.ID, &m.Person, &m.MadeAt, &m.Tries, &m.Fence)
	}, mailsDue, r.now, limit)
}

// ClaimMail takes the mail for a try that ends at the instant; claimed is false
// when another was quicker. The mail returned carries the fence of this try.
func (t *Tx) ClaimMail(m Mail, until clock.Instant) (mine Mail, claimed bool, err error) {
	n, err := t.changed(claimMail, m.ID, m.Fence, until)
	m.Fence, m.Tries = m.Fence+1, m.Tries+1
	return m, n > 0, err
}

// NoticesIn returns what of a mail's news is unread still, or told always, the newest
// first.
func (r *Reader) NoticesIn(mail id.Mail) ([]notice.Notice, error) {
	return all(r, scanNotice, noticesInMail, mail)
}

// EndMail records how the mail ended. A try that was overtaken records nothing.
func (t *Tx) EndMail(mail id.Mail, fence int64, how string) (recorded bool, err error) {
	n, err := t.changed(endMail, mail, fence, how, t.now)
	return n > 0, err
}

// DelayMail lets the mail wait for its next try.
func (t *Tx) DelayMail(mail id.Mail, fence int64, until clock.Instant) error {
	return t.exec(delayMail, mail, fence, until)
}

// ReleaseMails lets all waiting mails be tried now. Only who is alone with the
// database may do so.
func (t *Tx) ReleaseMails() error { return t.exec(releaseMails) }

// DropMails forgets mails that ended before the instant.
func (t *Tx) DropMails(before clock.Instant) error { return t.exec(dropMails, before) }

// CountMails counts mails made before the instant that are in the state.
func (r *Reader) CountMails(state string, before clock.Instant) (int64, error) {
	return one(r, count, countMails, state, before)
}
