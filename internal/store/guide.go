package store

import (
	"cairn/internal/guide"
	"cairn/internal/id"
)

const guideColumns = `page, revision, kind, title, body, process, author, at, gone`

var (
	insertGuide   = statement(`INSERT INTO guide_versions (` + guideColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	guideVersions = statement(`SELECT ` + guideColumns + ` FROM guide_versions WHERE page = $1 ORDER BY revision DESC`)
	guidePages    = statement(`SELECT ` + guideColumns + ` FROM guide_versions g WHERE gone = FALSE
		AND revision = (SELECT max(revision) FROM guide_versions l WHERE l.page = g.page) ORDER BY title, page, revision`)
)

// AddGuideVersion keeps another text of a page. Of two that were written from the
// same one, the second is a duplicate.
func (t *Tx) AddGuideVersion(v guide.Version) error {
	return t.exec(insertGuide, v.Page, v.Revision, v.Kind, v.Title, v.Body, v.Process, v.Author, v.At, v.Gone)
}

// GuideVersions returns all texts of a page, the newest first; none when there is
// no such page.
func (r *Reader) GuideVersions(page id.Guide) ([]guide.Version, error) {
	return all(r, scanGuide, guideVersions, page)
}

// GuidePages returns the text that holds of every page that is shown.
func (r *Reader) GuidePages() ([]guide.Version, error) { return all(r, scanGuide, guidePages) }

func scanGuide(s scanner) (v guide.Version, err error) {
	return v, s.Scan(&v.Page, &v.Revision, &v.Kind, &v.Title, &v.Body, &v.Process, &v.Author, &v.At, &v.Gone)
}
