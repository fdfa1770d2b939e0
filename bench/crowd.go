package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// crowd are clients of a server in another process, each with a connection of its own and one request after the
// other. One thread asks for all of them: who asks shares two cores with who is asked, and what asking costs would be
// measured in the place of what is asked.
type crowd struct {
	next    func() []byte // the text of another request
	clients []caller
	turns   []unix.PollFd // of the clients, in their order
}

// caller has sent a request and reads what is answered.
type caller struct {
	got  []byte
	sent []byte // what stands unanswered
}

// patience is how long an answer may take.
const patience = 30 * time.Second

// newCrowd connects so many clients to whoever is asked.
func newCrowd(ctx context.Context, clients int, q asked) (*crowd, error) {
	c := &crowd{next: q.next, clients: make([]caller, clients)}
	for range clients {
		line, err := connect(ctx, q.at)
		if err != nil {
			return nil, errors.Join(err, c.close())
		}
		c.turns = append(c.turns, unix.PollFd{Fd: int32(line), Events: unix.POLLIN})
	}
	return c, nil
}

func connect(ctx context.Context, address string) (line int, err error) {
	var d net.Dialer
	made, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return 0, err
	}
	defer made.Close()
	raw, err := made.(*net.TCPConn).SyscallConn()
	if err != nil {
		return 0, err
	}
	var failed error
	if err = raw.Control(func(fd uintptr) { line, failed = unix.Dup(int(fd)) }); err == nil {
		err = failed
	}
	return line, err
}

// close hangs up.
func (c *crowd) close() (err error) {
	for _, t := range c.turns {
		err = errors.Join(err, unix.Close(int(t.Fd)))
	}
	return err
}

// round lets all ask for so long, and returns how many answers came a second.
func (c *crowd) round(ctx context.Context, long time.Duration) (float64, error) {
	began, answers, asking := time.Now(), 0, len(c.clients)
	for i := range c.clients {
		if err := c.ask(i); err != nil {
			return 0, err
		}
	}
	for asking > 0 {
		if err := c.wait(ctx); err != nil {
			return 0, err
		}
		over := time.Since(began) >= long
		for i := range c.turns {
			if c.turns[i].Revents == 0 {
				continue
			}
			whole, err := c.read(i)
			if err != nil {
				return 0, err
			}
			if !whole {
				continue
			}
			if answers++; over {
				asking--
			} else if err := c.ask(i); err != nil {
				return 0, err
			}
		}
	}
	return float64(answers) / time.Since(began).Seconds(), nil
}

// wait waits until somebody is answered.
func (c *crowd) wait(ctx context.Context) error {
	n, err := unix.Poll(c.turns, int(patience/time.Millisecond))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, unix.EINTR):
		return nil
	case err == nil && n == 0:
		return fmt.Errorf("nobody was answered within %s", patience)
	}
	return err
}

// ask sends the client's next request. It is small, so it is taken at once.
func (c *crowd) ask(i int) error {
	text := c.next()
	c.clients[i] = caller{c.clients[i].got[:0], text}
	if n, err := unix.Write(int(c.turns[i].Fd), text); err != nil || n < len(text) {
		return errors.Join(err, fmt.Errorf("%d of %d bytes were sent", n, len(text)))
	}
	return nil
}

// read takes what has come to a client, and tells whether its answer is whole.
func (c *crowd) read(i int) (whole bool, err error) {
	who := &c.clients[i]
	who.got = append(who.got, make([]byte, 16<<10)...)
	room := who.got[len(who.got)-16<<10:]
	n, err := unix.Read(int(c.turns[i].Fd), room)
	who.got = who.got[:len(who.got)-len(room)+max(n, 0)]
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
		return false, nil
	case err != nil || n == 0:
		return false, errors.Join(err, fmt.Errorf("the server hung up on %.200q after %.300q", who.sent, who.got))
	}
	status, whole, err := answered(who.got)
	if err == nil && whole && status/100 != 2 {
		err = fmt.Errorf("%d to %.200q: %.600s", status, who.sent, who.got)
	}
	return whole, err
}

// answered tells whether the answer has come to its end, and its status.
func answered(text []byte) (status int, whole bool, err error) {
	head, body, found := bytes.Cut(text, []byte("\r\n\r\n"))
	if !found {
		return 0, false, nil
	}
	if len(head) < len("HTTP/1.1 200") {
		return 0, false, fmt.Errorf("no answer: %q", head)
	}
	if status, err = strconv.Atoi(string(head[9:12])); err != nil {
		return 0, false, fmt.Errorf("no answer: %q", head)
	}
	if length := header(head, "content-length"); length != nil {
		size, err := strconv.Atoi(string(length))
		return status, len(body) >= size, err
	}
	if header(head, "transfer-encoding") != nil { // in pieces, with nothing after the last
		return status, bytes.HasSuffix(body, []byte("\r\n0\r\n\r\n")) || bytes.Equal(body, []byte("0\r\n\r\n")), nil
	}
	return status, true, nil
}

// header finds one in the head of an answer; nil if it has none of that name.
func header(head []byte, name string) []byte {
	for {
		_, rest, found := bytes.Cut(head, []byte("\r\n"))
		if !found {
			return nil
		}
		if len(rest) > len(name) && rest[len(name)] == ':' && bytes.EqualFold(rest[:len(name)], []byte(name)) {
			value, _, _ := bytes.Cut(rest[len(name)+1:], []byte("\r\n"))
			return bytes.TrimSpace(value)
		}
		head = rest
	}
}

// asked is what is asked of a server, and where, as host:port.
type asked struct {
	at   string
	next func() []byte
}

// always asks the same.
func always(host string, r request) asked {
	text := r.of(host)
	return asked{host, func() []byte { return text }}
}

// request is one in the words of either product.
type request struct {
	method, path, body string
	header             map[string]string
}

// of is its text for a server.
func (r request) of(host string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", cmp.Or(r.method, http.MethodGet), r.path, host)
	for name, value := range r.header {
		fmt.Fprintf(&b, "%s: %s\r\n", name, value)
	}
	if r.body != "" {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(r.body))
	}
	b.WriteString("\r\n" + r.body)
	return b.Bytes()
}
