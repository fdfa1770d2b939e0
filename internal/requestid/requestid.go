// Package requestid gives each request a name, which its answer carries and which the
// log says, so that what somebody saw and what went wrong can be brought together.
package requestid

import (
	"context"
	"regexp"

	"cairn/internal/id"
)

// Header is where the name stands.
const Header = "X-Request-Id"

type key struct{}

var form = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

// With gives the request a name: the one that was given where it has the form of one,
// else a fresh one.
func With(ctx context.Context, given string) (context.Context, string) {
	if given == "" || !form.MatchString(given) {
		given = string(id.New[id.Entry]())
	}
	return context.WithValue(ctx, key{}, given), given
}

// From returns the name; a fresh one where there is none.
func From(ctx context.Context) string {
	if name, ok := ctx.Value(key{}).(string); ok {
		return name
	}
	return string(id.New[id.Entry]())
}

// In returns the name; empty where there is none.
func In(ctx context.Context) string {
	name, _ := ctx.Value(key{}).(string)
	return name
}
