package postgres

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"cairn/internal/testkit/program"
)

// Pooler runs PgBouncer in transaction mode before the database at the address, with few
// connections, and returns the address that leads through it. ok is false where PgBouncer
// is not on this machine.
func Pooler(t testing.TB, address string) (through string, ok bool) {
	t.Helper()
	bin, ok := program.Find("pgbouncer", "/usr/sbin/pgbouncer", "/opt/homebrew/bin/pgbouncer", "/usr/local/bin/pgbouncer")
	if !ok {
		return "", false
	}
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	owner, err := unprivileged()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "cairn-pooler-")
	if err != nil {
		t.Fatal(err)
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	password, _ := to.User.Password()
	settings := fmt.Sprintf("[databases]\n* = host=127.0.0.1 port=%s user=%s password=%s\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %d\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 4\nmax_client_conn = 200\n",
		to.Port(), to.User.Username(), password, port)
	file := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	if owner != nil {
		for _, path := range []string{dir, file} {
			if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := program.KeepUntilExit(dir, owner, bin, file); err != nil {
		t.Fatal(err)
	}
	to.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if err := awaitServer(to.String() + "&default_query_exec_mode=simple_protocol"); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		t.Fatalf("PgBouncer does not answer: %v\n%s", err, log)
	}
	return to.String(), true
}
