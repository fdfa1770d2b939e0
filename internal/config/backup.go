package config

import (
	"path/filepath"

	"cairn/internal/backup"
)

func parseBackupLock(c *Config, value string) string {
	lock, err := backup.ParseLock(value)
	if err != nil {
		if _, wrong := backup.ParseKey(value); wrong == nil {
			return "this is the key, which opens backups: keep it away from this machine, and write the lock here"
		}
		return err.Error()
	}
	c.BackupLock = lock.Text()
	return ""
}

func parseBackupFolder(c *Config, value string) string {
	c.BackupFolder = filepath.Clean(value)
	return ""
}

func parseMetricsListen(c *Config, value string) string {
	before := c.Listen
	message := parseListen(c, value)
	c.MetricsListen, c.Listen = value, before
	return message
}
