package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/provider"
)

// providerSecret begins the names of variables that hold a provider's secret:
// CAIRN_PROVIDER_SECRET_EXAMPLE is that of the provider example.
const providerSecret = "provider-secret-"

func parseProvidersFile(c *Config, value string) string {
	c.ProvidersFile = value
	return ""
}

func parsePasswordSignIn(c *Config, value string) string {
	on := !c.NoPasswords
	wrong := parseSwitch(&on, value)
	c.NoPasswords = !on
	return wrong
}

func (l *loader) keepSecret(g given) {
	if l.secrets == nil {
		l.secrets = map[string]given{}
	}
	l.secrets[g.name] = g
}

// providerEntry is one provider as it stands in the file.
type providerEntry struct {
	Name       string            `yaml:"name"`
	Label      string            `yaml:"label"`
	Issuer     string            `yaml:"issuer"`
	ClientID   string            `yaml:"client-id"`
	SecretFile string            `yaml:"client-secret-file"`
	Scopes     []string          `yaml:"scopes"`
	Hosts      []string          `yaml:"hosts"`
	Admits     string            `yaml:"admits"`
	Source     string            `yaml:"source"`
	ExternalID string            `yaml:"external-id"`
	Groups     string            `yaml:"groups-claim"`
	Offices    map[string]string `yaml:"offices"`
	AMR        []string          `yaml:"amr"`
	ACR        []string          `yaml:"acr"`
}

// providers reads the file of providers and judges it together with what else is set.
func (l *loader) providers() {
	path := l.config.ProvidersFile
	if path != "" {
		l.readProviders(path)
	}
	for name, g := range l.secrets {
		if !slices.ContainsFunc(l.config.Providers, func(s provider.Settings) bool { return s.Name == name }) {
			l.mistake(g.origin, "", "there is no provider of this name in providers-file; take it out")
		}
	}
	if l.config.NoPasswords && path == "" {
		l.mistake(l.config.Origin("password-sign-in"), "false", "nobody could sign in; name a provider in providers-file first")
	}
}

func (l *loader) readProviders(path string) {
	text, err := readFile(path)
	if err != nil {
		l.mistake(l.config.Origin("providers-file"), path, "the file of providers cannot be read: "+err.Error())
		return
	}
	var file struct {
		Providers []providerEntry `yaml:"providers"`
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		l.mistake(path, "", "this is no list of providers: "+err.Error())
		return
	}
	if len(file.Providers) == 0 {
		l.mistake(path, "", "there is no provider in it; write them under providers, each with name, issuer and client-id")
	}
	for i, e := range file.Providers {
		l.addProvider(path, i, e)
	}
}

func (l *loader) addProvider(path string, i int, e providerEntry) {
	s := provider.Settings{
		Name: e.Name, Label: e.Label, Issuer: e.Issuer, ClientID: e.ClientID, Scopes: e.Scopes, Hosts: e.Hosts, Admits: provider.Admits(e.Admits),
		Source: e.Source, ExternalID: e.ExternalID, GroupsClaim: e.Groups, Offices: e.Offices, AMR: e.AMR, ACR: e.ACR,
	}
	at := fmt.Sprintf("%s, provider %d", path, i+1)
	if e.Name != "" {
		at = path + ", " + e.Name
	}
	for _, m := range s.Check() {
		l.mistake(at+", "+m.Field, "", m.Message)
	}
	for _, other := range l.config.Providers {
		if other.Name == s.Name {
			l.mistake(at+", name", s.Name, "another provider has this name; each has its own")
		}
		if other.Issuer == s.Issuer {
			l.mistake(at+", issuer", "", "another provider has this issuer; who somebody is would be the same at both")
		}
	}
	s.ClientSecret = l.secretOf(at, e)
	l.config.Providers = append(l.config.Providers, s)
}

// secretOf takes a secret from the environment or from its file; none is a client
// that has none.
func (l *loader) secretOf(at string, e providerEntry) string {
	g, known := l.secrets[e.Name]
	switch {
	case known && e.SecretFile != "":
		l.mistake(at+", client-secret-file", e.SecretFile, "the secret is also in "+g.origin+"; keep one of the two")
	case known && strings.TrimSpace(g.value) == "":
		l.mistake(g.origin, "", "there is no value; give one, or take it out")
	case known:
		return strings.TrimSpace(g.value)
	case e.SecretFile != "":
		text, err := os.ReadFile(e.SecretFile)
		if err == nil && strings.TrimSpace(string(text)) == "" {
			err = errors.New("it is empty")
		}
		if err != nil {
			l.mistake(at+", client-secret-file", e.SecretFile, "the secret cannot be read: "+err.Error())
			return ""
		}
		return strings.TrimSpace(string(text))
	}
	return ""
}
