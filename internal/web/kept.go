package web

import (
	"bytes"
	"container/list"
	"context"
	"io"
	"sync"

	"github.com/a-h/templ"

	"cairn/internal/lang"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/ui"
)

// mostKept is how many bytes of pages are kept made.
const mostKept = 2 << 20

// keptKey is all that what stands in a page of the framework depends on. Nothing in it
// names a person: whoever has the same key may see the same, and does.
type keptKey struct {
	address  string
	language lang.Language
	reading  pages.Key
}

// keptPages keeps what stands in pages of the framework as bytes, without the frame
// around it, which is each reader's own. What was asked for longest ago goes first; what
// a key stands for never changes, so nothing has to be thrown away in time. The zero
// keptPages is empty and ready.
type keptPages struct {
	mu    sync.Mutex
	known map[keptKey]*list.Element
	order list.List // of keptPage, the last asked for in front
	bytes int
}

type keptPage struct {
	key  keptKey
	body []byte
}

func (k *keptPages) get(key keptKey) ([]byte, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.known[key]
	if !ok {
		return nil, false
	}
	k.order.MoveToFront(e)
	return e.Value.(keptPage).body, true
}

func (k *keptPages) put(key keptKey, body []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.known[key]; ok || len(body) > mostKept/4 {
		return
	}
	if k.known == nil {
		k.known = map[keptKey]*list.Element{}
	}
	k.known[key] = k.order.PushFront(keptPage{key, body})
	for k.bytes += len(body); k.bytes > mostKept; {
		oldest := k.order.Remove(k.order.Back()).(keptPage)
		delete(k.known, oldest.key)
		k.bytes -= len(oldest.body)
	}
}

// readingPage is a page of the framework whose content is made once for everybody who
// reads the same. The handler asks the acts for the reading first, each time: what is
// kept spares the making and no question of who may read.
func (v *visit) readingPage(title string, r pages.Reading) ui.Page {
	p := v.framePage(title)
	reading, ok := r.Key()
	if !ok {
		return p
	}
	key := keptKey{v.r.URL.RequestURI(), lang.In(v.r.Context()), reading}
	p.Within = func(ctx context.Context, w io.Writer, content templ.Component) error {
		body, ok := v.kept.get(key)
		if !ok {
			var b bytes.Buffer
			if err := content.Render(ctx, &b); err != nil {
				return err
			}
			body = bytes.Clone(b.Bytes())
			v.kept.put(key, body)
		}
		_, err := w.Write(body)
		return err
	}
	return p
}
