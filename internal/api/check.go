package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"cairn/internal/access"
	"cairn/internal/fault"
)

// check comes before anything of the request is read, so that a token without
// the scope learns nothing from how it is refused.
func (s *service) check(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	op := ctx.Operation()
	if !reaches(visitOf(r.Context()).actor, knownOf(op).Operation) {
		writeProblem(w, s.problem(r.Context(), op.OperationID, fault.NotFound(), nil))
		return
	}
	if p := checkQuery(r.URL.RawQuery, op); p != nil {
		writeProblem(w, p)
		return
	}
	if op.RequestBody == nil && r.ContentLength != 0 && r.Body != http.NoBody {
		writeProblem(w, newProblem(http.StatusUnprocessableEntity, "This operation takes no body. Send it without one.", Mistake{Location: "body", Message: "Leave it out."}))
		return
	}
	next(ctx)
}

// reaches tells whether whoever asks holds the scopes that the operation needs.
func reaches(actor access.Actor, op Operation) bool {
	for _, scope := range []access.Scope{op.Scope, op.Also} {
		if scope != "" && !actor.May(scope) {
			return false
		}
	}
	return true
}

// checkQuery refuses what is not text, what is said twice and what is not known.
func checkQuery(raw string, op *huma.Operation) *Problem {
	if raw == "" {
		return nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return unusable("query", "The part of the address after the question mark cannot be read.")
	}
	known := parameters(op, "query")
	for name, said := range values {
		part, named := partOf(op, name)
		switch {
		case named:
			name = part
		case !slices.Contains(known, name):
			return unusable("query", "A parameter of the address is not known here. "+listed(known))
		}
		switch {
		case len(said) > 1:
			return unusable("query."+name, "Say this once.")
		case !utf8.ValidString(said[0]) || strings.ContainsRune(said[0], 0):
			return unusable("query."+name, "This is not text in UTF-8.")
		}
	}
	return nil
}

// partOf tells whose part a parameter is that is said part by part, as columns[area].
func partOf(op *huma.Operation, name string) (whole string, ok bool) {
	for _, p := range op.Parameters {
		part, begins := strings.CutPrefix(name, p.Name+"[")
		if key, ends := strings.CutSuffix(part, "]"); begins && ends && p.Style == "deepObject" && key != "" && !strings.ContainsAny(key, "[]") {
			return p.Name, true
		}
	}
	return "", false
}

func listed(known []string) string {
	if len(known) == 0 {
		return "This operation takes none."
	}
	return "Those that are: " + strings.Join(known, ", ") + "."
}

func parameters(op *huma.Operation, in string) (names []string) {
	for _, p := range op.Parameters {
		if p.In == in {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names
}

func unusable(location, message string) *Problem {
	return newProblem(http.StatusUnprocessableEntity, someUnusable, Mistake{Location: location, Message: message})
}
