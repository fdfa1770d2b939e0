package main

import (
	"context"
	"fmt"
	"os"
	"runtime/pprof"
	"time"
)

// aProfile is how long each page is asked for while it is profiled.
const aProfile = 4 * time.Second

// profile writes a CPU profile of each page into the working directory: where a page
// falls behind the limit, it tells by what.
func profile(ctx context.Context, g *grown) error {
	for i, p := range g.pages[1:] {
		name := fmt.Sprintf("bench-%d.pprof", i+1)
		asked, err := profileOne(ctx, g, p, name)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %s, asked for %d times\n", name, p.Name, asked)
	}
	return nil
}

func profileOne(ctx context.Context, g *grown, p page, name string) (asked int, err error) {
	if _, _, err := g.ask(ctx, p); err != nil { // once to warm up
		return 0, err
	}
	file, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	if err := pprof.StartCPUProfile(file); err != nil {
		return 0, err
	}
	defer pprof.StopCPUProfile()
	for began := time.Now(); time.Since(began) < aProfile; asked++ {
		if _, _, err := g.ask(ctx, p); err != nil {
			return asked, err
		}
	}
	return asked, nil
}
