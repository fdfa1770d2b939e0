package store

import (
	"testing"

	"cairn/internal/guide"
	"cairn/internal/id"
)

func TestAGuidePageKeepsItsVersions(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.people("Pia")[0].ID
		first := guide.Version{Page: id.New[id.Guide](), Revision: 1, Content: guide.Content{Kind: guide.Question, Title: "Warum – é?", Body: "Weil.", Process: guide.Growth}, Author: who, At: s.now}
		second := first
		second.Revision, second.Body = 2, "Darum."
		s.update(func(tx *Tx) error { return tx.AddGuideVersion(first) })
		s.update(func(tx *Tx) error { return tx.AddGuideVersion(second) })
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddGuideVersion(second) }); !IsDuplicate(err) {
			s.Errorf("a text written from an older one: %v", err)
		}
		s.view(func(r *Reader) error {
			versions, err := r.GuideVersions(first.Page)
			equal(s, "versions", versions, []guide.Version{second, first})
			s.must(err)
			pages, err := r.GuidePages()
			equal(s, "pages", pages, []guide.Version{second})
			return err
		})
		gone := second
		gone.Revision, gone.Gone = 3, true
		s.update(func(tx *Tx) error { return tx.AddGuideVersion(gone) })
		s.view(func(r *Reader) error {
			pages, err := r.GuidePages()
			same(s, "pages", len(pages), 0)
			return err
		})
	})
}
