package torture

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// chainOf are the links of the journal in a file, by position.
func chainOf(t *testing.T, path string) map[int64]string {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	must(t, err)
	defer raw.Close()
	rows, err := raw.QueryContext(context.Background(), "SELECT position, mac FROM audit_links")
	must(t, err)
	defer rows.Close()
	links := map[int64]string{}
	for rows.Next() {
		var at int64
		var mac string
		must(t, rows.Scan(&at, &mac))
		links[at] = mac
	}
	must(t, rows.Err())
	return links
}

// TestBackupsUnderLoad are of one instant: put back, each is whole, and its journal is
// that of the database up to there.
func TestBackupsUnderLoad(t *testing.T) {
	t.Parallel()
	b, n := theProgram(t), size("CAIRN_BACKUPS", 1)
	dir, place := b.copyTo(t, t.TempDir()), t.TempDir()
	key := filepath.Join(place, "backup.key")
	out, code := b.cairn(t, "backup-key", key, "--json")
	var made struct{ Lock string }
	if err := json.Unmarshal([]byte(out), &made); err != nil || code != 0 {
		t.Fatal(out, err)
	}
	s := b.serve(t, dir)
	l, enough, over := load{answered: map[string]string{}, open: map[string]string{}}, make(chan struct{}), make(chan struct{})
	go func() { l.press(s, 0, enough); close(over) }()
	for i := range n {
		file := filepath.Join(place, fmt.Sprint(i, ".backup"))
		if out, code := b.cairn(t, "backup", file, "--trial", "--data", dir, "--backup-lock", made.Lock); code != 0 {
			t.Fatalf("the backup ends with %d:\n%s", code, out)
		}
		again := filepath.Join(place, fmt.Sprint("again", i))
		must(t, os.MkdirAll(again, 0o700))
		must(t, os.WriteFile(filepath.Join(again, "master.key"), b.data["master.key"], 0o600))
		if out, code := b.cairn(t, "restore", file, "--key", key, "--data", again); code != 0 {
			t.Fatalf("putting it back ends with %d:\n%s", code, out)
		}
		b.whole(t, again)
		now := chainOf(t, filepath.Join(dir, "cairn.db"))
		same, other := 0, 0
		for at, mac := range chainOf(t, filepath.Join(again, "cairn.db")) {
			if now[at] == mac {
				same++
			} else {
				other++ // what putting it back has added
			}
		}
		if same < 50 || other > 20 {
			t.Errorf("%d links are those of the database, %d are not", same, other)
		}
		must(t, os.RemoveAll(again))
		must(t, os.Remove(file))
		time.Sleep(10 * time.Millisecond)
	}
	close(enough)
	<-over
	l.settle(s)
	t.Logf("%d backups while %d entries were written", n, len(l.answered))
}
