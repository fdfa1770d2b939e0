// Package e2e walks through the demo as its people do, in a real browser and
// against the program as it is built.
package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cairn/internal/testkit/browser"
	"cairn/internal/testkit/program"
)

// persona is somebody of the demo, as its list names them.
type persona struct{ Name, Email, Is, Token, SignIn string }

func (p *persona) UnmarshalJSON(raw []byte) error {
	var wire struct {
		Name, Email, Is, Token string
		SignIn                 string `json:"sign_in"`
	}
	err := json.Unmarshal(raw, &wire)
	*p = persona(wire)
	return err
}

// demo is the running program.
type demo struct {
	url      string
	personas map[string]persona // by the part of the address before the @
}

var (
	started sync.Once
	running demo
	failure error
	folder  string
	process *exec.Cmd
)

func TestMain(m *testing.M) {
	code := m.Run()
	if process != nil {
		_ = process.Process.Signal(syscall.SIGTERM)
		_ = process.Wait()
	}
	if folder != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// theDemo builds and starts the demo once for all walks.
func theDemo(t *testing.T) demo {
	t.Helper()
	started.Do(func() { failure = start(program.RepositoryRoot(t)) })
	if failure != nil {
		t.Fatal(failure)
	}
	return running
}

func start(root string) (err error) {
	if folder, err = os.MkdirTemp("", "cairn-e2e-"); err != nil {
		return err
	}
	binary := filepath.Join(folder, "cairn")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "./cmd/cairn")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	running, process, err = serveDemo(binary, folder)
	return err
}

// serveDemo starts a demo of its own in the folder.
func serveDemo(binary, folder string) (demo, *exec.Cmd, error) {
	address, err := freeAddress()
	if err != nil {
		return demo{}, nil, err
	}
	run := exec.Command(binary, "demo", "--data", filepath.Join(folder, "demo"), "--listen", address)
	run.Dir = folder
	out, err := run.StdoutPipe()
	if err != nil {
		return demo{}, nil, err
	}
	run.Stderr = run.Stdout
	if err := run.Start(); err != nil {
		return demo{}, nil, err
	}
	said := make(chan string, 1)
	go listen(bufio.NewScanner(out), said)
	there, err := meet("http://"+address, said)
	return there, run, err
}

// listen keeps what the program says, so that it never waits for us.
func listen(lines *bufio.Scanner, said chan<- string) {
	var all strings.Builder
	for lines.Scan() {
		all.WriteString(lines.Text() + "\n")
	}
	said <- all.String()
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// meet waits until the demo answers and learns who is in it.
func meet(url string, said <-chan string) (demo, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	for {
		if list, err := personasOf(ctx, url); err == nil {
			there := demo{url: url, personas: map[string]persona{}}
			for _, p := range list {
				name, _, _ := strings.Cut(p.Email, "@")
				there.personas[name] = p
			}
			return there, nil
		}
		select {
		case words := <-said:
			return demo{}, fmt.Errorf("the demo ended: %s", words)
		case <-ctx.Done():
			return demo{}, fmt.Errorf("the demo does not answer at %s", url)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func personasOf(ctx context.Context, url string) (list []persona, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/demo/personas.json", nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	return list, json.NewDecoder(answer.Body).Decode(&list)
}

// as opens a browser in which the person has just signed in.
func (d demo) as(t *testing.T, who string) *browser.Browser {
	t.Helper()
	p, ok := d.personas[who]
	if !ok {
		t.Fatalf("nobody in the demo is %q", who)
	}
	b := browser.OpenAt(t, d.url)
	b.Goto(p.SignIn)
	return b
}
