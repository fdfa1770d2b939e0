package store

import (
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/recognition"
	"cairn/internal/seal"
)

const postColumns = `id, author, made_at, edited_at, work, body, project, alt, picture, removed_at, removed_as, why_sealed, version`

// WallFilter narrows the wall. What is empty narrows nothing; the tribe is that of
// the time when somebody was thanked.
type WallFilter struct {
	Tribe   id.Unit
	Person  id.Person
	Project string
	Since   clock.Instant
	After   id.Recognition // the last post of the page before
	Limit   int
}

// onWall is what the filter's first four values ask for.
const onWall = ` FROM recognitions p WHERE removed_at = 0
	AND ($1 = '' OR EXISTS (SELECT 1 FROM recognition_people n JOIN memberships m ON m.person = n.person JOIN units u ON u.id = m.unit
		WHERE n.post = p.id AND n.left_at = 0 AND (u.id = $1 OR u.tribe = $1) AND m.since <= p.made_at AND (m.until = 0 OR m.until > p.made_at)))
	AND ($2 = '' OR EXISTS (SELECT 1 FROM recognition_people n WHERE n.post = p.id AND n.person = $2 AND n.left_at = 0))
	AND ($3 = '' OR project_folded = $3) AND made_at >= $4`

var (
	insertPost = statement(`INSERT INTO recognitions (` + postColumns + `, project_folded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`)
	updatePost = statement(`UPDATE recognitions SET edited_at = $2, work = $3, body = $4, project = $5, alt = $6, picture = $7, removed_at = $8, removed_as = $9,
		why_sealed = $10, project_folded = $11, version = version + 1 WHERE id = $1 AND version = $12`)
	postByID = statement(`SELECT ` + postColumns + ` FROM recognitions WHERE id = $1`)
	wallPage = statement(`SELECT ` + postColumns + onWall + `
		AND (made_at < $5 OR made_at = $5 AND id < $6 OR $5 = 0) ORDER BY made_at DESC, id DESC LIMIT $7`)
	projectsOnWall = statement(`SELECT max(project) FROM recognitions WHERE removed_at = 0 AND project <> '' GROUP BY project_folded ORDER BY project_folded LIMIT $1`)
	oldRemoved     = statement(`SELECT ` + postColumns + ` FROM recognitions WHERE removed_at > 0 AND removed_at < $1 AND body <> '' ORDER BY id LIMIT $2`)

	dropNamed   = statement(`DELETE FROM recognition_people WHERE post = $1`)
	namedIn     = statement(`SELECT post, person, said, said_at, left_at FROM recognition_people WHERE post IN ($1) ORDER BY post, place, person`)
	thanksFor   = statement(`SELECT post, person, at FROM recognition_thanks WHERE post IN ($1) ORDER BY post, at, person`)
	insertThank = statement(`INSERT INTO recognition_thanks (post, person, at) VALUES ($1, $2, $3) ON CONFLICT (post, person) DO NOTHING`)
	dropThank   = statement(`DELETE FROM recognition_thanks WHERE post = $1 AND person = $2`)

	pictureOf   = statement(`SELECT data FROM recognition_pictures WHERE post = $1`)
	keepPicture = statement(`INSERT INTO recognition_pictures (post, data) VALUES ($1, $2) ON CONFLICT (post) DO UPDATE SET data = excluded.data`)
	dropPicture = statement(`DELETE FROM recognition_pictures WHERE post = $1`)
)

// AddPost keeps a new post.
func (t *Tx) AddPost(p *recognition.Post) error {
	why, err := t.sealWhy(p)
	if err != nil {
		return err
	}
	if err := t.exec(insertPost, p.ID, p.Author, p.MadeAt, p.EditedAt, p.Work, p.Text, p.Project, p.Alt, p.Picture, p.RemovedAt, p.RemovedAs, why, p.Version, org.Fold(p.Project)); err != nil {
		return err
	}
	t.Happened(event.RecognitionPosted, string(p.ID))
	return t.keepNamed(p)
}

// SavePost keeps the changes of a post, unless another change came first.
func (t *Tx) SavePost(p *recognition.Post) error {
	why, err := t.sealWhy(p)
	if err != nil {
		return err
	}
	if err := t.swap(updatePost, p.ID, p.EditedAt, p.Work, p.Text, p.Project, p.Alt, p.Picture, p.RemovedAt, p.RemovedAs, why, org.Fold(p.Project), p.Version); err != nil {
		return err
	}
	if p.Picture == "" {
		if err := t.exec(dropPicture, p.ID); err != nil {
			return err
		}
	}
	return t.keepNamed(p)
}

func (t *Tx) keepNamed(p *recognition.Post) error {
	if err := t.exec(dropNamed, p.ID); err != nil {
		return err
	}
	var rows [][]any
	for i, n := range p.Named {
		rows = append(rows, []any{string(p.ID), string(n.Person), int64(i), n.Said, int64(n.SaidAt), int64(n.LeftAt)})
	}
	return t.insertMany("recognition_people", []string{"post", "person", "place", "said", "said_at", "left_at"}, rows)
}

func (t *Tx) sealWhy(p *recognition.Post) (string, error) {
	if p.Why == "" {
		return "", nil
	}
	return t.seal(p.Author, whyPlace(p.ID), p.Why)
}

func whyPlace(p id.Recognition) seal.Place {
	return seal.Place{Table: "recognitions", Column: "why_sealed", Row: string(p)}
}

type postRow struct {
	recognition.Post
	why string
}

func scanPost(s scanner) (p postRow, err error) {
	return p, s.Scan(&p.ID, &p.Author, &p.MadeAt, &p.EditedAt, &p.Work, &p.Text, &p.Project, &p.Alt, &p.Picture, &p.RemovedAt, &p.RemovedAs, &p.why, &p.Version)
}

// Post returns one post.
func (r *Reader) Post(p id.Recognition) (*recognition.Post, error) {
	found, err := one(r, scanPost, postByID, p)
	if err != nil {
		return nil, err
	}
	list, err := r.wholePosts([]postRow{found})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// wholePosts adds to the posts who is named in them, and why they were removed.
func (r *Reader) wholePosts(rows []postRow) ([]*recognition.Post, error) {
	type row struct {
		post id.Recognition
		recognition.Named
	}
	list, at := make([]*recognition.Post, len(rows)), make(map[id.Recognition]*recognition.Post, len(rows))
	for i := range rows {
		p := &rows[i].Post
		if rows[i].why != "" {
			if err := r.unseal(p.Author, whyPlace(p.ID), rows[i].why, &p.Why); err != nil {
				return nil, err
			}
		}
		list[i], at[p.ID] = p, p
	}
	named, err := each(r, func(s scanner) (v row, err error) {
		return v, s.Scan(&v.post, &v.Person, &v.Said, &v.SaidAt, &v.LeftAt)
	}, namedIn, postIDs(list))
	for _, v := range named {
		p := at[v.post]
		p.Named = append(p.Named, v.Named)
		if v.Stands() {
			p.People = append(p.People, v.Person)
		}
	}
	return list, err
}

func postIDs(list []*recognition.Post) (refs []id.Recognition) {
	for _, p := range list {
		refs = append(refs, p.ID)
	}
	return refs
}

// Wall returns a page of what stands on the wall, the newest first; more tells
// whether there is another.
func (r *Reader) Wall(f WallFilter) (list []*recognition.Post, more bool, err error) {
	after := recognition.Post{}
	if f.After != "" {
		found, ok, err := optional(r, scanPost, postByID, f.After)
		if err != nil {
			return nil, false, err
		}
		if ok { // a page after something unknown begins at the beginning
			after = found.Post
		}
	}
	rows, err := all(r, scanPost, wallPage, f.Tribe, f.Person, org.Fold(f.Project), f.Since, after.MadeAt, after.ID, f.Limit+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(rows) > f.Limit; more {
		rows = rows[:f.Limit]
	}
	list, err = r.wholePosts(rows)
	return list, more, err
}

// PostsNaming returns the newest of what stands on the wall about the person.
func (r *Reader) PostsNaming(who id.Person, limit int) ([]*recognition.Post, error) {
	list, _, err := r.Wall(WallFilter{Person: who, Limit: limit})
	return list, err
}

// ProjectsOnWall lists the projects that posts name, by name.
func (r *Reader) ProjectsOnWall(limit int) ([]string, error) {
	return all(r, text[string], projectsOnWall, limit)
}

// RemovedPosts returns some of those that were taken off before the instant and
// still hold words.
func (r *Reader) RemovedPosts(before clock.Instant, limit int) ([]*recognition.Post, error) {
	rows, err := all(r, scanPost, oldRemoved, before, limit)
	if err != nil {
		return nil, err
	}
	return r.wholePosts(rows)
}

// ThanksFor returns who joined in, by post, the first to do so first.
func (r *Reader) ThanksFor(posts []id.Recognition) (map[id.Recognition][]recognition.Thanks, error) {
	type row struct {
		post id.Recognition
		recognition.Thanks
	}
	rows, err := each(r, func(s scanner) (v row, err error) { return v, s.Scan(&v.post, &v.Person, &v.At) }, thanksFor, posts)
	found := map[id.Recognition][]recognition.Thanks{}
	for _, v := range rows {
		found[v.post] = append(found[v.post], v.Thanks)
	}
	return found, err
}

// Thank keeps that the person joined in.
func (t *Tx) Thank(p id.Recognition, who id.Person) error { return t.exec(insertThank, p, who, t.now) }

// Unthank takes that back.
func (t *Tx) Unthank(p id.Recognition, who id.Person) error { return t.exec(dropThank, p, who) }

// PictureOf returns the picture of a post, in Base64.
func (r *Reader) PictureOf(p id.Recognition) (string, error) {
	return one(r, text[string], pictureOf, p)
}

// KeepPicture keeps the picture of a post, in the place of one that was there.
func (t *Tx) KeepPicture(p id.Recognition, data string) error { return t.exec(keepPicture, p, data) }
