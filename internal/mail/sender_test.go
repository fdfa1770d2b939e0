package mail_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/mail"
	"cairn/internal/notice"
	"cairn/internal/testkit/mailcatcher"
)

func sender(t *testing.T, c *mailcatcher.Catcher, change func(*mail.Options)) *mail.Sender {
	t.Helper()
	o := mail.Options{Server: c.Address, Encryption: mail.InClear, From: "Cairn <cairn@example.org>", PublicURL: "https://cairn.example.org"}
	if change != nil {
		change(&o)
	}
	s, err := mail.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func letterTo(address string) notice.Letter {
	return notice.Letter{
		Mail: id.New[id.Mail](), Fence: 1, Made: clock.At(time.Date(2026, 5, 12, 8, 0, 0, 0, time.UTC)), To: address, Stop: "stop-text",
		Lines: []notice.LetterLine{{Notice: id.New[id.Notice](), Turn: true}, {Notice: id.New[id.Notice]()}},
	}
}

func deliver(ctx context.Context, s *mail.Sender, letters ...notice.Letter) (errs []error) {
	s.Deliver(ctx, letters, func(_ notice.Letter, err error) { errs = append(errs, err) })
	return errs
}

func TestAMailIsForOneAndSaysNothing(t *testing.T) {
	c := mailcatcher.Start(t, mailcatcher.Options{})
	s, l := sender(t, c, nil), letterTo("noor@example.org")
	for _, err := range deliver(t.Context(), s, l, l, letterTo("mats@example.org")) {
		if err != nil {
			t.Fatal(err)
		}
	}
	all := c.Mails()
	if len(all) != 3 || all[0].Data == all[2].Data {
		t.Fatalf("%d mails", len(all))
	}
	got := mailcatcher.Read(t, all[0])
	if len(all[0].To) != 1 || all[0].To[0] != "noor@example.org" || got.Header.Get("To") != "<noor@example.org>" || all[0].From != "cairn@example.org" {
		t.Errorf("to %v and %q, from %s", all[0].To, got.Header.Get("To"), all[0].From)
	}
	for name, want := range map[string]string{
		"Subject": mail.Subject, "Message-Id": "<" + string(l.Mail) + "@cairn.example.org>", "Date": "Tue, 12 May 2026 08:00:00 +0000",
		"List-Unsubscribe": "<https://cairn.example.org/mail/stop/stop-text>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"Auto-Submitted": "auto-generated", "Cc": "", "Bcc": "", "Reply-To": "",
	} {
		if h := got.Header.Get(name); h != want {
			t.Errorf("%s is %q, want %q", name, h, want)
		}
	}
	if again := mailcatcher.Read(t, all[1]); again.Header.Get("Message-Id") != got.Header.Get("Message-Id") || again.Text != got.Text {
		t.Error("the same mail sent again is another one")
	}
	link := "https://cairn.example.org/inbox/" + string(l.Lines[0].Notice)
	if !strings.Contains(got.Text, "It is your turn:\n"+link+"\n") || !strings.Contains(got.HTML, `<a href="`+link+`">`+link+`</a>`) {
		t.Errorf("the link is missing:\n%s\n%s", got.Text, got.HTML)
	}
	if regexp.MustCompile(`(?i)<(img|script|link|iframe|style)|src=|url\(`).MatchString(got.HTML) {
		t.Errorf("the HTML loads something:\n%s", got.HTML)
	}
}

func TestTheWayToTheServerIsKeptFromOthers(t *testing.T) {
	config, roots := mailcatcher.Certificate(t)
	c := mailcatcher.Start(t, mailcatcher.Options{TLS: config, User: "cairn", Password: "geheim"})
	good := func(o *mail.Options) {
		o.Encryption, o.Roots, o.User, o.Password = mail.StartTLS, roots, "cairn", "geheim"
	}
	if errs := deliver(t.Context(), sender(t, c, good), letterTo("noor@example.org")); errs[0] != nil || len(c.Mails()) != 1 {
		t.Fatal(errs)
	}
	if err := sender(t, c, good).Check(t.Context()); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*mail.Options){
		"a server nobody vouches for": func(o *mail.Options) { good(o); o.Roots = nil },
		"a wrong password":            func(o *mail.Options) { good(o); o.Password = "wrong" },
		"in clear":                    func(o *mail.Options) { good(o); o.Encryption = mail.InClear },
	} {
		s := sender(t, c, change)
		errs := deliver(t.Context(), s, letterTo("noor@example.org"))
		if errs[0] == nil || s.Check(t.Context()) == nil {
			t.Errorf("%s: sent", name)
		} else if strings.Contains(errs[0].Error(), "geheim") {
			t.Errorf("%s tells the password: %v", name, errs[0])
		}
	}
	plain := mailcatcher.Start(t, mailcatcher.Options{})
	if errs := deliver(t.Context(), sender(t, plain, good), letterTo("noor@example.org")); errs[0] == nil || len(plain.Mails()) != 0 {
		t.Error("a server that offers no TLS was given a mail")
	}
}

func TestOneRefusedMailHoldsUpNoOther(t *testing.T) {
	c := mailcatcher.Start(t, mailcatcher.Options{Refuse: func(m mailcatcher.Mail) string {
		if m.To[0] == "gone@example.org" {
			return "550 no such person gone@example.org"
		}
		return ""
	}})
	errs := deliver(t.Context(), sender(t, c, nil), letterTo("noor@example.org"), letterTo("gone@example.org"), letterTo("mats@example.org"))
	if errs[0] != nil || errs[1] == nil || errs[2] != nil || len(c.Mails()) != 2 {
		t.Fatalf("%v, %d mails", errs, len(c.Mails()))
	}
	if strings.Contains(errs[1].Error(), "gone@") {
		t.Errorf("the address comes into the log: %v", errs[1])
	}
}

func TestWithoutAServerEachMailIsReported(t *testing.T) {
	s, err := mail.New(mail.Options{Server: "127.0.0.1:1", Encryption: mail.InClear, From: "cairn@example.org", PublicURL: "http://localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	if errs := deliver(t.Context(), s, letterTo("a@example.org"), letterTo("b@example.org")); len(errs) != 2 || errs[0] == nil || errs[1] == nil {
		t.Error(errs)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	c := mailcatcher.Start(t, mailcatcher.Options{})
	if errs := deliver(ended, sender(t, c, nil), letterTo("a@example.org")); errs[0] == nil || len(c.Mails()) != 0 {
		t.Error("a mail was sent after the end")
	}
}
