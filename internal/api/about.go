package api

import (
	"net/http"

	"cairn/internal/access"
)

const whoAsks = "get-me"

func aboutOperations() []Operation {
	return []Operation{
		{Method: http.MethodGet, Path: "/me", ID: whoAsks, Items: []string{"profile"}, Tag: "about",
			Summary: "Who asks", About: "Whose token this is and what it may be used for.", register: on((*service).me)},
		{Method: http.MethodGet, Path: "/openapi.json", ID: "get-openapi", Plain: true, Public: true, Tag: "about",
			Summary: "This description", About: "The OpenAPI 3.1 document of this API.", register: (*service).serveDocument},
	}
}

// Me is whose token it is.
type Me struct {
	PersonRef
	Service bool     `json:"service,omitempty" doc:"Whether a program of the organisation asks. It is nobody, so it has a name and neither id, e-mail address nor offices."`
	Email   string   `json:"email,omitempty"`
	Offices []string `json:"offices" doc:"What the person has been trusted with: cto, people-partner, compensation-partner, operator."`
	Scopes  []string `json:"scopes" doc:"What the token may be used for."`
}

type meOutput struct{ Body Me }

func (s *service) me(v visit, _ *struct{}) (*meOutput, error) {
	return &meOutput{Me{
		PersonRef: PersonRef{ID: string(v.viewer.Person), Name: v.viewer.Name}, Service: v.actor.Service != "", Email: v.viewer.Email,
		Offices: texts(v.viewer.Offices), Scopes: texts(heldScopes(v.actor)),
	}}, nil
}

func heldScopes(a access.Actor) (held []access.Scope) {
	for _, scope := range access.Scopes() {
		if a.May(scope) {
			held = append(held, scope)
		}
	}
	return held
}

// texts gives words of a type as plain ones; never nil, so that a list is a list.
func texts[T ~string](list []T) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// serveDocument answers with the same bytes to everybody; it goes past huma,
// which would describe it as one more JSON type.
func (s *service) serveDocument(op Operation) {
	s.mux.HandleFunc(op.Method+" "+Prefix+op.Path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		_, _ = w.Write(s.Document()) // the caller went away
	})
}
