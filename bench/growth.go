package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"cairn/internal/access"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

// grown is an organisation of one size, open in this process.
type grown struct {
	people  int
	server  *server.Server
	handler http.Handler
	pages   []page
}

// portion is how many people one import adds: all of a million in one would be held in
// memory at once.
const portion = 100_000

// grow opens an organisation of that many people; it is made where the folder does not
// hold it yet.
func grow(ctx context.Context, folder string, people int) (*grown, error) {
	flags := map[string]string{"data": folder}
	made := filepath.Join(folder, "pages.json")
	known, err := os.ReadFile(made)
	fresh := os.IsNotExist(err)
	s, err := openEmpty(ctx, flags)
	if err != nil {
		return nil, err
	}
	g := &grown{people: people, server: s}
	if fresh {
		if g.pages, err = fill(ctx, s, people); err != nil {
			return nil, err
		}
		if known, err = json.Marshal(g.pages); err == nil {
			err = os.WriteFile(made, known, 0o600)
		}
	} else {
		err = json.Unmarshal(known, &g.pages)
	}
	if err != nil {
		return nil, err
	}
	g.handler, err = s.Handler()
	return g, err
}

func fill(ctx context.Context, s *server.Server, people int) ([]page, error) {
	began := time.Now()
	for some := range slices.Chunk(rows(people), portion) {
		if _, err := s.Workflow.ImportPeople(ctx, access.System(access.ViaCommand), some, workflow.ImportOptions{}); err != nil {
			return nil, err
		}
		fmt.Printf("%s people so far in %.1f s\n", thousands(some[len(some)-1].Line-1), time.Since(began).Seconds())
	}
	w := &world{}
	err := w.evaluate(ctx, s.Workflow)
	return w.pages, err
}

// ask answers one request in this process.
func (g *grown) ask(ctx context.Context, p page) (time.Duration, *httptest.ResponseRecorder, error) {
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, p.Path, nil)
	if p.Session != "" {
		r.AddCookie(&http.Cookie{Name: "cairn_session", Value: p.Session})
	}
	answer := httptest.NewRecorder()
	began := time.Now()
	g.handler.ServeHTTP(answer, r)
	took := time.Since(began)
	if answer.Code != http.StatusOK {
		return took, answer, fmt.Errorf("%s answers %d", p.Path, answer.Code)
	}
	return took, answer, nil
}

func measureGrowth(ctx context.Context, folder string, sizes []int) error {
	if kept := os.Getenv("CAIRN_BENCH_KEEP"); kept != "" {
		folder = kept
	}
	var all []*grown
	for _, people := range sizes {
		g, err := grow(ctx, filepath.Join(folder, "grown-"+strconv.Itoa(people)), people)
		if err != nil {
			return fmt.Errorf("%d people: %w", people, err)
		}
		defer g.server.Close()
		all = append(all, g)
	}
	fmt.Printf("%-34s", "page, median and 99th, ms")
	for _, g := range all {
		fmt.Printf("%18s", thousands(g.people))
	}
	fmt.Println()
	for i, p := range all[0].pages {
		took := make([][]time.Duration, len(all))
		for range 150 {
			for j, g := range all {
				t, _, err := g.ask(ctx, g.pages[i])
				if err != nil {
					return err
				}
				took[j] = append(took[j], t)
			}
		}
		fmt.Printf("%-34s", p.Name)
		for j := range all {
			slices.Sort(took[j])
			fmt.Printf("%9.3f %8.3f", milliseconds(took[j][len(took[j])/2]), milliseconds(took[j][len(took[j])*99/100]))
		}
		fmt.Println()
	}
	return nil
}
