package account

import "strings"

func lines(codes []string) string { return strings.Join(codes, "\n") }
