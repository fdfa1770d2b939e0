package main

import (
	"context"
	"errors"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/sample"
	"cairn/internal/server"
	"cairn/internal/web"
	"cairn/internal/workflow"
)

// sampleYears is how far back the sample organisation's story may go.
const sampleYears = 2

// tokenDays is how long the personas' tokens work: as long as a token may.
const tokenDays = 366

// loadSample fills an empty Cairn with the sample organisation and its story, on
// a clock of its own, and returns who can be looked at it as.
func loadSample(ctx context.Context, settings config.Config) ([]web.Persona, error) {
	now := time.Now()
	c := clock.NewFake(now.AddDate(-sampleYears, 0, 0)) // what is there from the start was there before the story
	s, err := server.Open(ctx, server.Options{Config: settings, Clock: c})
	if err != nil {
		return nil, err
	}
	c.Advance(clock.At(now).Sub(c.Now()))
	if err := sample.Load(ctx, s.Workflow, c); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	personas, err := personasOf(ctx, s.Workflow)
	return personas, errors.Join(err, s.Close())
}

func personasOf(ctx context.Context, w *workflow.Workflow) ([]web.Persona, error) {
	var made []web.Persona
	for _, p := range sample.Personas() {
		who, err := w.PersonByEmail(ctx, commandLine, p.Email)
		if err != nil {
			return nil, err
		}
		actor := access.Actor{Person: who.ID, Via: access.ViaCommand}
		token, err := w.MakeToken(ctx, actor, workflow.Once{}, workflow.NewToken{Name: "demo", Scopes: access.Scopes(), Days: tokenDays})
		if err != nil {
			return nil, err
		}
		made = append(made, web.Persona{Name: p.Name, Email: p.Email, Is: p.Is, Token: token, SignIn: "/demo/sign-in/" + token})
	}
	return made, nil
}
