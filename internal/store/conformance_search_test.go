package store

import (
	"strings"
	"testing"

	"cairn/internal/id"
	"cairn/internal/org"
)

// TestPeopleAreFoundAlikeOnBothEngines, whatever the case, the accents and the way
// in which a letter is written.
func TestPeopleAreFoundAlikeOnBothEngines(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Łukasz Zieliński", "Zoë O’Neill-Straße", "李小龍", "Percent %_ Person", "Left Early")
		s.update(func(tx *Tx) error { return tx.SetLeft(people[4].ID, s.now) })
		find := func(words string) (names []string) {
			s.view(func(r *Reader) error {
				found, err := r.PeopleNamed(org.BareWords(words), 10)
				for _, p := range found {
					names = append(names, p.Name)
				}
				return err
			})
			return names
		}
		for words, want := range map[string]string{
			"zielinski": "Łukasz Zieliński", "LUKASZ z": "Łukasz Zieliński", "ZIELIŃSKI": "Łukasz Zieliński", "zoe": "Zoë O’Neill-Straße",
			"strasse neill": "Zoë O’Neill-Straße", "Zoe\u0308": "Zoë O’Neill-Straße", "小龍": "李小龍", "percent": "Percent %_ Person",
			"ukasz": "", "left": "", "%": "all", "nobody": "", "z z z z z": "Łukasz Zieliński",
		} {
			got := find(words)
			switch {
			case want == "all": // no word is asked for
				same(s, words, len(got), 4)
			case want == "":
				same(s, words, len(got), 0)
			default:
				same(s, words, len(got) > 0 && (got[0] == want || len(got) == 2 && got[1] == want), true)
			}
		}
		renamed := people[1]
		renamed.Name = "Ada Neu"
		s.update(func(tx *Tx) error { return tx.SavePeople([]org.Person{renamed}) })
		same(s, "by the name before", len(find("zoe")), 0)
		same(s, "by the new name", len(find("neu")), 1)
		s.raw(`DELETE FROM person_words`)
		same(s, "before words are kept", len(find("neu")), 0)
		s.update(func(tx *Tx) error {
			missing, err := tx.WordsMissing()
			s.must(err)
			same(s, "somebody's are missing", missing, true)
			n, err := tx.KeepMissingWords(100)
			same(s, "missing", n, 5)
			s.must(err)
			missing, err = tx.WordsMissing()
			same(s, "somebody's are missing after it", missing, false)
			return err
		})
		same(s, "after it", len(find("neu")), 1)
	})
}

// TestUnitsAreFoundAlikeOnBothEngines: by name, a few at a time, also by a new name and
// where they are older than what is kept of them.
func TestUnitsAreFoundAlikeOnBothEngines(t *testing.T) {
	onBoth(t, func(s *suite) {
		tribe := org.Unit{ID: id.New[id.Unit](), Kind: org.Tribe, Name: "Ångström Rivers"}
		squad := org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: "River Otters", Tribe: tribe.ID}
		alone := org.Unit{ID: id.New[id.Unit](), Kind: org.Guild, Name: "*** !"}
		s.update(func(tx *Tx) error { return tx.AddUnits([]org.Unit{squad, tribe, alone}) })
		find := func(words string, after id.Unit, limit int) (names []string) {
			s.view(func(r *Reader) error {
				found, known, err := r.UnitsNamed(org.BareWords(words), after, limit)
				for _, u := range found {
					names = append(names, u.Name)
					same(s, "known as well", known[u.ID], u)
					if u.Tribe != "" {
						same(s, "the tribe", known[u.Tribe].Name, tribe.Name)
					}
				}
				return err
			})
			return names
		}
		for words, want := range map[string]int{"rive": 2, "angstrom": 1, "ÅNGSTRÖM": 1, "otters riv": 1, "ivers": 0, "rivers otters": 0, "%": 3} {
			same(s, words, len(find(words, "", 9)), want)
		}
		first := find("riv", "", 1)
		same(s, "the first by name", strings.Join(first, ","), "River Otters")
		same(s, "the next", strings.Join(find("riv", squad.ID, 9), ","), "Ångström Rivers")

		tribe.Name, squad.Name = "Lakes", "RIVER otters"
		s.update(func(tx *Tx) error { return tx.RenameUnit(tribe.ID, tribe.Name) })
		s.update(func(tx *Tx) error { return tx.SaveUnits([]org.Unit{squad}) })
		same(s, "by the name before", len(find("angstrom", "", 9)), 0)
		same(s, "by the new name", len(find("lakes", "", 9)), 1)
		same(s, "by the same name", strings.Join(find("otters", "", 9), ","), "RIVER otters")
		s.raw(`UPDATE units SET words = ''`)
		same(s, "before words are kept", len(find("lakes", "", 9)), 0)
		s.update(func(tx *Tx) error {
			missing, err := tx.WordsMissing()
			s.must(err)
			same(s, "some are missing", missing, true)
			n, err := tx.KeepMissingWords(100)
			s.must(err)
			same(s, "missing", n, 3)
			missing, err = tx.WordsMissing()
			same(s, "some are missing after it", missing, false)
			return err
		})
		same(s, "after it", len(find("lakes", "", 9)), 1)
	})
}
