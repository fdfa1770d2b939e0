// Package api serves Cairn as JSON to programs that hold a personal token, and what
// no token may reach to whoever is signed in. Its
// handlers read the request, call one act of workflow and answer with a type of
// this package; what may be seen is decided there, not here.
package api

import (
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"cairn/internal/credential"
	"cairn/internal/workflow"
)

// Options is what the API needs.
type Options struct {
	Workflow *workflow.Workflow
	Log      *slog.Logger // nil logs nothing
	Secure   bool         // whether browsers reach it over TLS only
	Origin   string       // as browsers reach it; empty when that is how they ask

	Assistants bool // whether people's own assistants are answered, see AssistantPath
}

// Prefix is where every operation is found.
const Prefix = "/api/v1"

// A token may ask burst times at once and then at this pace.
const (
	pace   = 50 * time.Millisecond
	burst  = 60
	tokens = 10_000 // how many are remembered
)

// service answers the API.
type service struct {
	Options
	mux      doors
	huma     huma.API
	limiter  *credential.Limiter
	ours     map[string]bool // every name our own schemas use; others are never repeated
	public   map[string]bool // patterns that answer without a token
	session  map[string]bool // patterns that answer whoever is signed in, and no token
	services map[string]bool // patterns that answer programs of the organisation
	methods  []string        // of all operations
	origins  *http.CrossOriginProtection
	params   map[paramKey]*huma.Param // those of all operations; most say the same
	document func() []byte            // OpenAPI
}

// Handler answers programs, and tells how it describes itself.
type Handler interface {
	http.Handler
	Document() []byte // OpenAPI 3.1, as JSON
}

// New returns the handler of everything below /api/. The Authorization header opens
// what tokens may reach. The cookie of a session opens what they may not, and that
// alone.
func New(o Options) Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &service{
		Options: o, limiter: credential.NewLimiter(o.Workflow, pace, burst, tokens),
		ours: map[string]bool{}, public: map[string]bool{}, session: map[string]bool{}, services: map[string]bool{}, origins: originsOf(o), params: map[paramKey]*huma.Param{},
	}
	s.mux = doors{http.NewServeMux(), s.letIn}
	s.huma = humago.NewWithPrefix(s.mux, Prefix, configuration(o))
	s.huma.UseMiddleware(s.check)
	for _, op := range Operations() {
		op.register(s, op)
		s.public[op.Method+" "+Prefix+op.Path] = op.Public
		s.session[op.Method+" "+Prefix+op.Path] = op.Session
		s.services[op.Method+" "+Prefix+op.Path] = op.ForServices()
		if !slices.Contains(s.methods, op.Method) {
			s.methods = append(s.methods, op.Method)
		}
	}
	if o.Assistants {
		s.serveAssistants()
	}
	s.mux.HandleFunc("/", s.nothingHere)
	s.describeItself()
	return s
}

// configuration leaves out what huma would serve by itself: pages that load
// scripts from elsewhere, and links to schemas.
func configuration(o Options) huma.Config {
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: readJSON}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Cairn API", Version: "1", Description: introduction, License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}},
			Tags:    tags(),
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: credential.SessionCookie(o.Secure), Description: "Being signed in, in this browser and from this origin. No token takes its place."},
					"token":   {Type: "http", Scheme: "bearer", BearerFormat: credential.AccessToken + "…", Description: "A personal token, made on one's account page. It acts as its owner, within its scopes."},
					"service": {Type: "http", Scheme: "bearer", BearerFormat: credential.ServiceToken + "…", Description: "The token of a program of the organisation, made by an operator. It reads what everybody reads alike, and is nobody."},
				},
			},
		},
		Formats:       map[string]huma.Format{jsonType: format, "json": format},
		DefaultFormat: jsonType,
	}
}

const introduction = `What a person may see and do in Cairn, for their own programs.

Send a personal token: ` + "`Authorization: Bearer cairn_pat_…`" + `. It has the rights its owner has at that moment, within its scopes:

- ` + "`organisation`" + `: people, units and who works with whom;
- ` + "`framework`" + `: the growth framework, and what is said about versions that are open for comments;
- ` + "`framework-writing`" + `: beside it, commenting on the framework and writing it, as far as its owner may;
- ` + "`step`" + `: one's own Step and those of one's reports;
- ` + "`evaluations`" + `: one's own evaluations and those of one's reports, with the Steps they look at and agree on;
- ` + "`growth`" + `: one's own growth plan, those of one's reports, and what others share of theirs;
- ` + "`feedback`" + `: what one asks about oneself, gives and is given; nothing that a manager asks about a report;
- ` + "`notes`" + `: one's own journal, and the entries that are shown to one;
- ` + "`priorities`" + `: one's own priorities and those of one's reports;
- ` + "`recognition`" + `: the wall of thanks, which everybody reads.

A program of the organisation itself, an intranet or a wall in the hall, sends a token that an operator made for it, ` + "`cairn_svc_…`" + `. It is
nobody: it reads people, units, statistics and the framework, as far as its scopes reach, and to it nothing else exists.

What is not yours to see, what your token does not reach and what does not exist are answered alike, with 404.

Errors are problems as in RFC 9457. They say where a mistake is and never repeat what was sent. 400 means that the request cannot be read, 422 that
it cannot be used as it is, 409 that something changed meanwhile or that it is not the moment for this.

Promotions, pay, outside titles, requests for roles, paths, rollouts and what a person may ask about their data are for whoever is signed in, with the session's
cookie and from the same origin. To every token they do not exist. Each operation says which it is.

Acts take an ` + "`Idempotency-Key`" + `: the same key with the same request has one effect, and the same key with another request is refused with 422. Texts
are saved with the revision they were read at, in the body or as ` + "`If-Match`" + `; a text that was saved elsewhere since is answered with 409 and stays as it is. Acts on a
promotion name in ` + "`If-Match`" + ` the version of it that was read, which is its ` + "`ETag`" + `.

Each token may ask 60 times at once and 20 times a second after that; ` + "`RateLimit`" + ` says in every answer how many requests are left, and 429 in
` + "`Retry-After`" + ` how long to wait. Start dates are not part of this API.`

func tags() []*huma.Tag {
	return []*huma.Tag{
		{Name: "about", Description: "Who asks, and this description."},
		{Name: "framework", Description: "Steps, areas, disciplines, roles and examples."},
		{Name: "organisation", Description: "People, units and who works with whom. Nothing here depends on a Step."},
		{Name: "step", Description: "A person's Step, for that person and the current manager."},
		{Name: "inbox", Description: "What is new for whoever asks."},
		{Name: "evaluations", Description: "Two sides written blind, opened together, talked about, and an agreed result that both sign."},
		{Name: "priorities", Description: "What the person and the manager agreed matters in a period, and what came of it in words. No Step is part of it."},
		{Name: "promotions", Description: "From a recommendation to what both commit to, for whoever is signed in. To a token nothing is there."},
		{Name: "roles", Description: "How a person comes to a role, and departs from its minimum, for whoever is signed in."},
		{Name: "journey", Description: "A path, for its person and the current manager, and what the person shows of it; for whoever is signed in."},
		{Name: "pay", Description: "Ranges, salaries and what is done about pay, each for those who may know it, for whoever is signed in."},
		{Name: "rights", Description: "What is kept about a person, who can see it, and what they may ask; for whoever is signed in."},
		{Name: "memos", Description: "What a manager writes to themselves, for whoever is signed in."},
		{Name: "standing-in", Description: "Who stands in for a manager who is away, for whoever is signed in."},
		{Name: "rollouts", Description: "Many evaluations at once, for whoever is signed in."},
		{Name: "guide", Description: "What the organisation has written about how things work: everybody reads it, people partners write it."},
		{Name: "titles", Description: "The title used outside, agreed by the person and the manager, for whoever is signed in. It names no step."},
		{Name: "recognition", Description: "The wall of thanks: who is thanked for which work, with whom. It names no step and is in order of time."},
		{Name: "feedback", Description: "What people ask each other about themselves, and say unasked. What a manager asks about a report is on the pages alone."},
		{Name: "journal", Description: "One's own journal, and single entries that are shown."},
		{Name: "growth", Description: "Growth plans: what the person and the manager agreed to focus on, and how it goes in words."},
	}
}
