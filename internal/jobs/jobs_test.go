package jobs_test

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/jobs"
	"cairn/internal/orgfile"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

// cairn is one with a chapter lead, and a person who started on the day.
func cairn(t *testing.T, started clock.Date, now clock.Clock) *workflow.Workflow {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	settings, err := config.Load(config.Sources{Flags: map[string]string{"data": data}})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Prepare(settings); err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(t.Context(), server.Options{Config: settings, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	rows, problems := orgfile.Read(strings.NewReader("name,e-mail,start date,manager\nLea Lead,lea@example.org,,\nNils Ny,nils@example.org,"+string(started)+",lea@example.org\n"), "people.csv")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, err := s.Workflow.ImportPeople(t.Context(), access.System(access.ViaCommand), rows, workflow.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	return s.Workflow
}

// runs lets the jobs of a Cairn run, in short turns, until one is opened and a little longer,
// and returns what they tell.
func runs(t *testing.T, w *workflow.Workflow) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	log := &opening{then: func() { time.AfterFunc(300*time.Millisecond, stop) }}
	jobs.Run(ctx, w, slog.New(slog.NewTextHandler(log, nil)), 20*time.Millisecond)
	return log.String()
}

// opening is a log that hears when something is opened.
type opening struct {
	bytes.Buffer
	then func()
}

func (l *opening) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("opened")) {
		l.then()
	}
	return l.Buffer.Write(line)
}

func TestFirstEvaluationsOpenByThemselvesAndOnce(t *testing.T) {
	today := clock.Date("2026-05-12")
	w := cairn(t, today.AddMonths(-6), clock.NewFake(today.Time().Add(9*time.Hour)))
	log := runs(t, w)
	if n := strings.Count(log, "opened"); n != 1 || !strings.Contains(log, "number=1") {
		t.Errorf("opened %d times:\n%s", n, log)
	}
}

func TestWhatComesDueLaterIsOpenedThen(t *testing.T) {
	today := clock.Date("2026-05-12")
	now := clock.NewFake(today.Time().Add(9 * time.Hour))
	w := cairn(t, today, now)
	if opened, err := w.OpenFirstEvaluations(t.Context()); err != nil || opened != 0 {
		t.Fatalf("opened %d on the first day, %v", opened, err)
	}
	time.AfterFunc(100*time.Millisecond, func() { now.Advance(183 * 24 * time.Hour) })
	if log := runs(t, w); !strings.Contains(log, "number=1") {
		t.Errorf("not opened:\n%s", log)
	}
}
