package trust

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/testkit/world"
)

func init() {
	clear["people_syncs"] = "began_at ended_at outcome added changed unchanged problems"
	breakages = append(breakages, broken("what a file says of days is kept", "TestAFileOfPeopleLeavesNoDays", "workflow/people_sync.go",
		`if orgfile.IsDay(p.Column) && p.Value != "" {`, "if false {"))
}

// spoiled is a file of people in which days are written as nobody reads them.
type spoiled struct{}

func (spoiled) Read(context.Context) ([]orgfile.Row, []orgfile.Problem, error) {
	rows, problems := orgfile.Read(strings.NewReader("name,e-mail,start date,last day\nNoor Said,noor@example.org,13.1.1987,1987/02/27\n"), "people.csv")
	return rows, problems, nil
}

// ofThatYear finds a day of 1987, however it is written, and not the digits alone, which ids
// and sealed values have by chance.
var ofThatYear = regexp.MustCompile(`[-./]1987|1987[-./]`)

// TestAFileOfPeopleLeavesNoDays: what is wrong with a file is kept for those who
// mend it, and no day of anybody with it: start dates are sealed.
func TestAFileOfPeopleLeavesNoDays(t *testing.T) {
	w := world.New(t, "sqlite")
	done, ok, err := w.SyncPeople(t.Context(), spoiled{}, time.Hour)
	must(t, err)
	if !ok || done.Outcome != org.SyncRefused || len(done.Problems) != 2 {
		t.Fatalf("%+v", done)
	}
	for cell, text := range dump(t, w) {
		if ofThatYear.MatchString(text) {
			t.Errorf("%s holds %.200s", cell, text)
		}
	}
}
