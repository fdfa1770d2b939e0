package event

import (
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

// Form is what an address is told in.
type Form string

// The forms there are.
const (
	Standard Form = "standard" // as Standard Webhooks say
	Slack    Form = "slack"    // {"text": "..."}, as Slack and those that take the same
	Teams    Form = "teams"    // a card, for a workflow of Microsoft Teams
	Flat     Form = "flat"     // one flat object, as the file of hooks has it
)

// Chat tells whether people read what is sent there.
func (f Form) Chat() bool { return f == Slack || f == Teams }

// Forms lists those that can be chosen.
func Forms() []Form { return []Form{Standard, Slack, Teams} }

// State is whether an address is told.
type State string

// The states there are. What happens while an address rests waits for it.
const (
	Active State = "active"
	Paused State = "paused"
	Ended  State = "ended"
)

// Why an address is told no longer.
type Why string

// The reasons there are.
const (
	ByOperator  Why = "operator"
	ByItself    Why = "gone"    // it answered that it is there no longer
	ByRestore   Why = "restore" // a backup was put back
	ByTheFile   Why = "file"    // it stands in the file of hooks no longer
	NotAskedFor Why = ""
)

// Hook is an address that is told. The address itself is a secret: of it only the host
// may be shown.
type Hook struct {
	ID         id.Hook
	Name       string
	Form       Form
	Host       string
	Kinds      []Kind
	State      State
	Why        Why
	MadeAt     clock.Instant
	ChangedAt  clock.Instant
	InFile     bool          // stands in the file of hooks, and ends with its line
	AnsweredAt clock.Instant // not set: it was never told
	Answer     string        // the last one, in words
	RestUntil  clock.Instant
}

// Wants tells whether the address is to be told of the kind.
func (h Hook) Wants(k Kind) bool { return slices.Contains(h.Kinds, k) }

// Secrets are the address, and what signs for it.
type Secrets struct {
	URL    string
	Secret string
	Former []Former // sign too, for a while
}

// Former is a secret that was replaced.
type Former struct {
	Secret string
	Until  clock.Instant
}

// mostFormer is how many secrets sign beside the newest one.
const mostFormer = 2

// Signing lists the secrets that sign at the instant, the newest first.
func (s Secrets) Signing(now clock.Instant) []string {
	list := []string{s.Secret}
	for _, f := range s.Former {
		if f.Until > now {
			list = append(list, f.Secret)
		}
	}
	return list
}

// Rotate puts a new secret in the place of the one there is, which signs for so long
// still.
func (s Secrets) Rotate(now clock.Instant, overlap time.Duration) Secrets {
	var former []Former
	if overlap > 0 {
		former = append(former, Former{s.Secret, now.Add(overlap)})
		for _, f := range s.Former {
			if f.Until > now && len(former) < mostFormer {
				former = append(former, f)
			}
		}
	}
	return Secrets{URL: s.URL, Secret: NewSecret(), Former: former}
}

// How long a secret that was replaced may sign.
const (
	Overlap     = 24 * time.Hour
	MostOverlap = 30 * 24 * time.Hour
)

const (
	secretPrefix = "whsec_"
	secretBytes  = 32
)

// NewSecret makes a secret as Standard Webhooks write it.
func NewSecret() string {
	var raw [secretBytes]byte
	_, _ = rand.Read(raw[:]) // never fails: it aborts the process instead
	return secretPrefix + base64.StdEncoding.EncodeToString(raw[:])
}

// KeyOf is the key that the secret stands for.
func KeyOf(secret string) ([]byte, bool) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	return raw, err == nil && len(raw) >= 24 && strings.HasPrefix(secret, secretPrefix)
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,39}$`)

const maxURL = 2000

// Wish is an address as somebody adds it.
type Wish struct {
	Name    string
	Address string
	Form    Form
	Kinds   []Kind // none: those that fit the form
}

// Host reads the host of an address, or says what is wrong with it, never quoting it.
func Host(address string) (host, wrong string) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || len(address) > maxURL:
		return "", "Write the whole address, beginning with https://."
	case u.User != nil || u.Fragment != "":
		return "", "Leave out a user before the host, and what follows #."
	}
	return u.Host, ""
}

// Check returns the hook that is wished for, or every mistake.
func (w Wish) Check(now clock.Instant) (Hook, error) {
	var wrong []fault.Field
	add := func(name, value, message string) {
		if message != "" {
			wrong = append(wrong, fault.Field{Name: name, Value: value, Message: message})
		}
	}
	if !nameForm.MatchString(w.Name) {
		add("name", "", "Name it in small letters, digits, dots and hyphens, up to 40 of them, such as payroll.")
	}
	host, message := Host(w.Address)
	add("address", "", message)
	if w.Form == "" {
		w.Form = Standard
	}
	if !slices.Contains(Forms(), w.Form) {
		add("form", "", "There is no such form. Write standard, slack or teams.")
	}
	if len(w.Kinds) == 0 {
		w.Kinds = w.Form.usual()
	}
	for _, k := range w.Kinds {
		add("tell", "", w.Form.refuses(k))
	}
	slices.Sort(w.Kinds)
	h := Hook{ID: id.New[id.Hook](), Name: w.Name, Form: w.Form, Host: host, Kinds: slices.Compact(w.Kinds), State: Active, MadeAt: now, ChangedAt: now}
	return h, fault.InvalidFields(wrong)
}

// usual are the kinds that an address is told of when nobody chose.
func (f Form) usual() []Kind {
	if f.Chat() {
		return []Kind{FrameworkPublished, RecognitionPosted}
	}
	return Open()
}

// refuses says why an address of the form cannot be told of the kind.
func (f Form) refuses(k Kind) string {
	about, known := Of(k)
	switch {
	case !known:
		return "There is no such kind of event. The kinds are " + words(kindsOf(Kinds())) + "."
	case f.Chat() && about.Line == "":
		return "A chat can be told of " + words(ForChats()) + ", and of nothing else."
	}
	return ""
}

func kindsOf(all []About) (list []Kind) {
	for _, a := range all {
		list = append(list, a.Kind)
	}
	return list
}

func words(list []Kind) string {
	texts := make([]string, len(list))
	for i, k := range list {
		texts[i] = string(k)
	}
	return strings.Join(texts, ", ")
}
