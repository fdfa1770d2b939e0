package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// organisation is what the peer serves: the lines of its standing input; see peer/main.go.
type organisation struct {
	People        []peerPerson
	Subject, Lead int
	Text          string
}

type peerPerson struct {
	Name, Email string
	Manager     int
}

// told is what the peer tells of itself.
type told struct{ Subject, Lead, Record, Noted, Reports, Notes, Person, Version, Go string }

// errNoPeer tells that the other product could not be built here.
var errNoPeer = errors.New("the peer is left out")

const peerLeftOut = "Left out of this run: PocketBase could not be built here. It is a module of its own, `bench/peer`, and needs the network once."

// measurePeer lets PocketBase and Cairn answer the same questions about the same people in
// turn. Both keep a write before they answer it.
func measurePeer(ctx context.Context, folder string, g *grown) (rows []result, about string, err error) {
	binary := filepath.Join(folder, "peer")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	build.Dir = filepath.Join("bench", "peer")
	if out, err := build.CombinedOutput(); err != nil {
		progress("peer: left out, it does not build here: %s\n%s", err, out)
		return nil, peerLeftOut, errNoPeer
	}
	theirs, stop, about, err := servePeer(ctx, binary, filepath.Join(folder, "pocketbase"), g.people)
	if err != nil {
		return nil, "", err
	}
	defer stop()
	ours, done, err := startCairn(ctx, folder, g)
	if err != nil {
		return nil, "", err
	}
	defer done()
	for _, q := range peerQuestions {
		what := fmt.Sprintf("%s; %d clients", q.what, q.clients)
		ratio, err := askBoth(ctx, "peer: "+what, q.clients, ours[q.asks], theirs[q.asks])
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", what, err)
		}
		rows = append(rows, result{what, ratio, q.goal, true})
	}
	return rows, about, nil
}

func askBoth(ctx context.Context, what string, clients int, ours, theirs asked) (float64, error) {
	first, err := newCrowd(ctx, clients, ours)
	if err != nil {
		return 0, err
	}
	defer first.close()
	second, err := newCrowd(ctx, clients, theirs)
	if err != nil {
		return 0, err
	}
	defer second.close()
	return takeTurns(ctx, what, first.round, second.round)
}

// What can be asked, in the order in which both products give it.
const (
	ownRecord = iota
	managersReading
	managersReadingNoted
	listOfReports
	writtenLine
)

// peerQuestions are what both are asked, by how many at once. What waits for the disk is asked by a few as well.
var peerQuestions = []struct {
	what          string
	asks, clients int
	goal          float64
}{
	{"a private record, read by its person", ownRecord, many, 3},
	{"a manager and who reports to them", listOfReports, many, 3},
	{"the record, read by the manager, and both products write the reading down, durably", managersReadingNoted, many, 1},
	{"the same", managersReadingNoted, few, 1},
	{"the same; Cairn writes the reading down, durably, and PocketBase does not", managersReading, many, 1},
	{"the same", managersReading, few, 1},
	{"a private line of 480 letters written, durably", writtenLine, many, 1.5},
	{"the same", writtenLine, few, 1.5},
}

// servePeer fills PocketBase with as many people and starts it.
func servePeer(ctx context.Context, binary, folder string, people int) (questions []asked, stop func(), about string, err error) {
	o := organisation{Subject: 2, Text: keptLine}
	for i, r := range rows(people) {
		p := peerPerson{r.Name, r.Email, i - i%10}
		if i%10 == 0 {
			p.Manager = -1
		}
		o.People = append(o.People, p)
	}
	raw, err := json.Marshal(o)
	if err != nil {
		return nil, nil, "", err
	}
	file := folder + ".json"
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		return nil, nil, "", err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, nil, "", err
	}
	base := "http://" + address
	var t told
	if stop, err = start(ctx, base+"/api/health", filepath.Join(folder, "told.json"), &t, binary, folder, address, file); err != nil {
		return nil, nil, "", err
	}
	note, err := json.Marshal(map[string]string{"person": t.Person, "text": keptLine})
	as := func(token string) map[string]string { return map[string]string{"Authorization": token} }
	questions = []asked{
		always(address, request{path: t.Record, header: as(t.Subject)}),
		always(address, request{path: t.Record, header: as(t.Lead)}),
		always(address, request{path: t.Noted, header: as(t.Lead)}),
		always(address, request{path: t.Reports, header: as(t.Lead)}),
		always(address, request{method: http.MethodPost, path: t.Notes, body: string(note), header: as(t.Subject)}),
	}
	return questions, stop, fmt.Sprintf(peerWords, t.Version, t.Go, thousands(people)), err
}

const peerWords = "Answers a second, of those of PocketBase %s, built by %s, on this machine, with %s people, medians of rounds that take turns. " +
	"Both answer JSON over HTTP to tokens and use the same SQLite driver with `synchronous=FULL` (PocketBase's own setting is `NORMAL`, which may lose the last writes when the power fails); " +
	"PocketBase has an index on the manager, its log of requests is off, and its rule for the record is “its person or the present manager”. It seals nothing and keeps no journal; where it writes a reading down, that is one row in a table of its own, without a chain, before it answers. A few clients do not keep two cores busy where an answer waits for the disk, so what waits is asked by many and by a few. " +
	"Each runs in a process of its own; what asks both is a third that does little else than write requests and read answers. For the reports both answer ids, names and addresses. Cairn lets a token ask twenty times a second; for this it is given many tokens and a clock that runs twenty times as fast."

// start runs a server until it answers, and reads what it tells of itself.
func start(ctx context.Context, healthy, tells string, into any, command ...string) (stop func(), err error) {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		return nil, err
	}
	stop = func() { _, _ = c.Process.Signal(syscall.SIGTERM), c.Wait() }
	err = waitFor(ctx, healthy)
	if err == nil {
		var raw []byte
		if raw, err = os.ReadFile(tells); err == nil {
			err = json.Unmarshal(raw, into)
		}
	}
	if err != nil {
		stop()
	}
	return stop, err
}

func waitFor(ctx context.Context, url string) error {
	for began := time.Now(); time.Since(began) < 3*time.Minute; time.Sleep(20 * time.Millisecond) {
		if fetch(ctx, url, "") == nil {
			return nil
		}
	}
	return fmt.Errorf("%s does not answer", url)
}
