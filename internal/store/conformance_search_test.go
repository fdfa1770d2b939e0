package store

import (
	"testing"

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
