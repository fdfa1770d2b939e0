package hook

import (
	"errors"
	"net/netip"
	"slices"
	"syscall"
)

// errInside is said of an address within the network that Cairn itself stands in.
var errInside = errors.New("the address leads into a private network; if it is meant, name the network in hooks-allow")

// never are networks that are nobody's public address, beyond those that the standard
// library knows. What carries an address of IPv4 within it counts as well: it could
// carry a private one.
var never = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
	"3fff::/20", "5f00::/16", "fec0::/10")

func prefixes(texts ...string) (all []netip.Prefix) {
	for _, t := range texts {
		all = append(all, netip.MustParsePrefix(t))
	}
	return all
}

// reachable tells whether a connection to the address may be made.
func reachable(ip netip.Addr, allowed []netip.Prefix) bool {
	ip = ip.Unmap().WithZone("")
	holds := func(p netip.Prefix) bool { return p.Contains(ip) }
	if slices.ContainsFunc(allowed, holds) {
		return true
	}
	if !ip.IsValid() || !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	return !slices.ContainsFunc(never, holds)
}

// control looks at the very address that is about to be connected to, after every
// name has been looked up: a name that leads elsewhere at the second look is no way
// around it.
func control(allowed []netip.Prefix) func(network, address string, _ syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !reachable(to.Addr(), allowed) {
			return errInside
		}
		return nil
	}
}
