package config

import (
	"strings"

	"cairn/internal/witness"
)

func parseAuditCopy(c *Config, value string) string {
	if err := witness.Check(value); err != nil {
		return err.Error()
	}
	c.AuditCopy = value
	return ""
}

func parseAuditCopyRequired(c *Config, value string) string {
	return parseSwitch(&c.AuditCopyRequired, value)
}

// togetherAudit judges the settings of the journal's copy together.
func (l *loader) togetherAudit() {
	if c := l.config; c.AuditCopyRequired && c.AuditCopy == "" {
		l.mistake(c.Origin("audit-copy-required"), "true", "a copy is required and no place is named for it; set audit-copy")
	}
}

// CopiesToFile tells whether the journal's second place is a file, and not a system
// log or nowhere.
func (c Config) CopiesToFile() bool {
	return c.AuditCopy != "" && !strings.Contains(c.AuditCopy, "://")
}
