package lang

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Say says the English text in the context's language. Places like {name} take the
// value that follows their name in with. Where one English text means two things, a
// hint tells them apart and is not said: "Open##still going on".
func Say(ctx context.Context, text string, with ...any) string {
	return In(ctx).Say(text, with...)
}

// Count says how many, by the language's rules of number: one is the English for a
// single one, many for all other numbers, in which {n} stands.
func Count(ctx context.Context, n int, one, many string, with ...any) string {
	return In(ctx).Count(n, one, many, with...)
}

// Say is Say where no context knows the language, as in a mail.
func (l Language) Say(text string, with ...any) string {
	return Fill(l.text(text), l.write(with)...)
}

// Count is Count where no context knows the language.
func (l Language) Count(n int, one, many string, with ...any) string {
	return Fill(l.counted(n, one, many), append([]any{"n", n}, l.write(with)...)...)
}

// Written is a value that each language writes in its own way, such as an amount.
type Written interface{ In(Language) string }

// Write is the value as the language writes it.
func (l Language) Write(value any) any {
	if w, ok := value.(Written); ok {
		return w.In(l)
	}
	return value
}

// Word is a text among the values of another that is said later.
type Word string

// In says the word in the language.
func (w Word) In(l Language) string { return l.Say(string(w)) }

func (w Word) String() string { return w.In(English) }

func (l Language) write(with []any) []any {
	with = slices.Clone(with)
	for i, v := range with {
		with[i] = l.Write(v)
	}
	return with
}

// Decimal is a number with a point in it as the context's language writes it.
func Decimal(ctx context.Context, number string) string {
	if In(ctx) == English {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}

// Later marks a text that is said somewhere else, where the language is known.
func Later(text string) string { return text }

// text is what the language has for the English text, which serves where it has none.
func (l Language) text(english string) string {
	if said, ok := l.catalogue()[english]; ok && said.Other != "" {
		return said.Other
	}
	return bare(english)
}

func (l Language) counted(n int, one, many string) string {
	single := form(l, n) == plural.One
	said, ok := l.catalogue()[many]
	switch {
	case ok && single && said.One != "":
		return said.One
	case ok && said.Other != "":
		return said.Other
	case n == 1:
		return bare(one)
	}
	return bare(many)
}

// form is the language's form for a whole number.
func form(l Language, n int) plural.Form {
	return plural.Cardinal.MatchPlural(language.Make(string(l)), max(n, -n), 0, 0, 0, 0)
}

// bare is the text without its hint.
func bare(text string) string {
	before, _, _ := strings.Cut(text, "##")
	return before
}

// Fill puts values into the places of a text, in names and values that take turns. A
// place without a value stays as it is.
func Fill(text string, with ...any) string {
	if len(with) == 0 || !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, rest, closed := strings.Cut(after, "}")
		value, known := valueOf(name, with)
		if !closed || !known {
			b.WriteByte('{')
			text = after
			continue
		}
		b.WriteString(value)
		text = rest
	}
}

// valueOf is the value that follows the name.
func valueOf(name string, with []any) (value string, known bool) {
	for i := 0; i+1 < len(with); i += 2 {
		if n, ok := with[i].(string); !ok || n != name {
			continue
		}
		if text, ok := with[i+1].(string); ok {
			return text, true
		}
		return fmt.Sprint(with[i+1]), true
	}
	return "", false
}
