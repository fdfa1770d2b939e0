package server

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// behindProxies puts in place of a trusted proxy's address the one it answers
// for: the last in X-Forwarded-For that is no proxy of ours. Whoever else sends
// that header is not believed.
func behindProxies(trusted []netip.Prefix, next http.Handler) http.Handler {
	if len(trusted) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if from := origin(trusted, r.RemoteAddr, r.Header.Values("X-Forwarded-For")); from != r.RemoteAddr {
			r = r.Clone(r.Context())
			r.RemoteAddr = from
		}
		next.ServeHTTP(w, r)
	})
}

func origin(trusted []netip.Prefix, remote string, forwarded []string) string {
	peer, err := netip.ParseAddrPort(remote)
	if err != nil || !within(trusted, peer.Addr()) {
		return remote
	}
	from := peer.Addr()
	for _, hop := range slices.Backward(strings.Split(strings.Join(forwarded, ","), ",")) {
		addr, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		if from = addr; !within(trusted, addr) {
			break
		}
	}
	return netip.AddrPortFrom(from, 0).String()
}

func within(trusted []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
}
