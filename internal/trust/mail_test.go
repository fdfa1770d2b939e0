package trust

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/mail"
	"cairn/internal/notice"
	"cairn/internal/store"
	"cairn/internal/testkit/mailcatcher"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Mail brings tables, addresses and guards of its own.
func init() {
	clear["mails"] = "id person made_at tries fence not_before state ended_at"
	kinds["/mail/stop/{token}"] = "nothing"
	clear["calendar_feeds"] = "person made_at"
	sealed = append(sealed, "calendar_feeds.hash")
	kinds["/calendar/{file}"] = "nothing"
	open["GET /calendar/{file}"] = "a calendar program holds the secret and no session"
	kinds["/api/v1/inbox/{id}/reading"] = "notice"
	for _, method := range []string{"GET", "POST"} {
		open[method+" /mail/stop/{token}"] = "whoever holds a mail can end mails"
	}
	breakages = append(breakages,
		broken("notices are not asked for again", "TestWhatIsToldToAStrangerIsNotHeard", "workflow/thing.go", "if !evaluation.VisibleTo(b) || !aSide && !e.Closed() {", "if aSide && false {"),
		broken("mails come although they were ended", "TestAMailAfterAccessWasLostIsNotSent", "workflow/mail.go", "settings[p.Person].Way(n.Kind).Mails() &&", `settings[p.Person].Way(n.Kind) != "" &&`),
		broken("mails tell of what was read", "TestAMailAfterAccessWasLostIsNotSent", "store/mail.go", "WHERE mail = $1 AND (read_at = 0 OR way = 'always') ORDER", "WHERE mail = $1 ORDER"),
		broken("a mail says more", "TestEveryMailIsNeutral", "mail/letter.go", `in.Say("It is your turn:")`, `in.Say("It is your turn in an evaluation:")`),
		broken("a mail names people", "TestEveryMailIsNeutral", "mail/sender.go", "m.Subject(w.subject)", `m.Subject(w.subject + " " + l.To)`),
		broken("any link ends mails", "TestTheLinkThatStopsMailsDoesNothingElse", "workflow/mail.go", "subtle.ConstantTimeCompare([]byte(text), []byte(w.stopText(person))) != 1", "subtle.ConstantTimeCompare(nil, nil) != 1"),
	)
}

const mailedFrom = "https://cairn.example.org"

// postAll sends every mail that is due and returns what arrived.
func postAll(t *testing.T, w *world.World) []mailcatcher.Mail {
	t.Helper()
	c := mailcatcher.Start(t, mailcatcher.Options{})
	s, err := mail.New(mail.Options{Server: c.Address, Encryption: mail.InClear, From: "cairn@example.org", PublicURL: mailedFrom})
	must(t, err)
	_, err = w.PlanMails(t.Context())
	must(t, err)
	for {
		letters, err := w.ClaimMails(t.Context())
		must(t, err)
		if len(letters) == 0 {
			return c.Mails()
		}
		s.Deliver(t.Context(), letters, func(l notice.Letter, err error) {
			must(t, err)
			recorded, err := w.MailSent(t.Context(), l)
			if err != nil || !recorded {
				t.Errorf("a mail that was sent is not recorded: %v", err)
			}
		})
	}
}

func allowedWords() map[string]bool {
	allowed := map[string]bool{}
	for _, word := range strings.Fields(`hello something in cairn needs you it is your turn new to read what about told only after have signed how are no more mails`) {
		allowed[word] = true
	}
	return allowed
}

var (
	tags      = regexp.MustCompile(`<[^>]*>`)
	mailLinks = regexp.MustCompile(regexp.QuoteMeta(mailedFrom) + `/(inbox/[0-9a-z]{26}|inbox/settings|mail/stop/[0-9a-z]{26}-[0-9a-f]{64})\b`)
	wordForm  = regexp.MustCompile(`[^\s.,:;?!]+`)
)

// neutral holds a mail against the words that may be in one. It is an independent
// list: what mail says is read back from what arrived.
func neutral(t *testing.T, m mailcatcher.Mail) {
	t.Helper()
	l := mailcatcher.Read(t, m)
	if len(m.To) != 1 || l.Header.Get("To") != "<"+m.To[0]+">" || l.Header.Get("Cc")+l.Header.Get("Bcc") != "" {
		t.Errorf("to %v, and the header says %q, %q", m.To, l.Header.Get("To"), l.Header.Get("Cc"))
	}
	if got := l.Header.Get("Subject"); got != "Something in Cairn needs you" {
		t.Errorf("the subject is %q", got)
	}
	known := []string{"Auto-Submitted", "Content-Type", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "Mime-Version",
		"Subject", "To", "User-Agent", "X-Auto-Response-Suppress", "X-Mailer"}
	for name := range l.Header {
		if !slices.Contains(known, name) {
			t.Errorf("the header %s says %q", name, l.Header.Get(name))
		}
	}
	allowed := allowedWords()
	for kind, text := range map[string]string{"text": l.Text, "HTML": tags.ReplaceAllString(l.HTML, " ")} {
		for _, word := range wordForm.FindAllString(mailLinks.ReplaceAllString(text, ""), -1) {
			if !allowed[strings.ToLower(word)] {
				t.Errorf("the %s says %q", kind, word)
			}
		}
	}
	if left := strings.Contains(mailLinks.ReplaceAllString(l.HTML, ""), "://"); left {
		t.Errorf("the HTML leads elsewhere:\n%s", l.HTML)
	}
}

// TestEveryMailIsNeutral: of each kind to each person, and of everything that the
// acts of an evaluation tell.
func TestEveryMailIsNeutral(t *testing.T) {
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	mails := 0
	for _, about := range notice.Kinds() {
		must(t, w.DB.Update(t.Context(), w.Now(), func(tx *store.Tx) error {
			var list []notice.Notice
			for _, name := range w.Names() {
				p := w.Person(name)
				list = append(list, notice.Notice{ID: id.New[id.Notice](), Person: p, Kind: about.Kind, Object: "person/" + string(p), Way: notice.Daily})
			}
			return tx.AddNotices(list)
		}))
		w.Clock.Advance(24 * time.Hour)
		for _, m := range postAll(t, w) {
			neutral(t, m)
			mails++
		}
	}
	if want := len(notice.Kinds()) * len(w.Names()); mails != want {
		t.Errorf("%d mails, want %d: one to each person for each kind", mails, want)
	}
}

// TestWhatIsToldToAStrangerIsNotHeard: a notice carries no right. Told to everybody,
// it is listed and mailed to those alone who may see the thing.
func TestWhatIsToldToAStrangerIsNotHeard(t *testing.T) {
	world.Each(t, func(w *world.World) {
		object := "evaluation/" + string(w.Evaluate("noor", "mats", evaluation.Writing, world.Plain))
		must(w.T, w.DB.Update(w.Context(), w.Now(), func(tx *store.Tx) error {
			var list []notice.Notice
			for _, name := range w.Names() {
				list = append(list, notice.Notice{ID: id.New[id.Notice](), Person: w.Person(name), Kind: notice.EvaluationSaid, Object: object, Way: notice.Daily})
			}
			return tx.AddNotices(list)
		}))
		for _, name := range w.Names() {
			box, err := w.Inbox(w.Context(), w.Actor(name))
			must(w.T, err)
			news, err := w.HasNews(w.Context(), w.Actor(name))
			must(w.T, err)
			if want := name == "noor" || name == "mats"; news != want || (len(box.New) > 0) != want {
				w.Errorf("%s is told: %v, and hinted at: %v", name, box.New, news)
			}
		}
		w.Clock.Advance(24 * time.Hour)
		if mails := postAll(w.T, w); len(mails) != 2 {
			w.Errorf("%d mails", len(mails))
		}
	})
}

// TestMailsSingNoCanary: everything that everybody in the cage is told, by mail
// and over the inbox's data, holds nothing private.
func TestMailsSingNoCanary(t *testing.T) {
	c := newCage(t, "sqlite")
	c.Clock.Advance(24 * time.Hour)
	mails := postAll(t, c.World)
	if len(mails) < 10 {
		t.Errorf("only %d mails", len(mails))
	}
	for _, m := range mails {
		silent(t, c, "a mail to "+m.To[0], m.Data)
		neutral(t, m)
	}
	silentDatabase(t, c)
}

// TestAMailAfterAccessWasLostIsNotSent: what is queued is asked for again when it
// is sent.
func TestAMailAfterAccessWasLostIsNotSent(t *testing.T) {
	losses := map[string]func(*world.World) error{
		"nothing is lost": nil,
		"another manager": func(w *world.World) error {
			return w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira"))
		},
		"the manager leaves": func(w *world.World) error { return w.Leave(w.Context(), w.Actor("pia"), w.Person("mats")) },
		"it is read":         func(w *world.World) error { return seenAll(w, "mats") },
		"mails are stopped":  func(w *world.World) error { return stopMails(w, "mats") },
		"the setting is changed": func(w *world.World) error {
			return w.SetNoticeSettings(w.Context(), w.Actor("mats"), workflow.Once{}, notice.Settings{notice.Everything: notice.InboxOnly})
		},
		"the thing is muted":     func(w *world.World) error { return muteAll(w, "mats") },
		"the subject leaves":     func(w *world.World) error { return w.Leave(w.Context(), w.Actor("pia"), w.Person("noor")) },
		"something else is read": func(w *world.World) error { return seenAll(w, "noor") },
	}
	stays := []string{"nothing is lost", "something else is read"}
	for _, engine := range world.Engines() {
		for name, lose := range losses {
			t.Run(engine+"/"+name, func(t *testing.T) {
				w := world.New(t, engine)
				tellMats(w)
				w.Clock.Advance(24 * time.Hour)
				_, err := w.PlanMails(t.Context())
				must(t, err)
				if lose != nil {
					must(t, lose(w))
				}
				sent := slices.ContainsFunc(postAll(t, w), func(m mailcatcher.Mail) bool { return m.To[0] == "mats@example.org" })
				if want := slices.Contains(stays, name); sent != want {
					t.Errorf("sent: %v, want %v", sent, want)
				}
			})
		}
	}
}

// tellMats leaves Mats something that is new to him.
func tellMats(w *world.World) {
	w.Helper()
	ref := w.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	must(w.T, w.Say(w.Context(), w.Actor("noor"), workflow.Once{}, ref, "Hello."))
}

func seenAll(w *world.World, name string) error {
	return w.MarkAllRead(w.Context(), w.Actor(name), workflow.Once{})
}

func muteAll(w *world.World, name string) error {
	box, err := w.Inbox(w.Context(), w.Actor(name))
	for _, l := range box.New {
		if err == nil {
			err = w.MuteThing(w.Context(), w.Actor(name), workflow.Once{}, l.ID, true)
		}
	}
	return err
}

// stopText is the text in the last link of the person's mail.
func stopText(w *world.World, name string) string {
	w.Helper()
	twin := w.Copy(w.T)
	for _, m := range postAll(w.T, twin) {
		if m.To[0] == name+"@example.org" {
			return strings.TrimPrefix(mailLinks.FindAllString(mailcatcher.Read(w.T, m).Text, -1)[2], mailedFrom+"/mail/stop/")
		}
	}
	w.Fatalf("no mail to %s", name)
	return ""
}

func stopMails(w *world.World, name string) error {
	return w.StopMails(w.Context(), string(w.Person(name))+"-"+w.DB.Mark("mail stop", []byte(w.Person(name))))
}

// TestTheLinkThatStopsMailsDoesNothingElse: without a session it ends mails, and
// it is no way in; a text with a letter changed is like none.
func TestTheLinkThatStopsMailsDoesNothingElse(t *testing.T) {
	w := world.New(t, "sqlite")
	tellMats(w)
	w.Clock.Advance(24 * time.Hour)
	text := stopText(w, "mats")
	s := serve(t, w)
	if a := s.get(t, "", "/mail/stop/"+text); a.status != http.StatusOK || strings.Contains(a.body, "Mats") || strings.Contains(a.header, "Set-Cookie") {
		t.Errorf("the page: %d\n%s", a.status, a.header)
	}
	before := dump(t, w)
	wrong := s.request(t, "", "POST", "/mail/stop/"+string(w.Person("noor"))+text[26:], strings.NewReader("List-Unsubscribe=One-Click"), "application/x-www-form-urlencoded")
	absent := s.request(t, "", "POST", "/mail/stop/x", strings.NewReader("List-Unsubscribe=One-Click"), "application/x-www-form-urlencoded")
	if wrong.plain() != absent.plain() || wrong.status != http.StatusNotFound {
		t.Errorf("somebody else's: %d, none: %d", wrong.status, absent.status)
	}
	for cell, now := range dump(t, w) {
		if now != before[cell] {
			t.Errorf("a wrong link changed %s", cell)
		}
	}
	if a := s.request(t, "", "POST", "/mail/stop/"+text, strings.NewReader("List-Unsubscribe=One-Click"), "application/x-www-form-urlencoded"); a.status != http.StatusOK {
		t.Fatalf("one click: %d", a.status)
	}
	for cell, now := range dump(t, w) {
		mine := strings.HasPrefix(cell, "notice_settings.") || strings.HasPrefix(cell, "audit_")
		if now != before[cell] && !mine {
			t.Errorf("the link changed %s", cell)
		}
	}
	if got, err := w.NoticeSettings(t.Context(), w.Actor("mats")); err != nil || got.Way(notice.EvaluationTurn) != notice.InboxOnly {
		t.Errorf("now told %v, %v", got, err)
	}
}
