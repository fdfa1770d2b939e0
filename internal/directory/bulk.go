package directory

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/scim"
)

const mostInBulk = 1000

// bulkOperation is one request within many.
type bulkOperation struct {
	Method  string         `json:"method"`
	BulkID  string         `json:"bulkId"`
	Path    string         `json:"path"`
	Version string         `json:"version"`
	Data    map[string]any `json:"data"`
}

// caught keeps an answer instead of sending it.
type caught struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is that of the answer.
func (c *caught) Header() http.Header { return c.header }

// Write keeps a piece of the answer.
func (c *caught) Write(b []byte) (int, error) { return c.body.Write(b) }

// WriteHeader keeps the status.
func (c *caught) WriteHeader(status int) { c.status = status }

// bulk carries out many requests, one after the other and each by itself: what was done
// stays done when a later one fails.
func (s *service) bulk(v *visit) error {
	body, err := v.body(mostBulk)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	var asked struct {
		Operations   []bulkOperation
		FailOnErrors int `json:"failOnErrors"`
	}
	if json.Unmarshal(raw, &asked) != nil || len(asked.Operations) == 0 {
		return errSyntax
	}
	if len(asked.Operations) > mostInBulk {
		return fault.New(fault.TooLarge, "There are 1000 operations at most in one request.")
	}
	var done []any
	known, failed := map[string]string{}, 0
	for _, o := range asked.Operations {
		answer := s.one(v, o, known)
		if status := answer["status"].(string); status >= "400" {
			failed++
		}
		done = append(done, answer)
		if asked.FailOnErrors > 0 && failed >= asked.FailOnErrors {
			break
		}
	}
	return write(v.w, http.StatusOK, map[string]any{"schemas": []string{scim.BulkReply}, "Operations": done})
}

// one carries out one request. What an earlier one made is named by its bulkId.
func (s *service) one(v *visit, o bulkOperation, known map[string]string) map[string]any {
	method := strings.ToUpper(o.Method)
	answer := map[string]any{"method": method}
	if o.BulkID != "" {
		answer["bulkId"] = o.BulkID
	}
	data, _ := json.Marshal(named(o.Data, known)) // it was JSON before
	path := o.Path
	if at := strings.Index(path, "bulkId:"); at >= 0 {
		path = path[:at] + known[path[at+len("bulkId:"):]]
	}
	c := &caught{header: http.Header{}, status: http.StatusOK}
	r, err := http.NewRequestWithContext(v.r.Context(), method, Prefix+path, bytes.NewReader(data))
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/Bulk") {
		s.fail(c, errSyntax)
	} else {
		r.Header.Set("If-Match", o.Version)
		s.mux.ServeHTTP(c, r)
	}
	answer["status"] = strconv.Itoa(c.status)
	var reply map[string]any
	if json.Unmarshal(c.body.Bytes(), &reply) == nil && c.status >= http.StatusBadRequest {
		answer["response"] = reply
		return answer
	}
	if m, ok := reply["meta"].(map[string]any); ok {
		answer["location"], answer["version"] = m["location"], m["version"]
	}
	if made, ok := reply["id"].(string); ok && o.BulkID != "" {
		known[o.BulkID] = made
	}
	return answer
}

// named puts ids in place of the bulkIds of what was made before.
func named(v any, known map[string]string) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			v[key] = named(value, known)
		}
		return v
	case []any:
		for i, value := range v {
			v[i] = named(value, known)
		}
		return v
	case string:
		if of, is := strings.CutPrefix(v, "bulkId:"); is && known[of] != "" {
			return known[of]
		}
	}
	return v
}
