package web

import (
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"

	"cairn/internal/fault"
	"cairn/internal/requestid"
	"cairn/internal/web/pages/plain"
	"cairn/internal/workflow"
)

// errOtherSite answers a form that another site made the browser send.
var errOtherSite = fault.New(fault.Invalid, "This request came from another site, so nothing was done. Open the page here and try again.")

// status maps a kind of failure to its HTTP status; it is the one such map of
// the pages.
func status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Withheld:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.NoRoom:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// mendable tells whether a form can be shown again: a mistake in it, or a change
// that came in between.
func mendable(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict)
}

// statusFor is the status of a form that is shown again, or for the first time.
func statusFor(wrong error) int {
	if wrong == nil {
		return http.StatusOK
	}
	return status(fault.KindOf(wrong))
}

// fail answers with the safe sentence of err and logs its cause. What is
// withheld and what is absent are answered with the same bytes.
func (v *visit) fail(err error) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = fault.Wrap(fault.TooLarge, "This is larger than can be taken. Nothing was changed; shorten it and send it again.", err)
	}
	kind := fault.KindOf(err)
	if kind == fault.Unauthenticated && (v.r.Method == http.MethodGet || v.r.Method == http.MethodHead) && !v.autosaving() {
		_ = v.redirect("/sign-in?next="+url.QueryEscape(v.r.URL.RequestURI()), "")
		return
	}
	if kind == fault.TooMany {
		v.w.Header().Set("Retry-After", strconv.Itoa(max(1, workflow.RetryAfter(err))))
	}
	reference := ""
	if kind == fault.Internal {
		reference = requestid.From(v.r.Context())
		v.Log.Error("request failed", "reference", reference, "method", v.r.Method, "route", v.r.Pattern, "error", err)
	}
	if kind == fault.Withheld && v.actor.Known() {
		// Which of the two it was, and what, no line tells.
		v.Log.Info("nothing there for who asked", "route", v.r.Pattern, "who", string(v.actor.Person))
	}
	if v.started {
		return
	}
	message, fields := v.safe(err)
	if v.autosaving() {
		v.answerJSON(status(kind), map[string]any{"text": message})
		return
	}
	page := v.page(v.failureTitle(kind))
	page.Path = "/" // no trace of what was asked for: absent and withheld look the same
	page.How = ""
	failure := plain.Failure{Title: v.failureTitle(kind), Message: message, Reference: reference, SignIn: kind == fault.Unauthenticated}
	for _, f := range fields {
		failure.Details = append(failure.Details, f.Message)
	}
	if err := v.render(status(kind), plain.Failed(page, failure)); err != nil {
		v.Log.Error("error page failed", "error", err)
	}
}

func (v *visit) failureTitle(k fault.Kind) string {
	switch k {
	case fault.Invalid:
		return v.say("This cannot be used as it is")
	case fault.Withheld:
		return v.say("Nothing here for you")
	case fault.Conflict:
		return v.say("This has changed meanwhile")
	case fault.Unauthenticated:
		return v.say("Please sign in")
	case fault.TooLarge:
		return v.say("This is too large")
	case fault.TooMany:
		return v.say("Please wait a moment")
	case fault.Unavailable:
		return v.say("Not available just now")
	case fault.NoRoom:
		return v.say("This was not saved")
	}
	return v.say("Something went wrong")
}

// recoverPanic turns a bug into an answer; the process lives on.
func (v *visit) recoverPanic() {
	if p := recover(); p != nil {
		v.Log.Error("panic", "route", v.r.Pattern, "value", p, "stack", string(debug.Stack()))
		v.fail(errors.New("panic"))
	}
}

func (s *site) nothingHere(*visit) error { return fault.NotFound() }
