package store

import (
	"cairn/internal/framework"
	"cairn/internal/guide"
	"cairn/internal/id"
	"cairn/internal/recognition"
)

// What a person wrote for others, for their own file.
var (
	remarksBy   = statement(`SELECT id, target, reply_to, author, at, body, outcome, closed_by, closed_at FROM framework_comments WHERE author = $1 ORDER BY at, id`)
	guideBy     = statement(`SELECT ` + guideColumns + ` FROM guide_versions WHERE author = $1 ORDER BY at, page, revision`)
	postsBy     = statement(`SELECT ` + postColumns + ` FROM recognitions WHERE author = $1 ORDER BY made_at, id`)
	reportsBy   = statement(`SELECT ` + reportColumns + ` FROM recognition_reports WHERE reporter = $1 ORDER BY at, id`)
	thankedWith = statement(`SELECT post FROM recognition_thanks WHERE person = $1 ORDER BY at, post`)
)

// RemarksBy returns what the person said about versions of the framework.
func (r *Reader) RemarksBy(author id.Person) ([]framework.Remark, error) {
	return all(r, scanComment, remarksBy, author)
}

// GuideBy returns the versions of the guide's pages that the person wrote.
func (r *Reader) GuideBy(author id.Person) ([]guide.Version, error) {
	return all(r, scanGuide, guideBy, author)
}

// PostsBy returns the posts that the person wrote, the ones that were taken off too.
func (r *Reader) PostsBy(author id.Person) ([]*recognition.Post, error) {
	rows, err := all(r, scanPost, postsBy, author)
	if err != nil {
		return nil, err
	}
	return r.wholePosts(rows)
}

// ReportsBy returns what the person reported about posts.
func (r *Reader) ReportsBy(reporter id.Person) ([]recognition.Report, error) {
	return opened(r, scanReport, reportsBy, reporter)
}

// ThankedWith returns the posts under which the person thanks with their author.
func (r *Reader) ThankedWith(who id.Person) ([]id.Recognition, error) {
	return all(r, text[id.Recognition], thankedWith, who)
}
