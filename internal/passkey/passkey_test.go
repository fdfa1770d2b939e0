package passkey

import (
	"bytes"
	"strings"
	"testing"

	"cairn/internal/fault"
	"cairn/internal/testkit/device"
)

const address = "https://cairn.example.org"

func TestPasskeysAreMadeOnlyWhereBrowsersMakeThem(t *testing.T) {
	for address, want := range map[string]bool{
		"https://cairn.example.org": true, "http://localhost:8080": true, "https://cairn.example.org:8443": true,
		"http://cairn.example.org": false, "http://127.0.0.1:8080": false, "https://192.0.2.1": false, "https://[::1]": false, "::": false, "": false,
	} {
		if got := New(address) != nil; got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

// made is a holder whose device has made a passkey.
func made(t *testing.T, p *Party, d *device.Device) Holder {
	t.Helper()
	h := Holder{ID: "0123456789", Email: "noor@example.org", Name: "Noor"}
	q, err := p.AskToMake(h)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Make(h, q.Kept, d.Make(t, q.Options))
	if err != nil {
		t.Fatal(err)
	}
	if handle, err := HandleOf(m.Record); err != nil || !bytes.Equal(handle, m.Handle) {
		t.Errorf("handle %x, %v", handle, err)
	}
	h.Records = []Record{m.Record}
	return h
}

func TestAPasskeyProvesItsHolderOnly(t *testing.T) {
	p, d := New(address), device.New(address)
	h := made(t, p, d)
	find := func(id string) (Holder, error) {
		if id == h.ID {
			return h, nil
		}
		return Holder{ID: id}, nil
	}
	other := device.New(address)
	made(t, p, other)
	for name, c := range map[string]struct {
		d    *device.Device
		lie  func(*device.Device)
		want bool
	}{
		"as it is":                     {d, func(*device.Device) {}, true},
		"another device":               {other, func(*device.Device) {}, false},
		"before another page":          {d, func(d *device.Device) { d.Origin = "https://cairn.example.com" }, false},
		"not unlocked":                 {d, func(d *device.Device) { d.Locked = true }, false},
		"in the name of somebody else": {d, func(d *device.Device) { d.Claim("9876543210") }, false},
	} {
		q, err := p.Ask()
		if err != nil {
			t.Fatal(err)
		}
		lying := *c.d
		c.lie(&lying)
		got, _, err := p.Check(q.Kept, lying.Use(t, q.Options), find)
		c.d.Claim(h.ID)
		if (err == nil) != c.want || c.want && got.ID != h.ID || !c.want && !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %q, %v", name, got.ID, err)
		}
	}
}

func TestAnAnswerFitsItsOwnQuestion(t *testing.T) {
	p, d := New(address), device.New(address)
	h := made(t, p, d)
	find := func(string) (Holder, error) { return h, nil }
	first, err := p.Ask()
	if err != nil {
		t.Fatal(err)
	}
	second, err := p.Ask()
	if err != nil {
		t.Fatal(err)
	}
	answer := d.Use(t, first.Options)
	for _, bad := range []string{"", "{}", "[]", strings.Repeat("[", 1000), answer[:len(answer)-2]} {
		if _, _, err := p.Check(first.Kept, bad, find); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	if _, _, err := p.Check(second.Kept, answer, find); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("to another question: %v", err)
	}
	if _, _, err := p.Check(first.Kept, answer, find); err != nil {
		t.Errorf("to its own: %v", err)
	}
}

// A passkey whose counter goes back may have been copied.
func TestACopyIsNoticed(t *testing.T) {
	p, d := New(address), device.New(address)
	d.Counter = 5
	h := made(t, p, d)
	use := func(counter uint32) error {
		q, err := p.Ask()
		if err != nil {
			t.Fatal(err)
		}
		d.Counter = counter
		_, m, err := p.Check(q.Kept, d.Use(t, q.Options), func(string) (Holder, error) { return h, nil })
		if err == nil {
			h.Records = []Record{m.Record}
		}
		return err
	}
	if err := use(7); err != nil {
		t.Errorf("forward: %v", err)
	}
	if err := use(6); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("back: %v", err)
	}
}

func TestADeviceMakesOnePasskey(t *testing.T) {
	p, d := New(address), device.New(address)
	h := made(t, p, d)
	q, err := p.AskToMake(h)
	if err != nil || !bytes.Contains(q.Options, []byte(`"excludeCredentials":[{`)) {
		t.Errorf("the device is not told of the passkey it has: %v\n%s", err, q.Options)
	}
	d.Origin = "https://cairn.example.com"
	if _, err := p.Make(h, q.Kept, d.Make(t, q.Options)); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("made before another page: %v", err)
	}
	h.Records = []Record{Record("{")}
	if _, err := p.AskToMake(h); err == nil {
		t.Error("a damaged record is no trouble")
	}
}
