package store

import "context"

type watching struct{}

// Watch returns a context under which f is told each statement before it runs, with
// what it binds: so that tests count them, and bench runs them again. Several
// transactions may call f at once.
func Watch(ctx context.Context, f func(query string, args []any)) context.Context {
	return context.WithValue(ctx, watching{}, f)
}

// watcher is who is told, or nobody.
func watcher(ctx context.Context) func(string, []any) {
	if f, ok := ctx.Value(watching{}).(func(string, []any)); ok {
		return f
	}
	return func(string, []any) {}
}
