package store

import (
	"fmt"
	"slices"
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/recognition"
)

// The wall groups by the very column that it orders by.
func init() {
	wholeAllTheSame = append(wholeAllTheSame, "GROUP BY project_folded ORDER BY project_folded")
}

func aPost(author id.Person, now clock.Instant, named ...id.Person) *recognition.Post {
	p := &recognition.Post{ID: id.New[id.Recognition](), Author: author, MadeAt: now, Version: 1,
		Content: recognition.Content{Work: "The größte roof", Text: "It *stands* – é.", Project: "Größe", Alt: "A roof", People: named}, Picture: "image/png"}
	for _, who := range named {
		p.Named = append(p.Named, recognition.Named{Person: who})
	}
	return p
}

func TestAPostIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Fia", "Noor", "Ben", "Ola")
		p := aPost(people[0].ID, s.now, people[2].ID, people[1].ID)
		s.update(func(tx *Tx) error {
			s.must(tx.AddPost(p))
			s.must(tx.KeepPicture(p.ID, "AAAA"))
			s.must(tx.KeepPicture(p.ID, "BBBB"))
			s.must(tx.Thank(p.ID, people[3].ID))
			return tx.Thank(p.ID, people[3].ID)
		})
		s.view(func(r *Reader) error {
			got, err := r.Post(p.ID)
			equal(s, "post", got, p)
			s.must(err)
			data, err := r.PictureOf(p.ID)
			same(s, "picture", data, "BBBB")
			s.must(err)
			thanks, err := r.ThanksFor([]id.Recognition{p.ID})
			equal(s, "thanks", thanks[p.ID], []recognition.Thanks{{Person: people[3].ID, At: s.now}})
			return err
		})
		stale := *p
		p.Named[0].Said, p.Named[0].SaidAt, p.Named[1].LeftAt = "Thank you.", s.now, s.now
		p.People, p.Picture, p.EditedAt = p.People[:1], "", s.now
		p.RemovedAt, p.RemovedAs, p.Why = s.now, recognition.ByPartner, "Why – é"
		s.update(func(tx *Tx) error { return tx.SavePost(p) })
		p.Version++
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SavePost(&stale) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale save: %v", err)
		}
		s.view(func(r *Reader) error {
			got, err := r.Post(p.ID)
			equal(s, "changed", got, p)
			s.must(err)
			if _, err := r.PictureOf(p.ID); !fault.Is(err, fault.Absent) {
				s.Errorf("the picture is still there: %v", err)
			}
			old, err := r.RemovedPosts(s.now+1, 10)
			same(s, "removed", len(old), 1)
			return err
		})
		s.update(func(tx *Tx) error { return tx.Unthank(p.ID, people[3].ID) })
	})
}

// The wall comes in pages in order of time, narrowed by all that it can be.
func TestTheWallInPages(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Fia", "Noor", "Ben")
		tribe := org.Unit{ID: id.New[id.Unit](), Kind: org.Tribe, Name: "Rivers"}
		squad := org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: "Otter", Tribe: tribe.ID}
		s.update(func(tx *Tx) error {
			s.must(tx.AddUnits([]org.Unit{tribe, squad}))
			return tx.Join([]org.Membership{{Person: people[1].ID, Unit: squad.ID}})
		})
		var want []id.Recognition
		for i := range 9 {
			if i%3 > 0 { // some at the same instant
				s.now += 1_000_000
			}
			p := aPost(people[0].ID, s.now, people[1+i%2].ID)
			p.Project = fmt.Sprintf("Project %d", i%3)
			s.update(func(tx *Tx) error { return tx.AddPost(p) })
			want = append(want, p.ID)
		}
		s.view(func(r *Reader) error {
			all, more, err := r.Wall(WallFilter{Limit: 20})
			s.must(err)
			same(s, "more of all", more, false)
			for _, size := range []int{1, 2, 4, 9} {
				var got []id.Recognition
				for f, more := (WallFilter{Limit: size}), true; more && len(got) < 20; {
					var list []*recognition.Post
					list, more, err = r.Wall(f)
					s.must(err)
					got = append(got, postIDs(list)...)
					f.After = got[len(got)-1]
				}
				equal(s, fmt.Sprintf("pages of %d", size), got, postIDs(all))
			}
			equal(s, "everything", slices.Sorted(slices.Values(postIDs(all))), slices.Sorted(slices.Values(want)))
			for name, narrow := range map[string]struct {
				f WallFilter
				n int
			}{
				"a tribe": {WallFilter{Tribe: tribe.ID}, 5}, "a squad": {WallFilter{Tribe: squad.ID}, 5}, "a person": {WallFilter{Person: people[2].ID}, 4},
				"a project": {WallFilter{Project: "PROJECT 1"}, 3}, "since": {WallFilter{Since: s.now}, 1}, "both": {WallFilter{Person: people[1].ID, Project: "project 0"}, 2}, "nobody": {WallFilter{Person: people[0].ID}, 0},
			} {
				narrow.f.Limit = 20
				list, _, err := r.Wall(narrow.f)
				s.must(err)
				same(s, name, len(list), narrow.n)
			}
			projects, err := r.ProjectsOnWall(2)
			equal(s, "projects", projects, []string{"Project 0", "Project 1"})
			return err
		})
	})
}

func TestReportsAndWeeksAreKeptOnce(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Fia", "Noor", "Ola")
		p := aPost(people[0].ID, s.now, people[1].ID)
		report := recognition.Report{ID: id.New[id.Report](), Post: p.ID, Reporter: people[2].ID, At: s.now, Words: "Hm – é"}
		s.update(func(tx *Tx) error {
			s.must(tx.AddPost(p))
			return tx.AddReport(report)
		})
		twice := report
		twice.ID = id.New[id.Report]()
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddReport(twice) }); !IsDuplicate(err) {
			s.Errorf("reported twice: %v", err)
		}
		s.view(func(r *Reader) error {
			open, err := r.OpenReports(10)
			equal(s, "open", open, []recognition.Report{report})
			s.must(err)
			mine, ok, err := r.ReportBy(p.ID, people[2].ID)
			equal(s, "mine", mine, report)
			same(s, "there", ok, true)
			return err
		})
		s.update(func(tx *Tx) error { return tx.CloseReport(report.ID) })
		s.update(func(tx *Tx) error {
			_, ended, err := tx.WeekTold("2026-05-04")
			same(s, "ended", ended, false)
			s.must(err)
			s.must(tx.KeepWeek("2026-05-04", people[0].ID, false))
			last, ended, err := tx.WeekTold("2026-05-04")
			same(s, "told up to", last, people[0].ID)
			same(s, "ended", ended, false)
			s.must(err)
			s.must(tx.KeepWeek("2026-05-04", "", true))
			_, ended, err = tx.WeekTold("2026-05-04")
			same(s, "ended", ended, true)
			return err
		})
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.CloseReport(report.ID) }); !fault.Is(err, fault.Absent) {
			s.Errorf("closed twice: %v", err)
		}
	})
}
