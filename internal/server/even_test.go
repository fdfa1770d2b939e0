package server

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestOnlyWhatIsNotFoundWaits compares with the pause itself, which no machine can
// make shorter.
func TestOnlyWhatIsNotFoundWaits(t *testing.T) {
	for status, waits := range map[int]bool{http.StatusNotFound: true, http.StatusOK: false, http.StatusForbidden: false} {
		h := Evenly(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			began := time.Now()
			w.WriteHeader(status)
			if waited := time.Since(began); waits && waited < evenPause/2 {
				t.Errorf("%d is sent after %v", status, waited)
			}
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Errorf("the answer cannot be reached: %v", err)
			}
		}))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		if w.Code != status {
			t.Errorf("%d became %d", status, w.Code)
		}
	}
}
