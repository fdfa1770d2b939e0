// Command bench measures Cairn as its people meet it: the built program, its
// real database, requests over the loopback. It prints a table and judges
// nothing. A plain file served by the same program in the same run is the floor
// to compare pages with; single figures of a busy machine mean little.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// sizes are the organisations that are measured.
var sizes = []int{40, 10_000}

func main() {
	log.SetFlags(0)
	if err := run(context.Background()); err != nil {
		log.Fatal("bench: ", err)
	}
}

func run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "cairn-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "cairn")
	only := ""
	if len(os.Args) > 1 {
		only = os.Args[1]
	}
	if only == "" || only == "frameworks" {
		if err := compile(ctx, binary); err != nil {
			return err
		}
		if err := measureFrameworks(ctx, binary, folder); err != nil {
			return fmt.Errorf("frameworks: %w", err)
		}
	}
	if only == "" || only == "rollouts" {
		if err := measureRollouts(ctx, folder); err != nil {
			return fmt.Errorf("rollouts: %w", err)
		}
	}
	if only == "" || only == "directory" {
		if err := measureDirectory(ctx, filepath.Join(folder, "directory")); err != nil {
			return fmt.Errorf("directory: %w", err)
		}
	}
	if only == "" || only == "acts" {
		if err := measureActs(ctx, filepath.Join(folder, "acts")); err != nil {
			return fmt.Errorf("acts: %w", err)
		}
	}
	if only == "" || only == "sealed" {
		if err := measureSealed(); err != nil {
			return fmt.Errorf("sealed: %w", err)
		}
	}
	if only == "growth" {
		var sizes []int
		for _, a := range os.Args[2:] {
			n, err := strconv.Atoi(a)
			if err != nil {
				return err
			}
			sizes = append(sizes, n)
		}
		return measureGrowth(ctx, folder, sizes)
	}
	if only == "explain" {
		g, err := grow(ctx, filepath.Join(os.Getenv("CAIRN_BENCH_KEEP"), "grown-"+os.Args[2]), 0)
		if err != nil {
			return err
		}
		if _, session, err := enter(ctx, g.server.Workflow, 10); err != nil {
			return err
		} else if len(os.Args) > 3 {
			g.pages = nil
			for _, path := range os.Args[3:] {
				g.pages = append(g.pages, page{path, path, session})
			}
		}
		return explain(ctx, g)
	}
	if only == "sweep" {
		var two []*grown
		for _, a := range os.Args[2:4] {
			g, err := grow(ctx, filepath.Join(os.Getenv("CAIRN_BENCH_KEEP"), "grown-"+a), 0)
			if err != nil {
				return err
			}
			two = append(two, g)
		}
		return sweep(ctx, two[0], two[1])
	}
	if only != "" {
		return nil
	}
	for _, people := range sizes {
		if err := measure(ctx, binary, filepath.Join(folder, fmt.Sprint(people)), people); err != nil {
			return fmt.Errorf("%d people: %w", people, err)
		}
	}
	return nil
}

func measure(ctx context.Context, binary, folder string, people int) error {
	w, err := populate(ctx, folder, people)
	if err != nil {
		return err
	}
	p, ready, err := serve(ctx, binary, folder)
	if err != nil {
		return err
	}
	defer p.stop()
	fmt.Printf("\n%s people: imported in %.1f s, ready %d ms after start, %s resident at rest\n",
		thousands(people), w.imported.Seconds(), ready.Milliseconds(), p.resident())
	fmt.Printf("%-34s %10s %10s %10s\n", "page", "median", "95th", "size")
	for _, page := range w.pages {
		if err := p.time(ctx, page); err != nil {
			return err
		}
	}
	fmt.Printf("resident after that: %s\n", p.resident())
	return nil
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return strings.TrimSpace(s)
}

func compile(ctx context.Context, binary string) error {
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", binary, "./cmd/cairn")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	fmt.Printf("program: %.1f MB, one static file\n", float64(info.Size())/1e6)
	return nil
}
