package config

import (
	"net/url"
	"strings"
)

func isPostgres(value string) bool {
	return strings.HasPrefix(value, "postgres://") || strings.HasPrefix(value, "postgresql://")
}

func parseDatabase(c *Config, value string) string {
	switch {
	case isPostgres(value):
		u, err := url.Parse(value)
		if err != nil || u.Host == "" && u.Query().Get("host") == "" || strings.Trim(u.Path, "/") == "" {
			return "write postgres://USER:PASSWORD@HOST:PORT/DATABASE; in the password, write @ as %40, / as %2F and % as %25"
		}
	case strings.Contains(value, "://"):
		return "Cairn keeps its data in a file or in PostgreSQL; write the path of a file or a postgres:// URL"
	case strings.Contains(value, "host=") || strings.Contains(value, "password="):
		return "write a PostgreSQL database as postgres://USER:PASSWORD@HOST:PORT/DATABASE"
	}
	c.Database = value
	return ""
}

// redactDatabase hides every part of value that may hold a password. What it
// does not understand it hides whole.
func redactDatabase(value string) string {
	if !strings.Contains(value, "://") {
		if strings.Contains(value, "=") {
			return private
		}
		return value
	}
	u, err := url.Parse(value)
	if err != nil || u.Opaque != "" {
		return private
	}
	shown := u.Scheme + "://"
	if name := u.User.Username(); name != "" {
		shown += url.User(name).String()
		if _, has := u.User.Password(); has {
			shown += ":" + private
		}
		shown += "@"
	}
	shown += u.Host + u.EscapedPath()
	if u.RawQuery != "" || u.Fragment != "" {
		shown += "?" + private
	}
	return shown
}
