package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/fault"
)

func TestProvidersComeFromAFileAndSecretsFromApart(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("kept apart\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := settingsFile(t, "providers:\n  - name: example\n    label: Example\n    issuer: https://id.example.org\n    client-id: cairn\n    client-secret-file: "+secret+
		"\n  - name: other-one\n    issuer: https://other.example.org\n    client-id: cairn\n    admits: newcomers\n    groups-claim: groups\n    offices: {hr: people-partner}\n")
	c, err := Load(Sources{Environ: []string{"CAIRN_PROVIDERS_FILE=" + path, "CAIRN_PROVIDER_SECRET_OTHER_ONE= also apart ", "CAIRN_PASSWORD_SIGN_IN=off"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Providers) != 2 || c.Providers[0].ClientSecret != "kept apart" || c.Providers[1].ClientSecret != "also apart" || c.Providers[1].Offices["hr"] != "people-partner" || !c.NoPasswords {
		t.Errorf("%d providers", len(c.Providers))
	}
	if strings.Contains(c.String(), "apart") {
		t.Error("a secret is shown")
	}
}

// TestMistakesInProvidersAreToldTogether, and none repeats a secret.
func TestMistakesInProvidersAreToldTogether(t *testing.T) {
	path := settingsFile(t, "providers:\n  - name: A\n    issuer: http://id.example.org\n  - name: b\n    issuer: https://id.example.org\n    client-id: c\n    client-secret-file: /nowhere\n    external-id: email\n    offices: {x: cto}\n"+
		"  - name: b\n    issuer: https://id.example.org\n    client-id: c\n    admits: directory\n")
	_, err := Load(Sources{Environ: []string{"CAIRN_PROVIDERS_FILE=" + path, "CAIRN_PROVIDER_SECRET_B=hush", "CAIRN_PROVIDER_SECRET_NOBODY=hush"}})
	_, fields := fault.Safe(err)
	if len(fields) < 10 || strings.Contains(err.Error(), "hush") {
		t.Errorf("%d mistakes\n%v", len(fields), err)
	}
	for _, part := range []string{"A, name", "A, issuer", "A, client-id", "b, external-id", "b, offices", "b, groups-claim", "b, client-secret-file", "b, source", "another provider has this name", "another provider has this issuer", "CAIRN_PROVIDER_SECRET_NOBODY"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s is not told", part)
		}
	}
	for name, text := range map[string]string{"empty": "", "no list": "providers: 3\n", "unknown": "providers:\n  - nam: x\n"} {
		if _, err := Load(Sources{Environ: []string{"CAIRN_PROVIDERS_FILE=" + settingsFile(t, text)}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(Sources{Environ: []string{"CAIRN_PASSWORD_SIGN_IN=false"}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("nobody could sign in: %v", err)
	}
}
