package trust

import (
	"encoding/csv"
	"os"
	"slices"
	"testing"
)

// item, column and code are words of the permission matrix.
type (
	item   string
	column string
	code   string
)

// oracle is the permission matrix as the file tells it. It is read and never
// computed, so that it stays independent of the program.
type oracle map[item]map[column]code

// later are the rows of the matrix that Cairn has nothing for yet. A row leaves
// this list in the change that brings the thing, and gets its probes there.
var later = map[item]string{
	"pay_case":  "a promotion names its pay in words only",
	"aggregate": "Steps are counted nowhere; what is told of trial placements follows the same rule and is no Step",
	"paygap":    "pay is compared by no category yet",
}

// columns are the matrix's columns in its order.
var columns = []column{"subject", "manager", "former_mgr", "skip_level", "tribe_lead", "cto", "peer", "giver",
	"people_ops", "comp_admin", "sys_admin", "outsider", "api"}

func matrix(t *testing.T) oracle {
	t.Helper()
	f, err := os.Open("testdata/permission-matrix.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := lines[0]
	at := func(name string) int { return slices.Index(head, name) }
	m := oracle{}
	for _, line := range lines[1:] {
		i, c := item(line[at("item")]), column(line[at("column")])
		if m[i] == nil {
			m[i] = map[column]code{}
		}
		m[i][c] = code(line[at("code")])
	}
	return m
}

// TestEveryRowOfTheMatrixIsProbedOrWaits keeps the list of what is missing true.
func TestEveryRowOfTheMatrixIsProbedOrWaits(t *testing.T) {
	m := matrix(t)
	if len(m) != 36 {
		t.Errorf("%d items in the matrix, want 36", len(m))
	}
	for i, cells := range m {
		if len(cells) != len(columns) {
			t.Errorf("%s has %d cells, want %d", i, len(cells), len(columns))
		}
		_, waits := later[i]
		_, probed := probes[i]
		if waits == probed {
			t.Errorf("%s: waits %v and is probed %v; it must be one of the two", i, waits, probed)
		}
	}
	for i := range later {
		if _, ok := m[i]; !ok {
			t.Errorf("%s waits but is no item of the matrix", i)
		}
	}
	for i := range probes {
		if _, ok := m[i]; !ok {
			t.Errorf("%s is probed but is no item of the matrix", i)
		}
	}
}
