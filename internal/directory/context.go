package directory

import (
	"context"
	"net/http"

	"cairn/internal/workflow"
)

type directoryKey struct{}

func withDirectory(r *http.Request, d workflow.Directory) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), directoryKey{}, d))
}

func directoryOf(r *http.Request) workflow.Directory {
	d, _ := r.Context().Value(directoryKey{}).(workflow.Directory)
	return d
}
