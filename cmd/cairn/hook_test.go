package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAddressesFromTheCommandLine: they are added, tried, rested, given another secret
// and ended there, and no answer shows more of an address than its host.
func TestAddressesFromTheCommandLine(t *testing.T) {
	w := newWorld(t)
	w.init()
	w.env = []string{"CAIRN_DATA=" + w.data(), "CAIRN_HOOKS_ALLOW=127.0.0.0/8,::1/128"}
	status, heard := http.StatusNoContent, 0
	receiver := httptest.NewServer(http.HandlerFunc(func(a http.ResponseWriter, r *http.Request) {
		heard++
		if r.Header.Get("webhook-id") == "" || r.Header.Get("webhook-signature") == "" || r.URL.Path != "/very-secret" {
			t.Errorf("it is told %s with %v", r.URL.Path, r.Header)
		}
		a.WriteHeader(status)
	}))
	defer receiver.Close()
	address := receiver.URL + "/very-secret"
	if out := w.done("hook", "list"); !strings.Contains(out, "No address is told") {
		t.Error(out)
	}
	out := w.done("hook", "add", "news", address)
	if !strings.Contains(out, "whsec_") || strings.Contains(out, "very-secret") {
		t.Error(out)
	}
	w.done("hook", "add", "chat", "--form", "slack", "--address-file", w.write("chat", address+"\n"))
	w.refused(exitRefused, []string{"There is an address of this name"}, "hook", "add", "news", address)
	w.refused(exitRefused, []string{"A chat can be told of"}, "hook", "add", "more", address, "--form", "teams", "--tell", "person.left")
	w.refused(exitRefused, []string{"There is no such kind", "person.joined"}, "hook", "add", "more", address, "--tell", "promotion.decided")
	w.refused(exitUsage, []string{"missing the address"}, "hook", "add", "more")
	w.refused(exitRefused, []string{"No address of this name"}, "hook", "rotate", "nobody")
	if out := w.done("hook", "test"); heard != 2 || !strings.Contains(out, "news was told.") || !strings.Contains(out, "chat was told.") {
		t.Errorf("%d were told: %s", heard, out)
	}
	status = http.StatusTeapot
	w.refused(exitRefused, []string{"answered 418"}, "hook", "test", "news")
	if out := w.done("hook", "list"); strings.Contains(out, "very-secret") || strings.Contains(out, "whsec_") || !strings.Contains(out, "answered 418") || !strings.Contains(out, "recognition.posted") {
		t.Error(out)
	}
	if rotated := w.done("hook", "rotate", "news"); rotated == out || !strings.Contains(rotated, "the one before signs too") {
		t.Error(rotated)
	}
	w.refused(exitRefused, []string{"30 days at most"}, "hook", "rotate", "news", "--overlap", "10000h")
	w.done("hook", "pause", "chat")
	if out := w.done("hook", "list"); !strings.Contains(out, "paused (operator)") {
		t.Error(out)
	}
	w.done("hook", "resume", "chat")
	w.done("hook", "end", "chat")
	if out := w.done("hook", "list", "--json"); !strings.Contains(out, `"state": "ended"`) || strings.Contains(out, "very-secret") {
		t.Error(out)
	}
	w.refused(exitUsage, []string{"give the id of one delivery"}, "hook", "replay")
	w.refused(exitUsage, []string{"--since takes a day"}, "hook", "replay", "--hook", "news", "--since", "soon")
	w.refused(exitRefused, []string{"There is no such delivery"}, "hook", "replay", "x")
	status = http.StatusGone
	w.refused(exitRefused, []string{"answered 410"}, "hook", "test", "news")
	w.refused(exitRefused, []string{"No address of this name"}, "hook", "end", "news")
}

// TestTheFileOfHooksGoesOnWorking: each of its lines is an address that begins and ends
// with it.
func TestTheFileOfHooksGoesOnWorking(t *testing.T) {
	w := newWorld(t)
	w.init()
	var heard []string
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { heard = append(heard, r.Header.Get("Cairn-Signature")) }))
	defer receiver.Close()
	file := w.write("hooks.txt", "# ours\njson "+receiver.URL+"/very-secret\nslack "+receiver.URL+"/also-secret\n")
	w.env = []string{"CAIRN_DATA=" + w.data(), "CAIRN_HOOKS_ALLOW=127.0.0.0/8,::1/128", "CAIRN_HOOKS_FILE=" + file}
	out := w.done("hooks", "list")
	if strings.Count(out, "file-") != 2 || !strings.Contains(out, "Cairn-Signature is made with") || strings.Contains(out, "secret") {
		t.Error(out)
	}
	w.done("hooks", "try")
	if len(heard) != 2 || (heard[0] == "") == (heard[1] == "") {
		t.Errorf("told with %q", heard)
	}
	name := strings.Fields(out)[0]
	w.refused(exitRefused, []string{"stands in the file of hooks"}, "hook", "end", name)
	w.write("hooks.txt", "slack "+receiver.URL+"/also-secret\n")
	if out := w.done("hook", "list"); strings.Count(out, "ended (file)") != 1 || strings.Count(out, "active") != 1 {
		t.Error(out)
	}
	w.write("hooks.txt", "json nonsense\n")
	w.refused(exitRefused, []string{"line 1"}, "hook", "list")
}
