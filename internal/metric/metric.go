// Package metric counts, and writes what it counted as Prometheus reads it. It is a
// small part of what there is for that: counters, gauges that are asked for when they
// are read, and one kind of histogram.
package metric

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Set is what one program counts.
type Set struct {
	mu       sync.Mutex
	families []family
}

// family is one name with its help.
type family interface {
	write(w io.Writer) error
}

// about is what stands above the samples of a family.
type about struct{ name, help, kind string }

func (a about) head(w io.Writer) error {
	_, err := fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", a.name, a.help, a.name, a.kind)
	return err
}

func (s *Set) add(f family) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.families = append(s.families, f)
}

// Write writes all that is counted.
func (s *Set) Write(w io.Writer) error {
	s.mu.Lock()
	families := slices.Clone(s.families)
	s.mu.Unlock()
	for _, f := range families {
		if err := f.write(w); err != nil {
			return err
		}
	}
	return nil
}

// Counter counts by the values of its labels.
type Counter struct {
	about
	labels []string
	mu     sync.Mutex
	counts map[values]float64
}

// values are those of the labels, in their order. They are put into words when they are
// read, and not at each request.
type values [3]string

func valuesOf(labels, given []string) (v values) {
	if len(given) != len(labels) || copy(v[:], given) < len(given) {
		panic(fmt.Sprintf("metric: %d values for the labels %v, which are at most %d", len(given), labels, len(v)))
	}
	return v
}

// inOrder are the values by which something is counted.
func inOrder[T any](counted map[values]T) []values {
	return slices.SortedFunc(maps.Keys(counted), func(a, b values) int { return slices.Compare(a[:], b[:]) })
}

// Counter makes a counter with up to three labels.
func (s *Set) Counter(name, help string, labels ...string) *Counter {
	c := &Counter{about: about{name, help, "counter"}, labels: labels, counts: map[values]float64{}}
	s.add(c)
	return c
}

// Add counts by n; there is a value for each label.
func (c *Counter) Add(n float64, given ...string) {
	key := valuesOf(c.labels, given)
	c.mu.Lock()
	c.counts[key] += n
	c.mu.Unlock()
}

func (c *Counter) write(w io.Writer) error {
	c.mu.Lock()
	counts := maps.Clone(c.counts)
	c.mu.Unlock()
	if err := c.head(w); err != nil {
		return err
	}
	for _, key := range inOrder(counts) {
		if _, err := fmt.Fprintf(w, "%s%s %s\n", c.name, render(c.labels, key[:len(c.labels)]), number(counts[key])); err != nil {
			return err
		}
	}
	return nil
}

// Histogram counts how long things took.
type Histogram struct {
	about
	labels []string
	bounds []float64
	mu     sync.Mutex
	rows   map[values]*row
}

type row struct {
	counts []float64
	sum    float64
	n      float64
}

// Histogram makes a histogram with these upper bounds, and with up to three labels.
func (s *Set) Histogram(name, help string, bounds []float64, labels ...string) *Histogram {
	h := &Histogram{about: about{name, help, "histogram"}, labels: labels, bounds: bounds, rows: map[values]*row{}}
	s.add(h)
	return h
}

// Observe counts one.
func (h *Histogram) Observe(v float64, given ...string) {
	key := valuesOf(h.labels, given)
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.rows[key]
	if r == nil {
		r = &row{counts: make([]float64, len(h.bounds))}
		h.rows[key] = r
	}
	for i, bound := range h.bounds {
		if v <= bound {
			r.counts[i]++
		}
	}
	r.sum, r.n = r.sum+v, r.n+1
}

func (h *Histogram) write(w io.Writer) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.head(w); err != nil {
		return err
	}
	labels := append(slices.Clone(h.labels), "le")
	for _, key := range inOrder(h.rows) {
		r, of := h.rows[key], key[:len(h.labels)]
		for i, bound := range h.bounds {
			at := render(labels, append(slices.Clone(of), number(bound)))
			if _, err := fmt.Fprintf(w, "%s_bucket%s %s\n", h.name, at, number(r.counts[i])); err != nil {
				return err
			}
		}
		whole, all := render(h.labels, of), render(labels, append(slices.Clone(of), "+Inf"))
		if _, err := fmt.Fprintf(w, "%s_bucket%s %s\n%s_sum%s %s\n%s_count%s %s\n", h.name, all, number(r.n), h.name, whole, number(r.sum), h.name, whole, number(r.n)); err != nil {
			return err
		}
	}
	return nil
}

// asked is a value that is asked for when it is read.
type asked struct {
	about
	labels string
	ask    func() (float64, bool)
}

// Gauge is a value that goes up and down; ask gives it, or false where it is not known.
func (s *Set) Gauge(name, help string, ask func() (v float64, known bool)) {
	s.add(asked{about{name, help, "gauge"}, "", ask})
}

// Info is a value of 1 whose labels say something.
func (s *Set) Info(name, help string, labels, values []string) {
	s.add(asked{about{name, help, "gauge"}, render(labels, values), func() (float64, bool) { return 1, true }})
}

func (a asked) write(w io.Writer) error {
	v, known := a.ask()
	if !known {
		return nil
	}
	if err := a.head(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s%s %s\n", a.name, a.labels, number(v))
	return err
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

var escaped = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

func render(labels, values []string) string {
	if len(labels) != len(values) {
		panic(fmt.Sprintf("metric: %d values for the labels %v", len(values), labels))
	}
	if len(labels) == 0 {
		return ""
	}
	var b strings.Builder
	b.Grow(64)
	b.WriteByte('{')
	for i, l := range labels {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(l)
		b.WriteString(`="`)
		_, _ = escaped.WriteString(&b, values[i])
		b.WriteByte('"')
	}
	b.WriteByte('}')
	return b.String()
}
