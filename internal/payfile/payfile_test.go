package payfile

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cairn/internal/sheet"
)

func TestRangesReadBack(t *testing.T) {
	rows := []RangeRow{
		{Market: "Sweden", Discipline: "quality", Step: "Squad/Chapter", From: "2027-01-01", Minimum: "41000", Reference: "50000.50", Maximum: "60000", Currency: "SEK", Reason: "=1+1, and \"so\" on;\nnext line"},
		{Market: "-Kuwait", Discipline: "+quality", Step: "@individual", From: "2027-01-01", Currency: "KWD", Ends: true},
	}
	for _, f := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		var b bytes.Buffer
		if err := WriteRanges(&b, f, rows); err != nil {
			t.Fatal(err)
		}
		got, problems := ReadRanges("again", b.Bytes())
		if diff := cmp.Diff(rows, got, cmpopts.IgnoreFields(RangeRow{}, "Line")); diff != "" || len(problems) > 0 {
			t.Errorf("%s: %v\n%s", f, problems, diff)
		}
	}
}

func TestMistakesInAFileAreToldByLine(t *testing.T) {
	file := "market,discipline,step,valid from,min,ref,max,ends\nSweden,quality,individual,01/02/2027,1,2,3,\nSweden,quality,individual,2027-01-01,1,2,3,perhaps\nSweden,quality,individual,2027-01-01,1,2,3,,more\n"
	_, problems := ReadRanges("ranges.csv", []byte(file))
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	for i, says := range []string{`line 2, column valid from, "01/02/2027"`, `line 3, column ends, "perhaps"`, `line 4, "more"`} {
		if i >= len(got) || !strings.HasPrefix(got[i], says) {
			t.Errorf("problem %d: %q, want %s", i, got, says)
		}
	}
}
