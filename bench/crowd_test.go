package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestACrowdReadsEveryAnswerToItsEnd, whole and in pieces, large and empty, and says what it was refused.
func TestACrowdReadsEveryAnswerToItsEnd(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch asked.Add(1) % 3 {
		case 0:
			_, _ = w.Write([]byte("short"))
		case 1:
			w.WriteHeader(http.StatusNoContent)
		default:
			for range 40 { // longer than what is read at once, and in pieces
				_, _ = w.Write([]byte(strings.Repeat("long ", 1000)))
			}
		}
	}))
	defer server.Close()
	c, err := newCrowd(t.Context(), 5, always(server.Listener.Addr().String(), request{path: "/"}))
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	began := time.Now()
	rate, err := c.round(t.Context(), 100*time.Millisecond)
	if told := rate * time.Since(began).Seconds(); err != nil || asked.Load() < 5 || told < float64(asked.Load())*0.9 || told > float64(asked.Load())*1.5 {
		t.Errorf("%f answers a second to %d questions, %v", rate, asked.Load(), err)
	}
	refused, err := newCrowd(t.Context(), 1, always(server.Listener.Addr().String(), request{method: "wrong method", path: "/"}))
	if err != nil {
		t.Fatal(err)
	}
	defer refused.close()
	if _, err := refused.round(t.Context(), time.Millisecond); err == nil || !strings.Contains(err.Error(), "400 to") {
		t.Errorf("a refusal is told as %v", err)
	}
}
