package store

import (
	"testing"
	"time"

	"cairn/internal/id"
	"cairn/internal/notice"
)

func (s *suite) due() (list []Mail) {
	s.Helper()
	s.view(func(r *Reader) (err error) {
		list, err = r.MailsDue(10)
		return err
	})
	return list
}

func (s *suite) tell(who ...id.Person) {
	s.Helper()
	s.update(func(tx *Tx) error {
		var list []notice.Notice
		for _, p := range who {
			list = append(list, freshNotice(p, notice.EvaluationTurn, "evaluation/"+string(id.New[id.Evaluation]())))
		}
		return tx.AddNotices(list)
	})
}

func (s *suite) addMail(who id.Person) (made bool) {
	s.Helper()
	s.update(func(tx *Tx) (err error) {
		made, err = tx.AddMail(who, 0)
		return err
	})
	return made
}

func TestAllNewsOfAPersonAreInOneMail(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.persons("Ada", "Bo")
		s.tell(who[0], who[0], who[1])
		s.view(func(r *Reader) error {
			found, err := r.PeopleToMail(0, "", 10)
			if len(found) != 2 || found[0].AtOnce || found[0].First != s.now {
				s.Errorf("to mail: %+v", found)
			}
			return err
		})
		if !s.addMail(who[0]) || s.addMail(who[0]) {
			s.Error("not exactly one mail of the same news")
		}
		s.tell(who[0])
		if !s.addMail(who[0]) {
			s.Error("news that came later have no mail")
		}
		list := s.due()
		if len(list) != 2 {
			s.Fatalf("mails: %+v", list)
		}
		counts := map[int]bool{}
		s.view(func(r *Reader) error {
			for _, m := range list {
				in, err := r.NoticesIn(m.ID)
				s.must(err)
				counts[len(in)] = true
			}
			return nil
		})
		if !counts[2] || !counts[1] {
			s.Errorf("the mails hold %v notices", counts)
		}
	})
}

// TestWhatIsToldAlwaysIsMailedThoughRead: and again when it is told again.
func TestWhatIsToldAlwaysIsMailedThoughRead(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.persons("Ada")[0]
		n := freshNotice(ada, notice.SignInChanged, "account/sign-in")
		n.Way = notice.Always
		s.update(func(tx *Tx) error { return tx.AddNotices([]notice.Notice{n}) })
		s.tell(ada)
		if !s.addMail(ada) {
			s.Error("no mail")
		}
		s.update(func(tx *Tx) error { return tx.TouchNotices([]notice.Notice{n}) })
		s.update(func(tx *Tx) error { return tx.MarkAllRead(ada) })
		s.view(func(r *Reader) error {
			found, err := r.PeopleToMail(0, "", 10)
			if len(found) != 1 || !found[0].AtOnce {
				s.Errorf("to mail: %+v", found)
			}
			return err
		})
		if !s.addMail(ada) || s.addMail(ada) {
			s.Error("not exactly one mail more")
		}
		held := 0
		for _, m := range s.due() {
			s.view(func(r *Reader) error {
				in, err := r.NoticesIn(m.ID)
				held += len(in)
				return err
			})
		}
		if held != 1 {
			s.Errorf("the mails hold %d notices", held)
		}
	})
}

func TestAnOvertakenTryRecordsNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.persons("Ada")[0]
		s.tell(who)
		s.addMail(who)
		waiting := s.due()[0]
		claim := func() (m Mail, ok bool) {
			s.update(func(tx *Tx) (err error) {
				m, ok, err = tx.ClaimMail(waiting, s.now.Add(time.Minute))
				return err
			})
			return m, ok
		}
		end := func(m Mail, how string) (recorded bool) {
			s.update(func(tx *Tx) (err error) {
				recorded, err = tx.EndMail(m.ID, m.Fence, how)
				return err
			})
			return recorded
		}
		first, ok := claim()
		if _, again := claim(); !ok || again || len(s.due()) != 0 {
			s.Error("two tries at once")
		}
		s.now = s.now.Add(2 * time.Minute) // the first is slow, or dead
		waiting = s.due()[0]
		second, ok := claim()
		if !ok || second.Fence <= first.Fence || second.Tries != 2 || second.MadeAt != first.MadeAt {
			s.Errorf("the second try: %+v", second)
		}
		s.update(func(tx *Tx) error { return tx.DelayMail(first.ID, first.Fence, s.now.Add(time.Hour)) })
		if end(first, MailSent) {
			s.Error("a try that was overtaken recorded an end")
		}
		if !end(second, MailSent) || end(second, MailFailed) {
			s.Error("not exactly one end")
		}
		s.update(func(tx *Tx) error { return tx.ReleaseMails() })
		if len(s.due()) != 0 {
			s.Error("a mail that was sent is due again")
		}
		s.view(func(r *Reader) error {
			n, err := r.CountMails(MailSent, s.now.Add(time.Second))
			if n != 1 {
				s.Errorf("%d mails are sent", n)
			}
			return err
		})
		s.update(func(tx *Tx) error { return tx.DropMails(s.now.Add(time.Second)) })
		same(s, "mails", s.number(`SELECT count(*) FROM mails`), 0)
	})
}
