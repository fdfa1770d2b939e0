package trust

import (
	"math"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"cairn/internal/server"
	"cairn/internal/testkit/world"
)

// sample is how long answers took.
type sample []float64 // milliseconds

func (s sample) mean() (m float64) {
	for _, v := range s {
		m += v / float64(len(s))
	}
	return m
}

func (s sample) variance() (sum float64) {
	m := s.mean()
	for _, v := range s {
		sum += (v - m) * (v - m) / float64(len(s)-1)
	}
	return sum
}

func (s sample) median() float64 {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[len(sorted)/2]
}

// trimmed is without the slowest tenth: what a busy machine adds hides differences.
func (s sample) trimmed() sample {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[:len(sorted)*9/10]
}

// welch tells how far the means of two samples are apart, in standard errors.
func welch(a, b sample) float64 {
	return (a.mean() - b.mean()) / math.Sqrt(a.variance()/float64(len(a))+b.variance()/float64(len(b)))
}

func TestWelchTellsApartWhatDiffers(t *testing.T) {
	var slow, fast, same sample
	for i := range 1000 {
		jitter := float64(i%17) / 10
		fast, same, slow = append(fast, 1+jitter), append(same, 1+float64((i+5)%17)/10), append(slow, 1.2+jitter)
	}
	if got := welch(slow, fast); got < 4.5 {
		t.Errorf("a fifth of a millisecond: %.1f", got)
	}
	if got := math.Abs(welch(fast, same)); got > 1 {
		t.Errorf("the same: %.1f", got)
	}
	if d := slow.median() - fast.median(); math.Abs(d-0.2) > 1e-9 {
		t.Errorf("median differs by %f", d)
	}
}

// TestTimesTellNothing asks for somebody else's thing and for nothing in turn. It
// measures, so it runs when asked for alone, on a quiet machine.
func TestTimesTellNothing(t *testing.T) {
	if os.Getenv("CAIRN_TIMING") == "" {
		t.Skip("measures time; set CAIRN_TIMING to how often, such as 2000")
	}
	times := size(t, "CAIRN_TIMING", 0)
	w := world.New(t, "sqlite")
	populate(t, w)
	s := serve(t, w, server.Evenly)
	s.signIn(t)
	foreign := closedIDs(t, s)
	for _, e := range endpoints() {
		theirs := foreign[kinds[e.pattern]]
		if e.method != "GET" || e.public || len(theirs) == 0 || !variable.MatchString(e.pattern) {
			continue
		}
		nothing := variable.ReplaceAllLiteralString(e.pattern, strangers()[0])
		something := variable.ReplaceAllLiteralString(e.pattern, theirs[0])
		var there, absent sample
		ask := func(path string) float64 {
			began := time.Now()
			if a := s.get(t, "ben", path); a.status != http.StatusNotFound {
				t.Fatalf("%s is answered with %d: %s", path, a.status, a.body)
			}
			return float64(time.Since(began).Nanoseconds()) / 1e6
		}
		for i := range times {
			if i%2 == 0 { // neither always comes first
				there, absent = append(there, ask(something)), append(absent, ask(nothing))
			} else {
				absent, there = append(absent, ask(nothing)), append(there, ask(something))
			}
		}
		score, apart := welch(there.trimmed(), absent.trimmed()), there.median()-absent.median()
		t.Logf("%-50s t = %5.1f, medians %.3f and %.3f ms", e.pattern, score, there.median(), absent.median())
		if math.Abs(score) >= 4.5 && math.Abs(apart) >= 0.05 || math.Abs(apart) >= 1 {
			t.Errorf("%s: somebody else's takes %.3f ms, nothing %.3f ms (t = %.1f)", e.pattern, there.median(), absent.median(), score)
		}
	}
}
