package config

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/fault"
)

// Sources are where settings come from, strongest first: flags that were given,
// by name without dashes; the environment, as os.Environ gives it; and the file
// that --config or CAIRN_CONFIG names.
type Sources struct {
	Flags   map[string]string
	Environ []string
}

// given is one value as some source gave it.
type given struct{ name, value, origin string }

// Load reads all sources. Where something is wrong, the error is of the kind
// Invalid and holds every mistake: where it is, what is written there unless
// it may be secret, and how to mend it.
func Load(from Sources) (Config, error) {
	l := &loader{config: base()}
	flags, environment := l.flags(from.Flags), l.environment(from.Environ)
	named := append(slices.Clone(environment), flags...)
	all := append(l.file(named), named...)
	for _, g := range strongest(all) {
		l.apply(g)
	}
	l.together()
	l.providers()
	l.config.derive()
	return l.config, l.error()
}

type loader struct {
	config   Config
	secrets  map[string]given // of providers, by name
	mistakes []fault.Field
}

func (l *loader) mistake(origin, value, message string) {
	l.mistakes = append(l.mistakes, fault.Field{Name: origin, Value: value, Message: message})
}

func (l *loader) flags(flags map[string]string) []given {
	var all []given
	for name, value := range flags {
		if _, known := settingNamed(name); !known && name != fileSetting {
			l.mistake("--"+name, "", "there is no such flag"+suggest("--", name))
			continue
		}
		all = append(all, given{name, value, "--" + name})
	}
	arrange.By(all, func(a, b given) int { return strings.Compare(a.name, b.name) })
	return all
}

// environment takes CAIRN_ variables; those of the tests are left alone.
func (l *loader) environment(environ []string) []given {
	var all []given
	for _, entry := range environ {
		variable, value, _ := strings.Cut(entry, "=")
		key, ours := strings.CutPrefix(variable, "CAIRN_")
		if !ours || strings.HasPrefix(key, "TEST_") {
			continue
		}
		name := strings.ToLower(strings.ReplaceAll(key, "_", "-"))
		if of, secret := strings.CutPrefix(name, providerSecret); secret {
			l.keepSecret(given{of, value, variable})
			continue
		}
		if _, known := settingNamed(name); !known && name != fileSetting {
			l.mistake(variable, "", "there is no such setting"+suggest("CAIRN_", name))
			continue
		}
		all = append(all, given{name, value, variable})
	}
	return all
}

// strongest keeps for each setting the last value, in the order of settings.
func strongest(all []given) []given {
	var kept []given
	for _, s := range settings {
		for _, g := range slices.Backward(all) {
			if g.name == s.name {
				kept = append(kept, g)
				break
			}
		}
	}
	return kept
}

func (l *loader) apply(g given) {
	s, _ := settingNamed(g.name)
	value := strings.TrimSpace(g.value)
	switch {
	case s.secret && g.origin != s.env():
		l.mistake(g.origin, "", "others could see it there; put it into "+s.env()+" and make a new key")
	case value == "":
		l.mistake(g.origin, "", "there is no value; give one, or take the setting out")
	default:
		l.config.origins[g.name] = g.origin
		if message := s.parse(&l.config, value); message != "" {
			l.mistake(g.origin, showable(s, value), message)
		}
	}
}

// showable is what a message may repeat of a wrong value.
func showable(s setting, value string) string {
	switch s.name {
	case "database":
		return redactDatabase(value)
	case "public-url", "master-key", "master-key-value", "master-key-command", "master-key-next", "backup-lock":
		return "" // may hold a password or the key
	}
	return value
}

// together judges settings that depend on each other.
func (l *loader) together() {
	c := l.config
	if c.SessionIdle > c.SessionMax {
		l.mistake(c.Origin("session-idle"), c.SessionIdle.String(),
			fmt.Sprintf("session-idle is longer than session-max, which is %s (%s); make it shorter", c.SessionMax, c.Origin("session-max")))
	}
	l.togetherMail()
	l.togetherAudit()
	if c.MasterKey != "" && c.MasterKeyValue != "" {
		l.mistake(c.Origin("master-key"), c.MasterKey, "the master key is also in CAIRN_MASTER_KEY_VALUE; keep one of the two")
	}
	if c.MasterKeyCommand != "" && (c.MasterKey != "" || c.MasterKeyValue != "") {
		l.mistake(c.Origin("master-key-command"), c.MasterKeyCommand, "the master key is named in another way as well; keep one of them")
	}
}

func (l *loader) error() error {
	if len(l.mistakes) == 0 {
		return nil
	}
	lines := []string{"Some settings cannot be used as they are:"}
	for _, m := range l.mistakes {
		line := "  " + m.Name
		if m.Value != "" {
			line += fmt.Sprintf(" %q", m.Value)
		}
		lines = append(lines, line+": "+m.Message)
	}
	return &fault.Error{Kind: fault.Invalid, Message: strings.Join(lines, "\n"), Fields: l.mistakes}
}

func suggest(prefix, name string) string {
	names := []string{fileSetting}
	for _, s := range settings {
		names = append(names, s.name)
	}
	near := nearest(name, names)
	switch {
	case near == "":
		return "; take it out"
	case prefix == "CAIRN_":
		return "; did you mean " + setting{name: near}.env() + "?"
	}
	return "; did you mean " + prefix + near + "?"
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, fmt.Errorf("%s is not a file of settings", path)
	}
	return os.ReadFile(path)
}
