package trust

import "cairn/internal/api"

// Reviews of pay over the API are about the things that their pages are about.
func init() {
	for _, path := range []string{"", "/budgets", "/sending", "/approval", "/closing"} {
		kinds[api.Prefix+"/pay/reviews/{id}"+path] = "pay-review"
	}
	for _, path := range []string{"", "/return", "/letter"} {
		kinds[api.Prefix+"/pay/reviews/{id}/people/{person}"+path] = "pay-proposal"
	}
}
