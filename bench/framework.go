package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/frameworkimport"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

// largeFramework writes a framework as large as real ones get: 2,000 examples,
// 200 areas, 200 steps, 50 roles, about 645 KB.
func largeFramework() []byte {
	var b strings.Builder
	b.WriteString("format: 1\nid: large\nname: Large\nversion: \"1\"\nsteps:\n")
	for i := range 200 {
		fmt.Fprintf(&b, "  - {id: step-%03d, name: Step number %d, order: %d, summary: %q, approve: {by: manager}}\n", i, i, i+1, strings.Repeat("What is expected here. ", 4))
	}
	b.WriteString("areas:\n")
	for i := range 200 {
		fmt.Fprintf(&b, "  - {id: area-%03d, name: Area number %d, summary: %q}\n", i, i, strings.Repeat("What it is about. ", 4))
	}
	b.WriteString("disciplines:\n")
	for i := range 20 {
		fmt.Fprintf(&b, "  - {id: discipline-%02d, name: Discipline %d}\n", i, i)
	}
	b.WriteString("roles:\n")
	for i := range 50 {
		fmt.Fprintf(&b, "  - {id: role-%02d, name: Role number %d, discipline: discipline-%02d}\n", i, i, i%20)
	}
	b.WriteString("examples:\n")
	for i := range 2000 {
		mark := ""
		if i%5 == 0 {
			mark = fmt.Sprintf("disciplines: [discipline-%02d], ", i%20)
		}
		fmt.Fprintf(&b, "  - {id: example-%04d, area: area-%03d, step: step-%03d, %stext: %q}\n", i, i*7%200, i/10, mark, strings.Repeat(fmt.Sprintf("Explains plan %d to others. ", i), 7))
	}
	return []byte(b.String())
}

// measureFrameworks compares a framework of the largest size with the one that
// Cairn ships.
func measureFrameworks(ctx context.Context, binary, folder string) error {
	large := largeFramework()
	for _, c := range []struct {
		name   string
		source []byte
	}{{"steps, as shipped", frameworkfile.BuiltInSource()}, {"large", large}} {
		fmt.Printf("\nframework %s, %.0f KB\n", c.name, float64(len(c.source))/1e3)
		readOften(c.source)
		if err := lintOnce(ctx, binary, folder, c.source); err != nil {
			return err
		}
		if err := measureReading(ctx, binary, filepath.Join(folder, strings.Fields(c.name)[0][:5]), c.source); err != nil {
			return err
		}
	}
	return nil
}

func took(name string, times int, f func()) {
	best := time.Hour
	for range times {
		began := time.Now()
		f()
		best = min(best, time.Since(began))
	}
	fmt.Printf("%-34s %7.2f ms, best of %d\n", name, milliseconds(best), times)
}

// readOften times what reads and writes files, within one process.
func readOften(source []byte) {
	var f *framework.Framework
	took("read and checked", 10, func() { f, _ = frameworkfile.Load("large.yaml", source) })
	took("written again", 3, func() { _, _ = frameworkfile.Encode(f, source) })
	took("compared with itself", 3, func() { _ = framework.Compare(f, f) })
	var table strings.Builder
	table.WriteString("area,step,discipline,text\n")
	for _, e := range f.Examples {
		fmt.Fprintf(&table, "%s,%s,,%q\n", e.Area, e.Step, strings.ReplaceAll(e.Text, `"`, "'"))
	}
	took("imported from a table", 3, func() {
		frameworkimport.Import([]frameworkimport.File{{Name: "large.csv", Data: []byte(table.String())}}, frameworkimport.Options{})
	})
}

// measureReading publishes the framework and asks for its pages.
func measureReading(ctx context.Context, binary, folder string, source []byte) error {
	pages, err := publish(ctx, folder, source)
	if err != nil {
		return err
	}
	p, _, err := serve(ctx, binary, folder)
	if err != nil {
		return err
	}
	defer p.stop()
	for _, page := range pages {
		if err := p.time(ctx, page); err != nil {
			return err
		}
	}
	fmt.Printf("resident after that: %s\n", p.resident())
	return nil
}

func publish(ctx context.Context, folder string, source []byte) ([]page, error) {
	c, err := config.Load(config.Sources{Flags: map[string]string{"data": folder}})
	if err != nil {
		return nil, err
	}
	if err := server.Prepare(c); err != nil {
		return nil, err
	}
	s, err := server.Open(ctx, server.Options{Config: c, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	w, command := s.Workflow, access.System(access.ViaCommand)
	people := []orgfile.Row{{Line: 2, Name: "Person Number0", Email: "person0@example.org", Start: "2020-01-01", Chapter: "One", Tribe: "One"}}
	if _, err := w.ImportPeople(ctx, command, people, workflow.ImportOptions{}); err != nil {
		return nil, err
	}
	partner, token, err := enter(ctx, w, 0)
	if err != nil {
		return nil, err
	}
	if err := w.GrantOffice(ctx, command, partner.Person, org.PeoplePartner); err != nil {
		return nil, err
	}
	f, _ := frameworkfile.Load("large.yaml", source)
	if now, err := w.Framework(ctx, partner); err != nil || now.ID != f.ID {
		began := time.Now()
		if _, _, err := w.ImportDraft(ctx, command, workflow.Once{}, source); err != nil {
			return nil, err
		}
		if err := w.Publish(ctx, command, workflow.Once{}, 1, clock.DateOf(w.Now(), time.UTC)); err != nil {
			return nil, err
		}
		fmt.Printf("%-34s %7.2f ms\n", "made a draft and published", milliseconds(time.Since(began)))
	}
	if _, err := w.StartDraft(ctx, command, workflow.Once{}); err != nil {
		return nil, err
	}
	steps, areas := f.StepsInOrder(), f.AreasInOrder()
	middle := steps[len(steps)/2].ID
	return []page{
		{"a plain file (the floor)", "/robots.txt", ""},
		{"framework", "/framework", token},
		{"one step", "/framework/steps/" + string(middle), token},
		{"one area", "/framework/areas/" + string(areas[len(areas)/2].ID), token},
		{"one discipline", "/framework/disciplines/" + string(f.Disciplines[0].ID), token},
		{"two steps compared", "/framework/compare?left=" + string(steps[0].ID) + "&right=" + string(middle), token},
		{"search", "/framework/search?q=plan", token},
		{"versions", "/framework/versions", token},
		{"the draft", "/framework/draft", token},
		{"the draft, one area", "/framework/draft/place?area=" + string(areas[len(areas)/2].ID), token},
		{"the draft, one place", "/framework/draft/place?area=" + string(areas[len(areas)/2].ID) + "&step=" + string(middle), token},
	}, nil
}
