package trust

import (
	"strings"

	"cairn/internal/api"
)

// What the API has for sessions is about the things that pages are about.
func init() {
	of := map[string]string{"people": "person", "role-requests": "role-request", "memos": "memo", "guide": "guide", "standing-in": "person", "rollouts": "rollout"}
	longer := map[string]string{
		"/me/rights/restrictions/": "restriction", "/me/rights/erasures/": "erasure", "/data-requests/restrictions/": "restriction", "/data-requests/erasures/": "erasure",
		"/data-requests/holds/": "hold", "/journey/extracts/": "extract", "/pay/markets/": "market", "/pay/benchmarks/": "benchmark", "/pay/changes/": "promotion",
		"/priorities/shares/": "priority-share", "/recognition-reports/": "report", "/inbox/{id}/mute": "notice", "/recognition/{id}/report": "recognition", "/people/{id}/priorities/shares": "person",
	}
	for _, o := range api.Operations() {
		if !strings.Contains(o.Path, "{id}") || kinds[api.Prefix+o.Path] != "" {
			continue
		}
		for begin, kind := range longer {
			if strings.HasPrefix(o.Path, begin) {
				kinds[api.Prefix+o.Path] = kind
			}
		}
		if kind := of[strings.Split(o.Path, "/")[1]]; kind != "" && (o.Session || kind == "guide") {
			kinds[api.Prefix+o.Path] = kind
		}
	}
}
