package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows a person how far a long act is; nothing where nobody watches.
func (t *terminal) progress(what string) *progress {
	if !interactive(t.err) {
		return &progress{}
	}
	return &progress{bar: progressbar.NewOptions64(1, progressbar.OptionSetWriter(t.err), progressbar.OptionSetDescription(what),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth())}
}

type progress struct{ bar *progressbar.ProgressBar }

func (p *progress) show(done, total int) { p.show64(int64(done), int64(total)) }

func (p *progress) show64(done, total int64) {
	if p.bar == nil || total <= 0 {
		return
	}
	if p.bar.GetMax64() != total {
		p.bar.ChangeMax64(total)
	}
	_ = p.bar.Set64(min(done, total)) // a bar that cannot be drawn harms nothing
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
