package frame

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

// words is a component that shows its children between two runs of words.
func words(before, after string) Component {
	return func(ctx Context, to *Buffer, children templ.Component) error {
		to.WriteString(before)
		if err := children.Render(ctx, to); err != nil {
			return err
		}
		to.WriteString(after)
		return nil
	}
}

func plain(said string) Component {
	return func(_ Context, to *Buffer, _ templ.Component) error {
		Text(to, said)
		return nil
	}
}

func TestChildrenStandWhereTheyBelong(t *testing.T) {
	inner := Children(func(ctx Context, to *Buffer) error {
		Text(to, "inner ")
		// It has no children of its own, and must not show those that it is one of.
		return words("(", ")").Render(ctx, to)
	})
	var b bytes.Buffer
	if err := words("before ", " after").Render(templ.WithChildren(t.Context(), inner), &b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != "before inner () after" {
		t.Errorf("%q", got)
	}
}

// full takes so many bytes and then fails, and whoever asks again is told it was wrong.
type full struct {
	left  int
	taken int
	tries int
}

var errFull = errors.New("full")

func (f *full) Write(p []byte) (int, error) {
	f.tries++
	n := min(f.left, len(p))
	f.left -= n
	f.taken += n
	if n < len(p) {
		return n, errFull
	}
	return n, nil
}

// TestWhatCannotBeWrittenIsTold: at the first byte, in the middle and at the last, from
// components and from children alone.
func TestWhatCannotBeWrittenIsTold(t *testing.T) {
	long := strings.Repeat("word ", 2000)
	inner := Children(func(_ Context, to *Buffer) error {
		Text(to, long)
		Text(to, long)
		return nil
	})
	for _, room := range []int{0, 1, 5000, 15000, 29999} {
		w := &full{left: room}
		if err := words(long, "").Render(templ.WithChildren(t.Context(), inner), w); !errors.Is(err, errFull) || w.taken != room || w.tries > 10 {
			t.Errorf("with room for %d: %v, %d written in %d tries", room, err, w.taken, w.tries)
		}
	}
	if err := inner.Render(t.Context(), &full{left: 10}); !errors.Is(err, errFull) {
		t.Error("of children alone:", err)
	}
	if err := words(long, "").Render(templ.WithChildren(t.Context(), inner), &full{left: 30000}); err != nil {
		t.Error("with room for all:", err)
	}
}

func TestAnErrorEndsThePage(t *testing.T) {
	wrong := errors.New("wrong")
	inner := Children(func(Context, *Buffer) error { return wrong })
	var b bytes.Buffer
	if err := words("before", "after").Render(templ.WithChildren(t.Context(), inner), &b); err != wrong || b.String() != "before" {
		t.Errorf("%v after %q", err, b.String())
	}
}

func TestNobodyIsThereToRead(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	leave()
	var b bytes.Buffer
	if err := plain("words").Render(ctx, &b); err != context.Canceled || b.Len() > 0 {
		t.Errorf("%v after %q", err, b.String())
	}
}

func TestValues(t *testing.T) {
	type kind string
	for _, c := range []struct {
		write func(*Buffer)
		want  string
	}{
		{func(to *Buffer) { Text(to, `<"&>`) }, "&lt;&#34;&amp;&gt;"},
		{func(to *Buffer) { Value(to, `<"&>`) }, "&lt;&#34;&amp;&gt;"},
		{func(to *Buffer) { Value(to, kind("<")) }, "&lt;"},
		{func(to *Buffer) { Value(to, 12) }, "12"},
		{func(to *Buffer) { Value(to, 1.5) }, "1.5"},
		{func(to *Buffer) { Address(to, "/people?a=1&b=2") }, "/people?a=1&amp;b=2"},
		{func(to *Buffer) { Address(to, "javascript:alert(1)") }, string(templ.FailedSanitizationURL)},
		{func(to *Buffer) { Address(to, templ.SafeURL("cairn:&")) }, "cairn:&amp;"},
	} {
		var b bytes.Buffer
		if err := Children(func(_ Context, to *Buffer) error { c.write(to); return nil }).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("%q, want %q", b.String(), c.want)
		}
	}
}
