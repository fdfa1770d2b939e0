package account

import (
	"context"
	"strings"

	"cairn/internal/lang"
)

// Agent says in a few words which browser on which system a session runs in, as
// far as the browser tells. It is a help for the eye and proves nothing.
func Agent(ctx context.Context, agent string) string {
	browser, system := firstOf(agent, browsers), firstOf(agent, systems)
	switch {
	case browser != "" && system != "":
		return lang.Say(ctx, "{browser} on {system}", "browser", browser, "system", lang.Say(ctx, system))
	case browser != "":
		return browser
	case agent != "":
		return short(agent)
	}
	return lang.Say(ctx, "A browser that does not say its name")
}

type sign struct{ mark, name string }

// The order matters: most browsers also name those they descend from.
var (
	browsers = []sign{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"HeadlessChrome/", "Chrome"}, {"Chrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}}
	systems = []sign{{"iPhone", lang.Later("an iPhone")}, {"iPad", lang.Later("an iPad")}, {"Android", "Android"}, {"Windows", "Windows"},
		{"Mac OS X", lang.Later("a Mac")}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

func firstOf(agent string, signs []sign) string {
	for _, s := range signs {
		if strings.Contains(agent, s.mark) {
			return s.name
		}
	}
	return ""
}

func short(s string) string {
	runes := []rune(s)
	if len(runes) <= 60 {
		return s
	}
	return string(runes[:59]) + "…"
}
