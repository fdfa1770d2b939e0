package directory

import (
	"net/http"
	"strconv"
	"strings"

	"cairn/internal/fault"
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
