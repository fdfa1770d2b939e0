package api

import (
	"cmp"
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"cairn/internal/arrange"
	"cairn/internal/fault"
	"cairn/internal/requestid"
	"cairn/internal/workflow"
)

// Problem is a failure as RFC 9457 has it. It says where a mistake is and never
// repeats what was sent.
type Problem struct {
	Title     string    `json:"title" doc:"The meaning of the status." example:"Unprocessable Entity"`
	Status    int       `json:"status" doc:"The HTTP status." example:"422"`
	Detail    string    `json:"detail" doc:"What happened and what to do, in a sentence or two." example:"Some of this cannot be used as it is."`
	Reference string    `json:"reference,omitempty" doc:"Of a failure on our side: the operator finds its cause in the log under this."`
	Errors    []Mistake `json:"errors,omitempty" doc:"Each mistake in the request."`

	header http.Header
}

// Mistake is one mistake in a request.
type Mistake struct {
	Location string `json:"location" doc:"Where it is, from one of: body, query, path, header." example:"body.areas[2].mark"`
	Message  string `json:"message" doc:"What is wrong and how to mend it." example:"Use one of not-yet, sometimes, describes, no-opportunity."`
}

// Error returns the sentence that is shown.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders returns the headers that belong to the failure.
func (p *Problem) GetHeaders() http.Header { return p.header }

const problemType = "application/problem+json"

// ContentType returns the media type of problems, whatever was asked for.
func (p *Problem) ContentType(string) string { return problemType }

func newProblem(status int, detail string, mistakes ...Mistake) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Detail: detail, Errors: mistakes, header: http.Header{}}
}

// writeProblem answers with the same bytes as huma does for a failed operation.
func writeProblem(w http.ResponseWriter, p *Problem) {
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = huma.DefaultJSONFormat.Marshal(w, p) // the caller went away
}

// status maps a kind of failure to its HTTP status; it is the one such map of
// the API.
func status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Withheld:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable, fault.NoRoom:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// placed is an input that knows where in it the fields of a failure are.
type placed interface {
	place(field string) (Mistake, bool)
}

// problem tells of err with its safe sentence and logs its cause. What is
// withheld and what is absent become the same bytes.
func (s *service) problem(ctx context.Context, operation string, err error, in any) *Problem {
	kind := fault.KindOf(err)
	message, fields := fault.Safe(err)
	p := newProblem(status(kind), forPrograms.Replace(message))
	switch kind {
	case fault.Internal:
		p.Reference = requestid.From(ctx)
		s.Log.Error("request failed", "reference", p.Reference, "operation", operation, "error", err)
	case fault.Unauthenticated:
		p.header.Set("WWW-Authenticate", `Bearer realm="cairn"`)
	case fault.TooMany:
		p.header.Set("Retry-After", strconv.Itoa(max(1, workflow.RetryAfter(err))))
	}
	for _, f := range fields {
		m := Mistake{Location: "body", Message: forPrograms.Replace(f.Message)}
		if known, ok := in.(placed); ok {
			if there, ok := known.place(f.Name); ok {
				m.Location = there.Location
				m.Message = cmp.Or(there.Message, m.Message)
			}
		}
		p.Errors = append(p.Errors, m)
	}
	return p
}

// noteWithheld leaves a line for the operator where somebody asked for what is not
// theirs, or is not there: which of the two, and what it was, no line tells.
func (s *service) noteWithheld(operation string, v visit, err error) {
	if fault.Is(err, fault.Withheld) && v.actor.Known() {
		s.Log.Info("nothing there for who asked", "operation", operation, "who", string(v.actor.Person), "via", string(v.actor.Via))
	}
	if fault.Is(err, fault.Withheld) && v.actor.Service != "" {
		s.Log.Info("nothing there for the program that asked", "operation", operation, "service", string(v.actor.Service))
	}
}

const (
	someUnusable = "Some of this cannot be used as it is."
	// mostMistakes bounds how much a wrong request is answered with.
	mostMistakes = 50
)

// fromHuma turns what huma found wrong into a problem without what was sent.
func fromHuma(ctx huma.Context, status int, mistakes []error) *Problem {
	p := newProblem(status, sentence(status))
	if status >= http.StatusInternalServerError || ctx == nil {
		return p
	}
	for _, err := range mistakes[:min(len(mistakes), mostMistakes)] {
		detail, ok := err.(huma.ErrorDetailer)
		if !ok {
			continue
		}
		d := detail.ErrorDetail()
		m := Mistake{Location: whereabouts(d.Location, ctx.Operation()), Message: wording(d.Message)}
		if status == http.StatusUnsupportedMediaType {
			m = Mistake{Location: "header.Content-Type", Message: "Use application/json."}
		}
		if !slices.Contains(p.Errors, m) {
			p.Errors = append(p.Errors, m)
		}
	}
	// huma finds mistakes in the order of a map; equal requests get equal bytes.
	arrange.By(p.Errors, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Location, b.Location), cmp.Compare(a.Message, b.Message))
	})
	return p
}

func sentence(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "The body of the request cannot be read. Nothing was changed."
	case http.StatusRequestTimeout:
		return "The request took too long to arrive. Nothing was changed."
	case http.StatusRequestEntityTooLarge:
		return "This is larger than can be taken here: 2 MiB of JSON, or 10 MiB of a file. Nothing was changed."
	case http.StatusUnsupportedMediaType:
		return "The body must be JSON. Nothing was changed."
	case http.StatusUnprocessableEntity:
		return someUnusable
	}
	return "Something went wrong on our side. Nothing was changed."
}

var segment = regexp.MustCompile(`^(?:\.([^.\[\]]+)|\[\d+\])`)

// whereabouts follows the location as far as it is made of names of ours: a name
// that somebody sent by mistake may be a secret.
func whereabouts(location string, op *huma.Operation) string {
	in, name, _ := strings.Cut(location, ".")
	if in != "body" && !strings.HasPrefix(in, "body[") {
		if slices.Contains(parameters(op, in), name) {
			return location
		}
		return in
	}
	names := knownOf(op).names
	at := len("body")
	for at < len(location) {
		next := segment.FindStringSubmatch(location[at:])
		if next == nil || next[1] != "" && !names[next[1]] {
			break
		}
		at += len(next[0])
	}
	return location[:at]
}
