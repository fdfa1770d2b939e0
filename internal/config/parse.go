package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/lang"
)

func parseData(c *Config, value string) string {
	c.Data = value
	return ""
}

func parseMasterKey(c *Config, value string) string {
	if strings.HasPrefix(value, "cairn-master-") {
		return "this is the key and not the name of its file; put the key into CAIRN_MASTER_KEY_VALUE, or into a file named here"
	}
	c.MasterKey = value
	return ""
}

func parseMasterKeyValue(c *Config, value string) string {
	c.MasterKeyValue = value
	return ""
}

func parseMasterKeyCommand(c *Config, value string) string {
	if len(strings.Fields(value)) == 0 || strings.Contains(value, "cairn-master-") {
		return "write a command that writes the key, such as pass show cairn/master; not the key itself"
	}
	c.MasterKeyCommand = value
	return ""
}

func parseMasterKeyNext(c *Config, value string) string {
	if strings.HasPrefix(value, "cairn-master-") {
		return "this is the key and not the name of its file"
	}
	c.MasterKeyNext = value
	return ""
}

func parseListen(c *Config, value string) string {
	_, port, err := net.SplitHostPort(value)
	n, bad := strconv.Atoi(port)
	if err != nil || bad != nil || n < 0 || n > 65535 {
		return "write an address and a port, such as 127.0.0.1:8080"
	}
	c.Listen = value
	return ""
}

// reachable is where a browser on this machine finds what listens there.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if ip, bad := netip.ParseAddr(host); err == nil && (host == "" || bad == nil && ip.IsUnspecified()) {
		return net.JoinHostPort("localhost", port)
	}
	return listen
}

func parsePublicURL(c *Config, value string) string {
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return "write the whole address, such as https://cairn.example.org"
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		return "write only https:// and the host; Cairn stands at the top of its address"
	}
	c.PublicURL = u.Scheme + "://" + u.Host
	return ""
}

func parseZone(c *Config, value string) string {
	zone, err := time.LoadLocation(value)
	if err != nil {
		return "there is no such time zone; write one like Europe/Stockholm or UTC"
	}
	c.Zone = zone
	return ""
}

func parseLanguages(c *Config, value string) string {
	var all []lang.Language
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		l := lang.Language(strings.ToLower(part))
		if !lang.Known(l) || slices.Contains(all, l) {
			return "write some of " + lang.NewOffer(lang.Languages()...).String() + ", each once"
		}
		all = append(all, l)
	}
	if len(all) == 0 {
		return "write at least one, such as en"
	}
	c.Languages = lang.NewOffer(all...)
	return ""
}

func parseLogLevel(c *Config, value string) string {
	level, known := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}[strings.ToLower(value)]
	if !known {
		return "write debug, info, warn or error"
	}
	c.LogLevel = level
	return ""
}

func parseLogFormat(c *Config, value string) string {
	if !slices.Contains([]string{"text", "json"}, value) {
		return "write text or json"
	}
	c.LogFormat = value
	return ""
}

func parseSessionIdle(c *Config, value string) string {
	return parseDuration(&c.SessionIdle, value)
}

func parseSessionMax(c *Config, value string) string { return parseDuration(&c.SessionMax, value) }

const (
	day         = 24 * time.Hour
	minDuration = 5 * time.Minute
	maxDuration = 365 * day
)

func parseDuration(to *time.Duration, value string) string {
	d, err := time.ParseDuration(value)
	if days, found := strings.CutSuffix(value, "d"); found {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(min(n, 1000)) * day
	}
	switch {
	case err != nil:
		return "write a length of time, such as 45m, 12h or 30d"
	case d < minDuration || d > maxDuration:
		return "write a length of time between 5m and 365d"
	}
	*to = d
	return ""
}

func parseProxies(c *Config, value string) string {
	c.TrustedProxies = nil
	return parseNetworks(&c.TrustedProxies, value, "%s would trust everybody; name the addresses of your proxies")
}

func parseBreachedPasswords(c *Config, value string) string {
	c.BreachedPasswords = value
	return ""
}

func parseHooksFile(c *Config, value string) string {
	c.HooksFile = value
	return ""
}

func parseHooksAllow(c *Config, value string) string {
	c.HooksAllow = nil
	return parseNetworks(&c.HooksAllow, value, "%s would allow every network; name those that are meant")
}

func parseNetworks(to *[]netip.Prefix, value, all string) string {
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		prefix, err := netip.ParsePrefix(part)
		if ip, bad := netip.ParseAddr(part); bad == nil {
			prefix, err = ip.Prefix(ip.BitLen())
		}
		switch {
		case err != nil:
			return fmt.Sprintf("%q is no address; write addresses such as 10.0.0.7 or 10.0.0.0/24", part)
		case prefix.Bits() == 0:
			return fmt.Sprintf(all, part)
		}
		*to = append(*to, prefix.Masked())
	}
	return ""
}

func parseSecondProof(c *Config, value string) string {
	switch value = strings.ToLower(value); value {
	case "off", "leaders", "everybody":
		c.SecondProof = value
		return ""
	}
	return "write off, leaders or everybody"
}

func parseSecondProofFrom(c *Config, value string) string {
	day, err := clock.ParseDate(strings.TrimSpace(value))
	if err != nil || !day.IsSet() {
		return "write a day, such as 2027-01-01"
	}
	c.SecondProofFrom = day
	return ""
}

func parsePagesAtOnce(c *Config, value string) string {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > 0 && n < 50 || n > 1_000_000 {
		return "write a number of pages from 50 on, or 0 for as many as people like"
	}
	c.PagesAtOnce = n
	return ""
}

func parseDemo(c *Config, value string) string { return parseSwitch(&c.Demo, value) }

func parseAssistants(c *Config, value string) string { return parseSwitch(&c.Assistants, value) }

func parsePublicFramework(c *Config, value string) string {
	return parseSwitch(&c.PublicFramework, value)
}

func parseSwitch(on *bool, value string) string {
	switch strings.ToLower(value) {
	case "true", "yes", "on", "1":
		*on = true
	case "false", "no", "off", "0":
		*on = false
	default:
		return "write true or false"
	}
	return ""
}
