package witness

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestPlacesAreReadAsTheyAreWritten(t *testing.T) {
	for place, good := range map[string]bool{
		"/var/log/cairn/journal.jsonl": true, "journal": true, "syslog://log.example.org:514": true, "syslog+tcp://log.example.org:601": true,
		"syslog:///dev/log": true, "": false, "syslog://log.example.org": false, "https://example.org": false, "syslog://:514": false, "syslog+tcp:///dev/log": false,
	} {
		if err := Check(place); (err == nil) != good {
			t.Errorf("%q: %v", place, err)
		}
	}
}

func open(t *testing.T, o Options) *Copy {
	t.Helper()
	c, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestACopyIsReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "copy.jsonl")
	c := open(t, Options{Place: path, Required: true})
	for _, line := range []string{`{"link":1,"mac":"a"}`, `{"link":2,"mac":"lost"}`, `{"link":2,"mac":"lost","void":true}`, `{"link":2,"mac":"b"}`, `{"link":3,"mac":"never"}`, `{"link":3,"mac":"never","void":true}`} {
		if err := c.Keep([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"link":4,"ma`); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	links, err := Read(true, path)
	if err != nil || links.Torn != 1 {
		t.Fatalf("%+v, %v", links, err)
	}
	if found := held(t, links, "", "a", "b"); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestACopyThatFailsStopsOnlyWhereItIsRequired(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "none", "copy.jsonl")
	if _, err := Open(Options{Place: nowhere, Required: true}); err == nil {
		t.Error("a required copy that cannot be written was opened")
	}
	c := open(t, Options{Place: nowhere})
	if err := c.Keep([]byte("{}")); err != nil {
		t.Errorf("not required: %v", err)
	}
	if err := os.MkdirAll(filepath.Dir(nowhere), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := c.Keep([]byte(`{"link":7,"mac":"x"}`)); err != nil {
		t.Error(err)
	}
	links, err := Read(true, nowhere)
	if err != nil {
		t.Fatal(err)
	}
	if there, _ := links.Hold(7, "x"); !there {
		t.Error("it does not go on once it can")
	}
}

func TestTheSystemLogGetsOneMessageForEach(t *testing.T) {
	l, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := open(t, Options{Place: "syslog://" + l.LocalAddr().String(), Required: true})
	if err := c.Keep([]byte(`{"link":1}`)); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1000)
	_ = l.SetReadDeadline(time.Now().Add(time.Minute))
	n, _, err := l.ReadFrom(b)
	if got := string(b[:n]); err != nil || !strings.HasPrefix(got, "<109>1 ") || !strings.HasSuffix(got, ` journal - {"link":1}`) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestASystemLogThatIsGoneIsAFailureWhereItIsRequired(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	place := "syslog+tcp://" + l.Addr().String()
	_ = l.Close()
	if err := open(t, Options{Place: place, Required: true}).Keep([]byte("{}")); err == nil {
		t.Error("nobody listens, and it was kept")
	}
	if err := open(t, Options{Place: place}).Keep([]byte("{}")); err != nil {
		t.Errorf("not required: %v", err)
	}
}
