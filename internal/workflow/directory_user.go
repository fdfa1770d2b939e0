package workflow

import (
	"cmp"
	"context"

	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/scim"
	"cairn/internal/store"
)

// DirectoryUsers lists the people whom the filter chooses, by id.
func (w *Workflow) DirectoryUsers(ctx context.Context, d Directory, f scim.Filter) (list []scim.User, err error) {
	err = w.viewFor(ctx, d, func(r *store.Reader) error {
		who, direct, err := usersMeant(r, d, f)
		if err != nil {
			return err
		}
		if list = nil; direct {
			list, err = usersOf(r, d, who)
		} else {
			list, err = everyUser(r, d)
		}
		if err != nil {
			return err
		}
		list, err = chosen(list, f)
		return err
	})
	return list, err
}

func chosen[T scim.Valued](list []T, f scim.Filter) (kept []T, err error) {
	for _, v := range list {
		is, err := f.Holds(v)
		if err != nil {
			return nil, err
		}
		if is {
			kept = append(kept, v)
		}
	}
	return kept, nil
}

// usersMeant finds at once whom a filter names by what nobody else has.
func usersMeant(r *store.Reader, d Directory, f scim.Filter) (who []id.Person, direct bool, err error) {
	if v, is := f.Equals("id"); is {
		return []id.Person{id.Person(v)}, true, nil
	}
	if v, is := f.Equals("externalid"); is {
		p, ok, err := r.PersonByExternalID(d.Source, v)
		return oneIf(p, ok), true, err
	}
	if v, is := f.Equals("username"); is {
		u, ok, err := r.DirectoryUserNamed(d.Source, org.FoldEmail(v))
		if err != nil || ok {
			return oneIf(u.Person, ok), true, err
		}
		p, ok, err := r.PersonByEmail(v)
		return oneIf(p.ID, ok), true, err
	}
	return nil, false, nil
}

func oneIf(p id.Person, ok bool) []id.Person {
	if !ok {
		return nil
	}
	return []id.Person{p}
}

func usersOf(r *store.Reader, d Directory, who []id.Person) (list []scim.User, err error) {
	for _, p := range who {
		u, err := directoryUser(r, d, p)
		if fault.Is(err, fault.Absent) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, u)
	}
	return list, nil
}

// everyUser reads all in a few queries. Those who left before the directory ever spoke
// of them are not among them; named by address, they are found.
func everyUser(r *store.Reader, d Directory) ([]scim.User, error) {
	people, err := r.Everybody()
	if err != nil {
		return nil, err
	}
	external, err := r.ExternalIDs(d.Source)
	if err != nil {
		return nil, err
	}
	called, err := r.DirectoryUsers(d.Source)
	if err != nil {
		return nil, err
	}
	set, err := r.ManagersSet()
	if err != nil {
		return nil, err
	}
	names := make(map[id.Person]store.DirectoryUser, len(called))
	for _, c := range called {
		names[c.Person] = c
	}
	list := make([]scim.User, 0, len(people))
	for _, p := range people {
		c, spoken := names[p.ID]
		if c.Gone || !spoken && !p.Here(r.Now()) {
			continue
		}
		list = append(list, asUser(p, c, external[p.ID], set[p.ID], p.Here(r.Now())))
	}
	arrange.By(list, func(a, b scim.User) int { return cmp.Compare(a.ID, b.ID) })
	return list, nil
}

func asUser(p org.Person, c store.DirectoryUser, external string, manager id.Person, here bool) scim.User {
	u := scim.User{ID: string(p.ID), ExternalID: external, UserName: c.UserName, Name: p.Name, Email: p.Email, Active: here, Manager: string(manager), Department: c.Department}
	if u.UserName == "" {
		u.UserName = p.Email
	}
	return u
}

// directoryUser finds one. Whom the directory has deleted is not there for it.
func directoryUser(r *store.Reader, d Directory, person id.Person) (u scim.User, err error) {
	p, err := r.Person(person)
	if err != nil {
		return u, err
	}
	c, _, err := r.DirectoryUser(d.Source, person)
	if err == nil && c.Gone {
		err = fault.NotFound()
	}
	if err != nil {
		return u, err
	}
	external, err := r.ExternalIDOf(d.Source, person)
	if err != nil {
		return u, err
	}
	manager, err := r.SetManagerOf(person)
	return asUser(p, c, external, manager, p.Here(r.Now())), err
}

// DirectoryUser finds one person.
func (w *Workflow) DirectoryUser(ctx context.Context, d Directory, person id.Person) (u scim.User, err error) {
	err = w.viewFor(ctx, d, func(r *store.Reader) error {
		u, err = directoryUser(r, d, person)
		return err
	})
	return u, err
}

// AddDirectoryUser adds a person. Somebody who was deleted by the same directory and
// has the same external id is the same person, and comes back.
func (w *Workflow) AddDirectoryUser(ctx context.Context, d Directory, want scim.User) (u scim.User, err error) {
	if err := want.Check(); err != nil {
		return u, err
	}
	err = w.updateFor(ctx, d, func(tx *store.Tx) error {
		person, back, err := whoReturns(tx.Reader, d, want)
		if err != nil {
			return err
		}
		next := want
		if !back {
			person, err = addDirectoryPerson(tx, d, want)
		} else if err = keepCalled(tx, d, person, want, false); err == nil {
			next.ID = string(person)
		}
		if err != nil {
			return err
		}
		before, err := directoryUser(tx.Reader, d, person)
		if err != nil {
			return err
		}
		next.ID = string(person)
		if err := saveDirectoryUser(tx, d, before, next); err != nil {
			return err
		}
		u, err = directoryUser(tx.Reader, d, person)
		return err
	})
	return u, err
}

// whoReturns finds somebody whom the directory had deleted. A name that was given to
// somebody else meanwhile makes nobody of the one before.
func whoReturns(r *store.Reader, d Directory, want scim.User) (id.Person, bool, error) {
	named, known, err := r.DirectoryUserNamed(d.Source, org.FoldEmail(want.UserName))
	if err != nil {
		return "", false, err
	}
	if known && !named.Gone {
		return "", false, errThere("userName")
	}
	if want.ExternalID != "" {
		p, ok, err := r.PersonByExternalID(d.Source, want.ExternalID)
		if err != nil {
			return "", false, err
		}
		if ok {
			c, _, err := r.DirectoryUser(d.Source, p)
			if err == nil && (!c.Gone || known && named.Person != p) {
				err = errThere("externalId")
			}
			return p, true, err
		}
	}
	if known {
		return "", false, fault.New(fault.Conflict, "This userName was that of somebody who left, with another externalId. Nobody gets what was theirs: give the new person another userName, or ask a people partner.")
	}
	if _, taken, err := r.PersonByEmail(want.Email); err != nil || taken {
		return "", false, orElse(err, errThere("e-mail address"))
	}
	return "", false, nil
}

func addDirectoryPerson(tx *store.Tx, d Directory, want scim.User) (id.Person, error) {
	p := org.Person{ID: id.New[id.Person](), Name: want.Name, Email: want.Email}
	if err := tx.AddPeople([]org.Person{p}, nil); err != nil {
		return "", err
	}
	if err := keepCalled(tx, d, p.ID, want, false); err != nil {
		return "", err
	}
	return p.ID, record(tx, d.actor(), audit.Entry{Act: audit.PersonAdded, Hat: "directory", Item: "profile", Subject: p.ID})
}

// keepCalled keeps what the directory calls the person.
func keepCalled(tx *store.Tx, d Directory, person id.Person, u scim.User, gone bool) error {
	c := store.DirectoryUser{Source: d.Source, Person: person, UserName: u.UserName, Department: u.Department, Gone: gone}
	if err := tx.SaveDirectoryUser(c, org.FoldEmail(u.UserName)); err != nil {
		return err
	}
	before, err := tx.ExternalIDOf(d.Source, person)
	if err != nil || before == u.ExternalID {
		return err
	}
	return tx.SetExternalID(d.Source, u.ExternalID, person)
}

// ChangeDirectoryUser changes a person as change says, when the version is that which
// was read; asked may be empty. What is as it was is not written.
func (w *Workflow) ChangeDirectoryUser(ctx context.Context, d Directory, person id.Person, asked string, change func(*scim.User) error) (u scim.User, err error) {
	err = w.updateFor(ctx, d, func(tx *store.Tx) error {
		before, err := asRead(tx.Reader, d, person, asked, directoryUser, scim.User.Version)
		if err != nil {
			return err
		}
		next := before
		if err := change(&next); err != nil {
			return err
		}
		if err := next.Check(); err != nil {
			return err
		}
		if next != before {
			if err := saveDirectoryUser(tx, d, before, next); err != nil {
				return err
			}
		}
		u, err = directoryUser(tx.Reader, d, person)
		return err
	})
	return u, err
}

// RemoveDirectoryUser takes a person out: they leave at that moment, and what is
// written stays. The directory sees them no more.
func (w *Workflow) RemoveDirectoryUser(ctx context.Context, d Directory, person id.Person, asked string) error {
	return w.updateFor(ctx, d, func(tx *store.Tx) error {
		u, err := asRead(tx.Reader, d, person, asked, directoryUser, scim.User.Version)
		if err != nil {
			return err
		}
		if err := leaves(tx, d.actor(), person); err != nil {
			return err
		}
		return keepCalled(tx, d, person, u, true)
	})
}

// saveDirectoryUser makes of a person what the directory says, by the same acts as
// everybody.
func saveDirectoryUser(tx *store.Tx, d Directory, before, next scim.User) error {
	person := id.Person(before.ID)
	if err := saveNames(tx, d, before, next); err != nil {
		return err
	}
	if err := keepCalled(tx, d, person, next, false); err != nil {
		return err
	}
	if before.Active && !next.Active {
		return leaves(tx, d.actor(), person)
	}
	if !before.Active && next.Active {
		if err := comeBack(tx, d, person); err != nil {
			return err
		}
	}
	if !next.Active || next.Manager == before.Manager {
		return nil
	}
	manager, known, err := managerMeant(tx.Reader, d, next.Manager)
	if err != nil || !known {
		return err
	}
	if manager == person {
		return fault.InvalidFields([]fault.Field{{Name: "manager", Message: "Nobody is their own manager."}})
	}
	return setManager(tx, d.actor(), person, manager)
}

func saveNames(tx *store.Tx, d Directory, before, next scim.User) error {
	if before.Name == next.Name && before.Email == next.Email {
		return nil
	}
	person := id.Person(before.ID)
	if org.FoldEmail(before.Email) != org.FoldEmail(next.Email) {
		if _, taken, err := tx.PersonByEmail(next.Email); err != nil || taken {
			return orElse(err, errThere("e-mail address"))
		}
	}
	return rename(tx, d.actor(), "directory", person, next.Name, next.Email)
}

// comeBack lets somebody in again who had left. Nothing that ended then begins again:
// no unit, no office, no session, nobody who reads anything.
func comeBack(tx *store.Tx, d Directory, person id.Person) error {
	if err := tx.SetLeft(person, 0); err != nil {
		return err
	}
	return record(tx, d.actor(), audit.Entry{Act: audit.PersonBack, Hat: "directory", Item: "profile", Subject: person})
}

// managerMeant finds a manager by id, external id or userName. Other words, such as a
// display name, name nobody: a manager reads a Step, and is not guessed.
func managerMeant(r *store.Reader, d Directory, words string) (id.Person, bool, error) {
	if words == "" {
		return "", true, nil
	}
	if p, ok := id.Parse[id.Person](words); ok {
		found, err := r.PeopleByID([]id.Person{p})
		if m, is := found[p]; err != nil || is {
			return p, is && m.Here(r.Now()), err
		}
	}
	for _, find := range []func() (id.Person, bool, error){
		func() (id.Person, bool, error) { return r.PersonByExternalID(d.Source, words) },
		func() (id.Person, bool, error) {
			c, ok, err := r.DirectoryUserNamed(d.Source, org.FoldEmail(words))
			return c.Person, ok, err
		},
		func() (id.Person, bool, error) {
			p, ok, err := r.PersonByEmail(words)
			return p.ID, ok, err
		},
	} {
		p, ok, err := find()
		if err != nil {
			return "", false, err
		}
		if ok {
			found, err := r.PeopleByID([]id.Person{p})
			m := found[p]
			return p, m.Here(r.Now()), err
		}
	}
	return "", false, nil
}
