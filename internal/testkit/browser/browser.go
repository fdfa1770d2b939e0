// Package browser lets a test walk through pages in headless Chromium.
//
// The tests of a package share one browser; every Open gives a tab with its own
// cookies. Reading and acting wait for the element they name and end the test
// with a clear message when it does not come. A test fails by itself when its
// page reports a script error or a violation of the content security policy.
//
// An element is named by a CSS selector, or by "text=Hand in": the button, link,
// summary or label that shows just this text.
package browser

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cairn/internal/testkit/program"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

const (
	startTimeout = 60 * time.Second
	pause        = 20 * time.Millisecond
)

// stepTimeout is how long one step may take; a machine under test is busy.
var stepTimeout = 30 * time.Second

// Browser is one tab. Its methods end the test when they cannot do their work,
// and belong to the goroutine of the test.
type Browser struct {
	// Base is put before addresses that begin with a slash.
	Base string

	t   testing.TB
	ctx context.Context

	mu        sync.Mutex
	loads     int
	status    int
	documents map[string]bool
	offline   bool
	elsewhere string // where pages that are not ours load from
	console   []consoleEntry
}

// Open returns a new tab that knows no cookies. It closes when the test ends.
// Without Chromium the test is skipped, or fails in CI.
func Open(t testing.TB) *Browser {
	t.Helper()
	path, ok := findChromium()
	if !ok {
		program.Missing(t, "Chromium", "Run `make need`, or install it: apt-get install chromium, or brew install --cask google-chrome. Another place is named with CAIRN_CHROMIUM.")
	}
	shared.once.Do(func() { shared.ctx, shared.err = launch(path) })
	if shared.err != nil {
		t.Fatalf("starting %s: %v", path, shared.err)
	}
	return newTab(t, shared.ctx, chromedp.WithNewBrowserContext())
}

// OpenAt is Open with Base set.
func OpenAt(t testing.TB, base string) *Browser {
	t.Helper()
	b := Open(t)
	b.Base = base
	return b
}

// NewTab opens a second tab of the same visitor: it shares the cookies.
func (b *Browser) NewTab() *Browser {
	b.t.Helper()
	tab := newTab(b.t, b.ctx)
	tab.Base = b.Base
	return tab
}

var shared struct {
	once sync.Once
	ctx  context.Context
	err  error
}

func findChromium() (string, bool) {
	if named := os.Getenv("CAIRN_CHROMIUM"); named != "" {
		return program.Find(named)
	}
	return program.Find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium")
}

// launch starts the browser. It reads its orders from a pipe, so it ends with
// this process; the keeper then removes its folder.
func launch(path string) (context.Context, error) {
	dir, err := os.MkdirTemp("", "cairn-chromium-")
	if err != nil {
		return nil, err
	}
	if err := program.KeepUntilExit(dir, nil); err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(dir, "profile")),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-proxy-server", true),
		// Chromium's sandbox does not start as root, nor in most containers.
		chromedp.Flag("no-sandbox", os.Geteuid() == 0 || program.InCI()),
	)
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(ctx) }()
	select {
	case err := <-started:
		return ctx, err
	case <-time.After(startTimeout):
		cancel()
		return nil, errors.New("the browser did not answer")
	}
}

func newTab(t testing.TB, parent context.Context, options ...chromedp.ContextOption) *Browser {
	t.Helper()
	b := &Browser{t: t, documents: map[string]bool{}}
	ctx, cancel := chromedp.NewContext(parent, append(options, chromedp.WithListener(b.hear))...)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		t.Fatalf("opening a tab: %v", err)
	}
	t.Cleanup(func() {
		b.failOnConsole()
		cancel()
	})
	return b
}

// hear notes what the tab reports. It runs inside the reading of the tab's
// messages and must not send any.
func (b *Browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *page.EventLoadEventFired:
		b.loads++
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			b.status = int(e.Response.Status)
			b.documents[e.Response.URL] = true
		}
	default:
		b.hearConsole(event)
	}
}

// do runs steps under the time limit of one step.
func (b *Browser) do(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

func (b *Browser) must(what string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}
