package witness

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"time"
)

// systemLog sends lines to a system log (RFC 5424), each as one message.
type systemLog struct {
	network, address string
	host             string
	conn             net.Conn
}

// within is how long the system log may take.
const within = 5 * time.Second

func newSystemLog(place string) *systemLog {
	u, _ := url.Parse(place) // Check has read it
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "-"
	}
	s := &systemLog{network: "udp", address: u.Host, host: host}
	switch {
	case u.Host == "":
		s.network, s.address = "unixgram", u.Path
	case u.Scheme == "syslog+tcp":
		s.network = "tcp"
	}
	return s
}

// authNotice: facility 13 is "log audit", severity 5 is "notice".
const authNotice = 13*8 + 5

// write sends the line; a connection that was lost meanwhile is made once more.
func (s *systemLog) write(line []byte) error {
	message := fmt.Appendf(nil, "<%d>1 %s %s cairn %d journal - %s", authNotice, time.Now().UTC().Format(time.RFC3339Nano), s.host, os.Getpid(), line)
	if s.network == "tcp" { // octet counting, RFC 6587
		message = append([]byte(strconv.Itoa(len(message))+" "), message...)
	}
	had := s.conn != nil
	err := s.send(message)
	if err != nil && had {
		err = s.send(message)
	}
	if err != nil {
		return fmt.Errorf("the system log does not take the journal's copy: %w", err)
	}
	return nil
}

func (s *systemLog) send(message []byte) error {
	if s.conn == nil {
		conn, err := net.DialTimeout(s.network, s.address, within)
		if err != nil {
			return err
		}
		s.conn = conn
	}
	err := s.conn.SetWriteDeadline(time.Now().Add(within))
	if err == nil {
		_, err = s.conn.Write(message)
	}
	if err != nil {
		_ = s.conn.Close()
		s.conn = nil
	}
	return err
}

func (s *systemLog) Close() error {
	if s.conn == nil {
		return nil
	}
	return s.conn.Close()
}
