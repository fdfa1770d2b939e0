// Command peer serves an organisation in PocketBase, so that Cairn can be measured beside
// another product: the same people, the same reporting lines, a private record that its
// person and the manager of now may read. It is a module of its own; nothing of it is part
// of Cairn.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
	_ "modernc.org/sqlite"
)

// person is a line of the organisation as the bench hands it over.
type person struct {
	Name, Email string
	Manager     int // in the list; -1 for none
}

// organisation is what the bench hands over.
type organisation struct {
	People        []person
	Subject, Lead int
	Text          string // of the private record
}

// told is what the bench needs to ask for the same things.
type told struct {
	Subject, Lead string // tokens
	Record        string // paths
	Noted         string // the record, in a collection where a reading is written down
	Reports       string
	Notes         string
	Person        string // whose notes are written
	Version       string
	Go            string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("peer FOLDER ADDRESS ORGANISATION")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal("peer: ", err)
	}
}

func run(folder, address, file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var o organisation
	if err := json.Unmarshal(raw, &o); err != nil {
		return err
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder, DBConnect: durable})
	app.OnRecordViewRequest("noted").BindFunc(noteReading)
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	t, err := fill(app, o)
	if err != nil {
		return err
	}
	answer, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "told.json"), answer, 0o600); err != nil {
		return err
	}
	return apis.Serve(app, apis.ServeConfig{HttpAddr: address})
}

// durable opens the database as PocketBase does, but for one thing: a commit is on the
// disk before it is answered, as in Cairn.
func durable(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
}

// noteReading writes down that somebody else has read a record, before it is answered: a row, as bare as it can be.
func noteReading(e *core.RecordRequestEvent) error {
	person := e.Record.GetString("person")
	if reader := e.Auth.Id; reader != person {
		_, err := e.App.NonconcurrentDB().Insert("readings", dbx.Params{"id": core.GenerateDefaultRandomId(), "person": person, "reader": reader,
			"created": time.Now().UTC().Format("2006-01-02 15:04:05.000Z")}).Execute()
		if err != nil {
			return err
		}
	}
	return e.Next()
}

const mayRead = "person = @request.auth.id || person.manager = @request.auth.id"

// fill makes the collections with their rules and brings everybody in.
func fill(app core.App, o organisation) (told, error) {
	settings := app.Settings()
	settings.Logs.MaxDays = 0 // no line for each request
	if err := app.Save(settings); err != nil {
		return told{}, err
	}
	people := core.NewAuthCollection("persons")
	people.Fields.Add(&core.TextField{Name: "name", Max: 200})
	signedIn := "@request.auth.id != ''"
	people.ListRule, people.ViewRule = &signedIn, &signedIn
	if err := app.Save(people); err != nil {
		return told{}, err
	}
	people.Fields.Add(&core.RelationField{Name: "manager", CollectionId: people.Id, MaxSelect: 1})
	people.AddIndex("persons_manager", false, "manager", "")
	if err := app.Save(people); err != nil {
		return told{}, err
	}
	for _, name := range []string{"steps", "noted", "notes"} {
		c := core.NewBaseCollection(name)
		c.Fields.Add(&core.RelationField{Name: "person", CollectionId: people.Id, MaxSelect: 1, Required: true},
			&core.TextField{Name: "step", Max: 200}, &core.TextField{Name: "text", Max: 10_000}, &core.AutodateField{Name: "created", OnCreate: true})
		rule, own := mayRead, "person = @request.auth.id"
		c.ListRule, c.ViewRule, c.CreateRule = &rule, &rule, &own
		c.AddIndex(name+"_person", false, "person", "")
		if err := app.Save(c); err != nil {
			return told{}, err
		}
	}
	readings := core.NewBaseCollection("readings")
	readings.Fields.Add(&core.TextField{Name: "person"}, &core.TextField{Name: "reader"}, &core.TextField{Name: "created"})
	readings.AddIndex("readings_person", false, "person", "")
	if err := app.Save(readings); err != nil {
		return told{}, err
	}
	ids, err := bringIn(app, o.People, o.Text)
	if err != nil {
		return told{}, err
	}
	return tell(app, o, ids)
}

// bringIn writes all people in one transaction. Nobody needs a password here: the bench
// asks with tokens, as it does of Cairn.
func bringIn(app core.App, list []person, text string) (ids []string, err error) {
	for i := range list {
		ids = append(ids, fmt.Sprintf("p%014d", i))
	}
	err = app.RunInTransaction(func(tx core.App) error {
		for i, p := range list {
			manager := ""
			if p.Manager >= 0 {
				manager = ids[p.Manager]
			}
			_, err := tx.DB().Insert("persons", dbx.Params{"id": ids[i], "name": p.Name, "email": p.Email, "emailVisibility": true, "verified": true,
				"tokenKey": strings.Repeat("k", 40) + ids[i], "password": "", "manager": manager}).Execute()
			if err != nil {
				return err
			}
		}
		for _, who := range ids { // the record that is asked for is one of many
			for _, collection := range []string{"steps", "noted"} {
				_, err := tx.DB().Insert(collection, dbx.Params{"id": who, "person": who, "step": "squad-chapter", "text": text, "created": "2026-01-01 00:00:00.000Z"}).Execute()
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	return ids, err
}

func tell(app core.App, o organisation, ids []string) (t told, err error) {
	for at, into := range map[int]*string{o.Subject: &t.Subject, o.Lead: &t.Lead} {
		r, err := app.FindRecordById("persons", ids[at])
		if err != nil {
			return t, err
		}
		if *into, err = r.NewStaticAuthToken(24 * time.Hour); err != nil {
			return t, err
		}
	}
	t.Record = "/api/collections/steps/records/" + ids[o.Subject]
	t.Noted = "/api/collections/noted/records/" + ids[o.Subject]
	t.Reports = "/api/collections/persons/records?perPage=100&skipTotal=1&filter=(manager%3D'" + ids[o.Lead] + "')"
	t.Notes, t.Person = "/api/collections/notes/records", ids[o.Subject]
	if built, ok := debug.ReadBuildInfo(); ok {
		t.Go = built.GoVersion
		for _, d := range built.Deps {
			if d.Path == "github.com/pocketbase/pocketbase" {
				t.Version = d.Version
			}
		}
	}
	return t, nil
}
