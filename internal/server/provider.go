package server

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/provider"
)

// providersOf makes the providers of the settings. None is asked anything yet.
func providersOf(c config.Config, now func() clock.Instant) []*provider.Provider {
	var list []*provider.Provider
	for _, s := range c.Providers {
		back := c.PublicURL + "/sign-in/with/" + s.Name + "/back"
		list = append(list, provider.New(s, back, func() time.Time { return now().Time() }))
	}
	return list
}
