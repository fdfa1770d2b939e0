package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"net/textproto"
	"net/url"
	"strconv"
	"time"
)

// asker asks a server in another process, and takes as little of the machine as it can:
// both share two cores, and what asking costs would be measured in the place of what is
// asked. It says what is needed, reads the answer whole, and keeps its connections.
type asker struct {
	address, host string
	path          string // with what is asked for
	idle          chan *line
}

// line is a connection.
type line struct {
	net.Conn
	in *bufio.Reader
}

// patience is how long an answer may take.
const patience = 30 * time.Second

func newAsker(address string) (*asker, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	return &asker{at.Host, "Host: " + at.Host, at.RequestURI(), make(chan *line, many)}, nil
}

// ask sends a request and returns what was answered.
func (a *asker) ask(ctx context.Context, method string, header map[string]string, body string) (status int, said []byte, err error) {
	l, err := a.line(ctx)
	if err != nil {
		return 0, nil, err
	}
	var goesOn bool
	if err = l.SetDeadline(time.Now().Add(patience)); err == nil {
		if _, err = l.Write(a.text(method, header, body)); err == nil {
			status, said, goesOn, err = l.answer()
		}
	}
	if err != nil || !goesOn {
		return status, said, errors.Join(err, l.Close())
	}
	select {
	case a.idle <- l:
	default:
		err = l.Close()
	}
	return status, said, err
}

func (a *asker) line(ctx context.Context) (*line, error) {
	select {
	case l := <-a.idle:
		return l, nil
	default:
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", a.address)
	if err != nil {
		return nil, err
	}
	return &line{c, bufio.NewReader(c)}, nil
}

// answer reads one.
func (l *line) answer() (status int, body []byte, goesOn bool, err error) {
	first, err := l.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, false, err
	}
	if len(first) < len("HTTP/1.1 200") {
		return 0, nil, false, fmt.Errorf("no answer: %q", first)
	}
	if status, err = strconv.Atoi(string(first[9:12])); err != nil {
		return 0, nil, false, fmt.Errorf("no answer: %q", first)
	}
	length, chunked, goesOn := 0, false, true
	for {
		header, err := l.in.ReadSlice('\n')
		if err != nil {
			return status, nil, false, err
		}
		header = bytes.TrimRight(header, "\r\n")
		if len(header) == 0 {
			break
		}
		name, value, _ := bytes.Cut(header, []byte(":"))
		switch value = bytes.TrimSpace(value); {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return status, nil, false, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = bytes.EqualFold(value, []byte("chunked"))
		case bytes.EqualFold(name, []byte("Connection")):
			goesOn = !bytes.EqualFold(value, []byte("close"))
		}
	}
	if !chunked {
		body = make([]byte, length)
		_, err = io.ReadFull(l.in, body)
		return status, body, goesOn, err
	}
	if body, err = io.ReadAll(httputil.NewChunkedReader(l.in)); err == nil {
		_, err = textproto.NewReader(l.in).ReadMIMEHeader() // what may follow the last piece
		if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	return status, body, goesOn, err
}

// text is that of a request.
func (a *asker) text(method string, header map[string]string, body string) []byte {
	b := make([]byte, 0, 512+len(body))
	b = append(append(append(append(b, method...), ' '), a.path...), " HTTP/1.1\r\n"...)
	b = append(append(b, a.host...), "\r\n"...)
	for name, value := range header {
		b = append(append(append(append(b, name...), ": "...), value...), "\r\n"...)
	}
	if body != "" {
		b = append(strconv.AppendInt(append(b, "Content-Type: application/json\r\nContent-Length: "...), int64(len(body)), 10), "\r\n"...)
	}
	return append(append(b, "\r\n"...), body...)
}
