package server

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/config"
)

const fileOfTwo = "Employee,Address\nAnna Berg,anna@example.org\nBo Berg,bo@example.org\n"

func TestTheFileOfPeopleIsFetchedOrRead(t *testing.T) {
	var asked []string
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked = append(asked, "elsewhere") }))
	defer elsewhere.Close()
	hr := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path+" "+r.Header.Get("Authorization"))
		switch r.URL.Path {
		case "/moved.csv":
			http.Redirect(w, r, elsewhere.URL+"/x.csv", http.StatusFound)
		case "/people.csv":
			_, _ = w.Write([]byte(fileOfTwo))
		default:
			http.NotFound(w, r)
		}
	}))
	defer hr.Close()
	onDisk := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(onDisk, []byte(fileOfTwo), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		source string
		rows   int
	}{
		"on disk": {onDisk, 2}, "not on disk": {onDisk + ".gone", 0},
		"an address": {hr.URL + "/people.csv", 2}, "no file there": {hr.URL + "/gone.csv", 0}, "led elsewhere": {hr.URL + "/moved.csv", 0},
		"nobody answers": {"http://127.0.0.1:1/people.csv", 0},
	} {
		f := PeopleFile{config.PeopleFile{Source: c.source, Token: "a secret", Columns: map[string]string{"name": "Employee", "e-mail": "B"}}}
		rows, problems, err := f.Read(t.Context())
		if len(rows) != c.rows || len(problems) > 0 || (err == nil) != (c.rows > 0) {
			t.Errorf("%s: %d rows, %v, %v", name, len(rows), problems, err)
		}
		if err != nil && strings.Contains(err.Error(), "a secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all := strings.Join(asked, "\n"); strings.Contains(all, "elsewhere") || !strings.Contains(all, "/people.csv Bearer a secret") {
		t.Errorf("asked were\n%s", all)
	}
}
