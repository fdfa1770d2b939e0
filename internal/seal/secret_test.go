package seal

import (
	"bytes"
	"encoding"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const canary = "heron-7781"

// printed shows v in every way a program prints by accident.
func printed(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T|%v"} {
		if strings.HasPrefix(verb, "%T") {
			fmt.Fprintf(&b, verb, v, v)
			continue
		}
		fmt.Fprintf(&b, verb+"\n", v)
	}
	fmt.Fprintln(&b, v, []any{v}, map[string]any{"k": v}, fmt.Errorf("failed: %v", v))
	slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v, "list", []any{v})
	asJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	b.Write(asJSON)
	if asXML, err := xml.Marshal(v); err == nil {
		b.Write(asXML)
	}
	return b.String()
}

func TestSecretIsNeverPrinted(t *testing.T) {
	s := Secret(canary)
	if s.Reveal() != canary || s.String() != "[private]" || s.GoString() != "[private]" {
		t.Fatal("Reveal gives the text, String does not")
	}
	held := struct {
		Name string
		Note Secret
		List []Secret
	}{"visible", s, []Secret{s}}
	for _, v := range []any{s, &s, held, &held} {
		got := printed(t, v)
		if strings.Contains(got, canary) || strings.Contains(got, hex.EncodeToString([]byte(canary))) {
			t.Errorf("%T printed its text", v)
		}
		if !strings.Contains(got, "[private]") {
			t.Errorf("%T does not say that something private is there:\n%s", v, got)
		}
	}
}

func TestKeysAreNeverPrinted(t *testing.T) {
	m := newMaster(t)
	k, _ := newKey(t, m, "p1")
	hidden := struct {
		k Key
		m *Master
		v Master
	}{k, m, *m}
	for _, v := range []any{k, &k, m, *m, struct{ K Key }{k}, struct{ M *Master }{m}} {
		got := printed(t, v)
		if !strings.Contains(got, "[key]") {
			t.Errorf("%T does not print as [key]:\n%s", v, got)
		}
		refuseKeyBytes(t, m, got)
	}
	refuseKeyBytes(t, m, printed(t, hidden))
}

func TestEachWayOfPrintingIsCovered(t *testing.T) {
	for v, want := range map[hider]string{Secret(canary): "[private]", &Key{owner: canary}: "[key]", &Master{id: canary}: "[key]"} {
		text, _ := v.MarshalText()
		for _, got := range []string{v.String(), v.GoString(), string(text), v.LogValue().String(), fmt.Sprintf("%+v", v)} {
			if got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
	}
	if asJSON, err := json.Marshaler(Secret(canary)).MarshalJSON(); err != nil || string(asJSON) != `"[private]"` {
		t.Errorf("JSON %s, %v", asJSON, err)
	}
}

type hider interface {
	fmt.Stringer
	fmt.GoStringer
	fmt.Formatter
	encoding.TextMarshaler
	slog.LogValuer
}

func refuseKeyBytes(t *testing.T, m *Master, got string) {
	t.Helper()
	for _, form := range []string{
		encode(m.key()), hex.EncodeToString(m.key()), strings.ToUpper(hex.EncodeToString(m.key())),
		strings.Trim(fmt.Sprint(m.key()[:8]), "[]"), fmt.Sprintf("%#v", m.key()[:4])[7:20],
	} {
		if strings.Contains(got, form) {
			t.Errorf("the key's bytes were printed as %.12s…", form)
		}
	}
}

func TestErrorsHoldNoPlaintext(t *testing.T) {
	k, _ := newKey(t, newMaster(t), "p1")
	sealed := mustSeal(t, k, here, canary)
	_, refused := k.Open(Place{"a", "b", "c"}, sealed)
	_, tooLong := k.Seal(here, bytes.Repeat([]byte(canary), maxPlaintext/8))
	_, noPlace := k.Seal(Place{}, []byte(canary))
	for _, err := range []error{refused, tooLong, noPlace} {
		if err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("error %v", err)
		}
	}
}
