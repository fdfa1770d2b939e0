package metric

import (
	"strings"
	"testing"
)

func TestWhatIsCountedIsWrittenAsPrometheusReadsIt(t *testing.T) {
	var s Set
	c := s.Counter("a_total", "How many.", "kind", "code")
	c.Add(1, "page", "200")
	c.Add(2, "page", "200")
	c.Add(1, "api\"\n\\", "404")
	h := s.Histogram("b_seconds", "How long.", []float64{0.1, 1}, "kind")
	h.Observe(0.05, "page")
	h.Observe(0.5, "page")
	h.Observe(5, "page")
	s.Gauge("c", "Now.", func() (float64, bool) { return 1.5, true })
	s.Gauge("d", "Not known.", func() (float64, bool) { return 0, false })
	s.Info("e_info", "Which.", []string{"version"}, []string{"1"})
	var b strings.Builder
	if err := s.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := `# HELP a_total How many.
# TYPE a_total counter
a_total{kind="api\"\n\\",code="404"} 1
a_total{kind="page",code="200"} 3
# HELP b_seconds How long.
# TYPE b_seconds histogram
b_seconds_bucket{kind="page",le="0.1"} 1
b_seconds_bucket{kind="page",le="1"} 2
b_seconds_bucket{kind="page",le="+Inf"} 3
b_seconds_sum{kind="page"} 5.55
b_seconds_count{kind="page"} 3
# HELP c Now.
# TYPE c gauge
c 1.5
# HELP e_info Which.
# TYPE e_info gauge
e_info{version="1"} 1
`
	if b.String() != want {
		t.Errorf("%s", b.String())
	}
}
