package seal

import (
	"fmt"
	"io"
	"log/slog"
)

const (
	hiddenSecret = "[private]"
	hiddenKey    = "[key]"
)

// Secret is private text that no log, error or JSON shows by accident: it
// prints as "[private]". Keep it in exported fields and never as a map key:
// printing reaches unexported fields, and JSON reaches keys, without asking it.
type Secret string

// Reveal returns the text itself, for those who may read it.
func (s Secret) Reveal() string { return string(s) }

// String hides the text.
func (Secret) String() string { return hiddenSecret }

// GoString hides the text.
func (Secret) GoString() string { return hiddenSecret }

// Format hides the text under every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hiddenSecret) }

// MarshalJSON hides the text.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hiddenSecret + `"`), nil }

// MarshalText hides the text.
func (Secret) MarshalText() ([]byte, error) { return []byte(hiddenSecret), nil }

// LogValue hides the text.
func (Secret) LogValue() slog.Value { return slog.StringValue(hiddenSecret) }

// String hides the key.
func (Key) String() string { return hiddenKey }

// GoString hides the key.
func (Key) GoString() string { return hiddenKey }

// Format hides the key under every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hiddenKey) }

// MarshalText hides the key, in JSON too.
func (Key) MarshalText() ([]byte, error) { return []byte(hiddenKey), nil }

// LogValue hides the key.
func (Key) LogValue() slog.Value { return slog.StringValue(hiddenKey) }

// String hides the key.
func (Master) String() string { return hiddenKey }

// GoString hides the key.
func (Master) GoString() string { return hiddenKey }

// Format hides the key under every verb.
func (Master) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hiddenKey) }

// MarshalText hides the key, in JSON too.
func (Master) MarshalText() ([]byte, error) { return []byte(hiddenKey), nil }

// LogValue hides the key.
func (Master) LogValue() slog.Value { return slog.StringValue(hiddenKey) }
