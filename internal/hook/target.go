// Package hook tells addresses of events over HTTP: as Standard Webhooks say, or in
// the words of a chat. What is told of each kind stands in internal/event.
package hook

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"cairn/internal/event"
)

// Kind is the form in which the file of hooks has an address told.
type Kind string

// The kinds there are.
const (
	Slack Kind = "slack" // {"text": "..."}, as Slack and those that take the same
	JSON  Kind = "json"  // one flat object
)

// Form is what the kind is elsewhere.
func (k Kind) Form() event.Form {
	if k == Slack {
		return event.Slack
	}
	return event.Flat
}

// Target is one address of the file.
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
	if _, wrong := event.Host(parts[1]); wrong != "" {
		return t, wrong
	}
	u, err := url.Parse(parts[1])
	if err != nil {
		return t, "the address cannot be read"
	}
	return Target{Kind(parts[0]), u}, ""
}
