package workflow

import (
	"cairn/internal/disclosure"
	"cairn/internal/id"
)

// letInWhole are those to whom all of it is opened for a while, by breaking the glass.
func (s *sees) letInWhole() (by []Seer) {
	for _, d := range s.let {
		if d.Purpose == disclosure.Breaking {
			by = append(by, Seer{&d.Reader, AsGlass})
		}
	}
	return by
}

// roles: what was asked for between the two, and a departure that a lead is asked about.
func (s *sees) roles() error {
	list, err := s.r.RoleRequestsOf(s.me)
	for _, q := range list {
		by, path := s.pair(), "/role-requests/"+string(q.ID)
		s.add("role_request", path, q.AskedAt, by...)
		if d := q.Departure; d != nil && d.AgreedAt.IsSet() {
			people, err := s.r.PeopleByID([]id.Person{d.Lead})
			if err != nil {
				return err
			}
			if lead := refOf(people, d.Lead); !s.rests && lead.Name != "" && !d.AnsweredAt.IsSet() {
				by = append(by, Seer{&lead, AsLead})
			}
			s.add("exception", path, d.AskedAt, by...)
		}
	}
	return err
}

func (s *sees) titles() error {
	list, err := s.r.ProposalsOf(s.me)
	for _, p := range list {
		s.add("title", "/titles/"+string(p.ID), p.AskedAt, s.pair()...)
	}
	return err
}

// pay: where the person is paid, the range, the salary, and what promotions did to it.
func (s *sees) pay() error {
	policy, err := payPolicy(s.r)
	if err != nil {
		return err
	}
	partners := s.pair()
	if !s.rests {
		partners = append(partners, Seer{Why: AsPayPartners})
	}
	places, err := s.r.PayPlaces([]id.Person{s.me})
	if err != nil {
		return err
	}
	if len(places[s.me]) > 0 {
		s.add("pay_place", "/pay", 0, partners...)
	}
	steps, err := s.r.Standings(s.me)
	if err != nil {
		return err
	}
	if len(steps) > 0 {
		by := s.pair()
		if policy.Sight.Holds(s.r.Now()) {
			by = partners
		}
		s.add("range", "/pay", 0, by...)
	}
	salaries, err := s.r.Salaries([]id.Person{s.me})
	if err == nil && policy.Salaries && len(salaries[s.me]) > 0 {
		s.add("salary", "/pay", 0, partners...)
	}
	return err
}

// wall: what stands there is open to everybody, and a report to those who look at it.
func (s *sees) wall() error {
	mine, err := s.r.PostsBy(s.me)
	if err != nil {
		return err
	}
	naming, err := s.r.PostsNaming(s.me, 1)
	if err != nil {
		return err
	}
	if len(mine)+len(naming) > 0 {
		s.add("recog", "/recognition", 0, Seer{Why: AsColleagues})
	}
	reports, err := s.r.ReportsBy(s.me)
	if err == nil && len(reports) > 0 {
		s.add("report", "/recognition", 0, Seer{Why: AsPeople})
	}
	return err
}

// files of the journal are read with their entries.
func (s *sees) files() error {
	files, err := s.r.NoteFilesBy(s.me)
	if err != nil || len(files) == 0 {
		return err
	}
	shown, err := s.r.NotesShownBy(s.me)
	if err != nil {
		return err
	}
	var by []Seer
	for _, n := range shown {
		for _, f := range files {
			if s.manager != nil && f.Note == n.ID && n.SharedWith == s.manager.ID && by == nil {
				by = []Seer{{s.manager, AsShown}}
			}
		}
	}
	s.add("note_files", "/journal", 0, by...)
	return nil
}

// asked is what the person asked about their data, and what a hold says.
func (s *sees) asked() error {
	rests, err := s.r.RestrictionsOf(s.me)
	if err != nil {
		return err
	}
	erasures, err := s.r.ErasuresOf(s.me)
	if err == nil && len(rests)+len(erasures) > 0 {
		s.add("data_request", "/account/rights", 0, Seer{Why: AsPeople})
	}
	return err
}
