package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/fault"
)

func settingsFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cairn.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaults(t *testing.T) {
	c, err := Load(Sources{Environ: []string{"HOME=/x", "CAIRN_TEST_DATABASE=y", "CAIRNS=z"}})
	if err != nil {
		t.Fatal(err)
	}
	want := `data: cairn-data (default)
database: cairn-data/cairn.db (default)
listen: 127.0.0.1:8080 (default)
public-url: http://127.0.0.1:8080 (default)
master-key: cairn-data/master.key (default)
master-key-value:  (default)
master-key-command:  (default)
master-key-next: cairn-data/master.key.next (default)
zone: UTC (default)
languages: en, sv, de (default)
log-level: info (default)
log-format: text (default)
session-idle: 12h0m0s (default)
session-max: 720h0m0s (default)
second-proof: off (default)
second-proof-from:  (default)
breached-passwords:  (default)
pages-at-once: 1000 (default)
trusted-proxies:  (default)
public-framework: false (default)
assistants: false (default)
retention:  (default)
mail-server:  (default)
mail-encryption: starttls (default)
mail-from:  (default)
mail-user:  (default)
mail-password-file:  (default)
mail-password:  (default)
audit-copy:  (default)
audit-copy-required: false (default)
metrics-listen:  (default)
backup-lock:  (default)
backup-folder:  (default)
hooks-file:  (default)
hooks-allow:  (default)
providers-file:  (default)
password-sign-in: true (default)
people-source:  (default)
people-columns:  (default)
people-every: 24h0m0s (default)
people-token:  (default)
demo: false (default)
`
	if c.Redacted() != want || Defaults().Redacted() != want {
		t.Errorf("%s", c)
	}
}

func TestStrongerSourcesWin(t *testing.T) {
	path := settingsFile(t, "listen: 127.0.0.1:1001\nzone: Europe/Oslo\nlog_level: warn\n# note\ndemo: true\n")
	c, err := Load(Sources{
		Flags:   map[string]string{"listen": "127.0.0.1:1003", "config": path},
		Environ: []string{"CAIRN_LISTEN=127.0.0.1:1002", "CAIRN_ZONE=Asia/Tokyo", "CAIRN_CONFIG=/overridden"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:1003" || c.Zone.String() != "Asia/Tokyo" || c.LogLevel != slog.LevelWarn || !c.Demo {
		t.Errorf("%s", c)
	}
	for name, want := range map[string]string{"listen": "--listen", "zone": "CAIRN_ZONE", "log-level": path + " line 3, log_level", "data": "default"} {
		if got := c.Origin(name); got != want {
			t.Errorf("%s came from %s, want %s", name, got, want)
		}
	}
}

func TestEveryValueIsTaken(t *testing.T) {
	path := settingsFile(t, `data: /srv/cairn
database: postgres://cairn:geheim@db.example.org:5432/cairn?sslmode=require
listen: "[::]:9000"
public-url: HTTPS://cairn.example.org/
master-key: /etc/cairn/master.key
zone: Europe/Stockholm
log-level: DEBUG
log-format: json
session-idle: 45m
session-max: 7d
second-proof: Leaders
second-proof-from: 2027-01-01
pages-at-once: 0
trusted-proxies: [10.0.0.7, "10.1.2.3/24"]
public-framework: on
mail-server: smtp.example.org:465
mail-encryption: TLS
mail-from: Cairn <cairn@example.org>
mail-user: cairn
mail-password-file: /etc/cairn/mail.password
people-source: https://hr.example.org/people.csv
people-columns: name=Employee, e-mail = C
people-every: 6h
demo: off
`)
	c, err := Load(Sources{Environ: []string{"CAIRN_CONFIG=" + path}})
	if err != nil {
		t.Fatal(err)
	}
	c.origins = nil
	want := Config{
		Data: "/srv/cairn", Database: "postgres://cairn:geheim@db.example.org:5432/cairn?sslmode=require", Listen: "[::]:9000",
		PublicURL: "https://cairn.example.org", MasterKey: "/etc/cairn/master.key", MasterKeyNext: "/srv/cairn/master.key.next", Zone: c.Zone, Languages: c.Languages, LogLevel: slog.LevelDebug, LogFormat: "json",
		SessionIdle: 45 * time.Minute, SessionMax: 7 * 24 * time.Hour, SecondProof: "leaders", SecondProofFrom: "2027-01-01",
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.7/32"), netip.MustParsePrefix("10.1.2.0/24")}, PublicFramework: true,
		MailServer: "smtp.example.org:465", MailEncryption: "tls", MailFrom: `"Cairn" <cairn@example.org>`, MailUser: "cairn", MailPasswordFile: "/etc/cairn/mail.password",
		People: PeopleFile{Source: "https://hr.example.org/people.csv", Columns: map[string]string{"name": "Employee", "e-mail": "C"}, Every: 6 * time.Hour},
	}
	if c.Redacted() != want.Redacted() || c.Database != want.Database || !c.IsPostgres() || c.Zone.String() != "Europe/Stockholm" {
		t.Errorf("%s\nwant\n%s", c, want)
	}
}

func TestWhatFollowsFromOtherSettings(t *testing.T) {
	for listen, want := range map[string]string{
		"0.0.0.0:80": "http://localhost:80", "[::]:80": "http://localhost:80", ":80": "http://localhost:80", "[::1]:80": "http://[::1]:80",
	} {
		c, err := Load(Sources{Flags: map[string]string{"listen": listen, "data": "/srv/c"}})
		if err != nil || c.PublicURL != want || c.Database != "/srv/c/cairn.db" || c.MasterKey != "/srv/c/master.key" {
			t.Errorf("%s: %v\n%s", listen, err, c)
		}
	}
}

func TestEachMistakeIsTold(t *testing.T) {
	for _, c := range []struct{ name, value, shown, want string }{
		{"data", "  ", "", "there is no value"},
		{"database", "mysql://u:geheim@h/d", "mysql://u:%5Bprivate%5D@h/d", "file or in PostgreSQL"},
		{"database", "postgres://u:ge%heim@h/d", "[private]", "write postgres://"},
		{"database", "postgres://u:geheim@h", "postgres://u:[private]@h", "write postgres://"},
		{"database", "postgres:///d", "postgres:///d", "write postgres://"},
		{"database", "host=h password=geheim", "[private]", "as postgres://"},
		{"listen", "8080", "8080", "127.0.0.1:8080"},
		{"listen", "127.0.0.1:http", "127.0.0.1:http", "127.0.0.1:8080"},
		{"listen", "127.0.0.1:70000", "127.0.0.1:70000", "127.0.0.1:8080"},
		{"listen", "127.0.0.1:-1", "127.0.0.1:-1", "127.0.0.1:8080"},
		{"public-url", "cairn.example.org", "", "whole address"},
		{"public-url", "ftp://cairn.example.org", "", "whole address"},
		{"public-url", "https://:443", "", "whole address"},
		{"public-url", "https://u:geheim@cairn.example.org", "", "only https:// and the host"},
		{"public-url", "https://cairn.example.org/steps", "", "only https:// and the host"},
		{"public-url", "https://cairn.example.org/?a=b", "", "only https:// and the host"},
		{"public-url", "https://cairn.example.org/#a", "", "only https:// and the host"},
		{"master-key", "cairn-master-v1.geheim", "", "CAIRN_MASTER_KEY_VALUE"},
		{"master-key-value", "geheim", "", "others could see it there"},
		{"zone", "Stockholm", "Stockholm", "Europe/Stockholm"},
		{"log-level", "loud", "loud", "debug, info, warn or error"},
		{"log-format", "xml", "xml", "text or json"},
		{"session-idle", "12", "12", "45m, 12h or 30d"},
		{"session-idle", "1m", "1m", "between 5m and 365d"},
		{"session-max", "366d", "366d", "between 5m and 365d"},
		{"session-max", "99999999999d", "99999999999d", "between 5m and 365d"},
		{"session-max", "x9d", "x9d", "45m, 12h or 30d"},
		{"session-idle", "31d", "744h0m0s", "longer than session-max, which is 720h0m0s (default)"},
		{"second-proof", "some", "some", "off, leaders or everybody"},
		{"second-proof-from", "soon", "soon", "2027-01-01"},
		{"pages-at-once", "5", "5", "from 50 on"},
		{"pages-at-once", "many", "many", "from 50 on"},
		{"trusted-proxies", "10.0.0.1, proxy", "10.0.0.1, proxy", `"proxy" is no address`},
		{"trusted-proxies", "0.0.0.0/0", "0.0.0.0/0", "trust everybody"},
		{"mail-server", "smtp.example.org", "smtp.example.org", "smtp.example.org:587"},
		{"mail-server", "smtp.example.org:587", "", "mail-from"},
		{"mail-encryption", "much", "much", "starttls, tls or none"},
		{"mail-from", "nobody", "nobody", "write an address"},
		{"mail-password", "geheim", "", "others could see it there"},
		{"demo", "perhaps", "perhaps", "true or false"},
		{"public-framework", "perhaps", "perhaps", "true or false"},
		{"assistants", "perhaps", "perhaps", "true or false"},
		{"people-source", "http://hr.example.org/people.csv", "http://hr.example.org/people.csv", "https"},
		{"people-source", "https://me:word@hr.example.org/people.csv", "https://me:word@hr.example.org/people.csv", "CAIRN_PEOPLE_TOKEN"},
		{"people-columns", "name", "name", "pairs"},
		{"people-every", "often", "often", "a length of time"},
		{"retention", "pay=ever", "pay=ever", "feedback=3/36"},
		{"master-key-command", "cairn-master-v1.geheim", "", "not the key itself"},
		{"master-key-next", "cairn-master-v1.geheim", "", "not the name of its file"},
		{"audit-copy", "https://example.org", "https://example.org", "syslog://HOST:514"},
		{"audit-copy-required", "true", "true", "set audit-copy"},
		{"backup-lock", "cairn-backup-lock-v1.00000000.AAAA", "", "not a backup lock"},
		{"backup-lock", "cairn-backup-key-v1.983b6737.AAAA", "", "not a backup lock"},
		{"lisen", "x", "", "did you mean --listen?"},
		{"frobnicate", "geheim", "", "no such flag; take it out"},
	} {
		_, err := Load(Sources{Flags: map[string]string{c.name: c.value}})
		_, fields := fault.Safe(err)
		if !fault.Is(err, fault.Invalid) || len(fields) != 1 {
			t.Errorf("%s=%s: %v", c.name, c.value, err)
			continue
		}
		f := fields[0]
		if f.Name != "--"+c.name || strings.ReplaceAll(f.Value, "[private]", "%5Bprivate%5D") != strings.ReplaceAll(c.shown, "[private]", "%5Bprivate%5D") || !strings.Contains(f.Message, c.want) {
			t.Errorf("%s=%s: %+v", c.name, c.value, f)
		}
		if strings.Contains(err.Error(), "geheim") || strings.Contains(fmt.Sprint(f), "geheim") {
			t.Errorf("%s: the secret is told", c.name)
		}
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	path := settingsFile(t, "listen: nowhere\nlog-levl: info\nzone: Mars\nzone: UTC\ndemo:\n  a: b\ndata:\nsession-max: [30d]\nmaster-key-value: geheim\n")
	_, err := Load(Sources{
		Flags:   map[string]string{"demo": "perhaps", "config": path},
		Environ: []string{"CAIRN_LOG_FORMAT=xml", "CAIRN_LOG_LEVL=info", "CAIRN_MASTER_KEY_VALUE=geheim", "CAIRN_MASTER_KEY=m.key"},
	})
	want := strings.ReplaceAll(`Some settings cannot be used as they are:
  CAIRN_LOG_LEVL: there is no such setting; did you mean CAIRN_LOG_LEVEL?
  FILE line 2, log-levl: there is no such setting; did you mean log-level?
  FILE line 4, zone: this setting is there twice; keep one of them
  FILE line 5, demo: write a single value here
  FILE line 8, session-max: write a single value here
  FILE line 7, data: there is no value; give one, or take the setting out
  FILE line 1, listen "nowhere": write an address and a port, such as 127.0.0.1:8080
  FILE line 3, zone "Mars": there is no such time zone; write one like Europe/Stockholm or UTC
  CAIRN_LOG_FORMAT "xml": write text or json
  --demo "perhaps": write true or false
  CAIRN_MASTER_KEY "m.key": the master key is also in CAIRN_MASTER_KEY_VALUE; keep one of the two`, "FILE", path)
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestSettingsFileThatCannotBeUsed(t *testing.T) {
	for text, want := range map[string]string{
		"a: [":                              "not YAML",
		"\ta: b":                            "not YAML",
		"- listen":                          "one setting on each line",
		"listen":                            "one setting on each line",
		"demo: true\n---\ndemo: false":      "more than one document",
		"data: *x":                          "not YAML",
		"x: &a 1\ndata: *a":                 "single value",
		"# " + strings.Repeat("x", maxFile): "not a file of settings",
	} {
		_, err := Load(Sources{Flags: map[string]string{"config": settingsFile(t, text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", text, err, want)
		}
	}
	for _, text := range []string{"", "# nothing yet\n", "---\n"} {
		if _, err := Load(Sources{Flags: map[string]string{"config": settingsFile(t, text)}}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for path, want := range map[string]string{filepath.Join(t.TempDir(), "none"): "no such file", t.TempDir(): "not a file of settings"} {
		_, err := Load(Sources{Environ: []string{"CAIRN_CONFIG=" + path}})
		if err == nil || !strings.Contains(err.Error(), "CAIRN_CONFIG") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	c, err := Load(Sources{Environ: []string{
		"CAIRN_DATABASE=postgres://cairn:geheim@h:5432/cairn?sslpassword=geheim", "CAIRN_MASTER_KEY_VALUE=geheim",
	}})
	if err != nil || c.MasterKeyValue != "geheim" {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, v := range []any{c, &c, struct{ C Config }{c}} {
		fmt.Fprintf(&b, "%v %+v %#v %s %q %x\n", v, v, v, v, v, v)
		asJSON, _ := json.Marshal(v)
		b.Write(asJSON)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "c", v)
		slog.New(slog.NewTextHandler(&b, nil)).Info("m", "c", v)
	}
	if strings.Contains(b.String(), "geheim") || strings.Contains(b.String(), "67656865696d") {
		t.Error("a secret was printed")
	}
	if !strings.Contains(c.Redacted(), "database: postgres://cairn:[private]@h:5432/cairn?[private] (CAIRN_DATABASE)") {
		t.Errorf("%s", c)
	}
}

func TestSettingsOfMailFitEachOther(t *testing.T) {
	for want, environ := range map[string][]string{
		"the user needs a password": {"CAIRN_MAIL_USER=cairn"},
		"keep one of the two":       {"CAIRN_MAIL_USER=cairn", "CAIRN_MAIL_PASSWORD=geheim", "CAIRN_MAIL_PASSWORD_FILE=/etc/p"},
		"no user":                   {"CAIRN_MAIL_PASSWORD=geheim"},
		"":                          {"CAIRN_MAIL_USER=cairn", "CAIRN_MAIL_PASSWORD=geheim"},
	} {
		c, err := Load(Sources{Environ: append(environ, "CAIRN_MAIL_SERVER=smtp.example.org:587", "CAIRN_MAIL_FROM=cairn@example.org")})
		if want == "" && (err != nil || !c.Mails() || Defaults().Mails()) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%v: %v, want %q", environ, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") || strings.Contains(c.Redacted(), "geheim") {
			t.Error("the password is told")
		}
	}
}

func TestSettingsAreDescribed(t *testing.T) {
	for _, s := range Settings() {
		if s.Name == "" || s.Help == "" || !strings.HasPrefix(s.Env, "CAIRN_") {
			t.Errorf("%+v", s)
		}
	}
	if s := Settings()[3]; s.Env != "CAIRN_PUBLIC_URL" {
		t.Errorf("%+v", s)
	}
}

func TestSeveralValuesMayBeAListInTheFile(t *testing.T) {
	path := settingsFile(t, "languages: [sv, en]\nretention: [pay=120, feedback=3/36]\npeople-source: people.csv\npeople-columns: [name=Employee, e-mail=C]\nhooks-allow: [10.1.0.0/16]\n")
	c, err := Load(Sources{Environ: []string{"CAIRN_CONFIG=" + path}})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(c.Languages); !strings.HasPrefix(strings.Trim(got, "{[&"), "sv") || c.People.Columns["e-mail"] != "C" {
		t.Errorf("taken as %s, %v", got, c.People.Columns)
	}
}
