package ui

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRingRadius(t *testing.T) {
	for _, n := range []int{1, 3, 4, 7} {
		before := ringsInner
		for i := range n {
			inner, outer := ringRadius(i, n)
			if math.Abs(inner-before) > 1e-9 {
				t.Errorf("ring %d of %d begins at %.2f, the one inside ends at %.2f", i, n, inner, before)
			}
			if width := (ringsOuter - ringsInner) / float64(n); math.Abs(outer-inner-width) > 1e-9 {
				t.Errorf("ring %d of %d is %.2f wide, not %.2f", i, n, outer-inner, width)
			}
			before = outer
		}
		if math.Abs(before-ringsOuter) > 1e-9 {
			t.Errorf("%d rings end at %.2f", n, before)
		}
	}
}

func TestSectorAngles(t *testing.T) {
	for _, n := range []int{1, 2, 5} {
		if from, _ := sectorAngles(0, n); from != 0 {
			t.Errorf("the first of %d sectors begins at %v, not at the top", n, from)
		}
		if _, to := sectorAngles(n-1, n); math.Abs(to-2*math.Pi) > 1e-9 {
			t.Errorf("the last of %d sectors ends at %v", n, to)
		}
	}
}

func TestPolarBeginsAtTheTopAndGoesClockwise(t *testing.T) {
	for angle, want := range map[float64]point{0: {0, -10}, math.Pi / 2: {10, 0}, math.Pi: {0, 10}} {
		got := polar(10, angle)
		if math.Abs(got.X-want.X) > 1e-9 || math.Abs(got.Y-want.Y) > 1e-9 {
			t.Errorf("polar(10, %.2f) = %v, want %v", angle, got, want)
		}
	}
}

func TestSectorPath(t *testing.T) {
	got := sectorPath(10, 20, 0, math.Pi/2)
	want := "M0.0 -20.0A20.0 20.0 0 0 1 20.0 -0.0L10.0 -0.0A10.0 10.0 0 0 0 0.0 -10.0Z"
	if got != want {
		t.Errorf("a quarter is %s, want %s", got, want)
	}
	if whole := sectorPath(10, 20, 0, 2*math.Pi); whole[len("M0.0 -20.0A20.0 20.0 0 "):][0] != '1' {
		t.Errorf("a single sector does not go the long way round: %s", whole)
	}
}

func TestArcLines(t *testing.T) {
	tests := []struct {
		name string
		room float64
		want []string
	}{
		{"Mastery", 200, []string{"Mastery"}},
		{"Values team success over individual success", 200, []string{"Values team success", "over individual success"}},
		{"Unbreakable", 20, []string{"Unbreakable"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, arcLines(tt.name, tt.room)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestGeometryDrawsEveryCellInsideThePicture(t *testing.T) {
	d := galleryAgreed()
	g := d.geometry()
	if len(g.Cells) != 20 || len(g.Steps) != 4 || len(g.Spokes) != 5 {
		t.Fatalf("%d cells, %d rings, %d spokes", len(g.Cells), len(g.Steps), len(g.Spokes))
	}
	highest := ringsLabelA + 12 + lineHeight + 8
	if highest > ringsHalf {
		t.Errorf("names reach %.0f, the picture ends at %.0f", highest, ringsHalf)
	}
	ids := map[string]bool{}
	for _, a := range g.Areas {
		if ids[a.ID] {
			t.Errorf("the id %s is there twice", a.ID)
		}
		ids[a.ID] = true
	}
}

func TestWordsStayClearOfTheNameOfTheStep(t *testing.T) {
	from, to := sectorAngles(0, 5)
	start, end := wordRoom(100, from, to, "Squad/Chapter")
	if x := 100 * math.Sin(start); x < plateWidth(stepWidth, "Squad/Chapter")/2-1e-9 {
		t.Errorf("words begin at x %.1f, under the name", x)
	}
	if end != to {
		t.Errorf("words end at %v, want %v", end, to)
	}
	if start, end := wordRoom(20, from, to, "Technology/Company"); end < start {
		t.Errorf("room from %v to %v", start, end)
	}
}

func TestLegendNamesEachPatternOnce(t *testing.T) {
	want := []legendEntry{{Solid, "describes"}, {Hatch, "sometimes"}, {Dots, "not yet"}, {Blank, "no opportunity"}}
	if diff := cmp.Diff(want, galleryAgreed().legend()); diff != "" {
		t.Error(diff)
	}
}
