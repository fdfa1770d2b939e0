// Package directory answers directories that provision people by SCIM 2.0. Handlers read
// the request, call one act of workflow and answer as the protocol says; a token of
// a directory opens this and nothing else, and nothing else opens this.
package directory

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/scim"
	"cairn/internal/workflow"
)

// Prefix is where everything is found.
const Prefix = "/scim/v2"

// Options is what the handler needs.
type Options struct {
	Workflow *workflow.Workflow
	Log      *slog.Logger
	Base     string // whole address of Prefix
}

// Route is one address. Items names the rows of the permission matrix that it shows or
// changes; one without is about nobody.
type Route struct {
	Method, Path string
	Items        []string
	handle       func(*service, *visit) error
}

const (
	mostBody = 1 << 20
	mostBulk = 8 << 20
	media    = "application/scim+json"
)

// Routes lists every address below Prefix.
func Routes() []Route {
	people := []string{"profile"}
	about := []Route{
		{"GET", "/ServiceProviderConfig", nil, (*service).showConfig},
		{"GET", "/ResourceTypes", nil, (*service).showTypes},
		{"GET", "/ResourceTypes/{id}", nil, (*service).showType},
		{"GET", "/Schemas", nil, (*service).showSchemas},
		{"GET", "/Schemas/{id}", nil, (*service).showSchema},
		{"POST", "/Bulk", people, (*service).bulk},
	}
	return slices.Concat(about, users.routes("/Users", people), groups.routes("/Groups", people))
}

type service struct {
	Options
	mux *http.ServeMux
}

// visit is one request of a directory.
type visit struct {
	w    http.ResponseWriter
	r    *http.Request
	from workflow.Directory
}

// New returns the handler of everything below /scim/.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &service{Options: o, mux: http.NewServeMux()}
	for _, r := range Routes() {
		s.mux.HandleFunc(r.Method+" "+Prefix+r.Path, func(w http.ResponseWriter, req *http.Request) {
			v := &visit{w: w, r: req, from: directoryOf(req)}
			if err := r.handle(s, v); err != nil {
				s.fail(w, err)
			}
		})
	}
	s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { s.fail(w, fault.NotFound()) })
	return s
}

// ServeHTTP lets in whoever shows the token of a directory.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic", "value", p, "stack", string(debug.Stack()))
			s.fail(w, errors.New("panic"))
		}
	}()
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		token = ""
	}
	d, err := s.Workflow.AuthenticateDirectory(r.Context(), strings.TrimSpace(token), address(r))
	if err != nil {
		if fault.Is(err, fault.Unauthenticated) {
			h.Set("WWW-Authenticate", `Bearer realm="Cairn"`)
		}
		s.fail(w, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostBulk)
	s.mux.ServeHTTP(w, withDirectory(r, d))
}

func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// body reads what was sent: one object.
func (v *visit) body(most int64) (map[string]any, error) {
	raw, err := io.ReadAll(io.LimitReader(v.r.Body, most+1))
	if _, long := errors.AsType[*http.MaxBytesError](err); long || int64(len(raw)) > most {
		return nil, fault.New(fault.TooLarge, "This is larger than can be taken.")
	}
	var m map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if err != nil || decoder.Decode(&m) != nil || decoder.More() || m == nil {
		return nil, errSyntax
	}
	return m, nil
}

var errSyntax = fault.New(fault.Invalid, "This is no JSON object.")

func (v *visit) answer(status int, body map[string]any) error {
	if m, ok := body["meta"].(map[string]any); ok {
		if version, ok := m["version"].(string); ok {
			v.w.Header().Set("ETag", version)
			if status == http.StatusOK && v.r.Method == http.MethodGet && v.r.Header.Get("If-None-Match") == version {
				v.w.WriteHeader(http.StatusNotModified)
				return nil
			}
		}
		if status == http.StatusCreated {
			v.w.Header().Set("Location", m["location"].(string))
		}
	}
	return write(v.w, status, body)
}

func write(w http.ResponseWriter, status int, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_, _ = w.Write(raw) // whoever asked went away
	return nil
}

// fail answers with the safe sentence of err, as the protocol words failures.
func (s *service) fail(w http.ResponseWriter, err error) {
	status, kind := statusOf(err)
	if status == http.StatusInternalServerError {
		s.Log.Error("request of a directory failed", "error", err)
	}
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, workflow.RetryAfter(err))))
	}
	message, fields := fault.Safe(err)
	for _, f := range fields {
		message += " " + f.Name + ": " + f.Message
	}
	body := map[string]any{"schemas": []string{scim.ErrorSchema}, "status": strconv.Itoa(status), "detail": message}
	if kind != "" {
		body["scimType"] = kind
	}
	_ = write(w, status, body)
}

func statusOf(err error) (status int, kind string) {
	_, fields := fault.Safe(err)
	switch fault.KindOf(err) {
	case fault.Invalid:
		kind = "invalidValue"
		for _, f := range fields {
			switch f.Name {
			case "filter":
				kind = "invalidFilter"
			case "path":
				kind = "noTarget"
			}
		}
		if errors.Is(err, errSyntax) {
			kind = "invalidSyntax"
		}
		return http.StatusBadRequest, kind
	case fault.Withheld:
		return http.StatusNotFound, ""
	case fault.Conflict:
		if workflow.ChangedSince(err) {
			return http.StatusPreconditionFailed, ""
		}
		return http.StatusConflict, "uniqueness"
	case fault.Unauthenticated:
		return http.StatusUnauthorized, ""
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge, "tooMany"
	case fault.TooMany:
		return http.StatusTooManyRequests, ""
	case fault.Unavailable, fault.NoRoom:
		return http.StatusServiceUnavailable, ""
	}
	return http.StatusInternalServerError, ""
}
