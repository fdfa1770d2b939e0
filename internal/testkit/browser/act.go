package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// place is where a click on an element would land. Problem says why it cannot be
// clicked.
type place struct {
	X, Y    float64
	Problem string
}

// locate scrolls an element into view and finds its middle. What lies on top of
// it would get the click, as it would get a visitor's.
const locate = `((e) => {
	if (!e) return {Problem: 'it is not on the page'};
	if (e.disabled) return {Problem: 'it is disabled'};
	e.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
	const box = [...e.getClientRects()].find((r) => r.width > 0 && r.height > 0);
	if (!box) return {Problem: 'it is not visible'};
	const x = box.x + box.width / 2, y = box.y + box.height / 2;
	const top = document.elementFromPoint(x, y);
	if (!top) return {Problem: 'it is outside the window'};
	const label = top.closest('label');
	if (!e.contains(top) && !(label && label.control === e)) return {Problem: 'it is covered by ' + top.outerHTML.slice(0, 120)};
	return {X: x, Y: y};
})`

// Click clicks the middle of an element with the mouse. It does not wait for what
// follows: see Follow.
func (b *Browser) Click(selector string) {
	b.t.Helper()
	at := b.whereIs(selector)
	b.must("clicking "+selector, b.do(chromedp.MouseClickXY(at.X, at.Y)))
}

func (b *Browser) whereIs(selector string) place {
	b.t.Helper()
	var at place
	var err error
	for deadline := time.Now().Add(stepTimeout); time.Now().Before(deadline); time.Sleep(pause) {
		at, err = eval[place](b, fmt.Sprintf("%s(%s)", locate, first(selector)))
		if err == nil && at.Problem == "" {
			return at
		}
	}
	b.t.Fatalf("cannot click %s: %s%s\n%s", selector, at.Problem, because(err), b.scene())
	return at
}

// Follow clicks a link or button and waits until the page it leads to is loaded.
// It returns the status of that page.
func (b *Browser) Follow(selector string) int {
	b.t.Helper()
	before := b.loaded()
	b.Click(selector)
	b.awaitLoad(before, "clicking "+selector)
	return b.Status()
}

// FollowKeys presses keys, such as "\r" in a field, and waits for the page they
// lead to. It returns the status of that page.
func (b *Browser) FollowKeys(keys string) int {
	b.t.Helper()
	before := b.loaded()
	b.Press(keys)
	b.awaitLoad(before, fmt.Sprintf("pressing %q", keys))
	return b.Status()
}

func (b *Browser) loaded() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.loads
}

func (b *Browser) awaitLoad(before int, after string) {
	b.t.Helper()
	for deadline := time.Now().Add(stepTimeout); time.Now().Before(deadline); time.Sleep(pause) {
		if b.loaded() > before {
			return
		}
	}
	b.t.Fatalf("no page was loaded after %s\n%s", after, b.scene())
}

// Press presses keys, one after the other, on what has the focus. Special keys
// are in github.com/chromedp/chromedp/kb.
func (b *Browser) Press(keys string) {
	b.t.Helper()
	b.must(fmt.Sprintf("pressing %q", keys), b.do(chromedp.KeyEvent(keys)))
}

// prepare brings a field to the state in which typing replaces what it holds. It
// answers whether the value must be set at once, as in fields that are not typed.
const prepare = `((e) => {
	e.scrollIntoView({block: 'center', behavior: 'instant'});
	e.focus();
	if (e.tagName === 'SELECT' || /^(date|month|time|datetime-local|color|range)$/.test(e.type)) return true;
	e.select();
	return false;
})`

const setValue = `((e, value) => {
	e.value = value;
	if (e.value !== value) throw new Error('the field does not take ' + JSON.stringify(value));
	e.dispatchEvent(new Event('input', {bubbles: true}));
	e.dispatchEvent(new Event('change', {bubbles: true}));
})`

// Fill replaces what a field holds, as typing would. In a select, value is the
// value of the option.
func (b *Browser) Fill(selector, value string) {
	b.t.Helper()
	b.WaitFor(selector)
	if Eval[bool](b, fmt.Sprintf("%s(%s)", prepare, first(selector))) {
		quoted, _ := json.Marshal(value)
		Eval[chromedp.Void](b, fmt.Sprintf("%s(%s, %s)", setValue, first(selector), quoted))
		return
	}
	if value == "" {
		b.Press("\b")
		return
	}
	b.must("filling "+selector, b.do(command(input.InsertText, input.InsertTextParams{Text: value})))
}

// Check ticks a box or chooses a radio button, if it is not yet.
func (b *Browser) Check(selector string) {
	b.t.Helper()
	b.WaitFor(selector)
	if Eval[bool](b, first(selector)+".checked") {
		return
	}
	b.Click(selector)
	b.waitUntil("for "+selector+" to be ticked", first(selector)+".checked")
}

// SetCookie sets a cookie for the host of Base, as the server would.
func (b *Browser) SetCookie(name, value string) {
	b.t.Helper()
	if b.Base == "" {
		b.t.Fatal("SetCookie needs Base")
	}
	yes := true
	b.must("setting a cookie", b.do(command(network.SetCookie, network.SetCookieParams{
		Name: name, Value: value, URL: b.Base, Path: "/", HTTPOnly: &yes, SameSite: network.CookieSameSiteLax,
	})))
}

// DisableJavaScript lets the pages loaded from now on run no script.
func (b *Browser) DisableJavaScript() {
	b.t.Helper()
	b.must("disabling JavaScript", b.do(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})))
}

// Offline cuts the connection, or gives it back. Failed requests are no console
// errors while it is cut.
func (b *Browser) Offline(offline bool) {
	b.t.Helper()
	b.mu.Lock()
	b.offline = b.offline || offline
	b.mu.Unlock()
	var rules []*network.Conditions
	if offline {
		rules = []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: -1, Offline: true}}
	}
	b.must("cutting the connection", b.do(
		command(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: rules}),
		command(network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}),
	))
}

// command makes a step of a protocol command whose answer nobody needs.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}
