package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// odd is a framework of so many steps and areas, with names of one sort.
func odd(steps, areas int, name string) RingsData {
	d := RingsData{ID: "odd", Title: "Odd.", Cells: map[[2]string]RingCell{}}
	for i := range steps {
		d.Steps = append(d.Steps, RingStep{ID: fmt.Sprint("s", i), Name: fmt.Sprint(name, " s", i), Href: fmt.Sprint("/s", i)})
	}
	for i := range areas {
		d.Areas = append(d.Areas, RingArea{ID: fmt.Sprint("a", i), Name: fmt.Sprint(name, " a", i), Href: fmt.Sprint("/a", i)})
		for _, s := range d.Steps {
			d.Cells[[2]string{s.ID, fmt.Sprint("a", i)}] = RingCell{Href: "/" + s.ID + "#" + fmt.Sprint("a", i)}
		}
	}
	return d
}

func TestRingsOfOddFrameworksStayReadable(t *testing.T) {
	long := "Verantwortungsübernahmebereitschaft und Weiterentwicklung"
	for _, c := range []struct {
		steps, areas int
		name         string
		signs        int // in the key below the picture
	}{
		{1, 1, "Short", 0}, {7, 5, "Short", 0}, {4, 12, "Short", 0}, {1, 12, long, 13}, {7, 12, long, 19}, {4, 5, long, 9}, {3, 1, "Short", 0},
	} {
		d := odd(c.steps, c.areas, c.name)
		page := render(t, Rings(d))
		key := page.Find(".rings-key li")
		if key.Length() != c.signs {
			t.Errorf("%d by %d: %d signs, want %d", c.steps, c.areas, key.Length(), c.signs)
		}
		if got := page.Find("svg a.ring-link[aria-label]").Length(); got < c.steps*c.areas+c.steps+c.areas {
			t.Errorf("%d by %d: %d ways on in the picture", c.steps, c.areas, got)
		}
		words := page.Find("figcaption").Text()
		for _, a := range d.Areas {
			if !strings.Contains(words, a.Name) {
				t.Errorf("%d by %d: %s is not in the words", c.steps, c.areas, a.Name)
			}
		}
		page.Find("svg text").Each(func(_ int, s *goquery.Selection) {
			if n := len([]rune(s.Text())); n > 26 {
				t.Errorf("%d by %d: %q runs out of its room", c.steps, c.areas, s.Text())
			}
		})
	}
}
