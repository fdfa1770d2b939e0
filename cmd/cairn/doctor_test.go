package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/server"
	"cairn/internal/store"
)

func TestTheDoctorTellsWhatIsWrongAndHowToMendIt(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*world)
		code  int
		words []string
	}{
		"nothing but a password": {func(*world) {}, exitDone, []string{"warn  no operator has set a password", "cairn init"}},
		"open folder":            {func(w *world) { w.chmod("data", 0o755) }, exitRefused, []string{"bad   others can look into", "chmod 700"}},
		"open key":               {func(w *world) { w.chmod("data/master.key", 0o644) }, exitRefused, []string{"bad   ", "0644", "chmod 600"}},
		"no folder":              {func(w *world) { w.remove("data") }, exitRefused, []string{"bad   there is no data directory", "cairn init"}},
		"no key":                 {func(w *world) { w.remove("data/master.key") }, exitRefused, []string{"bad   ", "master.key", "nothing else opens the data: seal", "copy"}},
		"no database":            {func(w *world) { w.remove("data/cairn.db") }, exitRefused, []string{"bad   there is no database"}},
		"empty database":         {func(w *world) { w.write("data/cairn.db", "") }, exitRefused, []string{"bad   there is no database", "it is empty", "backup"}},
		"no real database":       {func(w *world) { w.write("data/cairn.db", strings.Repeat("no database ", 1000)) }, exitRefused, []string{"bad   the database cannot be opened"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.init()
			for _, f := range []string{"data/cairn.db-wal", "data/cairn.db-shm"} {
				_ = os.Remove(w.path(f))
			}
			c.spoil(w)
			w.refused(c.code, c.words, "doctor", "--data", w.data(), "--listen", "127.0.0.1:0")
		})
	}
}

func (w *world) chmod(name string, mode os.FileMode) {
	w.Helper()
	if err := os.Chmod(w.path(name), mode); err != nil {
		w.Fatal(err)
	}
}

func (w *world) remove(name string) {
	w.Helper()
	if err := os.RemoveAll(w.path(name)); err != nil {
		w.Fatal(err)
	}
}

func TestTheDoctorMakesNothing(t *testing.T) {
	w := newWorld(t)
	w.refused(exitRefused, []string{"cairn init"}, "doctor", "--data", w.data())
	if found, _ := os.ReadDir(w.folder); len(found) > 0 {
		t.Errorf("it made %v", found)
	}
}

func TestAClockThatWasSetBackIsSeen(t *testing.T) {
	w := newWorld(t)
	w.init()
	settings, err := config.Load(config.Sources{Flags: map[string]string{"data": w.data()}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(t.Context(), server.Options{Config: settings})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for ahead, want := range map[time.Duration]verdict{0: fine, time.Minute: fine, -time.Hour: bad} {
		now := clock.System{}.Now().Add(ahead)
		err := s.DB.View(t.Context(), now, func(r *store.Reader) error {
			if got := checkClock(r, now); got.verdict != want {
				t.Errorf("%v: %+v", ahead, got)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSpace(t *testing.T) {
	for _, c := range []struct {
		free, total uint64
		want        verdict
	}{
		{spaceGone - 1, 1 << 40, bad}, {spaceGone, 1 << 30, odd}, {server.SpaceLow - 1, 1 << 30, odd},
		{server.SpaceLow, 2 * server.SpaceLow, fine}, {1 << 33, 1 << 40, odd}, {1 << 36, 1 << 40, fine},
	} {
		if got := judgeSpace(c.free, c.total); got.verdict != c.want {
			t.Errorf("%d of %d: %+v, want %s", c.free, c.total, got, c.want)
		}
	}
}

func TestPublicAddress(t *testing.T) {
	for address, want := range map[string]verdict{
		"https://cairn.example.org": fine, "http://localhost:8080": fine, "http://127.0.0.1:8080": fine, "http://[::1]:80": fine,
		"http://cairn.example.org": odd, "http://10.0.0.1": odd,
	} {
		if got := checkPublic(config.Config{PublicURL: address}); got.verdict != want {
			t.Errorf("%s: %+v", address, got)
		}
	}
}
