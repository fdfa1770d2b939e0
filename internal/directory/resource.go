package directory

import (
	"context"
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/scim"
	"cairn/internal/workflow"
)

// shown is a thing that can be written down for a directory.
type shown interface {
	JSON(base string) map[string]any
}

// changed is a thing that directories change, whole or in part.
type changed[T any] interface {
	*T
	Replace(map[string]any) error
	Patch(map[string]any) error
}

// resource is a kind of thing that directories keep, found by the id K, with the acts
// that stand behind its addresses.
type resource[K ~string, T shown, P changed[T]] struct {
	read   func(map[string]any) (T, error)
	all    func(*workflow.Workflow, context.Context, workflow.Directory, scim.Filter) ([]T, error)
	one    func(*workflow.Workflow, context.Context, workflow.Directory, K) (T, error)
	add    func(*workflow.Workflow, context.Context, workflow.Directory, T) (T, error)
	change func(*workflow.Workflow, context.Context, workflow.Directory, K, string, func(*T) error) (T, error)
	remove func(*workflow.Workflow, context.Context, workflow.Directory, K, string) error
}

var users = resource[id.Person, scim.User, *scim.User]{
	read: scim.ReadUser, all: (*workflow.Workflow).DirectoryUsers, one: (*workflow.Workflow).DirectoryUser, add: (*workflow.Workflow).AddDirectoryUser,
	change: (*workflow.Workflow).ChangeDirectoryUser, remove: (*workflow.Workflow).RemoveDirectoryUser,
}

var groups = resource[id.Unit, scim.Group, *scim.Group]{
	read: scim.ReadGroup, all: (*workflow.Workflow).DirectoryGroups, one: (*workflow.Workflow).DirectoryGroup, add: (*workflow.Workflow).AddDirectoryGroup,
	change: (*workflow.Workflow).ChangeDirectoryGroup, remove: (*workflow.Workflow).RemoveDirectoryGroup,
}

// routes are the addresses of the kind below the path.
func (k resource[K, T, P]) routes(path string, items []string) []Route {
	return []Route{
		{"GET", path, items, k.list},
		{"POST", path, items, k.create},
		{"GET", path + "/{id}", items, k.show},
		{"PUT", path + "/{id}", items, func(s *service, v *visit) error { return k.write(s, v, P.Replace) }},
		{"PATCH", path + "/{id}", items, func(s *service, v *visit) error { return k.write(s, v, P.Patch) }},
		{"DELETE", path + "/{id}", items, k.destroy},
	}
}

func (k resource[K, T, P]) asked(v *visit) (K, error) {
	ref, ok := id.Parse[K](v.r.PathValue("id"))
	if !ok {
		return ref, fault.NotFound()
	}
	return ref, nil
}

func (k resource[K, T, P]) list(s *service, v *visit) error {
	f, err := v.filter()
	if err != nil {
		return err
	}
	found, err := k.all(s.Workflow, v.r.Context(), v.from, f)
	if err != nil {
		return err
	}
	return list(v, found, func(t T) map[string]any { return t.JSON(s.Base) })
}

func (k resource[K, T, P]) show(s *service, v *visit) error {
	ref, err := k.asked(v)
	if err != nil {
		return err
	}
	t, err := k.one(s.Workflow, v.r.Context(), v.from, ref)
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, v.without(t.JSON(s.Base)))
}

func (k resource[K, T, P]) create(s *service, v *visit) error {
	body, err := v.body(mostBody)
	if err != nil {
		return err
	}
	want, err := k.read(body)
	if err != nil {
		return err
	}
	t, err := k.add(s.Workflow, v.r.Context(), v.from, want)
	if err != nil {
		return err
	}
	return v.answer(http.StatusCreated, t.JSON(s.Base))
}

func (k resource[K, T, P]) write(s *service, v *visit, change func(P, map[string]any) error) error {
	ref, err := k.asked(v)
	if err != nil {
		return err
	}
	body, err := v.body(mostBody)
	if err != nil {
		return err
	}
	t, err := k.change(s.Workflow, v.r.Context(), v.from, ref, v.r.Header.Get("If-Match"), func(t *T) error { return change(P(t), body) })
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, t.JSON(s.Base))
}

func (k resource[K, T, P]) destroy(s *service, v *visit) error {
	ref, err := k.asked(v)
	if err != nil {
		return err
	}
	if err := k.remove(s.Workflow, v.r.Context(), v.from, ref, v.r.Header.Get("If-Match")); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}
