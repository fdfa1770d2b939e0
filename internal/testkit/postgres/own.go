package postgres

import (
	"bytes"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"cairn/internal/testkit/program"
)

// Server is a PostgreSQL of a test's own, which can be killed and started again. What
// it has said is kept is kept over that.
type Server struct {
	testing.TB
	bin, dir string
	port     int
	owner    *syscall.Credential
	admin    *url.URL
}

// Own starts one. Without PostgreSQL the test is skipped, or fails in CI.
func Own(t testing.TB) *Server {
	t.Helper()
	bin, ok := binaries()
	if !ok {
		program.Missing(t, "PostgreSQL (initdb)", "Run `make need`, or install it: apt-get install postgresql, or brew install postgresql@17.")
	}
	s := &Server{TB: t, bin: bin}
	var password string
	owner, err := unprivileged()
	if err == nil {
		s.owner = owner
		s.dir, password, err = newCluster(bin, owner)
	}
	if err == nil {
		s.port, err = freePort()
	}
	if err != nil {
		t.Fatal(err)
	}
	s.admin = &url.URL{Scheme: "postgres", User: url.UserPassword("cairn", password), Host: s.Address(), Path: "/postgres", RawQuery: "sslmode=disable"}
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// Address is where it listens.
func (s *Server) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// URL is that of a fresh empty database in it.
func (s *Server) URL() string {
	s.Helper()
	name := newName("test")
	if err := createFrom(s.admin, name, "template1"); err != nil {
		s.Fatal(err)
	}
	return within(s.admin, name)
}

// Start runs it and waits until it answers.
func (s *Server) Start() {
	s.Helper()
	command := append(serverCommand(s.bin, s.dir, s.port), "-c", "synchronous_commit=on", "-c", "max_connections=80")
	err := program.KeepUntilExit(s.dir, s.owner, command...)
	if err == nil {
		err = awaitServer(s.admin.String())
	}
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		s.Fatalf("PostgreSQL did not start: %v\n%s", err, log)
	}
}

// Kill ends all its processes at once, as a power cut would end them. What the system
// has been given to write is written.
func (s *Server) Kill() {
	held := filepath.Join(s.dir, "data", "postmaster.pid")
	text, err := os.ReadFile(held)
	if err != nil {
		return
	}
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil || pid <= 1 {
		return
	}
	children := childrenOf(pid)
	_ = syscall.Kill(pid, syscall.SIGKILL)
	for _, child := range children {
		_ = syscall.Kill(child, syscall.SIGKILL)
	}
	// While one of them lives, the next server finds their shared memory in use and ends.
	for began := time.Now(); time.Since(began) < 10*time.Second && slices.ContainsFunc(children, alive); {
		time.Sleep(5 * time.Millisecond)
	}
	// Nobody has asked how it ended yet, so the next one would take it for alive.
	_ = os.Remove(held)
}

// alive tells whether there is such a process; one that has ended and was not asked how is none.
func alive(pid int) bool {
	state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(state), ") Z ")
}

// childrenOf finds them where the system tells.
func childrenOf(pid int) (children []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, rest, _ := bytes.Cut(text, []byte(") ")) // the name may hold anything
		fields := strings.Fields(string(rest))
		child, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err == nil && len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			children = append(children, child)
		}
	}
	return children
}
