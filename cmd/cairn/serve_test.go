package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

var addressForm = regexp.MustCompile(`address=(http://127\.0\.0\.1:\d+)`)

// address waits until the command serves.
func (r *running) address() string {
	r.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(10 * time.Millisecond) {
		if m := addressForm.FindStringSubmatch(r.err.String()); m != nil {
			return m[1]
		}
		select {
		case code := <-r.code:
			r.Fatalf("ended with %d:\n%s%s", code, r.out.String(), r.err.String())
		default:
		}
	}
	r.Fatalf("does not serve:\n%s%s", r.out.String(), r.err.String())
	return ""
}

// ended stops the command and expects a good end.
func (r *running) ended() {
	r.Helper()
	r.stop()
	select {
	case code := <-r.code:
		if code != exitDone {
			r.Errorf("ended with %d:\n%s", code, r.err.String())
		}
	case <-time.After(time.Minute):
		r.Fatal("does not stop")
	}
}

func (r *running) get(client *http.Client, path string) (status int, body string) {
	r.Helper()
	answer, err := client.Get(r.address() + path)
	if err != nil {
		r.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		r.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestTheFirstOperatorComesIn(t *testing.T) {
	w := newWorld(t)
	link, err := url.Parse(linkForm.FindString(w.init()))
	if err != nil {
		t.Fatal(err)
	}
	r := w.start("serve", "--data", w.data(), "--listen", "127.0.0.1:0")
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	if status, body := r.get(client, link.Path); status != http.StatusOK || !strings.Contains(body, "olga@example.org") {
		t.Errorf("the invitation answers %d:\n%s", status, body)
	}
	answer, err := client.PostForm(r.address()+link.Path, url.Values{"password": {"seven birches by the river"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != "/" {
		t.Errorf("after the password: %d at %s", answer.StatusCode, answer.Request.URL)
	}
	if status, _ := r.get(&http.Client{}, link.Path); status != http.StatusNotFound {
		t.Errorf("the used link answers %d", status)
	}
	r.ended()
	if out := w.done("init", "--data", w.data()); !strings.Contains(out, "set up already") {
		t.Errorf("init afterwards:\n%s", out)
	}
	if out := w.done("doctor", "--data", w.data(), "--listen", "127.0.0.1:0"); strings.Count(out, "warn")-strings.Count(out, "warn  the disk is nearly full") != 2 || !strings.Contains(out, "warn  no backups are made") || !strings.Contains(out, "warn  there is no second journal") || !strings.Contains(out, "an operator can sign in") {
		t.Errorf("the doctor says:\n%s", out)
	}
}

func TestOneCairnServesADataDirectory(t *testing.T) {
	w := newWorld(t)
	w.init()
	r := w.start("serve", "--data", w.data(), "--listen", "127.0.0.1:0")
	r.address()
	w.refused(exitRefused, []string{fmt.Sprintf("process %d", os.Getpid()), w.data()}, "serve", "--data", w.data(), "--listen", "127.0.0.1:0")
	w.refused(exitRefused, []string{"process"}, "init", "--data", w.data())
	w.done("people", "import", w.write("people.csv", goodFile), "--data", w.data()) // looking after people goes on
	r.ended()
	w.start("serve", "--data", w.data(), "--listen", "127.0.0.1:0").address()
}

func TestATakenPortIsToldWithARemedy(t *testing.T) {
	w, other := newWorld(t), newWorld(t)
	w.init()
	other.init()
	r := w.start("serve", "--data", w.data(), "--listen", "127.0.0.1:0")
	address := strings.TrimPrefix(r.address(), "http://")
	other.refused(exitRefused, []string{address, "--listen"}, "serve", "--data", other.data(), "--listen", address)
	other.refused(exitDone, []string{"warn  something listens"}, "doctor", "--data", other.data(), "--listen", address)
}

func TestRealDataIsNeverADemo(t *testing.T) {
	w := newWorld(t)
	w.init()
	w.env = []string{"CAIRN_DEMO=true"}
	w.refused(exitRefused, []string{"cairn demo"}, "serve", "--data", w.data(), "--listen", "127.0.0.1:0")
}

func TestLogsAreJSONWhereAskedFor(t *testing.T) {
	w := newWorld(t)
	w.init()
	r := w.start("serve", "--data", w.data(), "--listen", "127.0.0.1:0", "--log-format", "json")
	for began := time.Now(); !strings.Contains(r.err.String(), `"address":"http://127.0.0.1:`); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatal(r.err.String())
		}
	}
	r.ended()
}

func TestARequestUnderWayIsAnsweredBeforeItStops(t *testing.T) {
	w := newWorld(t)
	w.init()
	r := w.start("serve", "--data", w.data(), "--listen", "127.0.0.1:0")
	host := strings.TrimPrefix(r.address(), "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	form := "email=olga%40example.org&password=seven+birches"
	send := func(format string, args ...any) {
		if _, err := fmt.Fprintf(conn, format, args...); err != nil {
			t.Fatal(err)
		}
	}
	send("POST /sign-in HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", host, len(form))
	answers := bufio.NewReader(conn)
	for _, want := range []string{"HTTP/1.1 100 Continue\r\n", "\r\n"} { // the server is reading now
		if got, err := answers.ReadString('\n'); err != nil || got != want {
			t.Fatalf("%q, %v", got, err)
		}
	}
	send("%s", form[:10])
	r.stop()
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		late, err := net.Dial("tcp", host)
		if err != nil {
			break // nobody new is let in
		}
		_ = late.Close()
		if time.Since(began) > 5*time.Second {
			t.Fatal("it goes on listening")
		}
	}
	send("%s", form[10:])
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("answered %d", answer.StatusCode)
	}
	r.ended()
}
