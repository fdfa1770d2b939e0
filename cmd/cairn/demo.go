package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"text/tabwriter"

	"cairn/internal/config"
	"cairn/internal/server"
	"cairn/internal/web"
)

type demoCommand struct {
	Data      string `help:"Folder of the demo's data." default:"cairn-demo" placeholder:"FOLDER"`
	Listen    string `help:"Address and port to serve on; 127.0.0.1:8080 when not set." placeholder:"HOST:PORT"`
	PublicURL string `name:"public-url" help:"Where people reach the demo." placeholder:"http://HOST:PORT"`
	Fresh     bool   `help:"Throw an older demo in the folder away and begin anew."`
}

// Run serves the sample organisation. Of the environment and of files of
// settings it knows nothing, so that it never touches real data.
func (c demoCommand) Run(t *terminal) error {
	flags := map[string]string{
		"data": c.Data, "demo": "true", "assistants": "true", "languages": "en, sv, de",
		"database": filepath.Join(c.Data, "cairn.db"), "master-key": filepath.Join(c.Data, "master.key"),
	}
	for _, name := range []string{"listen", "public-url", "languages"} {
		if given, ok := t.flags[name]; ok {
			flags[name] = given
		}
	}
	settings, err := config.Load(config.Sources{Flags: flags})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("the demo's folder cannot be made: %w", err)
	}
	d := demo{settings: settings, known: filepath.Join(c.Data, "demo.json")}
	return serve(t, settings, func() error { return d.makeReady(t.ctx, c.Fresh) }, func(s *server.Server, l net.Listener) error {
		s.SetPersonas(d.Personas)
		return d.tell(t, l.Addr())
	})
}

// demo is a sample organisation and who can be looked at it as. The file demo.json
// marks a folder as a demo's.
type demo struct {
	settings config.Config
	known    string
	Complete bool          `json:"complete"`
	Personas []web.Persona `json:"personas"`
}

// makeReady leaves a whole demo, the older one if there is one. A folder that
// holds anything else is refused.
func (d *demo) makeReady(ctx context.Context, fresh bool) error {
	text, err := os.ReadFile(d.known)
	switch {
	case errors.Is(err, os.ErrNotExist):
		err = d.claim()
	case err != nil:
		return fmt.Errorf("the demo cannot be read: %w", err)
	case json.Unmarshal(text, d) == nil && d.Complete && !fresh:
		return nil
	default:
		err = d.throwAway()
	}
	if err != nil {
		return err
	}
	return d.make(ctx)
}

// claim refuses a folder that is not empty.
func (d *demo) claim() error {
	found, err := os.ReadDir(d.settings.Data)
	if err != nil {
		return fmt.Errorf("the demo's folder cannot be read: %w", err)
	}
	for _, f := range found {
		if f.Name() != server.LockFile {
			return fmt.Errorf("the folder %s holds something that is no demo: %s; name another folder with --data", d.settings.Data, f.Name())
		}
	}
	return nil
}

// throwAway removes the older demo, its own files only.
func (d *demo) throwAway() error {
	for _, name := range []string{"cairn.db-wal", "cairn.db-shm", "cairn.db", "master.key"} {
		if err := os.Remove(filepath.Join(d.settings.Data, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("the older demo cannot be thrown away: %w", err)
		}
	}
	return nil
}

// make marks the folder as a demo's, fills it, and notes that it is whole.
func (d *demo) make(ctx context.Context) error {
	d.Complete, d.Personas = false, nil
	if err := errors.Join(d.save(), server.Prepare(d.settings)); err != nil {
		return err
	}
	personas, err := loadSample(ctx, d.settings)
	if err != nil {
		return err
	}
	d.Complete, d.Personas = true, personas
	return d.save()
}

// save writes the file whole or not at all.
func (d *demo) save() error {
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	half := d.known + ".new"
	if err := os.WriteFile(half, text, 0o600); err != nil {
		return fmt.Errorf("the demo cannot be written: %w", err)
	}
	return os.Rename(half, d.known)
}

func (d *demo) tell(t *terminal, at net.Addr) error {
	base := "http://" + at.String()
	if d.settings.Origin("public-url") != "default" {
		base = d.settings.PublicURL
	}
	if t.asJSON {
		return t.json(struct {
			Address  string        `json:"address"`
			Personas []web.Persona `json:"personas"`
		}{base, d.Personas})
	}
	t.say("A sample organisation is at %s\nEverybody in it is made up. Look at it as\n", base)
	personaTable(t.out, base, d.Personas)
	t.say("\nThe demo's data is in %s; to begin anew: cairn demo --fresh. Stop it with Ctrl+C.", d.settings.Data)
	if host, _, _ := net.SplitHostPort(at.String()); !onThisMachine(host) {
		t.warn("Everybody who reaches %s can look as anybody here. Put nothing real into it.", base)
	}
	return nil
}

func personaTable(out io.Writer, base string, personas []web.Persona) {
	table := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	for _, p := range personas {
		_, _ = fmt.Fprintf(table, "  %s\t— %s\t— %s\n", p.Name, p.Is, base+p.SignIn)
	}
	_ = table.Flush()
}
