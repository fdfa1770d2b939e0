package api

import (
	"reflect"
	"slices"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// TestHumaIsAskedForNothingThatIsPassedOver: what huma would do by itself for a type that it
// knows, and does not do for one that it does not know, is not asked for.
func TestHumaIsAskedForNothingThatIsPassedOver(t *testing.T) {
	s := New(Options{}).(*service)
	seen := 0
	for _, item := range s.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if op == nil {
				continue
			}
			form := knownOf(op).form
			seen++
			if err := passedOver(form.taken, false); err != "" {
				t.Errorf("%s: %s", op.OperationID, err)
			}
			if form.body != nil && form.raw == (op.RequestBody.Content[jsonType] != nil) || form.body != nil && len(op.RequestBody.Content) != 1 {
				t.Errorf("%s takes %v", op.OperationID, op.RequestBody.Content)
			}
		}
	}
	if seen != len(Operations())-1 { // the description itself goes past huma
		t.Errorf("%d of %d operations were looked at", seen, len(Operations()))
	}
}

var kinds = []reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[bool](), reflect.TypeFor[map[string]string]()}

// passedOver says what of a type nobody does, empty for nothing.
func passedOver(t reflect.Type, within bool) string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	for _, resolver := range []reflect.Type{reflect.TypeFor[huma.Resolver](), reflect.TypeFor[huma.ResolverWithPath]()} {
		if reflect.PointerTo(t).Implements(resolver) {
			return t.String() + " would resolve itself"
		}
	}
	if t.Kind() != reflect.Struct {
		return ""
	}
	for i := range t.NumField() {
		f := t.Field(i)
		said := f.Tag.Get("path") + f.Tag.Get("query") + f.Tag.Get("header")
		switch {
		case f.Tag.Get("cookie") != "" || f.Tag.Get("form") != "" || f.Tag.Get("hidden") != "":
			return f.Name + " is read from where nobody looks"
		case said != "" && (within || !slices.Contains(kinds, f.Type)):
			return f.Name + " is no parameter that can be read"
		case within && f.Tag.Get("default") != "":
			return f.Name + " has a default that nobody sets"
		}
		if f.IsExported() && f.Type != t {
			if err := passedOver(f.Type, within || !f.Anonymous); err != "" {
				return err
			}
		}
	}
	return ""
}
