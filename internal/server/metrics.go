package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"cairn/internal/directory"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/metric"
	"cairn/internal/requestid"
	"cairn/internal/store"
	"cairn/internal/web"
)

// What is counted must tell nobody more than the journal tells an operator. That
// somebody sent the form of a promotion at ten past nine, in an organisation of twelve,
// is already too much. So only addresses that show nothing of anybody have a name of
// their own here; all others are "page" or "api".

// counted are the metrics of a serving Cairn.
type counted struct {
	set      metric.Set
	requests *metric.Counter
	took     *metric.Histogram
	named    map[string]bool // patterns that show nothing of anybody
	asked    atomic.Int64    // requests by whoever uses it
	log      *slog.Logger
}

// slow are the bounds of how long an answer takes, in seconds.
var slow = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}

func newCounted(s *Server) *counted {
	c := &counted{named: map[string]bool{}, log: s.options.Log}
	for _, r := range web.Routes() {
		c.named[r.Pattern] = r.Plain && r.Public
	}
	c.requests = c.set.Counter("cairn_http_requests_total", "Requests, by the kind of address, by method and by the status of the answer.", "route", "method", "status")
	c.took = c.set.Histogram("cairn_http_request_seconds", "How long answers took, by the kind of address.", slow, "route")
	c.set.Info("cairn_build_info", "Which program serves.", []string{"version", "go", "engine"}, []string{s.options.Version, runtime.Version(), s.DB.Engine()})
	began := time.Now()
	c.set.Gauge("cairn_uptime_seconds", "How long this process serves.", func() (float64, bool) { return time.Since(began).Seconds(), true })
	c.ofProcess()
	c.ofDatabase(s)
	return c
}

func (c *counted) ofProcess() {
	c.set.Gauge("cairn_goroutines", "Goroutines.", func() (float64, bool) { return float64(runtime.NumGoroutine()), true })
	c.set.Gauge("cairn_heap_bytes", "Memory in use by what is alive or not collected yet.", func() (float64, bool) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc), true
	})
	c.set.Gauge("cairn_resident_bytes", "Memory of the process.", func() (float64, bool) {
		text, err := os.ReadFile("/proc/self/statm")
		fields := strings.Fields(string(text))
		if err != nil || len(fields) < 2 {
			return 0, false
		}
		pages, err := strconv.ParseFloat(fields[1], 64)
		return pages * float64(os.Getpagesize()), err == nil
	})
	c.set.Gauge("cairn_open_files", "Files and connections that are open.", func() (float64, bool) {
		found, err := os.ReadDir("/proc/self/fd")
		return float64(len(found)), err == nil
	})
}

// askWithin is how long a question for a metric may take.
const askWithin = 2 * time.Second

func (c *counted) ofDatabase(s *Server) {
	ask := func(f func(context.Context) (float64, error)) func() (float64, bool) {
		return func() (float64, bool) {
			ctx, cancel := context.WithTimeout(context.Background(), askWithin)
			defer cancel()
			v, err := f(ctx)
			return v, err == nil
		}
	}
	yes := func(b bool) float64 { return map[bool]float64{true: 1}[b] }
	c.set.Gauge("cairn_ready", "1 while this Cairn can answer everything.", ask(func(ctx context.Context) (float64, error) { return yes(s.Ready(ctx) == nil), nil }))
	c.set.Gauge("cairn_leads", "1 while this Cairn does what nobody asks for; of several on one database one does.", func() (float64, bool) { return yes(s.leads.Load()), true })
	c.set.Gauge("cairn_journal_copy_failing", "1 while the second journal cannot be written.", func() (float64, bool) { return yes(s.copy != nil && s.copy.Failing()), s.copy != nil })
	c.set.Gauge("cairn_closed_after_restore", "1 while nobody can sign in because a backup was put back.", ask(func(ctx context.Context) (float64, error) {
		_, closed, err := s.Workflow.Closed(ctx)
		return yes(closed), err
	}))
	for _, state := range []string{"waiting", store.MailFailed} {
		c.set.Gauge("cairn_mails_"+state, "Mails that are "+state+".", ask(func(ctx context.Context) (n float64, err error) {
			now := s.options.Clock.Now()
			err = s.DB.View(ctx, now, func(r *store.Reader) error {
				mails, err := r.CountMails(state, now)
				n = float64(mails)
				return err
			})
			return n, err
		}))
	}
	c.set.Gauge("cairn_hooks_failed", "What addresses were to be told and was given up, in the last month.", ask(func(ctx context.Context) (n float64, err error) {
		now := s.options.Clock.Now()
		err = s.DB.View(ctx, now, func(r *store.Reader) error {
			dead, err := r.CountDeliveries(event.Dead, now)
			n = float64(dead)
			return err
		})
		return n, err
	}))
	c.set.Gauge("cairn_database_connections", "Connections to the database that are in use.", func() (float64, bool) { return float64(s.DB.InUse()), true })
	c.set.Gauge("cairn_disk_free_bytes", "Free space where the data directory is.", func() (float64, bool) { return freeSpace(s.options.Config.Data) })
}

// route is the name of an address here.
func (c *counted) route(r *http.Request) string {
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
		return "api"
	case strings.HasPrefix(r.URL.Path, directory.Prefix):
		return "directory"
	case c.named[r.Pattern]:
		_, path, _ := strings.Cut(r.Pattern, " ")
		return path
	}
	return "page"
}

// methodOf keeps what a stranger invents out of a label.
func methodOf(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return m
	}
	return "other"
}

// count counts each request; the inner handlers set its pattern.
func (c *counted) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, a := time.Now(), &answer{ResponseWriter: w}
		next.ServeHTTP(a, r)
		took, route := time.Since(began), c.route(r)
		status := strconv.Itoa(max(a.status, http.StatusOK))
		c.requests.Add(1, route, methodOf(r.Method), status)
		c.took.Observe(took.Seconds(), route)
		if !c.named[r.Pattern] { // whoever asks whether Cairn is well uses nothing
			if c.asked.Add(1)%busyEvery == 0 {
				collecting.makeRoom()
			}
		}
		if !c.log.Enabled(r.Context(), slog.LevelDebug) {
			return
		}
		c.log.Debug("request", "request", requestid.In(r.Context()), "route", route, "method", methodOf(r.Method), "status", status, "milliseconds", took.Milliseconds())
	})
}

// answer notes its status.
type answer struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the first final status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a response controller reach what is inside.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// named gives each request a name; that of a trusted proxy is kept.
func named(trusted []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header.Get(requestid.Header)
		if given != "" {
			if peer, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !within(trusted, peer.Addr()) {
				given = ""
			}
		}
		ctx, name := requestid.With(r.Context(), given)
		w.Header().Set(requestid.Header, name)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Ready tells why this Cairn cannot answer everything at this moment; nil when it can.
func (s *Server) Ready(ctx context.Context) error {
	switch {
	case s.draining.Load():
		return fault.New(fault.Unavailable, "Cairn is stopping.")
	case s.copy != nil && s.options.Config.AuditCopyRequired && s.copy.Failing():
		return fault.New(fault.Unavailable, "The second journal cannot be written.")
	}
	if err := s.troubled(); err != nil {
		return err
	}
	if err := s.DB.Ready(ctx); fault.Is(err, fault.Unavailable) {
		return err // it says itself what is wrong, such as that a newer Cairn has the database
	} else if err != nil {
		return fault.Wrap(fault.Unavailable, "The database does not answer as it should.", err)
	}
	return nil
}

// Metrics answers at an address of its own: what is counted, and whether it is ready.
func (s *Server) Metrics() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_ = s.counted.set.Write(w) // whoever asked went away
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { tell(w, s.Workflow.Ready(r.Context())) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { tell(w, s.Ready(r.Context())) })
	return mux
}

func tell(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err == nil {
		_, _ = fmt.Fprintln(w, "ok")
		return
	}
	message, _ := fault.Safe(err)
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = fmt.Fprintln(w, message)
}

// serveMetrics answers there until the context ends.
func (s *Server) serveMetrics(ctx context.Context) (func(), error) {
	address := s.options.Config.MetricsListen
	if address == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("metrics: cannot listen on %s: %w", address, err)
	}
	h := &http.Server{Handler: s.Metrics(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
	s.options.Log.Info("Metrics are at", "metrics", "http://"+l.Addr().String()+"/metrics")
	go func() {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.options.Log.Error("metrics are not served any more", "error", err)
		}
	}()
	return func() { _ = h.Close() }, nil
}
