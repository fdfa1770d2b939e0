package browser

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// consoleEntry is one complaint of a page. Requested is the address of a request
// that failed, if that is what it is about.
type consoleEntry struct {
	text      string
	requested string
}

// hearConsole notes script errors, console.error, refused content (the security
// policy) and failed requests. A dialog counts too: no page of ours opens one.
func (b *Browser) hearConsole(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			text += " " + thrown.Description
		}
		b.console = append(b.console, consoleEntry{text: text})
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			b.console = append(b.console, consoleEntry{text: "console.error: " + argumentsText(e.Args)})
		}
	case *log.EventEntryAdded:
		b.hearLog(e.Entry)
	case *page.EventJavascriptDialogOpening:
		b.console = append(b.console, consoleEntry{text: "a dialog: " + e.Message})
		go b.closeDialog()
	}
}

func (b *Browser) hearLog(entry *log.Entry) {
	if entry.Level != log.EntryLevelError || (b.offline && entry.Source == log.EntrySourceNetwork) {
		return
	}
	if strings.HasSuffix(entry.URL, "/favicon.ico") { // asked for by the browser, at any time
		return
	}
	if b.elsewhere != "" && strings.HasPrefix(entry.URL, b.elsewhere) {
		return
	}
	noted := consoleEntry{text: entry.Text}
	if entry.Source == log.EntrySourceNetwork {
		noted.text += " " + entry.URL
		noted.requested = entry.URL
	}
	b.console = append(b.console, noted)
}

// PassOver lets pages that are not ours fail to load what is at addresses that begin so.
func (b *Browser) PassOver(elsewhere string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.elsewhere = elsewhere
}

// closeDialog lets the page go on. A failure shows as the step that then waits.
func (b *Browser) closeDialog() {
	_ = b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		return err
	}))
}

// ConsoleErrors returns what the pages of this tab complained about since the
// last call, and forgets it: a test that expects a complaint asks for it here. A
// page that answers with an error status is no complaint; see Status.
func (b *Browser) ConsoleErrors() []string {
	b.t.Helper()
	_, _ = eval[bool](b, "true") // what the page reported before has arrived after this
	b.mu.Lock()
	defer b.mu.Unlock()
	var complaints []string
	for _, entry := range b.console {
		if !b.documents[entry.requested] {
			complaints = append(complaints, entry.text)
		}
	}
	b.console = nil
	return complaints
}

func (b *Browser) failOnConsole() {
	b.t.Helper()
	if complaints := b.ConsoleErrors(); len(complaints) > 0 {
		b.t.Errorf("the page complained:\n  %s", strings.Join(complaints, "\n  "))
	}
}

func argumentsText(arguments []*runtime.RemoteObject) string {
	var texts []string
	for _, argument := range arguments {
		switch {
		case argument.Description != "":
			texts = append(texts, argument.Description)
		default:
			texts = append(texts, strings.Trim(argument.Value.String(), `"`))
		}
	}
	return strings.Join(texts, " ")
}
