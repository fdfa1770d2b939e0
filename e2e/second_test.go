package e2e

import (
	"context"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"cairn/internal/testkit/browser"
)

// ownCairn sets up and serves a Cairn that is no demo, at a name, and returns its
// address and the link of its first operator.
func ownCairn(t *testing.T) (url, invitation string) {
	t.Helper()
	theDemo(t) // builds the program
	address, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(address, ":")
	url = "http://localhost:" + port
	place := []string{"--data", filepath.Join(t.TempDir(), "data"), "--listen", address, "--public-url", url}
	binary := filepath.Join(folder, "cairn")
	out, err := exec.CommandContext(t.Context(), binary, append([]string{"init", "--name", "Odd Ness", "--email", "odd@example.org"}, place...)...).CombinedOutput()
	link := regexp.MustCompile(`http://\S+/invitation/\S+`).FindString(string(out))
	if err != nil || link == "" {
		t.Fatalf("%v\n%s", err, out)
	}
	serve := exec.Command(binary, append([]string{"serve"}, place...)...)
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = serve.Process.Signal(syscall.SIGTERM); _ = serve.Wait() })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		ask, _ := http.NewRequestWithContext(ctx, http.MethodGet, url+"/healthz", nil)
		if answer, err := http.DefaultClient.Do(ask); err == nil && answer.Body.Close() == nil && answer.StatusCode == http.StatusOK {
			return url, link
		} else if ctx.Err() != nil {
			t.Fatalf("it does not answer: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestAPasskeySignsIn makes one in a real browser, signs out and in with it, and is
// asked for it after the password.
func TestAPasskeySignsIn(t *testing.T) {
	url, link := ownCairn(t)
	const password = "walnut bridge seven lantern"
	b := browser.OpenAt(t, url)
	b.Resize(1280, 900)
	b.WithDevice()
	b.Goto(strings.TrimPrefix(link, url))
	b.Fill("input[name=password]", password)
	b.Follow("text=Set my password and sign in")
	b.Goto("/account/sign-in")
	b.NoViolations()
	b.Fill("form[data-passkey-new] [name=name]", "My laptop")
	b.Fill("form[data-passkey-new] [name=current]", password)
	b.Follow("text=Make a passkey")
	b.WaitText("h1", "The passkey is made")
	b.NoViolations()
	b.Goto("/account/sign-in")
	if got := b.Text(".own-things .own-name"); got != "My laptop" {
		t.Errorf("the passkey is called %q", got)
	}
	b.Follow("text=Sign out")
	b.Goto("/sign-in?next=/people")
	b.NoViolations()
	b.Follow("text=Sign in with a passkey")
	b.WaitText("h1", "People")
	b.Follow("text=Sign out")
	b.Goto("/sign-in?next=/account")
	b.Fill("input[name=email]", "odd@example.org")
	b.Fill("input[name=password]", password)
	b.Follow("text=Sign in")
	if got := b.Path(); got != "/sign-in/second?next=%2Faccount" {
		t.Fatalf("the password led to %s", got)
	}
	b.NoViolations()
	b.Follow("text=Sign in with a passkey")
	b.WaitText("h1", "Odd Ness")
}
