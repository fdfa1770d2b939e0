package config

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// PeopleFile is where the organisation is kept, elsewhere.
type PeopleFile struct {
	Source  string            // a file, or an address that answers with one; empty: nowhere
	Token   string            // what the address wants to be shown; may be empty
	Columns map[string]string // our columns by those of the file
	Every   time.Duration     // how often it is read
}

// IsAddress tells an address from a file of this machine.
func (f PeopleFile) IsAddress() bool { return strings.Contains(f.Source, "://") }

func parsePeopleSource(c *Config, value string) string {
	if strings.Contains(value, "://") {
		u, err := url.Parse(value)
		switch {
		case err != nil || u.Host == "":
			return "write a file, or an address such as https://hr.example.org/people.csv"
		case u.User != nil:
			return "write no password into the address; give it as CAIRN_PEOPLE_TOKEN"
		case u.Scheme != "https" && (u.Scheme != "http" || !onThisMachine(u.Hostname())):
			return "write an address with https; what comes over http could be changed on the way"
		}
	}
	c.People.Source = value
	return ""
}

func onThisMachine(host string) bool {
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, host)
}

func parsePeopleToken(c *Config, value string) string {
	c.People.Token = value
	return ""
}

func parsePeopleColumns(c *Config, value string) string {
	c.People.Columns = map[string]string{}
	for pair := range strings.SplitSeq(value, ",") {
		ours, theirs, ok := strings.Cut(pair, "=")
		ours, theirs = strings.TrimSpace(ours), strings.TrimSpace(theirs)
		switch {
		case strings.TrimSpace(pair) == "":
			continue
		case !ok || ours == "" || theirs == "":
			return "write pairs such as name=Employee, e-mail=C"
		}
		c.People.Columns[ours] = theirs
	}
	return ""
}

func parsePeopleEvery(c *Config, value string) string { return parseDuration(&c.People.Every, value) }

// showPeopleColumns writes the pairs as they are given.
func showPeopleColumns(c Config) string {
	var pairs []string
	for ours, theirs := range c.People.Columns {
		pairs = append(pairs, ours+"="+theirs)
	}
	slices.Sort(pairs)
	return strings.Join(pairs, ", ")
}
