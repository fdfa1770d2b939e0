// Package frame is what stands around the components of pages and the values in them, kept
// in one place. templ writes it anew into each, which was two megabytes of the program;
// `make generate` puts this in its place (scripts/shorten, decision 33).
package frame

import (
	"context"
	"io"

	"github.com/a-h/templ"
	templruntime "github.com/a-h/templ/runtime"
)

// Context and Buffer are named here so that what templ wrote needs no other import.
type (
	Context = context.Context
	Buffer  = templruntime.Buffer
)

// Component writes itself, and children where it has room for them. It asks the buffer for
// no error: the buffer keeps the first, takes nothing after it, and tells it at the end.
type Component func(ctx Context, to *Buffer, children templ.Component) error

// Render does what templ's own components begin and end with.
func (c Component) Render(ctx context.Context, w io.Writer) (err error) {
	if gone := ctx.Err(); gone != nil {
		return gone
	}
	to, within := templruntime.GetBuffer(w)
	if !within {
		defer release(to, &err)
	}
	ctx = templ.InitializeContext(ctx)
	children := templ.GetChildren(ctx)
	return c(templ.ClearChildren(ctx), to, children)
}

// Children is what a page puts between the braces of a component.
type Children func(ctx Context, to *Buffer) error

// Render does what templ's own children begin and end with.
func (c Children) Render(ctx context.Context, w io.Writer) (err error) {
	to, within := templruntime.GetBuffer(w)
	if !within {
		defer release(to, &err)
	}
	return c(templ.InitializeContext(ctx), to)
}

// release gives the buffer back, and puts into err what it could not write.
func release(to *Buffer, err *error) {
	if failed := templruntime.ReleaseBuffer(to); *err == nil {
		*err = failed
	}
}
