package notice

import (
	"slices"

	"cairn/internal/lang"
)

// Way is how a person wants to be told.
type Way string

// The ways there are. Whatever is not muted stands in the inbox.
const (
	InboxOnly Way = "inbox"
	Daily     Way = "daily" // and once a day in a mail, together with the rest
	AtOnce    Way = "at-once"
	Muted     Way = "mute"

	// Always is chosen by nobody: in the inbox and by mail at once, also when it was
	// read before the mail was sent, or told before and not read.
	Always Way = "always"
)

// Ways lists them in the order they are offered.
func Ways() []Way { return []Way{InboxOnly, Daily, AtOnce, Muted} }

// Words says the way.
func (w Way) Words() string {
	switch w {
	case InboxOnly:
		return lang.Later("in my inbox only")
	case Daily:
		return lang.Later("in my inbox, and in one mail a day")
	case AtOnce:
		return lang.Later("in my inbox, and by mail at once")
	case Muted:
		return lang.Later("not at all")
	}
	return ""
}

// Mails tells whether a mail is wanted.
func (w Way) Mails() bool { return w == Daily || w == AtOnce || w == Always }

// Settings are the ways a person has chosen, by kind.
type Settings map[Kind]Way

// Way returns how the person wants to be told of the kind: as chosen for it, or
// for everything, or else once a day. What is told always is told always.
func (s Settings) Way(k Kind) Way {
	if k.Always() {
		return Always
	}
	if w, ok := s[k]; ok {
		return w
	}
	if w, ok := s[Everything]; ok {
		return w
	}
	return Daily
}

// Check tells whether the settings name kinds and ways that there are.
func (s Settings) Check() bool {
	for k, w := range s {
		if _, known := Of(k); !known && k != Everything || k.Always() || !slices.Contains(Ways(), w) {
			return false
		}
	}
	return true
}

// WithoutMails returns the settings with every mail taken out: for each kind, also
// those to come, the inbox only, unless it is muted.
func (s Settings) WithoutMails() Settings {
	quiet := Settings{Everything: InboxOnly}
	for k, w := range s {
		if w == Muted {
			quiet[k] = Muted
		}
	}
	return quiet
}
