package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"time"
)

// starts is how often the program is started to see how soon it answers; the quickest
// counts, because others use the machine too.
const starts = 7

// measureRest starts the built program on an organisation and leaves it alone.
func measureRest(ctx context.Context, binary, folder string, pages []page) (rows []result, err error) {
	info, err := os.Stat(binary)
	if err != nil {
		return nil, err
	}
	ready := time.Hour
	var p *running
	for i := range starts {
		var took time.Duration
		if p, took, err = serve(ctx, binary, folder); err != nil {
			return nil, err
		}
		ready = min(ready, took)
		if i < starts-1 {
			p.stop()
		}
	}
	defer p.stop()
	time.Sleep(10 * time.Second) // what starting began has ended
	resident := p.residentMB()
	largest, requests := 0, 0
	for _, page := range pages {
		body, err := p.body(ctx, page)
		if err != nil {
			return nil, err
		}
		assets := map[string]bool{}
		for _, a := range asset.FindAllString(string(body), -1) {
			assets[a] = true
		}
		largest, requests = max(largest, len(body)), max(requests, 1+len(assets))
	}
	fmt.Printf("at rest: %.0f MB, ready in %d ms, program %.1f MB, largest page %.1f KB in %d requests\n", resident, ready.Milliseconds(), float64(info.Size())/1e6, float64(largest)/1e3, requests)
	return []result{
		{"MB resident", resident, 60, false},
		{"ms until it answers, the quickest of seven starts", float64(ready.Milliseconds()), 150, false},
		{"MB the program, one static file", float64(info.Size()) / 1e6, 45, false},
		{"KB the largest of the main pages", float64(largest) / 1e3, 60, false},
		{"requests for a page the first time", float64(requests), 3, false},
	}, nil
}

var asset = regexp.MustCompile(`/assets/[^"\s]+\.(css|js)`)
