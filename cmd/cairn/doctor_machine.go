package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"syscall"

	"cairn/internal/config"
	"cairn/internal/server"
)

func checkAddress(c config.Config) finding {
	l, err := net.Listen("tcp", c.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return finding{odd, "something listens on " + c.Listen + " already", "That is well if it is Cairn; otherwise stop it, or choose another port with --listen."}
	}
	if err != nil {
		return finding{bad, fmt.Sprintf("cannot listen on %s: %v", c.Listen, err), "Choose another address with --listen."}
	}
	if err := l.Close(); err != nil {
		return finding{odd, fmt.Sprintf("the port %s: %v", c.Listen, err), "Run cairn doctor again."}
	}
	return well("%s is free to listen on", c.Listen)
}

// checkPublic looks at the address people are given: links and cookies follow it.
func checkPublic(c config.Config) finding {
	u, err := url.Parse(c.PublicURL)
	switch {
	case err != nil:
		return finding{bad, fmt.Sprintf("the public address cannot be read: %v", err), "Write it as https://cairn.example.org in --public-url."}
	case u.Scheme == "https", onThisMachine(u.Hostname()):
		return well("people reach Cairn at %s", c.PublicURL)
	}
	return finding{odd, "people reach Cairn at " + c.PublicURL + ", which is not encrypted on its way", "Put a proxy with https before Cairn, and its address into --public-url."}
}

func onThisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Free space below which an operator should act, and below which writing fails soon.
const (
	megabyte  = 1 << 20
	spaceGone = 20 * megabyte
)

func checkDisk(c config.Config) finding {
	free, total, err := server.Space(c.Data)
	if err != nil {
		return finding{odd, fmt.Sprintf("free space cannot be told: %v", err), "Check the data directory first."}
	}
	return judgeSpace(free, total)
}

func judgeSpace(free, total uint64) finding {
	mend := "Free some space, or move the data directory to a larger disk."
	switch {
	case free < spaceGone:
		return finding{bad, fmt.Sprintf("the disk is full: %d MB are left", free/megabyte), mend}
	case server.Low(free, total):
		return finding{odd, fmt.Sprintf("the disk is nearly full: %d MB are left, so no files are taken in", free/megabyte), mend}
	case free < total/20:
		return finding{odd, fmt.Sprintf("the disk is nearly full: %d MB are left", free/megabyte), mend}
	}
	return well("%d MB are free on the disk", free/megabyte)
}
