// Package config holds every setting of Cairn in one struct that is passed to
// whoever needs it. It is read once, from flags, the environment and one file,
// and all mistakes in these are told together.
package config

import (
	"fmt"
	"log/slog"
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/provider"
)

// Config is how this Cairn runs. It prints without its secrets.
type Config struct {
	Data           string // folder of everything Cairn keeps
	Database       string // a file, or a postgres:// URL
	Listen         string // host:port
	PublicURL      string // where people reach it, without a slash at the end
	MasterKey      string // file of the master key
	MasterKeyValue string // the master key itself, from the environment; used instead of the file when set
	// MasterKeyCommand is a command that writes the master key, used instead of the file
	// when set; MasterKeyNext is the file of the key that takes over.
	MasterKeyCommand, MasterKeyNext string
	Zone                            *time.Location // of the organisation, until a person chooses their own
	Languages                       lang.Offer     // that people choose from; the first is the usual one
	LogLevel                        slog.Level
	LogFormat                       string // text or json
	SessionIdle                     time.Duration
	SessionMax                      time.Duration
	TrustedProxies                  []netip.Prefix
	Demo                            bool
	SecondProof                     string     // of whom a second proof is asked: off, leaders or everybody
	SecondProofFrom                 clock.Date // from which day on; not set: at once
	PagesAtOnce                     int        // how many pages somebody opens at once; 0: as many as they like
	// PublicFramework opens the text of the framework to everybody who reaches Cairn.
	PublicFramework bool

	// Assistants answers people's own assistants, by the Model Context Protocol, about
	// the framework and what is their own.
	Assistants bool

	// Retention are months that classes of what is kept about people are kept for, apart
	// from the built-in ones: since the person left, and since the thing was over.
	Retention map[string][2]int

	MailServer       string // host:port; empty: no mail is sent
	MailEncryption   string // starttls, tls or none
	MailFrom         string
	MailUser         string
	MailPasswordFile string
	MailPassword     string // from the environment; used instead of the file when set

	AuditCopy         string // second place of the journal; empty: there is none
	AuditCopyRequired bool   // nothing is done or shown that cannot be copied there
	MetricsListen     string // where metrics are read; empty: nowhere
	BackupLock        string // closes backups; empty: none is made by itself
	BackupFolder      string // where they go when no other place is named
	People            PeopleFile
	BreachedPasswords string         // file of passwords that have become known elsewhere; empty: none
	HooksFile         string         // addresses that are told of new posts on the wall; empty: none
	HooksAllow        []netip.Prefix // private networks that these may lead into

	ProvidersFile string              // identity providers by which people sign in; empty: none
	Providers     []provider.Settings // what it says, with their secrets
	NoPasswords   bool                // a password signs nobody in

	origins map[string]string
}

// IsPostgres tells whether the database is a server and not a file.
func (c Config) IsPostgres() bool { return isPostgres(c.Database) }

// MasterKeyInFile tells whether the master key is in a file, and not given by the
// environment or a command.
func (c Config) MasterKeyInFile() bool { return c.MasterKeyValue == "" && c.MasterKeyCommand == "" }

// Origin tells where the setting's value came from, such as "--listen" or
// "CAIRN_LISTEN"; "default" when nothing set it.
func (c Config) Origin(name string) string {
	if origin := c.origins[name]; origin != "" {
		return origin
	}
	return "default"
}

// Defaults is what runs when nothing is set.
func Defaults() Config {
	c := base()
	c.derive()
	return c
}

func base() Config {
	return Config{
		Data: "cairn-data", Listen: "127.0.0.1:8080", Zone: time.UTC, Languages: lang.NewOffer(lang.Languages()...), LogLevel: slog.LevelInfo, LogFormat: "text", MailEncryption: "starttls",
		People: PeopleFile{Every: 24 * time.Hour}, SessionIdle: 12 * time.Hour, SessionMax: 30 * 24 * time.Hour, SecondProof: "off", PagesAtOnce: 1000, origins: map[string]string{},
	}
}

// derive fills what follows from other settings.
func (c *Config) derive() {
	if c.Database == "" {
		c.Database = filepath.Join(c.Data, "cairn.db")
	}
	if c.MasterKey == "" {
		c.MasterKey = filepath.Join(c.Data, "master.key")
	}
	if c.MasterKeyNext == "" {
		c.MasterKeyNext = filepath.Join(c.Data, "master.key.next")
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://" + reachable(c.Listen)
	}
}

const private = "[private]"

// Redacted lists every setting with its value and origin, secrets hidden.
func (c Config) Redacted() string {
	var b strings.Builder
	for _, s := range c.Shown() {
		fmt.Fprintf(&b, "%s: %s (%s)\n", s.Name, s.Value, s.Origin)
	}
	return b.String()
}

// Shown is a setting as anybody may see it.
type Shown struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

// Shown returns every setting, without the secrets.
func (c Config) Shown() (list []Shown) {
	for _, s := range settings {
		value := s.show(c)
		if s.secret && value != "" {
			value = private
		}
		list = append(list, Shown{s.name, value, c.Origin(s.name)})
	}
	return list
}

// String is Redacted.
func (c Config) String() string { return c.Redacted() }

// Format is Redacted under every verb.
func (c Config) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.Redacted())) }

// MarshalText is Redacted, in JSON too.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.Redacted()), nil }

// LogValue is Redacted.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.Redacted()) }
