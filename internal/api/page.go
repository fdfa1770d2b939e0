package api

import (
	"encoding/json"
	"reflect"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// Paged are the parameters of a list that comes in pages.
type Paged struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"Where to go on: the next of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most."`
}

// pageOf cuts the page after the cursor out of all, and tells where the next one
// begins, empty at the end.
func pageOf[T any](all []T, p Paged, key func(T) string) (page []T, next string, err error) {
	from, to, next, err := p.cut(len(all), func(i int) string { return key(all[i]) })
	if err != nil {
		return nil, "", err
	}
	return append([]T{}, all[from:to]...), next, nil
}

// cut says which of n are on the page.
func (p Paged) cut(n int, key func(int) string) (from, to int, next string, err error) {
	if p.Cursor != "" {
		from = -1
		for i := range n {
			if key(i) == p.Cursor {
				from = i + 1
			}
		}
		if from < 0 {
			return 0, 0, "", badCursor()
		}
	}
	to = min(from+p.Limit, n)
	if to < n {
		next = key(to - 1)
	}
	return from, to, next, nil
}

func badCursor() error {
	return fault.InvalidFields([]fault.Field{{Name: "cursor", Message: "This leads to no page. Begin without it."}})
}

func (p Paged) place(field string) (Mistake, bool) {
	return Mistake{Location: "query." + field}, field == "cursor"
}

// PagedOf are the parameters of such a list about one thing.
type PagedOf struct {
	ID string `path:"id" doc:"Its id."`
	Paged
}

// Idempotent is the key by which an act is done once.
type Idempotent struct {
	Key string `header:"Idempotency-Key" pattern:"^[!-~]+$" maxLength:"100" doc:"Names this act: sent again with the same key it has no second effect and gets the same answer."`

	asked string // the whole request, for which alone the key is
}

func (i Idempotent) once() workflow.Once { return workflow.Once{Key: i.Key, Asked: i.asked} }

// onRead is an act on what was read at a version.
func (i Idempotent) onRead(version int64) workflow.Once {
	once := i.once()
	once.Seen = version
	return once
}

// keep remembers what was asked for under the key.
func (i *Idempotent) keep(operation string, in any) error {
	if i.Key == "" {
		return nil
	}
	text, err := json.Marshal(withoutHeaders(reflect.ValueOf(in).Elem()).Interface())
	i.asked = operation + "\x00" + string(text)
	return err
}

// withoutHeaders is a copy of an input without what its headers said: whoever asks again
// may have read anew in between.
func withoutHeaders(in reflect.Value) reflect.Value {
	out := reflect.New(in.Type()).Elem()
	out.Set(in)
	dropHeaders(out)
	return out
}

func dropHeaders(v reflect.Value) {
	for i := range v.NumField() {
		switch field := v.Type().Field(i); {
		case field.Tag.Get("header") != "":
			v.Field(i).SetZero()
		case field.Anonymous && field.Type.Kind() == reflect.Struct:
			dropHeaders(v.Field(i))
		}
	}
}

func (i Idempotent) place(field string) (Mistake, bool) {
	m := Mistake{Location: "header.Idempotency-Key", Message: "This key was used for another request. Use a fresh one."}
	return m, field == "idempotency_key"
}

// PersonRef is a person as others are shown them.
type PersonRef struct {
	ID   string `json:"id,omitempty" doc:"Absent for a former manager."`
	Name string `json:"name"`
}

func personRef(p workflow.PersonRef) PersonRef { return PersonRef{ID: string(p.ID), Name: p.Name} }

func personRefs(list []workflow.PersonRef) []PersonRef {
	out := make([]PersonRef, 0, len(list))
	for _, p := range list {
		out = append(out, personRef(p))
	}
	return out
}

func maybePerson(p *workflow.PersonRef) *PersonRef {
	if p == nil {
		return nil
	}
	ref := personRef(*p)
	return &ref
}

// moment gives an instant for JSON; nil when not set.
func moment(i clock.Instant) *time.Time {
	if !i.IsSet() {
		return nil
	}
	t := i.Time()
	return &t
}

// parse reads an id of an address; what is no id names nothing.
func parse[T ~string](s string) (T, error) {
	v, ok := id.Parse[T](s)
	if !ok {
		return "", fault.NotFound()
	}
	return v, nil
}
