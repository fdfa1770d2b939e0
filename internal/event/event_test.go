package event

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

var now = clock.At(time.Date(2026, 10, 24, 15, 4, 5, 6, time.UTC))

func hookOf(form Form, kinds ...Kind) Hook {
	return Hook{ID: id.New[id.Hook](), Form: form, Kinds: kinds, State: Active}
}

func things(list []Told) (texts []string) {
	for _, e := range list {
		texts = append(texts, string(e.Kind)+" "+e.Thing)
	}
	return texts
}

func TestEachThingIsToldOnce(t *testing.T) {
	news := []News{{PersonChanged, "noor"}, {PersonJoined, "noor"}, {PersonChanged, "ben"}, {PersonChanged, "ben"}, {UnitChanged, "otter"}, {PersonChanged, "ola"}, {PersonLeft, "ola"}, {"promotion.decided", "x"}, {RecognitionPosted, "post"}}
	all := hookOf(Standard, Open()...)
	got := things(Tell(news, []Hook{all}, now, time.UTC))
	if want := []string{"person.joined noor", "person.changed ben", "unit.changed otter", "person.left ola", "recognition.posted post"}; !slices.Equal(got, want) {
		t.Errorf("told: %v, want %v", got, want)
	}
	if got := Tell(news, []Hook{hookOf(Standard, FrameworkPublished)}, now, time.UTC); len(got) > 0 {
		t.Errorf("told although nobody asked: %v", got)
	}
	two := Tell([]News{{RecognitionPosted, "post"}}, []Hook{all, hookOf(Slack, RecognitionPosted)}, now, time.UTC)
	if len(two) != 1 || len(two[0].Hooks) != 2 || two[0].At != now {
		t.Errorf("of one thing two addresses hear as %+v", two)
	}
}

// TestAPrivateKindHasNoThingAndNoMoment, whatever was noted.
func TestAPrivateKindHasNoThingAndNoMoment(t *testing.T) {
	for zone, want := range map[string]string{"UTC": "2026-10-25T06:00:00Z", "Europe/Stockholm": "2026-10-25T05:00:00Z", "Asia/Tokyo": "2026-10-25T21:00:00Z"} {
		at, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		got := Tell([]News{{EvaluationEnded, "of noor"}, {EvaluationEnded, "of noor"}}, []Hook{hookOf(Standard, EvaluationEnded)}, now, at)
		if len(got) != 2 || got[0].ID == got[1].ID {
			t.Fatalf("%+v", got)
		}
		for _, e := range got {
			if e.Thing != "" || e.At.String() != want || !e.Private() {
				t.Errorf("in %s: %+v, want it under %s", zone, e.Event, want)
			}
			if path, shown := e.Path(); shown {
				t.Errorf("it leads to %s", path)
			}
		}
	}
}

func TestAChatHearsOfManyAtOnce(t *testing.T) {
	news := []News{{PersonJoined, "a"}, {PersonJoined, "b"}, {PersonJoined, "c"}, {RecognitionPosted, "post"}}
	chat, other := hookOf(Teams, PersonJoined, RecognitionPosted), hookOf(Standard, PersonJoined)
	list := Tell(news, []Hook{chat, other}, now, time.UTC)
	var chats []Event
	for _, e := range list {
		if slices.Contains(e.Hooks, chat.ID) {
			chats = append(chats, e.Event)
		}
	}
	if len(chats) != 2 || chats[0].Thing != "" || chats[0].Line() != "People who are new are here." || chats[1].Thing != "post" {
		t.Errorf("the chat hears %+v", chats)
	}
	if path, _ := chats[0].Path(); path != "/people" {
		t.Errorf("it leads to %s", path)
	}
	if got := things(list); len(got) != 5 {
		t.Errorf("told: %v", got)
	}
}

// TestEveryKindIsWordedNeutrally: what chats say names nothing, and private kinds have
// no words for a chat and no place.
func TestEveryKindIsWordedNeutrally(t *testing.T) {
	for _, a := range Kinds() {
		if a.Label == "" || a.Private && (a.Line != "" || a.Place != "" || a.List != "" || slices.Contains(Open(), a.Kind) || slices.Contains(ForChats(), a.Kind)) {
			t.Errorf("%+v", a)
		}
		if (a.Line == "") != (a.Many == "" && !slices.Contains(ForChats(), a.Kind)) && a.Line == "" {
			t.Errorf("%s has half its words", a.Kind)
		}
		for _, word := range []string{"promotion", "step", "feedback", "evaluation"} {
			if strings.Contains(strings.ToLower(a.Line+a.Many), word) {
				t.Errorf("a chat reads of %s", word)
			}
		}
	}
}

func TestWhatMayBeWished(t *testing.T) {
	good := Wish{Name: "payroll", Address: "https://payroll.example.org/cairn?x=1"}
	h, err := good.Check(now)
	if err != nil || h.Host != "payroll.example.org" || h.Form != Standard || len(h.Kinds) != len(Open()) || h.State != Active {
		t.Fatalf("%+v, %v", h, err)
	}
	chat, err := Wish{Name: "chat", Address: "https://chat.example.org/secret", Form: Slack}.Check(now)
	if err != nil || !slices.Equal(chat.Kinds, []Kind{FrameworkPublished, RecognitionPosted}) {
		t.Errorf("%+v, %v", chat, err)
	}
	for field, w := range map[string]Wish{
		"name":    {Name: "Pay Roll", Address: good.Address},
		"address": {Name: "a", Address: "https://user:secret@example.org"},
		"form":    {Name: "a", Address: good.Address, Form: "flat"},
		"tell":    {Name: "a", Address: good.Address, Kinds: []Kind{"promotion.decided"}},
	} {
		_, err := w.Check(now)
		_, fields := fault.Safe(err)
		if len(fields) != 1 || fields[0].Name != field || strings.Contains(fields[0].Message+fields[0].Value, "secret") {
			t.Errorf("%s: %v", field, fields)
		}
	}
	for _, address := range []string{"", "ftp://x.example", "/path", "https://", "https://x.example#y", "https://x.example/" + strings.Repeat("x", 3000)} {
		if _, wrong := Host(address); wrong == "" {
			t.Errorf("%.30q is taken", address)
		}
	}
	for _, k := range []Kind{EvaluationEnded, PersonChanged, PersonLeft} {
		if _, err := (Wish{Name: "a", Address: good.Address, Form: Teams, Kinds: []Kind{k}}).Check(now); err == nil {
			t.Errorf("a chat is told of %s", k)
		}
	}
}

func TestSecretsSignBesideEachOther(t *testing.T) {
	first := Secrets{URL: "u", Secret: NewSecret()}
	if key, ok := KeyOf(first.Secret); !ok || len(key) != 32 {
		t.Errorf("the key of %q: %d bytes", first.Secret, len(key))
	}
	second := first.Rotate(now, time.Hour)
	third := second.Rotate(now.Add(time.Minute), time.Hour)
	fourth := third.Rotate(now.Add(2*time.Minute), time.Hour)
	if got := fourth.Signing(now.Add(3 * time.Minute)); !slices.Equal(got, []string{fourth.Secret, third.Secret, second.Secret}) || fourth.URL != "u" {
		t.Errorf("%d sign", len(got))
	}
	if got := fourth.Signing(now.Add(2 * time.Hour)); !slices.Equal(got, []string{fourth.Secret}) {
		t.Errorf("after an hour %d sign", len(got))
	}
	if got := third.Rotate(now, 0).Signing(now); len(got) != 1 {
		t.Errorf("ended at once, and %d sign", len(got))
	}
	for _, wrong := range []string{"", "whsec_", "whsec_c2hvcnQ=", strings.TrimPrefix(first.Secret, "whsec_")} {
		if _, ok := KeyOf(wrong); ok {
			t.Errorf("%q is a secret", wrong)
		}
	}
}

func TestTriesBecomeRarerAndEnd(t *testing.T) {
	failed := Answer{Status: 500}
	var before, sum time.Duration
	tries := int64(1)
	for ; ; tries++ {
		pause, ok := Next(tries, failed)
		if !ok {
			break
		}
		if pause < before {
			t.Errorf("after try %d: %s, before it %s", tries, pause, before)
		}
		before, sum = pause, sum+pause
	}
	if tries < 5 || sum < 72*time.Hour || sum > 120*time.Hour {
		t.Errorf("given up after %d tries in %s", tries, sum)
	}
	for name, c := range map[string]struct {
		a           Answer
		pause, rest time.Duration
	}{
		"an error":               {failed, 15 * time.Second, 0},
		"too many":               {Answer{Status: 429}, 15 * time.Second, time.Minute},
		"not reached":            {Answer{Wrong: "could not be reached"}, 15 * time.Second, time.Minute},
		"it says when":           {Answer{Status: 503, After: 2 * time.Hour}, 2 * time.Hour, 2 * time.Hour},
		"it says next year":      {Answer{Status: 503, After: 9000 * time.Hour}, 24 * time.Hour, 24 * time.Hour},
		"it says sooner":         {Answer{Status: 503, After: time.Second}, 15 * time.Second, time.Second},
		"it has it, and says so": {Answer{Status: 200, After: time.Hour}, time.Hour, 0},
	} {
		if pause, ok := Next(1, c.a); !ok || pause != c.pause || Rest(c.a) != c.rest {
			t.Errorf("%s: %s, and everything rests for %s", name, pause, Rest(c.a))
		}
	}
	if !(Answer{Status: 410}).Gone() || (Answer{Status: 404}).Gone() || (Answer{Status: 302}).Taken() || !(Answer{Status: 204}).Taken() {
		t.Error("an answer is taken for another")
	}
}
