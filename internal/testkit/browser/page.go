package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Goto loads an address and returns the status of its page, after redirects.
func (b *Browser) Goto(address string) int {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.Base + address
	}
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	response, err := chromedp.Run(ctx, chromedp.NavigateResponse(address))
	if err != nil {
		b.t.Fatalf("going to %s: %v", address, err)
	}
	if response == nil { // another part of the same page
		return b.Status()
	}
	return int(response.Status)
}

// Reload loads the page again.
func (b *Browser) Reload() {
	b.t.Helper()
	b.must("reloading", b.do(chromedp.Reload()))
}

// Back goes to the page before. It waits for the address and not for a load: the
// browser may bring the page back as it was.
func (b *Browser) Back() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	history, err := chromedp.Run(ctx, chromedp.NavigationEntries())
	b.must("going back", err)
	if history.CurrentIndex == 0 {
		b.t.Fatal("going back: there is no page before")
	}
	before := history.Entries[history.CurrentIndex-1]
	b.must("going back", b.do(command(page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: before.ID})))
	b.waitUntil("to be back at "+before.URL, fmt.Sprintf("location.href === %q && document.readyState === 'complete'", before.URL))
}

// Status is the status of the last page that was loaded.
func (b *Browser) Status() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status
}

// URL is the address of the page.
func (b *Browser) URL() string {
	b.t.Helper()
	return Eval[string](b, `location.href`)
}

// Path is the address of the page without its scheme and host.
func (b *Browser) Path() string {
	b.t.Helper()
	return Eval[string](b, `location.pathname + location.search + location.hash`)
}

// Title is the title of the page.
func (b *Browser) Title() string {
	b.t.Helper()
	return Eval[string](b, `document.title`)
}

// Eval returns the value of a JavaScript expression; a promise is waited for. The
// page's own policy does not bind it.
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	value, err := eval[T](b, expression)
	b.must("evaluating "+shorten(expression), err)
	return value
}

func eval[T any](b *Browser, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Run runs JavaScript for its effect. Awaited promises are waited for.
func (b *Browser) Run(statements string) {
	b.t.Helper()
	Eval[chromedp.Void](b, "(async () => {"+statements+"})()")
}

// find is the JavaScript that looks for an element by its selector or its text.
const find = `((selector) => {
	if (!selector.startsWith('text=')) return [...document.querySelectorAll(selector)];
	const wanted = selector.slice(5).trim();
	const shown = (e) => (e.tagName === 'INPUT' ? e.value : e.innerText).replace(/\s+/g, ' ').trim();
	const named = 'button, a, summary, label, input[type=submit], input[type=button]';
	return [...document.querySelectorAll(named)].filter((e) => shown(e) === wanted);
})`

func all(selector string) string {
	quoted, _ := json.Marshal(selector)
	return fmt.Sprintf("%s(%s)", find, quoted)
}

func first(selector string) string {
	return all(selector) + "[0]"
}

// Count is the number of elements at this moment; it does not wait.
func (b *Browser) Count(selector string) int {
	b.t.Helper()
	return Eval[int](b, all(selector)+".length")
}

// Has reports whether there is such an element at this moment; it does not wait.
func (b *Browser) Has(selector string) bool {
	b.t.Helper()
	return b.Count(selector) > 0
}

// Text is the text an element shows, as a reader sees it.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	b.WaitFor(selector)
	return strings.TrimSpace(Eval[string](b, first(selector)+".innerText"))
}

// Texts are the texts of all such elements at this moment, in the order of the
// page; it does not wait.
func (b *Browser) Texts(selector string) []string {
	b.t.Helper()
	return Eval[[]string](b, all(selector)+".map((e) => e.innerText.trim())")
}

// Value is what a field holds.
func (b *Browser) Value(selector string) string {
	b.t.Helper()
	b.WaitFor(selector)
	return Eval[string](b, first(selector)+".value")
}

// Attribute is the value of an attribute, "" when the element lacks it.
func (b *Browser) Attribute(selector, name string) string {
	b.t.Helper()
	b.WaitFor(selector)
	return Eval[string](b, fmt.Sprintf("%s.getAttribute(%q) ?? ''", first(selector), name))
}

// WaitFor waits until there is such an element.
func (b *Browser) WaitFor(selector string) {
	b.t.Helper()
	b.waitUntil("for "+selector, all(selector)+".length > 0")
}

// WaitGone waits until there is no such element.
func (b *Browser) WaitGone(selector string) {
	b.t.Helper()
	b.waitUntil("until there is no "+selector, all(selector)+".length === 0")
}

// WaitText waits until an element shows the words.
func (b *Browser) WaitText(selector, words string) {
	b.t.Helper()
	quoted, _ := json.Marshal(words)
	b.waitUntil(fmt.Sprintf("for %s to show %q", selector, words),
		fmt.Sprintf("%s.some((e) => e.innerText.includes(%s))", all(selector), quoted))
}

// WaitEval waits until a JavaScript expression is true.
func (b *Browser) WaitEval(expression string) {
	b.t.Helper()
	b.waitUntil("for "+shorten(expression), "Boolean("+expression+")")
}

// waitUntil asks again and again. Errors only count at the end: while a page
// gives way to the next there is none to ask.
func (b *Browser) waitUntil(what, condition string) {
	b.t.Helper()
	var err error
	for deadline := time.Now().Add(stepTimeout); time.Now().Before(deadline); time.Sleep(pause) {
		var met bool
		if met, err = eval[bool](b, condition); err == nil && met {
			return
		}
	}
	b.t.Fatalf("waited in vain %s%s\n%s", what, because(err), b.scene())
}

// scene describes the page for the message of a failed test.
func (b *Browser) scene() string {
	text, err := eval[string](b, "location.href + '\\n' + document.title + '\\n' + (document.body?.innerText ?? '').slice(0, 1500)")
	if err != nil {
		return "the page cannot be read: " + err.Error()
	}
	return fmt.Sprintf("The page (status %d) is %s", b.Status(), text)
}

func because(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

func shorten(expression string) string {
	if len(expression) > 80 {
		return expression[:80] + "…"
	}
	return expression
}
