package store

import (
	"testing"
	"time"

	"cairn/internal/id"
	"cairn/internal/notice"
)

func freshNotice(person id.Person, kind notice.Kind, object string) notice.Notice {
	return notice.Notice{ID: id.New[id.Notice](), Person: person, Kind: kind, Object: object, Way: notice.Daily}
}

func (s *suite) persons(names ...string) (who []id.Person) {
	s.Helper()
	for _, p := range s.people(names...) {
		who = append(who, p.ID)
	}
	return who
}

func (s *suite) unread(person id.Person) (list []notice.Notice) {
	s.Helper()
	s.view(func(r *Reader) (err error) {
		list, err = r.Unread(person, 100)
		return err
	})
	return list
}

func TestOneUnreadNoticeForAThingAndKind(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.persons("Ada", "Bo")
		first := freshNotice(who[0], notice.EvaluationTurn, "evaluation/a")
		s.update(func(tx *Tx) error { return tx.AddNotices([]notice.Notice{first}) })
		s.now = s.now.Add(time.Minute)
		s.update(func(tx *Tx) error { // as another transaction would that did not see the first
			return tx.AddNotices([]notice.Notice{freshNotice(who[0], notice.EvaluationTurn, "evaluation/a"),
				freshNotice(who[0], notice.EvaluationOpen, "evaluation/a"), freshNotice(who[1], notice.EvaluationTurn, "evaluation/a")})
		})
		list := s.unread(who[0])
		if len(list) != 2 || list[0].Kind != notice.EvaluationOpen || list[1].ID != first.ID {
			s.Errorf("unread: %+v", list)
		}
		s.now = s.now.Add(time.Minute)
		s.update(func(tx *Tx) error { return tx.TouchNotices([]notice.Notice{first}) })
		if list = s.unread(who[0]); len(list) != 2 || list[0].ID != first.ID || list[0].At != s.now {
			s.Errorf("touched: %+v", list)
		}
		s.update(func(tx *Tx) error { return tx.MarkThingRead(who[0], "evaluation/a") })
		if list = s.unread(who[0]); len(list) != 0 || len(s.unread(who[1])) != 1 {
			s.Errorf("after reading: %+v", list)
		}
		s.update(func(tx *Tx) error {
			return tx.AddNotices([]notice.Notice{freshNotice(who[0], notice.EvaluationTurn, "evaluation/a")})
		})
		if list = s.unread(who[0]); len(list) != 1 {
			s.Errorf("told again after it was read: %+v", list)
		}
	})
}

func TestWhatWasReadIsForgottenAndWhatIsNewStays(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.persons("Ada")[0]
		s.update(func(tx *Tx) error {
			return tx.AddNotices([]notice.Notice{freshNotice(who, notice.EvaluationTurn, "evaluation/a"), freshNotice(who, notice.EvaluationTurn, "evaluation/b")})
		})
		s.update(func(tx *Tx) error { return tx.MarkThingRead(who, "evaluation/a") })
		s.now = s.now.Add(time.Hour)
		s.update(func(tx *Tx) error { return tx.DropReadNotices(s.now) })
		s.view(func(r *Reader) error {
			before, err := r.ReadBefore(who, 10)
			if len(before) != 0 {
				s.Errorf("still there: %+v", before)
			}
			return err
		})
		if list := s.unread(who); len(list) != 1 {
			s.Errorf("unread: %+v", list)
		}
		s.update(func(tx *Tx) error { return tx.DropNotices(who, "evaluation/b") })
		if list := s.unread(who); len(list) != 0 {
			s.Errorf("dropped and there: %+v", list)
		}
	})
}

func TestSettingsAndMutedThingsAreThePersons(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.persons("Ada", "Bo")
		s.update(func(tx *Tx) error {
			return tx.SetNoticeSettings(who[0], notice.Settings{notice.Everything: notice.InboxOnly, notice.EvaluationTurn: notice.AtOnce})
		})
		s.update(func(tx *Tx) error {
			return tx.SetNoticeSettings(who[0], notice.Settings{notice.EvaluationTurn: notice.Muted})
		})
		s.update(func(tx *Tx) error { return tx.MuteThing(who[0], "evaluation/a", true) })
		s.update(func(tx *Tx) error { return tx.MuteThing(who[0], "evaluation/a", true) })
		look := func(settings, muted int) {
			s.Helper()
			s.view(func(r *Reader) error {
				have, err := r.NoticeSettings(who)
				s.must(err)
				things, err := r.MutedThings(who)
				if len(have[who[0]]) != settings || len(have[who[1]]) != 0 || len(things) != muted {
					s.Errorf("settings %v, muted %v", have, things)
				}
				return err
			})
		}
		look(1, 1)
		s.update(func(tx *Tx) error { return tx.MuteThing(who[0], "evaluation/a", false) })
		look(1, 0)
	})
}
