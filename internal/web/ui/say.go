package ui

import (
	"context"
	"fmt"
	"html"
	"io"

	"github.com/a-h/templ"

	"cairn/internal/lang"
)

// Say is a text that holds more than words, in the viewer's language: a place like
// {when} takes the value or component after its name in with, and words within one,
// like <there>words</there>, go into the component of that name, such as To.
func Say(text string, with ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return sayParts(ctx, w, lang.Parts(ctx, text), with)
	})
}

// SayCount is Say by the language's rules of number; {n} is filled.
func SayCount(n int, one, many string, with ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return sayParts(ctx, w, lang.CountParts(ctx, n, one, many), append([]any{"n", n}, with...))
	})
}

func sayParts(ctx context.Context, w io.Writer, parts []lang.Part, with []any) error {
	for _, p := range parts {
		if err := sayPart(ctx, w, p, with); err != nil {
			return err
		}
	}
	return nil
}

func sayPart(ctx context.Context, w io.Writer, p lang.Part, with []any) error {
	if p.Name == "" {
		_, err := io.WriteString(w, html.EscapeString(p.Text))
		return err
	}
	value := valueOf(p.Name, with)
	component, ok := value.(templ.Component)
	switch {
	case !ok:
		return Original(fmt.Sprint(lang.In(ctx).Write(value))).Render(ctx, w)
	case p.Text == "":
		return component.Render(ctx, w)
	}
	within := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return sayParts(ctx, w, lang.Split(p.Text), with)
	})
	return component.Render(templ.WithChildren(ctx, within), w)
}

// valueOf is what follows the name; a place that nobody filled shows its name, which
// the tests of the page then find.
func valueOf(name string, with []any) any {
	for i := 0; i+1 < len(with); i += 2 {
		if with[i] == name {
			return with[i+1]
		}
	}
	return "{" + name + "}"
}
