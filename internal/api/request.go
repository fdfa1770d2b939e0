package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// huma.Register is compiled anew for each pair of types, and is large. So huma is told that
// every operation takes one of two types and answers a third, and is given what the operation
// takes and answers in its description: it reads bodies and checks them by that. Parameters
// are read when it asks the type to resolve itself. See docs/decisions/0032.
type (
	request struct {
		read  reflect.Value // what the operation takes
		calls huma.Context
	}
	bodiless struct{ request }
	bodied   struct {
		request
		RawBody []byte `contentType:"application/octet-stream"`
	}
	bodyAlone struct{ Body any }
)

// requestForm is how what an operation takes is made of a request.
type requestForm struct {
	taken      reflect.Type
	parameters []parameter
	body       []int // index of the field; nil when there is none
	raw        bool  // whether the body is taken as it is
	registry   huma.Registry
}

const jsonType = "application/json"

// formOf tells how t is made, and describes it as a part of the operation.
func (s *service) formOf(op *huma.Operation, t reflect.Type) *requestForm {
	form := &requestForm{taken: t, parameters: s.parametersIn(t), registry: s.schemas()}
	for _, p := range form.parameters {
		op.Parameters = append(op.Parameters, p.Param)
	}
	if f, ok := t.FieldByName("RawBody"); ok {
		form.body, form.raw = f.Index, true
	}
	if f, ok := t.FieldByName("Body"); ok {
		form.body = f.Index
		schema := huma.SchemaFromField(s.schemas(), f, t.Name()+f.Name)
		op.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{jsonType: {Schema: schema}}}
	}
	return form
}

// register brings an operation to huma, which calls do with what was asked for.
func (form *requestForm) register(api huma.API, op huma.Operation, do func(context.Context, any) (*bodyAlone, error)) {
	if form.body == nil {
		huma.Register(api, op, func(ctx context.Context, in *bodiless) (*bodyAlone, error) {
			return do(ctx, in.read.Interface())
		})
		return
	}
	huma.Register(api, op, func(ctx context.Context, in *bodied) (*bodyAlone, error) {
		if err := form.readBody(api, in.read.Elem().FieldByIndex(form.body), in.RawBody); err != nil {
			return nil, huma.NewErrorWithContext(in.calls, http.StatusUnprocessableEntity, "", &huma.ErrorDetail{Location: "body", Message: err.Error()})
		}
		return do(ctx, in.read.Interface())
	})
	if !form.raw {
		delete(op.RequestBody.Content, "application/octet-stream") // it is of JSON, whatever the type says
	}
}

// Resolve reads the parameters; huma adds what is wrong with them to what is wrong with the body.
func (r *request) Resolve(ctx huma.Context) []error {
	form, wrong := knownOf(ctx.Operation()).form, &huma.ValidateResult{}
	r.read, r.calls = reflect.New(form.taken), ctx
	for _, p := range form.parameters {
		p.read(ctx, form.registry, r.read.Elem().FieldByIndex(p.field), wrong)
	}
	return wrong.Errors
}

// readBody sets the field to a body that huma has read and found to be as described.
func (form *requestForm) readBody(api huma.API, field reflect.Value, body []byte) error {
	if form.raw {
		field.SetBytes(body)
		return nil
	}
	return api.Unmarshal(jsonType, body, field.Addr().Interface())
}
