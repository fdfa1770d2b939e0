package trust

import "maps"

// What the lists of addresses and columns say of growth plans.
func init() {
	maps.Copy(kinds, map[string]string{
		"/people/{id}/growth":            "person",
		"/growth/{id}":                   "focus",
		"/growth/{id}/agreement":         "focus",
		"/growth/{id}/state":             "focus",
		"/growth/{id}/notes":             "focus",
		"/growth/shares/{id}/withdrawal": "share",

		"/drafts/{id}":              "evaluation",
		"/drafts/{id}/closing-note": "evaluation",
		"/drafts/{id}/removal":      "evaluation",

		"/api/v1/people/{id}/growth":        "person",
		"/api/v1/people/{id}/growth/answer": "person",
		"/api/v1/people/{id}/growth/shares": "person",
		"/api/v1/growth/shares/{id}":        "share",
		"/api/v1/growth/{id}":               "focus",
		"/api/v1/growth/{id}/agreement":     "focus",
		"/api/v1/growth/{id}/state":         "focus",
		"/api/v1/growth/{id}/notes":         "focus",
	})
}
