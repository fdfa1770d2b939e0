package directory

import (
	"net/http"
	"strconv"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/scim"
)

const mostListed = 200

// page reads which part of a list is asked for. Numbers below what is possible count as
// the least that is.
func (v *visit) page() (start, count int, err error) {
	start, count = 1, 100
	for name, to := range map[string]*int{"startIndex": &start, "count": &count} {
		if text := v.r.URL.Query().Get(name); text != "" {
			if *to, err = strconv.Atoi(text); err != nil {
				return 0, 0, fault.InvalidFields([]fault.Field{{Name: name, Message: "Write a whole number."}})
			}
		}
	}
	return max(1, start), min(max(0, count), mostListed), nil
}

// list answers with a part of what was found.
func list[T any](v *visit, found []T, show func(T) map[string]any) error {
	start, count, err := v.page()
	if err != nil {
		return err
	}
	total := len(found)
	from := min(start-1, total)
	found = found[from:min(from+count, total)]
	all := make([]any, 0, len(found))
	for _, one := range found {
		all = append(all, v.without(show(one)))
	}
	return write(v.w, http.StatusOK, map[string]any{"schemas": []string{scim.ListSchema}, "totalResults": total, "startIndex": start, "itemsPerPage": len(all), "Resources": all})
}

// without leaves out the attributes that are not wanted. Those that are always there
// stay.
func (v *visit) without(body map[string]any) map[string]any {
	q := v.r.URL.Query()
	for _, name := range strings.Split(q.Get("excludedAttributes"), ",") {
		if name = strings.TrimSpace(name); name != "id" && name != "schemas" && name != "meta" {
			delete(body, name)
		}
	}
	if only := q.Get("attributes"); only != "" {
		kept := map[string]any{"id": body["id"], "schemas": body["schemas"], "meta": body["meta"]}
		for _, name := range strings.Split(only, ",") {
			name, _, _ = strings.Cut(strings.TrimSpace(name), ".")
			for key, value := range body {
				if strings.EqualFold(key, name) {
					kept[key] = value
				}
			}
		}
		return kept
	}
	return body
}

func (v *visit) filter() (scim.Filter, error) { return scim.ReadFilter(v.r.URL.Query().Get("filter")) }

func (v *visit) user() (id.Person, error) {
	p, ok := id.Parse[id.Person](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return p, nil
}

func (s *service) listUsers(v *visit) error {
	f, err := v.filter()
	if err != nil {
		return err
	}
	found, err := s.Workflow.DirectoryUsers(v.r.Context(), v.from, f)
	if err != nil {
		return err
	}
	return list(v, found, func(u scim.User) map[string]any { return u.JSON(s.Base) })
}

func (s *service) showUser(v *visit) error {
	p, err := v.user()
	if err != nil {
		return err
	}
	u, err := s.Workflow.DirectoryUser(v.r.Context(), v.from, p)
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, v.without(u.JSON(s.Base)))
}

func (s *service) addUser(v *visit) error {
	body, err := v.body(mostBody)
	if err != nil {
		return err
	}
	want, err := scim.ReadUser(body)
	if err != nil {
		return err
	}
	u, err := s.Workflow.AddDirectoryUser(v.r.Context(), v.from, want)
	if err != nil {
		return err
	}
	return v.answer(http.StatusCreated, u.JSON(s.Base))
}

func (s *service) replaceUser(v *visit) error {
	return s.changeUser(v, (*scim.User).Replace)
}

func (s *service) patchUser(v *visit) error { return s.changeUser(v, (*scim.User).Patch) }

func (s *service) changeUser(v *visit, change func(*scim.User, map[string]any) error) error {
	p, err := v.user()
	if err != nil {
		return err
	}
	body, err := v.body(mostBody)
	if err != nil {
		return err
	}
	u, err := s.Workflow.ChangeDirectoryUser(v.r.Context(), v.from, p, v.r.Header.Get("If-Match"), func(u *scim.User) error { return change(u, body) })
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, u.JSON(s.Base))
}

func (s *service) removeUser(v *visit) error {
	p, err := v.user()
	if err != nil {
		return err
	}
	if err := s.Workflow.RemoveDirectoryUser(v.r.Context(), v.from, p, v.r.Header.Get("If-Match")); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}
