package framework

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"cairn/internal/arrange"
)

// ExtensionRef names one version of one unit's extension. Evaluations keep it
// beside the Ref of the base.
type ExtensionRef struct {
	Unit    ExtensionUnit
	Version string
}

// String gives "tribe/infrastructure 1.0".
func (r ExtensionRef) String() string { return r.Unit.String() + " " + r.Version }

// unitsByReach are the kinds of unit that may extend a framework, the widest
// first: where two speak about one example, the nearer holds.
var unitsByReach = []string{UnitGuild, UnitTribe, UnitChapter}

// ByReach orders extensions from the widest unit to the nearest, as Apply wants
// them: a guild reaches across tribes, a tribe holds its chapters.
func ByReach(refs []ExtensionRef) []ExtensionRef {
	sorted := slices.Clone(refs)
	arrange.Stably(sorted, func(a, b ExtensionRef) int {
		if d := slices.Index(unitsByReach, a.Unit.Kind) - slices.Index(unitsByReach, b.Unit.Kind); d != 0 {
			return d
		}
		return strings.Compare(a.Unit.Slug, b.Unit.Slug)
	})
	return sorted
}

// ParseExtensionUnit reads "tribe/infrastructure"; ok is false for what no unit
// could be called.
func ParseExtensionUnit(s string) (u ExtensionUnit, ok bool) {
	u.Kind, u.Slug, ok = strings.Cut(s, "/")
	return u, ok && slices.Contains(unitsByReach, u.Kind) && isSlug(u.Slug)
}

const longestSlug = 50 // leaves room for a number

var noSlug = regexp.MustCompile(`[^\p{L}\p{N}]+`)

// SlugOf makes a short name of a unit's name, other than those taken.
func SlugOf(name string, taken func(string) bool) string {
	stem := strings.Trim(noSlug.ReplaceAllString(strings.Map(unicode.ToLower, name), "-"), "-")
	if letters := []rune(stem); len(letters) > longestSlug {
		stem = strings.Trim(string(letters[:longestSlug]), "-")
	}
	if stem == "" {
		stem = "unit"
	}
	slug := stem
	for n := 2; taken(slug); n++ {
		slug = stem + "-" + strconv.Itoa(n)
	}
	return slug
}
