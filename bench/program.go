package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// running is the program under measurement.
type running struct {
	command *exec.Cmd
	url     string
	client  *http.Client
	said    bytes.Buffer // in its log
}

// serve starts the program on the data directory and waits until it answers.
func serve(ctx context.Context, binary, folder string) (*running, time.Duration, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, 0, err
	}
	r := &running{url: "http://" + address, command: exec.CommandContext(ctx, binary, "serve", "--data", folder, "--listen", address, "--log-level", "error")}
	r.client = &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r.command.Stderr = &r.said
	r.command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "CAIRN_") }) // it knows no setting of ours
	started := time.Now()
	if err := r.command.Start(); err != nil {
		return nil, 0, err
	}
	for time.Since(started) < time.Minute {
		if answer, err := r.client.Get(r.url + "/healthz"); err == nil {
			answer.Body.Close()
			return r, time.Since(started), nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	r.stop()
	return nil, 0, fmt.Errorf("the program does not answer at %s: %s", r.url, r.said.String())
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (r *running) stop() {
	_ = r.command.Process.Signal(syscall.SIGTERM)
	_ = r.command.Wait()
}

// resident is the memory the program holds, as Linux tells it.
func (r *running) resident() string {
	time.Sleep(time.Second) // at rest
	return fmt.Sprintf("%.0f MB", r.residentMB())
}

func (r *running) residentMB() (megabytes float64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.command.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, _ = fmt.Sscan(value, &megabytes) // kilobytes of 1,024
		}
	}
	return megabytes * 1024 / 1e6
}

const (
	warmUp  = 20
	samples = 300
)

// time asks for the page often, one request after the other, and prints its line.
func (r *running) time(ctx context.Context, p page) error {
	var took []time.Duration
	var size int
	for i := range warmUp + samples {
		began := time.Now()
		n, err := r.ask(ctx, p)
		if err != nil {
			return err
		}
		if size = n; i >= warmUp {
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	fmt.Printf("%-34s %7.2f ms %7.2f ms %7.1f KB\n", p.Name, milliseconds(took[len(took)/2]), milliseconds(took[len(took)*95/100]), float64(size)/1e3)
	return nil
}

func (r *running) ask(ctx context.Context, p page) (int, error) {
	body, err := r.body(ctx, p)
	return len(body), err
}

func (r *running) body(ctx context.Context, p page) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+p.Path, nil)
	if err != nil {
		return nil, err
	}
	if p.Session != "" {
		request.AddCookie(&http.Cookie{Name: "cairn_session", Value: p.Session})
	}
	answer, err := r.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", p.Path, answer.StatusCode)
	}
	return body, err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
