package trust

import "cairn/internal/api"

// Files of entries, and what entries stand beside, over the API.
func init() {
	kinds[api.Prefix+"/journal/{id}/files"] = "note"
	kinds[api.Prefix+"/journal/{id}/attachment"] = "note"
}
