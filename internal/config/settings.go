package config

import (
	"fmt"
	"strings"
)

// Setting describes one setting, for help texts.
type Setting struct{ Name, Env, Help string }

// Settings lists what can be set. Name is the flag without its dashes and the
// key in the file.
func Settings() []Setting {
	var all []Setting
	for _, s := range settings {
		all = append(all, Setting{s.name, s.env(), s.help})
	}
	return all
}

type setting struct {
	name, help string
	secret     bool // only from the environment: flags and files are seen by others
	parse      func(c *Config, value string) (mistake string)
	show       func(Config) string
}

func (s setting) env() string {
	return "CAIRN_" + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
}

var settings = []setting{
	{name: "data", help: "folder of everything Cairn keeps", parse: parseData,
		show: func(c Config) string { return c.Data }},
	{name: "database", help: "a file, or a postgres:// URL", parse: parseDatabase,
		show: func(c Config) string { return redactDatabase(c.Database) }},
	{name: "listen", help: "address and port to serve on", parse: parseListen,
		show: func(c Config) string { return c.Listen }},
	{name: "public-url", help: "where people reach Cairn", parse: parsePublicURL,
		show: func(c Config) string { return c.PublicURL }},
	{name: "master-key", help: "file of the master key", parse: parseMasterKey,
		show: func(c Config) string { return c.MasterKey }},
	{name: "master-key-value", help: "the master key itself, instead of a file", secret: true, parse: parseMasterKeyValue,
		show: func(c Config) string { return c.MasterKeyValue }},
	{name: "master-key-command", help: "command that writes the master key, instead of a file", parse: parseMasterKeyCommand,
		show: func(c Config) string { return c.MasterKeyCommand }},
	{name: "master-key-next", help: "file of the master key that takes over; see cairn keys", parse: parseMasterKeyNext,
		show: func(c Config) string { return c.MasterKeyNext }},
	{name: "zone", help: "time zone of the organisation, such as Europe/Stockholm", parse: parseZone,
		show: func(c Config) string { return c.Zone.String() }},
	{name: "languages", help: "languages that people choose from, the usual one first, such as en, sv, de", parse: parseLanguages,
		show: func(c Config) string { return c.Languages.String() }},
	{name: "log-level", help: "debug, info, warn or error", parse: parseLogLevel,
		show: func(c Config) string { return strings.ToLower(c.LogLevel.String()) }},
	{name: "log-format", help: "text or json", parse: parseLogFormat,
		show: func(c Config) string { return c.LogFormat }},
	{name: "session-idle", help: "a session ends when unused for so long, such as 12h", parse: parseSessionIdle,
		show: func(c Config) string { return c.SessionIdle.String() }},
	{name: "session-max", help: "a session ends in any case after so long, such as 30d", parse: parseSessionMax,
		show: func(c Config) string { return c.SessionMax.String() }},
	{name: "second-proof", help: "of whom a passkey or a code app is asked besides the password: off, leaders or everybody", parse: parseSecondProof,
		show: func(c Config) string { return c.SecondProof }},
	{name: "second-proof-from", help: "day from which that is asked, such as 2027-01-01; at once when not set", parse: parseSecondProofFrom,
		show: func(c Config) string { return string(c.SecondProofFrom) }},
	{name: "breached-passwords", help: "file of SHA-1 hashes, ordered by hash, of passwords that have become known elsewhere and nobody may choose", parse: parseBreachedPasswords,
		show: func(c Config) string { return c.BreachedPasswords }},
	{name: "pages-at-once", help: "how many pages somebody opens at once, then two a second; 0 for as many as they like", parse: parsePagesAtOnce,
		show: func(c Config) string { return fmt.Sprint(c.PagesAtOnce) }},
	{name: "trusted-proxies", help: "addresses of reverse proxies, separated by commas", parse: parseProxies,
		show: func(c Config) string { return strings.Trim(fmt.Sprint(c.TrustedProxies), "[]") }},
	{name: "public-framework", help: "true shows the framework, and nothing of anybody, without signing in", parse: parsePublicFramework,
		show: func(c Config) string { return fmt.Sprint(c.PublicFramework) }},
	{name: "assistants", help: "true answers people's own assistants (MCP), with a personal token, about the framework and what is their own", parse: parseAssistants,
		show: func(c Config) string { return fmt.Sprint(c.Assistants) }},
	{name: "retention", help: "months that classes of what is kept about people are kept for, such as pay=120, feedback=3/36; see the manual", parse: parseRetention,
		show: showRetention},
	{name: "mail-server", help: "mail server and its port, such as smtp.example.org:587; without it no mail is sent", parse: parseMailServer,
		show: func(c Config) string { return c.MailServer }},
	{name: "mail-encryption", help: "starttls, tls or none", parse: parseMailEncryption,
		show: func(c Config) string { return c.MailEncryption }},
	{name: "mail-from", help: "whom mails are from, such as cairn@example.org", parse: parseMailFrom,
		show: func(c Config) string { return c.MailFrom }},
	{name: "mail-user", help: "user at the mail server, where it asks for one", parse: parseMailUser,
		show: func(c Config) string { return c.MailUser }},
	{name: "mail-password-file", help: "file that holds the user’s password", parse: parseMailPasswordFile,
		show: func(c Config) string { return c.MailPasswordFile }},
	{name: "mail-password", help: "the password itself, instead of a file", secret: true, parse: parseMailPassword,
		show: func(c Config) string { return c.MailPassword }},
	{name: "audit-copy", help: "second place of the journal: a file, or syslog://HOST:514", parse: parseAuditCopy,
		show: func(c Config) string { return c.AuditCopy }},
	{name: "audit-copy-required", help: "true does and shows nothing that cannot be copied there", parse: parseAuditCopyRequired,
		show: func(c Config) string { return fmt.Sprint(c.AuditCopyRequired) }},
	{name: "metrics-listen", help: "address and port where metrics are read, such as 127.0.0.1:9464; nowhere when not set", parse: parseMetricsListen,
		show: func(c Config) string { return c.MetricsListen }},
	{name: "backup-lock", help: "what closes backups, as cairn backup-key prints it; it does not open them", parse: parseBackupLock,
		show: func(c Config) string { return c.BackupLock }},
	{name: "backup-folder", help: "folder that backups are written to", parse: parseBackupFolder,
		show: func(c Config) string { return c.BackupFolder }},
	{name: "hooks-file", help: "file that lists the addresses that are told when there is something new on the wall of thanks", parse: parseHooksFile,
		show: func(c Config) string { return c.HooksFile }},
	{name: "hooks-allow", help: "private networks that these addresses may lead into, separated by commas", parse: parseHooksAllow,
		show: func(c Config) string { return strings.Trim(fmt.Sprint(c.HooksAllow), "[]") }},
	{name: "providers-file", help: "file that lists the identity providers by which people sign in", parse: parseProvidersFile,
		show: func(c Config) string { return c.ProvidersFile }},
	{name: "password-sign-in", help: "false lets nobody sign in by a password; it takes a provider", parse: parsePasswordSignIn,
		show: func(c Config) string { return fmt.Sprint(!c.NoPasswords) }},
	{name: "people-source", help: "file, or address, with the people of the organisation, which Cairn is kept in step with", parse: parsePeopleSource,
		show: func(c Config) string { return c.People.Source }},
	{name: "people-columns", help: "what its columns are, such as name=Employee, e-mail=C; others are left out", parse: parsePeopleColumns,
		show: showPeopleColumns},
	{name: "people-every", help: "how often it is read, such as 1h or 1d", parse: parsePeopleEvery,
		show: func(c Config) string { return c.People.Every.String() }},
	{name: "people-token", help: "what the address wants as bearer token", secret: true, parse: parsePeopleToken,
		show: func(c Config) string { return c.People.Token }},
	{name: "demo", help: "true shows the sample organisation to everybody", parse: parseDemo,
		show: func(c Config) string { return fmt.Sprint(c.Demo) }},
}

const fileSetting = "config" // names the file; not itself a key in it

func settingNamed(name string) (setting, bool) {
	for _, s := range settings {
		if s.name == name {
			return s, true
		}
	}
	return setting{}, false
}

// nearest is the name that takes the fewest changes, if few; else empty.
func nearest(name string, names []string) string {
	best, least := "", 4
	for _, n := range names {
		if d := distance(name, n); d < least && d <= len(n)/2 {
			best, least = n, d
		}
	}
	return best
}

// distance counts the letters to insert, drop or change between a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
