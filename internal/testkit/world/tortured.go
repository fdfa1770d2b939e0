package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"cairn/internal/id"
	"cairn/internal/seal"
	"cairn/internal/store"
)

// A test can run as a process of its own that is killed, or whose disk fails. Its world
// then lies in a folder that outlives it, and what Cairn answered is written beside it.

// TorturedIn names the folder in the environment of such a process.
const TorturedIn = "CAIRN_TORTURED_IN"

// The files of the folder.
const (
	TorturedDatabase = "cairn.db"
	torturedKey      = "master.key"
	torturedPeople   = "people.json"
	TorturedAnswers  = "answers"
)

// Tortured tells whether this process is one.
func Tortured() bool { return os.Getenv(TorturedIn) != "" }

// Prepare puts a fresh world of SQLite into the folder.
func Prepare(t *testing.T, folder string) {
	t.Helper()
	first, err := origins["sqlite"]()
	check(t, err)
	content, err := os.ReadFile(first.fresh(t))
	check(t, errors.Join(err, os.WriteFile(filepath.Join(folder, TorturedDatabase), content, 0o600)))
	people, err := json.Marshal(first.People)
	check(t, errors.Join(err, first.Master.Save(filepath.Join(folder, torturedKey)),
		os.WriteFile(filepath.Join(folder, torturedPeople), people, 0o600)))
}

// OpenPrepared opens what is left of the world in the folder.
func OpenPrepared(t *testing.T, folder string) *store.DB {
	t.Helper()
	master, err := seal.LoadMaster(filepath.Join(folder, torturedKey))
	check(t, err)
	db, err := store.Open(t.Context(), filepath.Join(folder, TorturedDatabase), master)
	check(t, err)
	return db
}

// torturedOrigin is the origin of the one world of this process. A test that makes a
// second one is over with the first.
var torturedOrigin = sync.OnceValues(func() (*origin, error) {
	folder := os.Getenv(TorturedIn)
	master, err := seal.LoadMaster(filepath.Join(folder, torturedKey))
	if err != nil {
		return nil, err
	}
	o := &origin{Master: master, People: map[string]id.Person{}}
	text, err := os.ReadFile(filepath.Join(folder, torturedPeople))
	if err == nil {
		err = json.Unmarshal(text, &o.People)
	}
	taken := false
	o.fresh = func(t *testing.T) string {
		if taken {
			t.SkipNow()
		}
		taken = true
		runtime.LockOSThread() // calls to the system are counted by thread
		return filepath.Join(folder, TorturedDatabase)
	}
	return o, err
})

// Answers are written to the folder as they come.
type Answers struct{ *os.File }

var answers = sync.OnceValue(func() Answers {
	f, err := os.OpenFile(filepath.Join(os.Getenv(TorturedIn), TorturedAnswers), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		panic(err)
	}
	return Answers{f}
})

// Answer writes down that everything so far was answered as done, or what else came.
func Answer(kind, words string) {
	_, err := fmt.Fprintf(answers(), "%s %s\n", kind, words)
	if err != nil {
		panic(err)
	}
}

// Keep is told of each link of the journal before it is kept.
func (a Answers) Keep(line []byte) error {
	_, err := a.Write(append(append([]byte("link "), line...), '\n'))
	return err
}
