package torture

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// host is where a served Cairn listens.
func (s *serving) host() string { return strings.TrimPrefix(s.url, "http://") }

// slowly are the ways to be slow: with headers, with a body, and with reading. Each
// returns when the server has had enough.
var slowly = map[string]func(net.Conn){
	"headers": func(c net.Conn) {
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(c, "%s", [...]string{"GET / HTTP/1.1\r\nHost: x\r\n", "X-A: b\r\n"}[min(i, 1)]); err != nil || gone(c) {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	},
	"a body": func(c net.Conn) {
		_, _ = fmt.Fprint(c, "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n")
		for {
			if _, err := fmt.Fprint(c, "a"); err != nil || gone(c) {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	},
	"nothing": func(c net.Conn) {
		for !gone(c) {
			time.Sleep(200 * time.Millisecond)
		}
	},
}

// gone tells whether the other side has ended the connection.
func gone(c net.Conn) bool {
	_ = c.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, err := c.Read(make([]byte, 512))
	if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
		return false
	}
	return err != nil
}

// TestSlowClients hold connections and nothing else: others are answered meanwhile, and
// in the end the program is as small as it was.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	b, n := theProgram(t), size("CAIRN_CROWD", 60)
	s := b.serve(t, b.copyTo(t, t.TempDir()))
	s.entries("diego.fuentes")
	base := s.metric("cairn_goroutines")
	var crowd sync.WaitGroup
	for i := range n {
		way := [...]string{"headers", "headers", "a body", "nothing"}[i%4]
		c, err := net.Dial("tcp", s.host())
		must(t, err)
		defer c.Close()
		crowd.Go(func() {
			if way == "headers" || way == "nothing" { // these are shown out soon; a body may take half a minute
				slowly[way](c)
			}
			if way == "a body" {
				_, _ = fmt.Fprint(c, "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na")
			}
		})
	}
	during := s.metric("cairn_goroutines")
	var took []time.Duration
	for i := range max(40, n/10) {
		began := time.Now()
		a, err := s.ask(b.names()[i%len(b.names())], http.MethodGet, "/api/v1/framework", "", "")
		if err != nil || a.status != http.StatusOK {
			t.Fatalf("meanwhile: %d, %v", a.status, err)
		}
		took = append(took, time.Since(began))
		time.Sleep(20 * time.Millisecond)
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	crowd.Wait() // the server has shown out all who were slow with headers
	resident := s.metric("cairn_resident_bytes") / (1 << 20)
	if resident > 300 {
		t.Errorf("%.0f MB resident", resident)
	}
	if n >= 1000 && p99 > 500*time.Millisecond {
		t.Errorf("the slowest hundredth of other requests took %v", p99)
	}
	http.DefaultClient.CloseIdleConnections()
	t.Logf("%d slow: %.0f goroutines before, %.0f during; others answered within %v (99 of 100); %.0f MB resident", n, base, during, p99.Round(time.Millisecond), resident)
	if n >= 1000 { // who is slow with a body has half a minute
		until(t, "all slow ones are shown out", time.Minute, func() bool { return s.metric("cairn_goroutines") < base+20 })
	}
}

// TestAFlood: who asks too often is told to wait, a password cannot be guessed by
// asking quickly, health stays, and everything is as before when it is over.
func TestAFlood(t *testing.T) {
	t.Parallel()
	b, n := theProgram(t), size("CAIRN_CROWD", 60)
	s := b.serve(t, b.copyTo(t, t.TempDir()))
	s.entries("diego.fuentes")
	base := s.metric("cairn_goroutines")
	var mu sync.Mutex
	counts := map[string]map[int]int{"API": {}, "sign-in": {}, "health": {}}
	note := func(what string, a answer, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			a.status = -1
		}
		counts[what][a.status]++
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var crowd sync.WaitGroup
	for i := range 32 {
		crowd.Go(func() {
			for range max(10, n*10/32) {
				switch i % 4 {
				case 0, 1:
					r, _ := http.NewRequest(http.MethodGet, s.url+"/api/v1/journal", nil)
					r.Header.Set("Authorization", "Bearer "+s.people["diego.fuentes"].Token)
					a, err := send(client, r)
					note("API", a, err)
				case 2:
					r, _ := http.NewRequest(http.MethodPost, s.url+"/sign-in", strings.NewReader(url.Values{"email": {"diego.fuentes@northlight.example"}, "password": {"wrong words here"}}.Encode()))
					r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
					a, err := send(client, r)
					note("sign-in", a, err)
				case 3:
					r, _ := http.NewRequest(http.MethodGet, s.url+"/healthz", nil)
					a, err := send(client, r)
					note("health", a, err)
				}
			}
		})
	}
	crowd.Wait()
	client.CloseIdleConnections()
	http.DefaultClient.CloseIdleConnections()
	t.Log(counts)
	if counts["API"][http.StatusTooManyRequests] == 0 || counts["sign-in"][http.StatusTooManyRequests] == 0 {
		t.Errorf("nobody is told to wait: %v", counts)
	}
	if len(counts["health"]) != 1 || counts["health"][http.StatusOK] == 0 || counts["API"][-1]+counts["sign-in"][-1]+counts["API"][500]+counts["sign-in"][500] > 0 {
		t.Errorf("not everybody was answered well: %v", counts)
	}
	until(t, "it is as small as before", time.Minute, func() bool { return s.metric("cairn_goroutines") < base+12 })
	until(t, "the pace is forgotten", time.Minute, func() bool {
		a, err := s.ask("diego.fuentes", http.MethodGet, "/api/v1/journal", "", "")
		return err == nil && a.status == http.StatusOK
	})
}

// TestHugeInput: what is too large is refused before it is kept in memory.
func TestHugeInput(t *testing.T) {
	t.Parallel()
	b, megabytes := theProgram(t), size("CAIRN_HUGE", 80)
	s := b.serve(t, b.copyTo(t, t.TempDir()))
	token := "Authorization: Bearer " + s.people["diego.fuentes"].Token + "\r\nContent-Type: application/json\r\n"
	form := "Content-Type: application/x-www-form-urlencoded\r\n"
	long := func(n int, piece string) io.Reader { return io.LimitReader(&repeating{text: piece}, int64(n)) }
	for name, c := range map[string]struct {
		path, headers string
		body          io.Reader
		length        int
		want          []int
	}{
		"a body, to a program": {"/api/v1/journal", token, long(megabytes<<20, "x"), megabytes << 20, []int{413}},
		"a text, to a program": {"/api/v1/journal", token, strings.NewReader(`{"day":"2026-01-02","text":"` + strings.Repeat("x", 1<<20) + `"}`), 1<<20 + 30, []int{422}},
		"a body, to a page":    {"/sign-in", form, long(megabytes<<20, "email=x&"), megabytes << 20, []int{413}},
		"fields":               {"/sign-in", form, long(10_000_000, "a1=b&"), 10_000_000, []int{413}},
		"many small fields":    {"/sign-in", form, strings.NewReader(numbered(20_000)), len(numbered(20_000)), []int{413, 422}},
		"depth":                {"/api/v1/journal", token, strings.NewReader(strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)), 20_000, []int{400, 422}},
		"depth of objects":     {"/api/v1/journal", token, strings.NewReader(strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000)), 60_001, []int{400, 422}},
		"headers":              {"/sign-in", form + strings.Repeat("X-A: b\r\n", 100_000), nil, 0, []int{431}},
		"one header":           {"/sign-in", form + "X-A: " + strings.Repeat("b", 1<<20) + "\r\n", nil, 0, []int{431}},
	} {
		if status := s.raw(c.path, c.headers, c.body, c.length); !slices.Contains(c.want, status) {
			t.Errorf("%s: answered %d, want %v", name, status, c.want)
		}
	}
	if resident := s.metric("cairn_resident_bytes") / (1 << 20); resident > 300 {
		t.Errorf("%.0f MB resident", resident)
	} else {
		t.Logf("%.0f MB resident after it", resident)
	}
	s.entries("diego.fuentes")
}

// numbered are so many fields of different names within what a form may be.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "f%d=&", i)
	}
	return b.String()
}

// repeating never ends.
type repeating struct {
	text string
	at   int
}

func (r *repeating) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.text[r.at]
		r.at = (r.at + 1) % len(r.text)
	}
	return len(p), nil
}

// raw sends a request byte by byte as given, and returns the status of the answer; 0
// when the connection broke before one came.
func (s *serving) raw(path, headers string, body io.Reader, length int) int {
	s.t.Helper()
	c, err := net.Dial("tcp", s.host())
	must(s.t, err)
	defer c.Close()
	must(s.t, c.SetDeadline(time.Now().Add(time.Minute)))
	status := make(chan int, 1)
	go func() {
		answer, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			status <- 0
			return
		}
		_ = answer.Body.Close()
		status <- answer.StatusCode
	}()
	_, err = fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n", path, s.host(), headers, length)
	if err == nil && body != nil {
		_, _ = io.Copy(c, body) // the server need not take it all
	}
	return <-status
}
