// Package inbox shows people what they are told about, and lets them say how.
package inbox

import (
	"context"
	_ "embed"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed inbox.css
var Sheet []byte

// Page is what the viewer is told about.
type Page struct {
	ui.Page
	Inbox  workflow.Inbox
	Key    func() string
	Moment func(clock.Instant) ui.Moment
}

// SettingsForm is how the viewer wants to be told.
type SettingsForm struct {
	Key     string
	Have    notice.Settings
	Mails   bool // this Cairn sends any
	Problem string
}

// WayField names the field of a kind.
func WayField(k notice.Kind) string {
	if k == notice.Everything {
		return "way"
	}
	return "way:" + string(k)
}

// group is a heading with its kinds.
type group struct {
	name  string
	kinds []notice.About
}

func groups() (all []group) {
	for _, a := range notice.Choices() {
		if n := len(all); n == 0 || all[n-1].name != a.Group {
			all = append(all, group{name: a.Group})
		}
		last := &all[len(all)-1]
		last.kinds = append(last.kinds, a)
	}
	return all
}

// options are the ways of a kind, and for all but the rest, to follow the rest.
func (f SettingsForm) options(ctx context.Context, k notice.Kind) (list []ui.Option) {
	have, own := f.Have[k]
	if k != notice.Everything {
		list = append(list, ui.Option{Value: "", Label: lang.Say(ctx, "As everything else"), Selected: !own})
	} else if !own {
		have = notice.Daily
	}
	for _, w := range notice.Ways() {
		list = append(list, ui.Option{Value: string(w), Label: capital(lang.Say(ctx, w.Words())), Selected: have == w})
	}
	return list
}

func capital(words string) string { return strings.ToUpper(words[:1]) + words[1:] }
