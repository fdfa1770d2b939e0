package e2e

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/testkit/browser"
	"cairn/internal/testkit/program"
)

// realProvider starts an identity provider that is not ours, once Cairn's address is
// known; before that the settings can name it already.
func realProvider(t *testing.T) (issuer string, start func(cairn string)) {
	t.Helper()
	folder := filepath.Join(program.RepositoryRoot(t), ".tools", "provider")
	node, found := program.Find("node")
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "oidc-provider")); err != nil || !found {
		program.Missing(t, "oidc-provider ("+folder+")", "Run `make need`; it needs npm and node.")
	}
	address, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(address, ":")
	return "http://localhost:" + port, func(cairn string) {
		text, err := os.ReadFile(filepath.Join(program.RepositoryRoot(t), "e2e", "provider", "provider.mjs"))
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, "provider.mjs"), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		run := exec.Command(node, "provider.mjs")
		run.Dir, run.Env = folder, append(os.Environ(), "PORT="+port, "CAIRN="+cairn)
		out, err := run.StdoutPipe()
		if err == nil {
			err = run.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = run.Process.Kill(); _ = run.Wait() })
		lines := bufio.NewScanner(out)
		for lines.Scan() && lines.Text() != "ready" {
		}
		go func() { _, _ = io.Copy(io.Discard, out) }()
	}
}

// signInThere is what somebody does at the provider.
func signInThere(b *browser.Browser, as string) {
	b.Fill("input[name=login]", as)
	b.Fill("input[name=password]", "anything")
	b.Follow("text=Sign-in")
	if b.Has("text=Continue") {
		b.Follow("text=Continue")
	}
}

// TestARealProviderSignsIn: an invitation is accepted at a provider that is not ours;
// groups it tells give an office; signing out goes on there and comes back; and what
// ends there ends here.
func TestARealProviderSignsIn(t *testing.T) {
	issuer, start := realProvider(t)
	settings := filepath.Join(t.TempDir(), "providers.yaml")
	text := "providers:\n  - name: example\n    label: Example\n    issuer: " + issuer + "\n    client-id: cairn\n    groups-claim: groups\n    offices:\n      people-team: people-partner\n"
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CAIRN_PROVIDERS_FILE", settings)
	t.Setenv("CAIRN_PROVIDER_SECRET_EXAMPLE", "a secret between the two")
	url, link := ownCairn(t)
	start(url)
	b := browser.OpenAt(t, url)
	b.Resize(1280, 900)
	b.PassOver("https://fonts.googleapis.com/") // the provider's own pages ask for it
	b.Goto("/sign-in")
	b.NoViolations()
	b.Goto(strings.TrimPrefix(link, url))
	b.NoViolations()
	b.Follow("text=Continue with Example")
	signInThere(b, "odd-1")
	if got := b.Path(); got != "/" {
		t.Fatalf("the invitation led to %s: %s", got, b.Text("h1"))
	}
	b.Goto("/account/sign-in")
	b.NoViolations()
	if got := b.Text(".own-things .own-name"); got != "Example" {
		t.Errorf("connected: %q", got)
	}
	b.Goto("/rollouts") // a people partner's
	if b.Status() != 200 {
		t.Errorf("the group gave nothing: %d", b.Status())
	}
	b.Follow("text=Sign out")
	b.WaitText("h1", "You are signed out")
	b.NoViolations()
	b.Follow("text=Sign out at Example too")
	b.Follow("text=Yes, sign me out")
	if got := b.Path(); !strings.HasPrefix(got, "/sign-in") {
		t.Errorf("signing out there led to %s", got)
	}
	b.Goto("/sign-in?next=/account")
	b.Follow("text=Continue with Example")
	signInThere(b, "odd-1")
	b.WaitText("h1", "Odd Ness")
	b.Goto(issuer + "/session/end")
	b.Follow("text=Yes, sign me out")
	b.Goto("/account")
	if got := b.Path(); !strings.HasPrefix(got, "/sign-in") {
		t.Errorf("ended there, and here is %s", got)
	}
	b.Follow("text=Continue with Example")
	signInThere(b, "somebody-else")
	b.WaitText(".notice", "Example knows you, but the account you used there opens none here.")
	b.NoViolations()
}
