package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// tokens is what a Cairn that the peer is measured beside tells of itself.
type tokens struct {
	Subject, Lead   []string
	Person, Manager id.Person
}

// startCairn serves the grown organisation in a process of its own, to tokens, and
// returns the questions in the order of peerQuestions.
func startCairn(ctx context.Context, folder string, g *grown) (questions []func(context.Context) error, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, nil, err
	}
	file := filepath.Join(folder, "tokens.json")
	var t tokens
	if stop, err = start(ctx, "http://"+address+"/healthz", file, &t, self, "serve", g.folder, address, file); err != nil {
		return nil, nil, err
	}
	base := "http://" + address + "/api/v1"
	step := asked{url: base + "/people/" + string(t.Person) + "/step"}
	entry, err := json.Marshal(map[string]string{"day": "2026-01-05", "text": keptLine})
	return []func(context.Context) error{
		step.inTurn(t.Subject),
		step.inTurn(t.Lead),
		step.inTurn(t.Lead),
		asked{url: base + "/people/" + string(t.Manager) + "/reports?limit=100"}.inTurn(t.Lead),
		asked{method: http.MethodPost, url: base + "/journal", body: string(entry), fresh: true}.inTurn(t.Subject),
	}, stop, err
}

// serveTokens is the process that startCairn starts.
func serveTokens(ctx context.Context, folder, address, file string) error {
	s, err := openAt(ctx, map[string]string{"data": folder}, quick{time.Now()})
	if err != nil {
		return err
	}
	handler, err := s.Handler()
	if err != nil {
		return errors.Join(err, s.Close())
	}
	var t tokens
	if t.Person, t.Subject, err = tokensOf(ctx, s.Workflow, 2); err == nil {
		t.Manager, t.Lead, err = tokensOf(ctx, s.Workflow, 0)
	}
	if err == nil {
		var raw []byte
		if raw, err = json.Marshal(t); err == nil {
			err = os.WriteFile(file, raw, 0o600)
		}
	}
	if err == nil {
		err = (&http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: time.Minute}).ListenAndServe()
	}
	return errors.Join(err, s.Close())
}

// quick is a clock that runs quicker than the machine's.
type quick struct{ began time.Time }

const howQuick = 20

// Now is later than one would think.
func (q quick) Now() clock.Instant { return clock.At(q.began.Add(howQuick * time.Since(q.began))) }

// mostTokens is how many somebody may have.
const mostTokens = 50

// tokensOf signs the person in and makes all tokens they may have.
func tokensOf(ctx context.Context, w *workflow.Workflow, number int) (who id.Person, tokens []string, err error) {
	in, err := w.SignIn(ctx, fmt.Sprintf("person%d@example.org", number), password, "bench", "")
	if err != nil {
		return "", nil, err
	}
	actor, _, err := w.Authenticate(ctx, in.Token)
	if err != nil {
		return "", nil, err
	}
	held, err := w.Tokens(ctx, actor)
	for _, t := range held { // of a run before
		err = errors.Join(err, w.RevokeToken(ctx, actor, workflow.Once{}, t.ID))
	}
	for range mostTokens {
		token, failed := w.MakeToken(ctx, actor, workflow.Once{}, workflow.NewToken{Name: "bench", Days: 300, Scopes: access.Scopes()})
		if err = errors.Join(err, failed); err != nil {
			return "", nil, err
		}
		tokens = append(tokens, token)
	}
	return actor.Person, tokens, nil
}

// inTurn asks with one token after the other.
func (a asked) inTurn(tokens []string) func(context.Context) error {
	var n atomic.Uint64
	return func(ctx context.Context) error {
		of := a
		i := n.Add(1)
		of.header = map[string]string{"Authorization": "Bearer " + tokens[i%uint64(len(tokens))]}
		if a.fresh {
			of.header["Idempotency-Key"] = fmt.Sprintf("bench-%d-%d", os.Getpid(), i)
		}
		return of.ask(ctx)
	}
}
