package account

import (
	"context"

	_ "embed"
	"slices"
	"strings"
	_ "time/tzdata" // a machine without time zones of its own still knows them

	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

// zones are the names that stand for a place, from the public-domain tz database.
//
//go:embed zones.txt
var zones string

// Zones lists the time zones people choose from.
func Zones() []string { return strings.Fields(zones) }

// zoneOptions offers every zone; a chosen one that is not in the list is kept.
func zoneOptions(ctx context.Context, chosen, fallback string) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "As the organisation: {fallback}", "fallback", fallback), Selected: chosen == ""}}
	names := Zones()
	if chosen != "" && !slices.Contains(names, chosen) {
		names = append([]string{chosen}, names...)
	}
	for _, name := range names {
		options = append(options, ui.Option{Value: name, Label: strings.ReplaceAll(name, "_", " "), Selected: name == chosen})
	}
	return options
}
