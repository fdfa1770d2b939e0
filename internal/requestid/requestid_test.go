package requestid

import (
	"strings"
	"testing"
)

func TestOnlyANameIsTaken(t *testing.T) {
	for given, taken := range map[string]bool{
		"9f2c1a77-0b1d": true, "abcdefgh": true, "short": false, "": false, "with space here": false, "ada@example.org": false,
		strings.Repeat("a", 65): false, "line\nbreak-x": false,
	} {
		ctx, name := With(t.Context(), given)
		if (name == given) != taken || From(ctx) != name || In(ctx) != name {
			t.Errorf("%q becomes %q", given, name)
		}
	}
	if In(t.Context()) != "" || From(t.Context()) == "" {
		t.Error("without a request")
	}
}
