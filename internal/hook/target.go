// Package hook tells other systems that there is something new on the wall: that
// there is, and where, and nothing of what it says.
package hook

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

// Kind is the form in which an address is told.
type Kind string

// The kinds there are.
const (
	Slack Kind = "slack" // {"text": "..."}, as Slack and those that take the same
	JSON  Kind = "json"  // one flat object
)

// Target is one address that is told.
type Target struct {
	Kind Kind
	URL  *url.URL
}

// Key names the address where it must not be read: an address of Slack is a secret.
func (t Target) Key() string {
	sum := sha256.Sum256([]byte(string(t.Kind) + " " + t.URL.String()))
	return hex.EncodeToString(sum[:8])
}

// Host is what may be said of the address.
func (t Target) Host() string { return t.URL.Host }

// Parse reads the operator's file: a kind and an address in each line. Lines that are
// empty or begin with # are left out. A mistake names its line and not the address.
func Parse(text string) (all []Target, err error) {
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		t, wrong := parseLine(line)
		if wrong != "" {
			return nil, fmt.Errorf("line %d: %s", n, wrong)
		}
		for _, before := range all {
			if before.Key() == t.Key() {
				return nil, fmt.Errorf("line %d: this address is there already", n)
			}
		}
		all = append(all, t)
	}
	return all, lines.Err()
}

func parseLine(line string) (t Target, wrong string) {
	parts := strings.Fields(line)
	if len(parts) != 2 || parts[0] != string(Slack) && parts[0] != string(JSON) {
		return t, "write slack or json, a space, and the address"
	}
	u, err := url.Parse(parts[1])
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return t, "write the whole address, beginning with https://"
	case u.User != nil || u.Fragment != "":
		return t, "leave out a user before the host, and what follows #"
	}
	return Target{Kind(parts[0]), u}, ""
}
