package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/seal"
	"cairn/internal/store"
	"cairn/internal/testkit/mailcatcher"
	"cairn/internal/testkit/program"
)

// built is the program itself: a process that can be killed.
var built = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "cairn-built-")
	if err != nil {
		return "", err
	}
	if err := program.KeepUntilExit(folder, nil); err != nil {
		return "", err
	}
	path := filepath.Join(folder, "cairn")
	return path, exec.Command("go", "build", "-ldflags", "-w -X cairn/internal/jobs.leadFor=3s", "-o", path, ".").Run()
})

// process is Cairn serving in a process of its own.
type process struct {
	*world
	command *exec.Cmd
	err     output
	url     string
}

func (w *world) process(args ...string) *process { return w.processIn(w.data(), args...) }

// processIn is one with a data folder of its own.
func (w *world) processIn(data string, args ...string) *process {
	w.Helper()
	binary, err := built()
	if err != nil {
		w.Fatal(err)
	}
	return w.processOf(binary, data, args...)
}

// processOf is one of another build.
func (w *world) processOf(binary, data string, args ...string) *process {
	w.Helper()
	p := &process{world: w, command: exec.Command(binary, append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, args...)...)}
	p.command.Stderr = &p.err
	p.command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "CAIRN_REPLICAS=") }) // it is no setting
	if err := p.command.Start(); err != nil {
		w.Fatal(err)
	}
	w.Cleanup(p.kill)
	w.until("Cairn to serve", func() bool {
		m := addressForm.FindStringSubmatch(p.err.String())
		if m != nil {
			p.url = m[1]
		}
		return m != nil
	})
	return p
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

func (w *world) until(what string, f func() bool) {
	w.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(10 * time.Millisecond) {
		if f() {
			return
		}
	}
	w.Fatalf("waited in vain for %s", what)
}

// browser is somebody who has set a password and so is signed in.
type browser struct {
	*world
	client *http.Client
}

func (w *world) enter(p *process, email string) *browser {
	w.Helper()
	link, err := url.Parse(linkForm.FindString(w.done("people", "invite", email, "--data", w.data())))
	if err != nil {
		w.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	b := &browser{w, &http.Client{Jar: jar}}
	b.post(p, link.Path, url.Values{"password": {"seven birches by the river"}})
	return b
}

func (b *browser) post(p *process, path string, form url.Values) {
	b.Helper()
	answer, err := b.client.PostForm(p.url+path, form)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		b.Fatalf("%s answers %d", path, answer.StatusCode)
	}
}

var subjectForm = regexp.MustCompile(`name="subject" value="([0-9a-z]{26})"`)

// twoAtWork is a Cairn with Ada, whom Mats manages and who is told by mail at once.
func twoAtWork(t *testing.T, mail ...string) (w *world, p *process, act func()) {
	w = newWorld(t)
	w.init()
	w.done("people", "import", w.write("people.csv", "name,e-mail,manager\nMats Holm,mats@example.org,\nAda Berg,ada@example.org,mats@example.org\n"), "--data", w.data())
	p = w.process(mail...)
	mats := w.enter(p, "mats@example.org")
	mats.post(p, "/inbox/settings", url.Values{"way": {"at-once"}})
	ada := w.enter(p, "ada@example.org")
	answer, err := ada.client.Get(p.url + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	home, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	me := subjectForm.FindSubmatch(home)
	if me == nil {
		t.Fatalf("Ada cannot begin an evaluation:\n%s", home)
	}
	subject := string(me[1])
	return w, p, func() { ada.post(p, "/evaluations", url.Values{"subject": {subject}, "idempotency_key": {"k"}}) }
}

// mailState tells whether so many mails are in the state, and none in another.
func (w *world) mailState(n int64, state string) bool {
	w.Helper()
	master, err := seal.LoadMaster(filepath.Join(w.data(), "master.key"))
	if err != nil {
		w.Fatal(err)
	}
	db, err := store.Open(w.Context(), filepath.Join(w.data(), "cairn.db"), master)
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	counts := map[string]int64{}
	err = db.View(w.Context(), clock.System{}.Now(), func(r *store.Reader) (err error) {
		for _, s := range []string{"waiting", store.MailSent, store.MailDropped, store.MailFailed} {
			if counts[s], err = r.CountMails(s, clock.System{}.Now().Add(time.Hour)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return counts[state] == n && counts["waiting"]+counts[store.MailSent]+counts[store.MailDropped]+counts[store.MailFailed] == n
}

func messageIDs(t *testing.T, c *mailcatcher.Catcher) map[string]int {
	t.Helper()
	times := map[string]int{}
	for _, m := range c.Mails() {
		if len(m.To) != 1 || m.To[0] != "mats@example.org" {
			t.Errorf("a mail to %v", m.To)
		}
		times[mailcatcher.Read(t, m).Header.Get("Message-Id")]++
	}
	return times
}

// TestKilledBetweenActAndMailSendsOneMail: the power goes the moment the act is
// answered. The mail comes from the next process, once, and from no later one.
func TestKilledBetweenActAndMailSendsOneMail(t *testing.T) {
	c := mailcatcher.Start(t, mailcatcher.Options{})
	mail := []string{"--mail-server", c.Address, "--mail-encryption", "none", "--mail-from", "cairn@example.org"}
	w, p, act := twoAtWork(t, mail...)
	act()
	p.kill()
	p = w.process(mail...)
	w.until("the mail", func() bool { return len(c.Mails()) > 0 })
	w.until("it to be recorded", func() bool { return w.mailState(1, "sent") })
	p.kill()
	w.process(mail...).kill()
	w.process(mail...).kill()
	if ids := messageIDs(t, c); len(ids) != 1 || len(c.Mails()) != 1 {
		t.Errorf("mails: %v", ids)
	}
}

// TestKilledWhileTheServerTakesTheMail: nobody can know whether it was taken, so it
// is sent again, as the same mail, and recorded once.
func TestKilledWhileTheServerTakesTheMail(t *testing.T) {
	taken, died := make(chan struct{}), make(chan struct{})
	first := sync.OnceFunc(func() { close(taken); <-died })
	c := mailcatcher.Start(t, mailcatcher.Options{Taken: func(mailcatcher.Mail) { first() }})
	mail := []string{"--mail-server", c.Address, "--mail-encryption", "none", "--mail-from", "cairn@example.org"}
	w, p, act := twoAtWork(t, mail...)
	act()
	p.kill()
	p = w.process(mail...) // looks for mails at once
	<-taken                // by the server, which has not said so
	p.kill()
	close(died)
	p = w.process(mail...)
	w.until("the mail to come again", func() bool { return len(c.Mails()) == 2 })
	w.until("it to be recorded", func() bool { return w.mailState(1, "sent") })
	p.kill()
	w.process(mail...).kill()
	if ids := messageIDs(t, c); len(ids) != 1 || len(c.Mails()) != 2 {
		t.Errorf("mails: %v", ids)
	}
}

func TestTheDoctorReachesForTheMailServer(t *testing.T) {
	w := newWorld(t)
	w.init()
	if out := w.done("doctor", "--data", w.data(), "--listen", "127.0.0.1:0"); !strings.Contains(out, "ok    no mail is sent") {
		t.Errorf("without a server:\n%s", out)
	}
	tls, _ := mailcatcher.Certificate(t)
	plain, secure := mailcatcher.Start(t, mailcatcher.Options{}), mailcatcher.Start(t, mailcatcher.Options{TLS: tls})
	mail := func(c *mailcatcher.Catcher, more ...string) []string {
		return append([]string{"doctor", "--data", w.data(), "--listen", "127.0.0.1:0", "--mail-server", c.Address, "--mail-from", "cairn@example.org"}, more...)
	}
	if out := w.done(mail(plain, "--mail-encryption", "none")...); !strings.Contains(out, "would take mail") || len(plain.Mails()) != 0 {
		t.Errorf("with a good server:\n%s", out)
	}
	w.refused(exitRefused, []string{"bad   the mail server", "STARTTLS"}, mail(plain)...)
	w.refused(exitRefused, []string{"bad   the mail server", "certificate"}, mail(secure)...)
	w.refused(exitRefused, []string{"bad   mail cannot be sent", "password"}, mail(plain, "--mail-user", "u", "--mail-password-file", w.path("none"))...)
}
