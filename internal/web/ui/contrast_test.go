package ui

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

var colourToken = regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);`)

// tokens reads the light and the dark colours of tokens.css: the ordinary ones,
// and those that replace them when more contrast is wanted.
func tokens(t *testing.T) (ordinary, contrasting [2]map[string]string) {
	t.Helper()
	for _, set := range []*[2]map[string]string{&ordinary, &contrasting} {
		*set = [2]map[string]string{{}, {}}
	}
	for _, m := range colourToken.FindAllStringSubmatch(string(mustRead("css/tokens.css")), -1) {
		for i := range 2 {
			if _, seen := ordinary[i][m[1]]; !seen {
				ordinary[i][m[1]] = m[2+i]
			}
			contrasting[i][m[1]] = m[2+i]
		}
	}
	return ordinary, contrasting
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + string([]byte{hex[1], hex[1], hex[2], hex[2], hex[3], hex[3]})
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatalf("%s is no colour: %v", hex, err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

// TestContrast holds every pair of colours that meet to WCAG 2.2 AA: 4.5 for
// text, 3 for the edges of controls and for marks that carry meaning.
func TestContrast(t *testing.T) {
	text := map[string][]string{
		"ink":        {"paper", "sheet", "sunk", "lichen-wash", "lake-wash", "brick-wash", "heather-wash"},
		"ink-soft":   {"paper", "sheet", "sunk", "lichen-wash", "lake-wash"},
		"ink-faint":  {"paper", "sheet", "sunk"},
		"lake":       {"paper", "sheet", "sunk", "lake-wash", "lichen-wash", "heather-wash"},
		"lake-deep":  {"paper", "sheet"},
		"on-lake":    {"lake", "lake-deep"},
		"brick":      {"paper", "sheet", "brick-wash"},
		"on-brick":   {"brick"},
		"heather":    {"paper", "sheet", "heather-wash"},
		"lichen-ink": {"paper", "sheet", "lichen-wash"},
	}
	marks := map[string][]string{"edge": {"paper", "sheet"}, "stone": {"paper"}, "lichen": {"paper"}}
	ordinary, contrasting := tokens(t)
	for name, set := range map[string][2]map[string]string{"ordinary": ordinary, "more contrast": contrasting} {
		for i, scheme := range []string{"light", "dark"} {
			checkPairs(t, name+", "+scheme, set[i], text, 4.5)
			checkPairs(t, name+", "+scheme, set[i], marks, 3)
		}
	}
}

func checkPairs(t *testing.T, where string, colours map[string]string, pairs map[string][]string, least float64) {
	t.Helper()
	for ink, grounds := range pairs {
		for _, ground := range grounds {
			if colours[ink] == "" || colours[ground] == "" {
				t.Fatalf("%s: %s or %s is not a token", where, ink, ground)
			}
			if c := contrast(t, colours[ink], colours[ground]); c < least {
				t.Errorf("%s: %s on %s has contrast %.2f, needs %.1f", where, ink, ground, c, least)
			}
		}
	}
}
