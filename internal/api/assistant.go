package api

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"cairn/internal/access"
	"cairn/internal/fault"
)

// AssistantPath is where a person's own assistant asks, by the Model Context
// Protocol, with a personal token of that person. It answers where Options say so.
const AssistantPath = "/api/mcp"

// assistantBody is how many bytes an assistant may send at once: a question.
const assistantBody = 64 << 10

// Tool is one thing an assistant can ask for. All of them read, and read what is for
// everybody or the token's owner's own, never what others show or what is about others.
type Tool struct {
	Name     string
	Items    []string // rows of the permission matrix
	Scope    access.Scope
	Title    string
	About    string
	register func(*service, *mcp.Server, Tool)
}

// Tools returns the one table of everything an assistant can ask for.
func Tools() []Tool {
	return []Tool{
		{"framework", []string{"framework"}, access.ScopeFramework, "The framework", "The growth framework in force: its steps, areas, disciplines and roles, with their ids. Read it first: other questions name these ids.", asks((*service).framework)},
		{"expectations", []string{"framework"}, access.ScopeFramework, "What is expected", "Examples of what a step asks in an area, for everyone or for a discipline. They are there to talk about; they are no checklist.", asks((*service).expectations)},
		{"me", []string{"profile"}, "", "Who I am", "Whose token this is, and what it reaches.", asks((*service).me)},
		{"my_step", []string{"step", "step_hist"}, access.ScopeStep, "My Step", "The owner's own Step. It is private: do not pass it on.", asks(own((*service).personStep))},
		{"my_journal", []string{"notes_self"}, access.ScopeNotes, "My journal", "What the owner wrote in their journal, the newest day first.", asks((*service).ownJournal)},
		{"my_growth_plan", []string{"focus"}, access.ScopeGrowth, "My growth plan", "The owner's own growth plan.", asks(ownWhole((*service).plan))},
		{"my_priorities", []string{"priorities"}, access.ScopePriorities, "My priorities", "The owner's own priorities and achievements.", asks(ownWhole((*service).priorities))},
	}
}

const instructions = `Cairn keeps how people grow in their organisation. You read as the owner of a personal token: the framework, which is open to everybody there, and
what is the owner's own. You change nothing. Examples of the framework are there to talk about; they are no checklist, and nobody is scored by them.`

// serveAssistants answers assistants. No session is kept, so any replica answers.
func (s *service) serveAssistants() {
	server := mcp.NewServer(&mcp.Implementation{Name: "cairn", Title: "Cairn", Version: "1"}, &mcp.ServerOptions{Instructions: instructions})
	for _, tool := range Tools() {
		tool.register(s, server, tool)
	}
	s.mux.Handle(http.MethodPost+" "+AssistantPath, mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, MaxRequestBodyBytes: assistantBody,
		// A proxy on this machine passes the host on that people asked for. What a page
		// of somebody else could do here is nothing: it has no token.
		DisableLocalhostProtection: true,
	}))
}

// nothingAsked is the input of what takes none.
type nothingAsked = struct{}

// asks gives a tool its answer. The library calls it on its own, so a bug in it is
// caught here and not where requests are.
func asks[I, O any](f func(*service, visit, *I) (*O, error)) func(*service, *mcp.Server, Tool) {
	return func(s *service, server *mcp.Server, tool Tool) {
		about := &mcp.Tool{Name: tool.Name, Title: tool.Title, Description: tool.About, Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true}}
		mcp.AddTool(server, about, func(ctx context.Context, _ *mcp.CallToolRequest, in I) (*mcp.CallToolResult, any, error) {
			out, err := guarded(s, f, visitOf(ctx), &in)
			if err != nil {
				return nil, nil, errors.New(s.problem(ctx, "assistant "+tool.Name, err, nil).Detail)
			}
			return nil, bodyOf(out), nil
		})
	}
}

// guarded turns a bug into a failure.
func guarded[I, O any](s *service, f func(*service, visit, *I) (*O, error), v visit, in *I) (out *O, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic", "value", p, "stack", string(debug.Stack()))
			out, err = nil, errors.New("panic")
		}
	}()
	if !v.actor.Known() {
		return nil, fault.NotFound()
	}
	return f(s, v, in)
}

// answered is an output of the API: what stands in its body.
type answered interface{ body() any }

func bodyOf(out any) any {
	if a, ok := out.(answered); ok {
		return a.body()
	}
	return out
}

func (o *frameworkOutput) body() any  { return o.Body }
func (o *meOutput) body() any         { return o.Body }
func (o *personStepOutput) body() any { return o.Body }
func (o *planOutput) body() any       { return o.Body }
func (o *prioritiesOutput) body() any { return o.Body }

// own asks about the owner of the token, whom nobody names.
func own[O any](f func(*service, visit, *idInput) (*O, error)) func(*service, visit, *nothingAsked) (*O, error) {
	return func(s *service, v visit, _ *nothingAsked) (*O, error) {
		return f(s, v, &idInput{ID: string(v.actor.Person)})
	}
}

// wholly is more than any list holds: an assistant does not page.
const wholly = 1 << 30

// ownWhole asks in the same way for what otherwise comes in pages.
func ownWhole[O any](f func(*service, visit, *PagedOf) (*O, error)) func(*service, visit, *nothingAsked) (*O, error) {
	return func(s *service, v visit, _ *nothingAsked) (*O, error) {
		return f(s, v, &PagedOf{ID: string(v.actor.Person), Paged: Paged{Limit: wholly}})
	}
}

// OwnJournal is what somebody wrote themselves.
type OwnJournal struct {
	Entries []JournalEntry `json:"entries"`
}

// ownJournal leaves out what others show.
func (s *service) ownJournal(v visit, _ *nothingAsked) (*OwnJournal, error) {
	out, err := s.journal(v, &Paged{Limit: wholly})
	if err != nil {
		return nil, err
	}
	return &OwnJournal{out.Body.Entries}, nil
}

type expectationsInput struct {
	Step       string `json:"step,omitempty" jsonschema:"Only of this step, by its id, with what is expected at every step."`
	Area       string `json:"area,omitempty" jsonschema:"Only of this area, by its id."`
	Discipline string `json:"discipline,omitempty" jsonschema:"Only what is for everyone and what is for this discipline, by its id."`
}

// expectations are the examples asked for, all at once.
func (s *service) expectations(v visit, asked *expectationsInput) (*Examples, error) {
	f, err := s.Workflow.Framework(v, v.actor)
	if err != nil {
		return nil, err
	}
	in := examplesInput{Area: asked.Area, Step: asked.Step, Discipline: asked.Discipline}
	if err := in.check(f); err != nil {
		return nil, err
	}
	return &Examples{Examples: each(in.from(f), exampleOf)}, nil
}
