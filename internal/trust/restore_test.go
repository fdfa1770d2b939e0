package trust

import (
	"bytes"
	"compress/gzip"
	"io"
	"path/filepath"
	"testing"

	"cairn/internal/access"
	"cairn/internal/backup"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/guide"
	"cairn/internal/store"
	"cairn/internal/testkit/postgres"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Putting a backup back brings a table of its own.
func init() {
	clear["restores"] = "id at backup_at backup_position confirmed_at"
	breakages = append(breakages,
		broken("people sign in before a restore is confirmed", "TestARestoredCairnLetsNobodyIn", "workflow/session.go", "if err := isOpen(tx.Reader); err != nil {", "if err := isOpen(tx.Reader); err != nil && false {"),
		broken("sessions come back with a backup", "TestARestoredCairnLetsNobodyIn", "store/restore.go", "`UPDATE sessions SET revoked_at = $1 WHERE revoked_at = 0`", "`UPDATE sessions SET revoked_at = $1 WHERE revoked_at < 0`"),
		broken("tokens come back with a backup", "TestARestoredCairnLetsNobodyIn", "store/restore.go", "`UPDATE tokens SET revoked_at = $1 WHERE revoked_at = 0`", "`UPDATE tokens SET revoked_at = $1 WHERE revoked_at < 0`"),
		broken("invitations come back with a backup", "TestARestoredCairnLetsNobodyIn", "store/restore.go", "WHERE used_at = 0 AND expires_at > $1`", "WHERE used_at < 0 AND expires_at > $1`"),
		broken("openings to others come back with a backup", "TestARestoredCairnLetsNobodyIn", "workflow/restore.go", "return endDisclosures(tx, actor, open, org.Operator.Words(), disclosure.PutBack)", "return endDisclosures(tx, actor, open[:0], org.Operator.Words(), disclosure.PutBack)"),
	)
}

// TestABackupGoesIntoTheOtherEngine: what was kept on one engine is whole on the other,
// the journal and every mark too, and goes on there.
func TestABackupGoesIntoTheOtherEngine(t *testing.T) {
	t.Parallel()
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		for _, d := range append(feedbackDeeds(w), priorityDeeds(w)...) {
			must(w.T, d.do())
		}
		_, err := w.WriteGuide(ctx, w.Actor("pia"), once, "", 0, guide.Content{Kind: guide.Page, Title: "How we talk", Body: "Calmly."})
		must(w.T, err)
		key, err := backup.NewKey()
		must(w.T, err)
		var file bytes.Buffer
		sealer, err := backup.Seal(&file, key.Lock())
		must(w.T, err)
		h, _, err := w.DB.Dump(ctx, w.Clock.Now(), "test", sealer, nil)
		must(w.T, err)
		opened, err := backup.Unseal(bytes.NewReader(file.Bytes()), key)
		must(w.T, err)
		r, err := backup.NewReader(opened)
		must(w.T, err)
		address := filepath.Join(w.TempDir(), "other.db")
		if w.DB.Engine() == "sqlite" {
			address = postgres.URL(w.T)
		}
		db, err := store.Open(ctx, address, w.Master)
		must(w.T, err)
		w.Cleanup(func() { _ = db.Close() })
		must(w.T, db.Load(ctx, r, nil))
		must(w.T, db.Migrate(ctx))
		whole := func() {
			v, err := db.Verify(ctx, nil, nil)
			must(w.T, err)
			if len(v.Discrepancies) > 0 || v.Rows == 0 {
				w.Fatalf("%d rows: %+v", v.Rows, v.Discrepancies)
			}
		}
		whole()
		other := workflow.New(db, w.Clock, workflow.ReachedAt(world.PublicURL))
		_, err = other.Restored(ctx, workflow.PutBack{MadeAt: clock.Instant(h.MadeAt), Position: h.Position})
		must(w.T, err)
		_, err = other.Reopen(ctx)
		must(w.T, err)
		for _, name := range []string{"noor", "mats", "pia"} {
			a, err := w.Home(ctx, w.Actor(name))
			must(w.T, err)
			b, err := other.Home(ctx, w.Actor(name))
			must(w.T, err)
			if len(a.Mine) != len(b.Mine) || len(a.Reports) != len(b.Reports) {
				w.Errorf("%s finds something else at home", name)
			}
		}
		must(w.T, other.SetZone(ctx, w.Actor("noor"), once, "Europe/Oslo"))
		_, err = other.OpenEvaluation(ctx, w.Actor("noor"), once, w.Person("noor"))
		must(w.T, err)
		whole()
	})
}

// putBack backs the world up and puts it back elsewhere, as it is before it is opened.
func putBack(t *testing.T, w *world.World) (again *world.World, plain []byte) {
	t.Helper()
	key, err := backup.NewKey()
	must(t, err)
	var file bytes.Buffer
	sealer, err := backup.Seal(&file, key.Lock())
	must(t, err)
	h, _, err := w.DB.Dump(t.Context(), w.Clock.Now(), "test", sealer, nil)
	must(t, err)
	opened, err := backup.Unseal(bytes.NewReader(file.Bytes()), key)
	must(t, err)
	unzipped, err := io.ReadAll(opened)
	must(t, err)
	zip, err := gzip.NewReader(bytes.NewReader(unzipped))
	must(t, err)
	plain, err = io.ReadAll(zip)
	must(t, err)
	r, err := backup.NewReader(bytes.NewReader(unzipped))
	must(t, err)
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "again.db"), w.Master)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	must(t, db.Load(t.Context(), r, nil))
	must(t, db.Migrate(t.Context()))
	again = &world.World{T: t, Workflow: workflow.New(db, w.Clock, workflow.AllowDemo(), workflow.ReachedAt(world.PublicURL)), DB: db, Master: w.Master, Clock: w.Clock, People: w.People, Offices: w.Offices}
	_, err = again.Restored(t.Context(), workflow.PutBack{MadeAt: clock.Instant(h.MadeAt), Position: h.Position})
	must(t, err)
	return again, plain
}

// TestARestoredCairnLetsNobodyIn: what opened something before the backup opens it no
// more, and what is private is as closed in a backup as in the database.
func TestARestoredCairnLetsNobodyIn(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, once := t.Context(), workflow.Once{}
	words := world.Plain
	words.Self, words.Manager, words.Message = "canary-quokka-self", "canary-quokka-lead", "canary-quokka-said"
	ref := w.Evaluate("noor", "mats", evaluation.Opened, words)
	must(t, w.AskToJoin(ctx, w.Actor("noor"), once, ref))
	in, err := w.SignInAs(ctx, w.Person("noor"), "test")
	must(t, err)
	a, _, err := w.Authenticate(ctx, in.Token)
	must(t, err)
	token, err := w.MakeToken(ctx, a, once, workflow.NewToken{Name: "t", Scopes: access.Scopes(), Days: 30})
	must(t, err)
	feed, err := w.MakeFeed(ctx, a, once)
	must(t, err)
	invited, err := w.InviteAll(ctx, access.System(access.ViaCommand))
	must(t, err)

	again, plain := putBack(t, w)
	if bytes.Contains(plain, []byte("canary-quokka")) {
		t.Error("private words stand in the backup, once it is opened, in clear")
	}
	if _, _, err := again.Authenticate(ctx, in.Token); err == nil {
		t.Error("the session goes on")
	}
	if _, _, err := again.AuthenticateToken(ctx, token); err == nil {
		t.Error("the token goes on")
	}
	if _, _, err := again.Calendar(ctx, feed); err == nil {
		t.Error("the calendar's address goes on")
	}
	if _, _, err := again.Invitation(ctx, invited[0].Token); err == nil {
		t.Error("the invitation goes on")
	}
	if _, err := again.SignInAs(ctx, w.Person("noor"), "test"); err == nil {
		t.Error("somebody signs in before it is opened")
	}
	if n, err := again.PlanMails(ctx); err != nil || n > 0 {
		t.Errorf("%d mails are made before it is opened: %v", n, err)
	}
	done, err := again.Reopen(ctx)
	must(t, err)
	if !done {
		t.Error("it was open")
	}
	if _, err := again.SignInAs(ctx, w.Person("noor"), "test"); err != nil {
		t.Errorf("nobody signs in after it is opened: %v", err)
	}
	if _, _, err := again.Authenticate(ctx, in.Token); err == nil {
		t.Error("the session comes back when it is opened")
	}
	must(t, again.DB.View(ctx, again.Clock.Now(), func(r *store.Reader) error {
		open, err := r.OpenDisclosures()
		if len(open) > 0 {
			t.Errorf("%d openings to others last", len(open))
		}
		return err
	}))
	v, err := again.DB.Verify(ctx, nil, nil)
	must(t, err)
	if len(v.Discrepancies) > 0 {
		t.Errorf("%+v", v.Discrepancies)
	}
}
