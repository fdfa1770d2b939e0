package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/alecthomas/kong"

	"cairn/internal/config"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

// place are the flags that say where Cairn keeps what it has. Their values, as
// those of all settings, are read by internal/config from the flags given.
type place struct {
	Config           string `help:"File of settings." placeholder:"FILE"`
	Data             string `help:"Folder of everything Cairn keeps; cairn-data when not set." placeholder:"FOLDER"`
	Database         string `help:"A file, or a postgres:// URL; cairn.db in the data folder when not set." placeholder:"WHERE"`
	MasterKey        string `help:"File of the master key; master.key in the data folder when not set." placeholder:"FILE"`
	MasterKeyCommand string `help:"Command that writes the master key, instead of a file." placeholder:"COMMAND"`
	MasterKeyNext    string `help:"File of the master key that takes over; master.key.next in the data folder when not set." placeholder:"FILE"`
	Zone             string `help:"Time zone of the organisation; UTC when not set." placeholder:"Europe/Stockholm"`
	LogLevel         string `help:"debug, info, warn or error." placeholder:"info"`
	LogFormat        string `help:"text or json." placeholder:"text"`
}

// reached are the flags that say where people reach Cairn.
type reached struct {
	Listen    string `help:"Address and port to serve on; 127.0.0.1:8080 when not set." placeholder:"HOST:PORT"`
	PublicURL string `name:"public-url" help:"Where people reach Cairn." placeholder:"https://cairn.example.org"`
}

// sessions are the flags of a running Cairn.
type sessions struct {
	MetricsListen     string `help:"Address and port where metrics are read; nowhere when not set." placeholder:"127.0.0.1:9464"`
	SessionIdle       string `help:"A session ends when unused for so long; 12h when not set." placeholder:"12h"`
	SessionMax        string `help:"A session ends in any case after so long; 30d when not set." placeholder:"30d"`
	SecondProof       string `help:"Of whom a passkey or a code app is asked besides the password: off, leaders or everybody; off when not set." placeholder:"off"`
	SecondProofFrom   string `help:"Day from which that is asked; at once when not set." placeholder:"2027-01-01"`
	BreachedPasswords string `help:"File of SHA-1 hashes, ordered by hash, of passwords that have become known elsewhere and nobody may choose." placeholder:"FILE"`
	PagesAtOnce       string `help:"How many pages somebody opens at once, then two a second; 1000 when not set, 0 for as many as they like." placeholder:"1000"`
	TrustedProxies    string `help:"Addresses of reverse proxies, separated by commas." placeholder:"10.0.0.0/24"`
	ProvidersFile     string `help:"File that lists the identity providers by which people sign in." placeholder:"FILE"`
	PasswordSignIn    string `help:"false lets nobody sign in by a password; true when not set." placeholder:"true"`
	// A word and not a switch, so that the environment can say "true" and a flag "false".
	PublicFramework string `help:"true shows the framework, and nothing of anybody, without signing in; false when not set." placeholder:"false"`
	Assistants      string `help:"true answers people's own assistants (MCP), with a personal token, about the framework and what is their own; false when not set." placeholder:"false"`
}

// mails are the flags of sending mail.
type mails struct {
	MailServer       string `help:"Mail server and its port; without it no mail is sent." placeholder:"smtp.example.org:587"`
	MailEncryption   string `help:"starttls, tls or none; starttls when not set." placeholder:"starttls"`
	MailFrom         string `help:"Whom mails are from." placeholder:"cairn@example.org"`
	MailUser         string `help:"User at the mail server, where it asks for one." placeholder:"USER"`
	MailPasswordFile string `help:"File that holds the user's password." placeholder:"FILE"`
}

// copies are the flags of the journal's second place.
type copies struct {
	AuditCopy         string `help:"Second place of the journal: a file, or syslog://HOST:514." placeholder:"WHERE"`
	AuditCopyRequired string `help:"true does and shows nothing that cannot be copied there; false when not set." placeholder:"false"`
}

// givenFlags are the settings among the flags on the command line, by name.
func givenFlags(command *kong.Context) map[string]string {
	settings := map[string]bool{"config": true}
	for _, s := range config.Settings() {
		settings[s.Name] = true
	}
	given := map[string]string{}
	for _, step := range command.Path {
		if step.Flag != nil && settings[step.Flag.Name] {
			given[step.Flag.Name] = fmt.Sprint(step.Flag.Target.Interface())
		}
	}
	return given
}

// config reads the settings from flags, environment and file. Where programs read
// the answer, they read the log as well.
func (t *terminal) config() (config.Config, error) {
	c, err := config.Load(config.Sources{Flags: t.flags, Environ: t.env})
	if t.asJSON {
		c.LogFormat = "json"
	}
	return c, err
}

// log writes for whoever runs Cairn.
func (t *terminal) log(c config.Config) *slog.Logger { return newLog(t.err, c) }

func newLog(out io.Writer, c config.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

// with runs f on a Cairn that has been set up. It does not keep others off the
// data: one may be serving.
func (place) with(t *terminal, f func(*workflow.Workflow, config.Config) error) error {
	return withServer(t, func(s *server.Server, c config.Config) error { return f(s.Workflow, c) })
}

// withServer runs f on a Cairn that has been set up.
func withServer(t *terminal, f func(*server.Server, config.Config) error) error {
	c, err := t.config()
	if err != nil {
		return err
	}
	if err := isSetUp(c); err != nil {
		return err
	}
	s, err := server.Open(t.ctx, server.Options{Config: c, Log: t.log(c), Version: version})
	if err != nil {
		return err
	}
	return errors.Join(f(s, c), s.Close())
}

// isSetUp refuses to make a new database where somebody mistyped a folder, or
// where a disk that went wrong left an empty file.
func isSetUp(c config.Config) error {
	if c.IsPostgres() {
		return nil
	}
	found, err := os.Stat(c.Database)
	if err == nil && found.Size() == 0 {
		return fmt.Errorf("the database %s is empty; if there was a Cairn, put back its backup, otherwise set one up: cairn init --data %s", c.Database, c.Data)
	}
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no Cairn in %s yet; to set one up: cairn init --data %s", c.Data, c.Data)
	}
	return nil
}

// links are addresses of this Cairn.
type links struct{ base string }

func (l links) invitation(token string) string { return l.base + "/invitation/" + token }
