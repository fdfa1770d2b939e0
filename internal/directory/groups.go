package directory

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/scim"
)

func (v *visit) group() (id.Unit, error) {
	p, ok := id.Parse[id.Unit](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return p, nil
}

func (s *service) listGroups(v *visit) error {
	f, err := v.filter()
	if err != nil {
		return err
	}
	found, err := s.Workflow.DirectoryGroups(v.r.Context(), v.from, f)
	if err != nil {
		return err
	}
	return list(v, found, func(u scim.Group) map[string]any { return u.JSON(s.Base) })
}

func (s *service) showGroup(v *visit) error {
	p, err := v.group()
	if err != nil {
		return err
	}
	u, err := s.Workflow.DirectoryGroup(v.r.Context(), v.from, p)
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, v.without(u.JSON(s.Base)))
}

func (s *service) addGroup(v *visit) error {
	body, err := v.body(mostBody)
	if err != nil {
		return err
	}
	want, err := scim.ReadGroup(body)
	if err != nil {
		return err
	}
	u, err := s.Workflow.AddDirectoryGroup(v.r.Context(), v.from, want)
	if err != nil {
		return err
	}
	return v.answer(http.StatusCreated, u.JSON(s.Base))
}

func (s *service) replaceGroup(v *visit) error {
	return s.changeGroup(v, (*scim.Group).Replace)
}

func (s *service) patchGroup(v *visit) error { return s.changeGroup(v, (*scim.Group).Patch) }

func (s *service) changeGroup(v *visit, change func(*scim.Group, map[string]any) error) error {
	p, err := v.group()
	if err != nil {
		return err
	}
	body, err := v.body(mostBody)
	if err != nil {
		return err
	}
	u, err := s.Workflow.ChangeDirectoryGroup(v.r.Context(), v.from, p, v.r.Header.Get("If-Match"), func(u *scim.Group) error { return change(u, body) })
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, u.JSON(s.Base))
}

func (s *service) removeGroup(v *visit) error {
	p, err := v.group()
	if err != nil {
		return err
	}
	if err := s.Workflow.RemoveDirectoryGroup(v.r.Context(), v.from, p, v.r.Header.Get("If-Match")); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}
