package lang

import (
	"context"
	"sync"
)

// Text is something that was written in one language, such as a version of a framework:
// it tells what is said in it, word for word.
type Text interface {
	Says(words string) bool
}

// originals are the texts that were read for one answer, each with its language. A page
// asks them what its words are in, so that nothing between a text and its place on the
// page need carry a language along.
type originals struct {
	lock  sync.Mutex
	texts map[Text]Language
}

type originalsKey struct{}

// Read notes that the text, which is in the language, was read for what is said within
// the context. A text in the reader's language counts only beside others: what it has
// too is in the reader's language.
func Read(ctx context.Context, text Text, in Language) {
	o, ok := ctx.Value(originalsKey{}).(*originals)
	if !ok {
		return
	}
	o.lock.Lock()
	defer o.lock.Unlock()
	if o.texts == nil {
		o.texts = map[Text]Language{}
	}
	o.texts[text] = in
}

// Of tells which language the words are in, where that is another than the context's;
// it is empty for what Cairn says, and for what nothing is known of.
func Of(ctx context.Context, words string) (other Language) {
	o, ok := ctx.Value(originalsKey{}).(*originals)
	if !ok || words == "" {
		return ""
	}
	o.lock.Lock()
	defer o.lock.Unlock()
	here := In(ctx)
	for text, in := range o.texts {
		if !text.Says(words) {
			continue
		}
		if in == here {
			return ""
		}
		other = in
	}
	return other
}
