package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// describeItself makes the OpenAPI document. It is written down when somebody first asks for it.
func (s *service) describeItself() {
	doc := s.huma.OpenAPI()
	for _, schema := range doc.Components.Schemas.Map() {
		for name := range schema.Properties {
			s.ours[name] = true
		}
	}
	doc.Components.Headers = answerHeaders()
	doc.Components.Responses = map[string]*huma.Response{}
	problems := map[string]*huma.Response{}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if op != nil {
				sayOnce(op, doc.Components.Responses, problems)
			}
		}
	}
	s.document = sync.OnceValue(func() []byte {
		document, err := json.Marshal(doc)
		if err != nil {
			// The document is made of our own table and types alone, so only a broken build can come here.
			panic(fmt.Sprintf("the API cannot describe itself: %v", err))
		}
		return document
	})
}

// Document is the description of everything here, as OpenAPI 3.1 in JSON.
func (s *service) Document() []byte { return s.document() }

// answerHeaders describes the headers that every answer has.
func answerHeaders() map[string]*huma.Header {
	header := func(about, example string) *huma.Header {
		return &huma.Header{Description: about, Schema: &huma.Schema{Type: huma.TypeString}, Example: example}
	}
	return map[string]*huma.Header{
		"RateLimit":        header("How many requests are left at once, as r, and after how many seconds all of them are back, as t.", leftOver(59)),
		"RateLimit-Policy": header("How many requests may come at once, as q, and the seconds in which as many come back, as w.", policy),
		"Retry-After":      header("How many seconds to wait.", "1"),
	}
}

func refer(header string) *huma.Header { return &huma.Header{Ref: "#/components/headers/" + header} }

// sayOnce moves what every operation answers alike to one place, and takes out what
// is said twice beside each other. What refers there is one for all of them.
func sayOnce(op *huma.Operation, shared, problems map[string]*huma.Response) {
	for _, p := range op.Parameters {
		if p.Schema != nil && p.Schema.Description == p.Description {
			p.Schema.Description = ""
		}
	}
	for code, r := range op.Responses {
		status, _ := strconv.Atoi(code)
		if r.Headers == nil {
			r.Headers = map[string]*huma.Param{}
		}
		r.Headers["RateLimit"], r.Headers["RateLimit-Policy"] = refer("RateLimit"), refer("RateLimit-Policy")
		if status == http.StatusTooManyRequests {
			r.Headers["Retry-After"] = refer("Retry-After")
		}
		r.Description = meaningOf(status)
		if status == http.StatusNoContent {
			r.Content = nil
		}
		if status < http.StatusBadRequest {
			continue
		}
		if shared["Problem"+code] = r; problems[code] == nil {
			problems[code] = &huma.Response{Ref: "#/components/responses/Problem" + code}
		}
		op.Responses[code] = problems[code]
	}
}

// meaningOf says what a status means here.
func meaningOf(status int) string {
	switch status {
	case http.StatusOK:
		return "Done; this is how it is."
	case http.StatusCreated:
		return "Made; this names it."
	case http.StatusNoContent:
		return "Done."
	case http.StatusBadRequest:
		return "The request cannot be read."
	case http.StatusUnauthorized:
		return "No token, or one that opens nothing any more; where the session counts, nobody is signed in."
	case http.StatusForbidden:
		return "Another site made the browser ask, so nothing was done."
	case http.StatusNotFound:
		return "It does not exist, is not yours to see, or lies outside of what the token reaches: the same answer each time."
	case http.StatusConflict:
		return "Something changed meanwhile, or it is not the moment for this."
	case http.StatusRequestEntityTooLarge:
		return "This is larger than can be taken here."
	case http.StatusUnsupportedMediaType:
		return "The body is of another type than is taken here."
	case http.StatusUnprocessableEntity:
		return "It cannot be used as it is; errors says where each mistake is."
	case http.StatusTooManyRequests:
		return "Asked faster than may be."
	case http.StatusServiceUnavailable:
		return "The database does not answer; try again."
	case http.StatusInternalServerError:
		return "Our fault. The reference leads the operator to the cause."
	}
	return http.StatusText(status)
}
