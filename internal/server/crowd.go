package server

import (
	"net"
	"sync"
)

// mostConnections is how many may be open at once. Each costs memory; those who come
// later wait in the system until one is over, which the time limits see to.
const mostConnections = 4096

// bounded lets so many connections be open at once.
func bounded(l net.Listener, most int) net.Listener {
	return &crowd{Listener: l, places: make(chan struct{}, most), over: make(chan struct{})}
}

type crowd struct {
	net.Listener
	places chan struct{}
	over   chan struct{}
	once   sync.Once
}

// Accept waits for a place, then for somebody who comes.
func (c *crowd) Accept() (net.Conn, error) {
	select {
	case c.places <- struct{}{}:
	case <-c.over:
		return nil, net.ErrClosed
	}
	conn, err := c.Listener.Accept()
	if err != nil {
		<-c.places
		return nil, err
	}
	return &placed{Conn: conn, leave: sync.OnceFunc(func() { <-c.places })}, nil
}

// Close lets nobody in any more.
func (c *crowd) Close() error {
	c.once.Do(func() { close(c.over) })
	return c.Listener.Close()
}

// placed gives its place back when it is closed.
type placed struct {
	net.Conn
	leave func()
}

// Close ends the connection.
func (p *placed) Close() error {
	defer p.leave()
	return p.Conn.Close()
}
