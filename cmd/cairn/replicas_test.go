package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cairn/internal/testkit/mailcatcher"
	"cairn/internal/testkit/postgres"
)

// sized is how much of something is tried: few in every run, all where
// CAIRN_REPLICAS says so.
func sized(few, all int) int {
	if os.Getenv("CAIRN_REPLICAS") != "" {
		return all
	}
	return few
}

// wire leads to the database and can be cut.
type wire struct {
	net.Listener
	to    string
	mu    sync.Mutex
	left  int  // until it is cut; 0 is not at all
	after bool // what was said arrives, and the answer does not
	cuts  int
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l, to: to}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
	return w
}

func (w *wire) carry(c net.Conn) {
	defer c.Close()
	server, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer server.Close()
	go func() { _, _ = io.Copy(c, server); _ = c.Close() }()
	for buffer := make([]byte, 64<<10); ; {
		n, err := c.Read(buffer)
		if err != nil {
			return
		}
		cut, after := w.cutNow()
		if !cut || after {
			_, err = server.Write(buffer[:n])
		}
		if cut && after {
			_ = c.Close()
			time.Sleep(30 * time.Millisecond) // the server does what it was told
		}
		if cut || err != nil {
			return
		}
	}
}

func (w *wire) cutNow() (cut, after bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.left == 0 {
		return false, false
	}
	if w.left--; w.left > 0 {
		return false, false
	}
	w.cuts++
	return true, w.after
}

// cutAt cuts when so much more was said.
func (w *wire) cutAt(n int, after bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.after = n, after
}

func (w *wire) wasCut() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.left == 0
}

// fleet is two Cairns behind a proxy, on one PostgreSQL.
type fleet struct {
	*world
	server    *postgres.Server
	wire      *wire
	past      string // address of the database past the wire
	through   string // and through it
	root      *testing.T
	mails     *mailcatcher.Catcher
	replicas  [2]*process
	addresses [2]atomic.Pointer[url.URL]
	front     *httptest.Server
	turn      atomic.Int64
	people    []*member
	taken     atomic.Int32 // 1 holds back the next mail that was taken
	kills     int
	newest    string // program that knows the whole schema, where that is not this one
}

// member is somebody who is signed in and writes.
type member struct {
	name   string
	client *http.Client
	keys   int
}

const silentFor = 1500 // milliseconds that a Cairn with the turn may be silent here

func newFleet(t *testing.T, people int) *fleet {
	t.Helper()
	f := &fleet{world: newWorld(t), root: t, server: postgres.Own(t)}
	f.mails = mailcatcher.Start(t, mailcatcher.Options{Taken: func(mailcatcher.Mail) {
		if f.taken.CompareAndSwap(1, 0) {
			time.Sleep(5 * time.Second) // whoever sends it is killed meanwhile
		}
	}})
	f.past = f.server.URL()
	f.wire = newWire(t, f.server.Address())
	through, err := url.Parse(f.past)
	if err != nil {
		t.Fatal(err)
	}
	through.Host = f.wire.Addr().String()
	through.RawQuery += "&idle_in_transaction_session_timeout=" + strconv.Itoa(silentFor)
	if err := os.Mkdir(f.path("copies"), 0o700); err != nil {
		t.Fatal(err)
	}
	f.env = []string{"CAIRN_DATA=" + f.data(), "CAIRN_DATABASE=" + f.past, "CAIRN_LISTEN=127.0.0.1:0", "CAIRN_AUDIT_COPY=" + f.path("copies/commands.jsonl"), "CAIRN_AUDIT_COPY_REQUIRED=true"}
	f.done("init", "--name", "Olga Oman", "--email", "olga@example.org")
	file := "name,e-mail,manager\nMats Holm,mats@example.org,\n"
	for i := range people {
		file += fmt.Sprintf("Person %d,p%d@example.org,mats@example.org\n", i, i)
	}
	f.done("people", "import", f.write("people.csv", file))
	f.front = httptest.NewServer(f.proxy())
	t.Cleanup(f.front.Close)
	f.through = through.String()
	f.begin(0)
	f.begin(1)
	for i := range people {
		f.people = append(f.people, f.join(fmt.Sprintf("p%d", i)))
	}
	return f
}

// begin starts a replica, or starts it again.
func (f *fleet) begin(i int) {
	f.Helper()
	program, err := built()
	if err != nil {
		f.Fatal(err)
	}
	f.beginOf(program, i, fmt.Sprintf("replica-%d", i))
}

// beginOf starts a build as the replica. It ends with the whole test, not with the part
// of it that began it.
func (f *fleet) beginOf(program string, i int, folder string) {
	f.Helper()
	part := f.world.T
	defer func() { f.world.T = part }()
	f.world.T = f.root
	f.replicas[i] = f.processOf(program, f.path(folder), "--database", f.through, "--master-key", f.data()+"/master.key",
		"--pages-at-once", "0", "--mail-server", f.mails.Address, "--mail-encryption", "none", "--mail-from", "cairn@example.org",
		"--audit-copy", f.path("copies/"+folder+".jsonl"), "--audit-copy-required", "true")
	address, err := url.Parse(f.replicas[i].url)
	if err != nil {
		f.Fatal(err)
	}
	f.addresses[i].Store(address)
}

// proxy hands requests to one replica and the other, and gives up on one that does not
// answer.
func (f *fleet) proxy() http.Handler {
	return &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(f.addresses[f.turn.Add(1)%2].Load()) },
		Transport:    &http.Transport{ResponseHeaderTimeout: 3 * time.Second, DialContext: (&net.Dialer{Timeout: time.Second}).DialContext},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
}

func (f *fleet) join(name string) *member {
	f.Helper()
	link, err := url.Parse(linkForm.FindString(f.done("people", "invite", name+"@example.org")))
	if err != nil {
		f.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	m := &member{name: name, client: &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	f.post(m, link.Path, url.Values{"password": {password(0)}})
	return m
}

// post sends a form past the proxy, which gives up on what takes long, as a password may.
func (f *fleet) post(m *member, path string, form url.Values) {
	f.Helper()
	status := http.StatusTooManyRequests
	for ; status == http.StatusTooManyRequests; time.Sleep(10 * time.Millisecond) { // many passwords are tried here from one address
		answer, err := m.client.PostForm(f.addresses[1].Load().String()+path, form)
		if err != nil {
			f.Fatal(err)
		}
		_ = answer.Body.Close()
		if status = answer.StatusCode; status == http.StatusTooManyRequests {
			time.Sleep(time.Second)
		}
	}
	if status != http.StatusSeeOther {
		f.Fatalf("%s answers %d", path, status)
	}
}

// write keeps one entry of the journal under a key, and repeats it until it is told
// that it is kept. It returns how often nobody could tell.
func (m *member) write(at, key string) (unknown int, err error) {
	form := url.Values{"on": {time.Now().UTC().Format(time.DateOnly)}, "title": {key}, "text": {"What I did."}, "idempotency_key": {key}}
	for began := time.Now(); time.Since(began) < 2*time.Minute; time.Sleep(time.Duration(20+rand.IntN(40)) * time.Millisecond) {
		answer, err := m.client.PostForm(at+"/journal", form)
		if err != nil {
			unknown++
			continue
		}
		_ = answer.Body.Close()
		switch to := answer.Header.Get("Location"); {
		case answer.StatusCode == http.StatusSeeOther && to == "/journal":
			return unknown, nil
		case answer.StatusCode == http.StatusSeeOther:
			return unknown, fmt.Errorf("%s is signed in no more: led to %s", m.name, to)
		case answer.StatusCode < 500:
			return unknown, fmt.Errorf("%s: %s answers %d", m.name, key, answer.StatusCode)
		}
		unknown++
	}
	return unknown, errors.New(m.name + " could not write for two minutes")
}

// underLoad lets everybody write while f does something, and returns how often nobody
// could tell what came of it.
func (f *fleet) underLoad(do func()) (written, unknown int) {
	f.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	var wrote, doubts atomic.Int64
	for _, m := range f.people {
		all.Go(func() {
			for ctx.Err() == nil {
				m.keys++
				n, err := m.write(f.front.URL, fmt.Sprintf("%s-%d", m.name, m.keys))
				if doubts.Add(int64(n)); err != nil {
					f.Error(err)
					return
				}
				wrote.Add(1)
			}
		})
	}
	time.Sleep(200 * time.Millisecond)
	do()
	time.Sleep(200 * time.Millisecond)
	stop()
	all.Wait()
	return int(wrote.Load()), int(doubts.Load())
}

func (f *fleet) ask(query string, into ...any) {
	f.Helper()
	c, err := pgx.Connect(f.Context(), f.past)
	if err != nil {
		f.Fatal(err)
	}
	defer c.Close(context.Background())
	if err := c.QueryRow(f.Context(), query).Scan(into...); err != nil {
		f.Fatalf("%s: %v", query, err)
	}
}

func (f *fleet) exec(statement string) {
	f.Helper()
	c, err := pgx.Connect(f.Context(), f.past)
	if err != nil {
		f.Fatal(err)
	}
	defer c.Close(context.Background())
	if _, err := c.Exec(f.Context(), statement); err != nil {
		f.Fatal(err)
	}
}

func (f *fleet) number(query string) (n int) {
	f.Helper()
	f.ask(query, &n)
	return n
}

// whole holds what everybody was told to what is there: each act that was acknowledged
// has its one effect, everybody is signed in, and the journal is as Cairn left it.
func (f *fleet) whole(what string) {
	f.Helper()
	keys := 0
	for _, m := range f.people {
		keys += m.keys
		for i := range f.replicas {
			answer, err := m.client.Get(f.addresses[i].Load().String() + "/journal")
			if err != nil || answer.StatusCode != http.StatusOK {
				f.Fatalf("%s: %s is not signed in at replica %d: %v %v", what, m.name, i, err, answer)
			}
			_ = answer.Body.Close()
		}
	}
	if kept, effects := f.number(`SELECT count(*) FROM idempotency_keys k JOIN notes n ON n.id = k.result`), f.number(`SELECT count(*) FROM notes`); kept != keys || effects != keys {
		f.Errorf("%s: %d acts were acknowledged, %d are kept with their key, and there are %d effects", what, keys, kept, effects)
	}
	f.by(f.newest, "audit", "verify", "--file", f.path("copies"))
}

// leads is the number of the replica that leads; -1 where none of them does.
func (f *fleet) leads() int {
	var process string
	if f.number(`SELECT count(*) FROM leader l JOIN replicas r ON r.id = l.replica WHERE l.ends_at > extract(epoch FROM clock_timestamp()) * 1000000`) == 0 {
		return -1
	}
	f.ask(`SELECT r.name FROM leader l JOIN replicas r ON r.id = l.replica`, &process)
	for i, p := range f.replicas {
		if strings.HasSuffix(process, fmt.Sprintf("process %d", p.command.Process.Pid)) {
			return i
		}
	}
	return -1
}

func (f *fleet) signal(i int, s syscall.Signal) {
	f.Helper()
	if err := f.replicas[i].command.Process.Signal(s); err != nil {
		f.Fatal(err)
	}
}

// TestTwoCairnsOnOneDatabase kills, freezes and cuts off what serves, while people
// write: nothing that was acknowledged is lost, nothing is done twice, and nobody is
// signed out.
func TestTwoCairnsOnOneDatabase(t *testing.T) {
	f := newFleet(t, 4)
	f.until("one to lead", func() bool { return f.leads() >= 0 })
	t.Run("both are killed", func(t *testing.T) { f.within(t, (*fleet).oneIsKilled) })
	t.Run("one is frozen and wakes", func(t *testing.T) { f.within(t, (*fleet).oneIsFrozen) })
	t.Run("the way to the database is cut", func(t *testing.T) { f.within(t, (*fleet).theWayIsCut) })
	t.Run("the database is killed", func(t *testing.T) { f.within(t, (*fleet).theDatabaseIsKilled) })
	f.Log(f.done("verify", "--file", f.path("copies")))
}

// within is the fleet of a part of the test.
func (f *fleet) within(t *testing.T, do func(*fleet)) {
	began := time.Now()
	outer := f.world.T
	defer func() { f.world.T = outer }()
	f.world.T = t
	do(f)
	t.Logf("it took %s", time.Since(began).Round(time.Millisecond))
}

// oneIsKilled kills the one that leads. The other takes over, sends the mails that wait,
// and is killed when the first of them was taken and before it could write that down.
func (f *fleet) oneIsKilled() {
	for round := range sized(1, 30) {
		i := max(0, f.leads())
		f.everybodyHasNews(round)
		written, unknown := f.underLoad(func() {
			f.taken.Store(1)
			f.replicas[i].kill()
			f.until("the other to send a mail", func() bool { return f.taken.Load() == 0 })
			f.replicas[1-i].kill()
			f.begin(i)
			f.begin(1 - i)
			f.exec(`UPDATE mails SET not_before = 0 WHERE state = 'waiting'`) // the five minutes of a try pass
		})
		f.Logf("%d acts written, %d times nobody could tell", written, unknown)
		f.whole("after both were killed")
		f.everyMailWentOutOnce()
	}
}

// everybodyHasNews: whose password was changed is told so at once, by mail.
func (f *fleet) everybodyHasNews(round int) {
	f.Helper()
	for _, m := range f.people {
		f.post(m, "/account/password", url.Values{"current": {password(round)}, "password": {password(round + 1)}})
	}
}

func password(round int) string { return fmt.Sprintf("seven birches by the river %d", round) }

// oneIsFrozen stops the one that leads in the middle of a transaction that has the turn
// to write. The server takes the turn from it, another leads, and when it wakes it goes
// on serving and does not lead.
func (f *fleet) oneIsFrozen() {
	for range sized(1, 10) {
		i := max(0, f.leads())
		written, unknown := f.underLoad(func() {
			f.freezeWithTheTurn(i)
			began := time.Now()
			f.until("the other to lead", func() bool { return f.leads() == 1-i })
			f.Logf("the other led after %s", time.Since(began).Round(time.Millisecond))
			time.Sleep(500 * time.Millisecond)
			f.signal(i, syscall.SIGCONT)
			f.until("the one that woke to see it", func() bool { return strings.Contains(f.replicas[i].err.String(), "leads no more") })
		})
		f.Logf("%d acts written, %d times nobody could tell", written, unknown)
		f.whole("after one was frozen")
	}
}

func (f *fleet) freezeWithTheTurn(i int) {
	const holding = `SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid
		WHERE c.relname = 'audit_turn' AND l.granted AND l.mode = 'ExclusiveLock' AND a.state = 'idle in transaction' AND a.state_change < clock_timestamp() - interval '50 milliseconds'`
	for range 200 {
		f.signal(i, syscall.SIGSTOP)
		time.Sleep(120 * time.Millisecond)
		if f.number(holding) > 0 {
			return
		}
		f.signal(i, syscall.SIGCONT)
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
	}
	f.signal(i, syscall.SIGSTOP)
	f.Log("it was frozen without the turn")
}

// theWayIsCut cuts at every moment of an act at which something is said to the database,
// once so that what was said is lost and once so that only the answer is.
func (f *fleet) theWayIsCut() {
	m := f.people[0]
	cuts, unknown := 0, 0
	for _, after := range []bool{false, true} {
		for at := 1; at <= sized(12, 60); at++ {
			f.wire.cutAt(at, after)
			m.keys++
			n, err := m.write(f.front.URL, fmt.Sprintf("%s-%d", m.name, m.keys))
			if err != nil {
				f.Fatal(err)
			}
			if unknown += n; f.wire.wasCut() {
				cuts++
			}
			f.wire.cutAt(0, false)
		}
	}
	f.Logf("%d cuts, %d times an answer was not an acknowledgement", cuts, unknown)
	f.whole("after the way was cut")
}

func (f *fleet) theDatabaseIsKilled() {
	for range sized(2, 30) {
		written, unknown := f.underLoad(func() {
			f.server.Kill()
			time.Sleep(100 * time.Millisecond)
			f.server.Start()
		})
		f.Logf("%d acts written, %d times nobody could tell", written, unknown)
		f.whole("after the database was killed")
	}
	f.until("one to lead again", func() bool { return f.leads() >= 0 })
}

// everyMailWentOutOnce: all were sent, each once but for those that the server had taken
// when whoever sent them was killed.
func (f *fleet) everyMailWentOutOnce() {
	f.Helper()
	f.until("all mails to be sent", func() bool {
		return f.number(`SELECT count(*) FROM mails WHERE state <> 'sent'`) == 0 && f.number(`SELECT count(*) FROM notices WHERE mail = '' AND way = 'always'`) == 0
	})
	sent, times := f.number(`SELECT count(*) FROM mails`), map[string]int{}
	for _, m := range f.mails.Mails() {
		times[messageID.FindString(m.Data)]++
	}
	twice := 0
	for name, n := range times {
		if twice += n - 1; name == "" || n > 2 {
			f.Errorf("%q arrived %d times", name, n)
		}
	}
	if f.kills++; sent != f.kills*len(f.people) || len(times) != sent || twice > f.kills {
		f.Errorf("%d mails were sent, %d arrived, %d more than once after %d kills", sent, len(times), twice, f.kills)
	}
}

var messageID = regexp.MustCompile(`(?m)^Message-ID: .*$`)
