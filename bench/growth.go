package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"cairn/internal/access"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

// grown is an organisation of one size, open in this process.
type grown struct {
	people  int
	folder  string
	server  *server.Server
	handler http.Handler
	pages   []page
}

// grow opens an organisation of that many people; it is made where the folder does not
// hold it yet.
func grow(ctx context.Context, folder string, people int) (*grown, error) {
	made := filepath.Join(folder, "pages.json")
	known, err := os.ReadFile(made)
	if os.IsNotExist(err) {
		if known, err = fill(ctx, folder, people); err == nil {
			err = os.WriteFile(made, known, 0o600)
		}
	}
	if err != nil {
		return nil, err
	}
	g := &grown{people: people, folder: folder}
	if err := json.Unmarshal(known, &g.pages); err != nil {
		return nil, err
	}
	flags := where(folder)
	flags["pages-at-once"] = "0"
	if g.server, err = openEmpty(ctx, flags); err != nil {
		return nil, err
	}
	g.handler, err = g.server.Handler()
	return g, err
}

// fill brings people in through the acts, then copies of them, and returns the pages to
// ask for.
func fill(ctx context.Context, folder string, people int) ([]byte, error) {
	began, first := time.Now(), min(people, imported)
	if err := makeDatabase(ctx, folder); err != nil {
		return nil, err
	}
	err := within(ctx, where(folder), func(w *workflow.Workflow) error {
		_, err := w.ImportPeople(ctx, access.System(access.ViaCommand), rows(first), workflow.ImportOptions{})
		return err
	})
	if err == nil && people > first {
		err = multiply(ctx, folder, people/first)
	}
	if err != nil {
		return nil, err
	}
	w := &world{}
	err = within(ctx, where(folder), func(f *workflow.Workflow) error { return w.evaluate(ctx, f) })
	if err != nil {
		return nil, err
	}
	fmt.Printf("%s people in %.1f s\n", thousands(people), time.Since(began).Seconds())
	return json.Marshal(w.pages)
}

// within opens a Cairn for what f does.
func within(ctx context.Context, flags map[string]string, f func(*workflow.Workflow) error) error {
	s, err := openEmpty(ctx, flags)
	if err != nil {
		return fmt.Errorf("opening: %w", err)
	}
	return errors.Join(f(s.Workflow), s.Close())
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

// growAll opens an organisation of each size; those that were made before are found in
// the folder that CAIRN_BENCH_KEEP names.
func growAll(ctx context.Context, folder string, sizes []int) (all []*grown, err error) {
	if kept := os.Getenv("CAIRN_BENCH_KEEP"); kept != "" {
		folder = kept
	}
	for _, people := range sizes {
		g, err := grow(ctx, filepath.Join(folder, "grown-"+strconv.Itoa(people)), people)
		if err != nil {
			return nil, fmt.Errorf("%d people: %w", people, err)
		}
		all = append(all, g)
	}
	return all, nil
}

// asks is how often each page is asked for in each organisation.
const asks = 150

// measureGrowth asks for each page in all organisations in turn, and compares the
// largest with that of a thousand people.
func measureGrowth(ctx context.Context, all []*grown) (rows []result, err error) {
	fmt.Printf("%-34s", "growth: median and 99th, ms")
	for _, g := range all {
		fmt.Printf("%18s", thousands(g.people))
	}
	fmt.Println()
	last := all[len(all)-1]
	for i, p := range all[0].pages {
		took := make([][]float64, len(all))
		for range asks {
			for j, g := range all {
				t, _, err := g.ask(ctx, g.pages[i])
				if err != nil {
					return nil, err
				}
				took[j] = append(took[j], milliseconds(t))
			}
		}
		fmt.Printf("%-34s", p.Name)
		of := 0.0
		for j, g := range all {
			fmt.Printf("%9.3f %8.3f", median(took[j]), sorted(took[j])[asks*99/100])
			if g.people == 1000 {
				of = median(took[j])
			}
		}
		fmt.Println()
		if of > 0 && p.Name != floor {
			rows = append(rows, result{fmt.Sprintf("%s: %s people, of the time with 1,000", p.Name, thousands(last.people)), median(took[len(all)-1]) / of, 1.3, false})
		}
	}
	return rows, nil
}
