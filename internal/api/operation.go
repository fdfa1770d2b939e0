package api

import (
	"cmp"
	"context"
	"net/http"
	"reflect"
	"slices"
	"strconv"
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
	Between bool         // between two people, or an office's act, so that no scope of a token stands for it, whatever the matrix lets tokens reach
	Scope   access.Scope // what a token must hold; empty: any token
	Also    access.Scope // what it must hold beside
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
	for _, table := range [][]Operation{aboutOperations(), frameworkOperations(), versionOperations(), peopleOperations(), evaluationOperations(), inboxOperations(), growthOperations(), feedbackOperations(), journalOperations(), besideOperations(), priorityOperations(), recognitionOperations(), promotionOperations(), consultationOperations(), statisticsOperations(), titleOperations(), rightsOperations(), dataRequestOperations(), guideOperations(), memoOperations(), roleOperations(), standInOperations(), wideningOperations(), journeyOperations(), rolloutOperations(), payOperations(), payPolicyOperations(), inboxActs(), recognitionReports(), managerOperations(), priorityShares(), frameworkWriting(), remarkOperations(), ownerOperations(), extensionOperations(), payReviewOperations(), importOperations(), payKeeping()} {
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
	form  *requestForm
}

func knownOf(op *huma.Operation) known {
	k, _ := op.Metadata[ours].(known)
	return k
}

// on gives an operation its handler. What the handler takes comes from parameters and the
// body. Of what it answers, the field Body is the body, and fields with the tag header are
// headers; all of it is described. It is compiled anew for each pair of types, so it only
// sees that the handler is one.
func on[I, O any](f func(*service, visit, *I) (*O, error)) func(*service, Operation) {
	return handledBy(f)
}

func handledBy(f any) func(*service, Operation) {
	handler := reflect.ValueOf(f)
	in, out := handler.Type().In(2).Elem(), handler.Type().Out(0).Elem()
	do := func(s *service, v visit, in any) (any, error) {
		got := handler.Call([]reflect.Value{reflect.ValueOf(s), reflect.ValueOf(v), reflect.ValueOf(in)})
		err, _ := got[1].Interface().(error)
		return got[0].Interface(), err
	}
	return func(s *service, op Operation) { s.register(op, in, out, do) }
}

func (s *service) register(op Operation, in, out reflect.Type, do func(*service, visit, any) (any, error)) {
	described, body := op.describe(), s.describeAnswer(op, out)
	described.DefaultStatus = body.status
	described.Responses = map[string]*huma.Response{strconv.Itoa(body.status): body.response}
	form := s.formOf(&described, in)
	described.Metadata = map[string]any{ours: known{op, s.ours, form}}
	form.register(s.huma, described, func(ctx context.Context, in any) (*bodyAlone, error) {
		v := visitOf(ctx)
		out, err := act(s, v, op, do, in)
		v.finish()
		if err != nil {
			s.noteWithheld(op.ID, v, err)
			return nil, s.problem(ctx, op.ID, err, in)
		}
		return body.of(v, reflect.ValueOf(out).Elem()), nil
	})
}

// act runs a handler on what was asked for.
func act(s *service, v visit, op Operation, do func(*service, visit, any) (any, error), in any) (any, error) {
	if keyed, ok := in.(interface{ keep(string, any) error }); ok {
		if err := keyed.keep(op.ID, in); err != nil {
			return nil, err
		}
	}
	return do(s, v, in)
}

// answerForm is how the answer of an operation is made of what its handler returns.
type answerForm struct {
	status   int
	response *huma.Response
	body     []int          // index of the field; nil when there is none
	headers  map[string]int // fields by their header
}

func (s *service) describeAnswer(op Operation, t reflect.Type) answerForm {
	form := answerForm{status: cmp.Or(op.Status, http.StatusNoContent), response: &huma.Response{Headers: map[string]*huma.Param{}}, headers: map[string]int{}}
	for i := range t.NumField() {
		f := t.Field(i)
		if name := f.Tag.Get("header"); name != "" {
			form.headers[name] = i
			form.response.Headers[name] = &huma.Header{Schema: &huma.Schema{Type: huma.TypeString, Description: f.Tag.Get("doc")}}
		}
	}
	if f, ok := t.FieldByName("Body"); ok {
		form.body, form.status = f.Index, cmp.Or(op.Status, http.StatusOK)
		schema := huma.SchemaFromField(s.schemas(), f, t.Name()+f.Name)
		form.response.Content = map[string]*huma.MediaType{"application/json": {Schema: schema}}
	}
	return form
}

// of sets the headers and returns the body; nil, when there is none, answers the status
// alone.
func (a answerForm) of(v visit, out reflect.Value) *bodyAlone {
	for name, i := range a.headers {
		if text := out.Field(i).String(); text != "" {
			v.header.Set(name, text)
		}
	}
	if a.body == nil {
		return nil
	}
	return &bodyAlone{out.FieldByIndex(a.body).Interface()}
}

// describe gives the operation as huma wants it.
func (o Operation) describe() huma.Operation {
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
	if o.Also != "" {
		needs = append(needs, string(o.Also))
	}
	return huma.Operation{
		Method: o.Method, Path: o.Path, OperationID: o.ID, Errors: errors,
		Tags: []string{o.Tag}, Summary: o.Summary, Description: o.About + o.needs(), Security: o.security(scheme, needs),
		MaxBodyBytes: cmp.Or(o.Body, maxBody) + 1, BodyReadTimeout: 30 * time.Second,
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
	if o.Also != "" {
		return "\n\nNeeds the scopes `" + string(o.Scope) + "` and `" + string(o.Also) + "`."
	}
	return "\n\nNeeds the scope `" + string(o.Scope) + "`."
}
