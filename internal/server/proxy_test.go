package server

import (
	"net/netip"
	"testing"
)

func TestOnlyTrustedProxiesAreBelieved(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("2001:db8::/64")}
	for name, c := range map[string]struct {
		remote    string
		forwarded []string
		want      string
	}{
		"direct":           {"192.0.2.1:4711", nil, "192.0.2.1:4711"},
		"direct and lying": {"192.0.2.1:4711", []string{"198.51.100.7"}, "192.0.2.1:4711"},
		"one proxy":        {"10.0.0.1:80", []string{"192.0.2.1"}, "192.0.2.1:0"},
		"two proxies":      {"10.0.0.1:80", []string{"192.0.2.1, 10.0.0.2"}, "192.0.2.1:0"},
		"two headers":      {"10.0.0.1:80", []string{"192.0.2.1", "10.0.0.2"}, "192.0.2.1:0"},
		"client lies":      {"10.0.0.1:80", []string{"198.51.100.7, 192.0.2.1"}, "192.0.2.1:0"},
		"garbage":          {"10.0.0.1:80", []string{"192.0.2.1, unknown"}, "10.0.0.1:0"},
		"no header":        {"10.0.0.1:80", nil, "10.0.0.1:0"},
		"sixth version":    {"[2001:db8::1]:80", []string{"2001:db8:1::7"}, "[2001:db8:1::7]:0"},
		"four within six":  {"[::ffff:10.0.0.1]:80", []string{"192.0.2.1"}, "192.0.2.1:0"},
		"not an address":   {"@", []string{"192.0.2.1"}, "@"},
	} {
		if got := origin(trusted, c.remote, c.forwarded); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
