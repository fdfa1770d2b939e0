package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// parseRetention reads "pay=120, feedback=3/36": months after somebody left and, after
// a slash, after the thing itself was over. Which classes there are is known elsewhere.
func parseRetention(c *Config, value string) string {
	c.Retention = map[string][2]int{}
	for part := range strings.SplitSeq(value, ",") {
		class, text, ok := strings.Cut(strings.TrimSpace(part), "=")
		leaving, end, _ := strings.Cut(text, "/")
		if end == "" {
			end = "0"
		}
		a, err1 := strconv.Atoi(strings.TrimSpace(leaving))
		b, err2 := strconv.Atoi(strings.TrimSpace(end))
		if !ok || err1 != nil || err2 != nil || a < 0 || b < 0 || a > 1200 || b > 1200 {
			return "write classes with months, such as pay=120, feedback=3/36"
		}
		c.Retention[strings.TrimSpace(class)] = [2]int{a, b}
	}
	return ""
}

func showRetention(c Config) string {
	var parts []string
	for _, class := range slices.Sorted(maps.Keys(c.Retention)) {
		parts = append(parts, fmt.Sprintf("%s=%d/%d", class, c.Retention[class][0], c.Retention[class][1]))
	}
	return strings.Join(parts, ", ")
}
