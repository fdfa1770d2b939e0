package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
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
func startCairn(ctx context.Context, folder string, g *grown) (questions []asked, stop func(), err error) {
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
	step := request{path: "/api/v1/people/" + string(t.Person) + "/step"}
	entry, err := json.Marshal(map[string]string{"day": "2026-01-05", "text": keptLine})
	return []asked{
		inTurn(address, step, t.Subject, false),
		inTurn(address, step, t.Lead, false),
		inTurn(address, step, t.Lead, false),
		inTurn(address, request{path: "/api/v1/people/" + string(t.Manager) + "/reports?limit=100"}, t.Lead, false),
		inTurn(address, request{method: http.MethodPost, path: "/api/v1/journal", body: string(entry)}, t.Subject, true),
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

// inTurn asks with one token after the other, and with a key of its own each time if it is an act.
func inTurn(address string, r request, tokens []string, act bool) asked {
	n := 0
	text := func() []byte {
		n++
		r.header = map[string]string{"Authorization": "Bearer " + tokens[n%len(tokens)]}
		if act {
			r.header["Idempotency-Key"] = fmt.Sprintf("bench-%d-%d", os.Getpid(), n)
		}
		return r.of(address)
	}
	if act {
		return asked{address, text}
	}
	texts := make([][]byte, len(tokens))
	for i := range texts {
		texts[i] = text()
	}
	return asked{address, func() []byte { n++; return texts[n%len(texts)] }}
}
