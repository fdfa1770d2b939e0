package server

import (
	"net/http"
	"time"

	"golang.org/x/sys/unix"
)

// evenPause is far longer than it takes to find that there is nothing, or that it
// is not for whoever asks.
const evenPause = 5 * time.Millisecond

// Evenly answers "not found" after a whole number of pauses, so that the time of the
// answer does not tell what is withheld from what is not there.
func Evenly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&even{ResponseWriter: w, began: time.Now()}, r)
	})
}

type even struct {
	http.ResponseWriter
	began time.Time
}

// WriteHeader waits before it sends that something was not found.
func (e *even) WriteHeader(status int) {
	if status == http.StatusNotFound {
		past := time.Since(e.began)
		waitUntil(e.began.Add(past - past%evenPause + evenPause))
	}
	e.ResponseWriter.WriteHeader(status)
}

const (
	// coarse is how late a sleep may wake. Go wakes after whole milliseconds from
	// when it fell asleep, which would hand on the very difference to be hidden.
	coarse = 2 * time.Millisecond
	// exactly so many threads wait at once; more wake as they may.
	exactly = 64
)

var exact = make(chan struct{}, exactly)

// waitUntil returns at the moment, within some microseconds: the last bit is waited
// for in the kernel.
func waitUntil(moment time.Time) {
	time.Sleep(time.Until(moment) - coarse)
	select {
	case exact <- struct{}{}:
		defer func() { <-exact }()
		rest := unix.NsecToTimeval(max(0, time.Until(moment).Nanoseconds()))
		_, _ = unix.Select(0, nil, nil, nil, &rest) // a signal ends it sooner, which tells nothing either
	default:
		time.Sleep(time.Until(moment))
	}
}

// Unwrap lets a response controller reach what is inside.
func (e *even) Unwrap() http.ResponseWriter { return e.ResponseWriter }
