package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"cairn/internal/access"
)

// Operation is one thing that can be asked for. Items names the rows of the
// permission matrix that it shows or changes; an operation without a row fails
// the build, unless it is Plain: it then shows nothing of anybody.
type Operation struct {
	Method  string
	Path    string // below Prefix
	ID      string
	Items   []string
	Plain   bool
	Public  bool         // answers without a token
	Session bool         // for whoever is signed in; to a token it does not exist
	Between bool         // two people only, so that no scope of a token stands for it, whatever the matrix lets tokens reach
	Scope   access.Scope // what a token must hold; empty: any token
	Body    int64        // how many bytes it takes; of JSON, maxBody, when not set
	Status  int          // of success; 200 when not set
	Tag     string
	Summary string
	About   string

	register func(*service, Operation)
}

// ForServices tells whether a program of the organisation may ask for it: what
// everybody reads alike, and who asks.
func (o Operation) ForServices() bool {
	return o.Method == http.MethodGet && !o.Session && (o.ID == whoAsks || slices.Contains(access.ServiceScopes(), o.Scope))
}

// Operations returns the one table of everything the API answers.
func Operations() []Operation {
	var all []Operation
	for _, table := range [][]Operation{aboutOperations(), frameworkOperations(), versionOperations(), peopleOperations(), evaluationOperations(), inboxOperations(), growthOperations(), feedbackOperations(), journalOperations(), besideOperations(), priorityOperations(), recognitionOperations(), promotionOperations(), consultationOperations(), statisticsOperations(), titleOperations()} {
		all = append(all, table...)
	}
	return append(all, searchOperations()...)
}

// maxBody leaves room for a side in which every text is as long as it may be.
const maxBody = 2 << 20

// ours is where huma carries our own row of an operation, and the names that may
// be repeated when something about it is wrong.
const ours = "cairn"

type known struct {
	Operation
	names map[string]bool
}

func knownOf(op *huma.Operation) known {
	k, _ := op.Metadata[ours].(known)
	return k
}

// on gives an operation its handler.
func on[I, O any](f func(*service, visit, *I) (*O, error)) func(*service, Operation) {
	return func(s *service, op Operation) {
		huma.Register(s.huma, op.describe(s.ours), func(ctx context.Context, in *I) (*O, error) {
			out, err := f(s, visitOf(ctx), in)
			if err != nil {
				s.noteWithheld(op.ID, visitOf(ctx), err)
				return nil, s.problem(ctx, op.ID, err, in)
			}
			return out, nil
		})
	}
}

// describe gives the operation as huma wants it.
func (o Operation) describe(names map[string]bool) huma.Operation {
	errors := []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable}
	if o.Method != http.MethodGet {
		errors = append(errors, http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	scheme, needs := "token", []string{}
	if o.Session {
		scheme, errors = "session", append(errors, http.StatusForbidden)
	}
	if o.Scope != "" {
		needs = append(needs, string(o.Scope))
	}
	return huma.Operation{
		Method: o.Method, Path: o.Path, OperationID: o.ID, DefaultStatus: o.Status, Errors: errors,
		Tags: []string{o.Tag}, Summary: o.Summary, Description: o.About + o.needs(), Security: o.security(scheme, needs),
		MaxBodyBytes: cmp.Or(o.Body, maxBody) + 1, BodyReadTimeout: 30 * time.Second, Metadata: map[string]any{ours: known{o, names}},
	}
}

func (o Operation) security(scheme string, needs []string) []map[string][]string {
	list := []map[string][]string{{scheme: needs}}
	if o.ForServices() {
		list = append(list, map[string][]string{"service": needs})
	}
	return list
}

func (o Operation) needs() string {
	if o.Session {
		return "\n\nFor whoever is signed in. To a token it does not exist."
	}
	if o.Scope == "" {
		return "\n\nAny token will do."
	}
	if o.ForServices() {
		return "\n\nNeeds the scope `" + string(o.Scope) + "`, which a program of the organisation can hold."
	}
	return "\n\nNeeds the scope `" + string(o.Scope) + "`."
}
