package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"cairn/internal/testkit/program"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"
)

// startTimeout is generous because a machine under test is busy.
const startTimeout = 60 * time.Second

// binaries finds the folder that holds initdb and postgres.
func binaries() (dir string, ok bool) {
	initdb, ok := program.Find("initdb",
		"/usr/lib/postgresql/*/bin/initdb",
		"/opt/homebrew/opt/postgresql*/bin/initdb",
		"/usr/local/opt/postgresql*/bin/initdb",
		"/usr/pgsql-*/bin/initdb")
	if !ok {
		return "", false
	}
	if real, err := filepath.EvalSymlinks(initdb); err == nil {
		initdb = real
	}
	return filepath.Dir(initdb), true
}

// startServer makes an empty cluster in a folder of its own and runs it on a free
// port of 127.0.0.1 until this process ends. It returns the superuser's address.
func startServer(bin string) (*url.URL, error) {
	owner, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, password, err := newCluster(bin, owner)
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	if err := program.KeepUntilExit(dir, owner, serverCommand(bin, dir, port)...); err != nil {
		return nil, err
	}
	address := &url.URL{
		Scheme: "postgres", User: url.UserPassword("cairn", password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/postgres", RawQuery: "sslmode=disable",
	}
	if err := awaitServer(address.String()); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		return nil, fmt.Errorf("PostgreSQL did not start: %w\n%s", err, log)
	}
	return address, nil
}

// serverCommand trades safety in a crash for speed: nobody needs these data again.
func serverCommand(bin, dir string, port int) []string {
	command := []string{filepath.Join(bin, "postgres"), "-D", filepath.Join(dir, "data")}
	for _, setting := range []string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(port), "unix_socket_directories=",
		"max_connections=500", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
		"shared_buffers=64MB", "autovacuum=off", "jit=off", "timezone=UTC",
	} {
		command = append(command, "-c", setting)
	}
	return command
}

// unprivileged is who runs the server: PostgreSQL refuses to run as root. Nil
// means the user of this process.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(account.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(account.Gid, 10, 32)
		if err := errors.Join(uidErr, gidErr); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("the tests run as root, and there is no user postgres or nobody to run PostgreSQL as")
}

// newCluster initialises a cluster whose superuser is "cairn". Its text is sorted
// by language rules (ICU) as most installations do, so that a query which relies
// on the order of bytes is found out. A password keeps other users of the machine
// out; tests connect often, so it is checked in the quickest way there is.
func newCluster(bin string, owner *syscall.Credential) (dir, password string, err error) {
	dir, err = os.MkdirTemp(memory(), "cairn-postgres-")
	if err != nil {
		return "", "", err
	}
	password = rand.Text()
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(password), 0o600); err != nil {
		return "", "", err
	}
	if owner != nil {
		for _, path := range []string{secret, dir} {
			if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
				return "", "", err
			}
		}
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "cairn",
		"--pwfile="+secret, "--auth=md5", "--no-sync", "--encoding=UTF8",
		"--locale=C", "--locale-provider=icu", "--icu-locale=en-US")
	initdb.Dir = "/"
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		_ = os.RemoveAll(dir)
		return "", "", fmt.Errorf("initdb (PostgreSQL 15 or newer is needed): %w\n%s", err, out)
	}
	return dir, password, nil
}

// memory is a folder that is kept in memory, if the machine has one with room: a
// new database is some hundreds of small files. "" is the usual folder.
func memory() string {
	const folder, enough = "/dev/shm", 4 << 30
	var room unix.Statfs_t
	if err := unix.Statfs(folder, &room); err != nil || room.Bavail*uint64(room.Bsize) < enough {
		return ""
	}
	return folder
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func awaitServer(address string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, address)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}
