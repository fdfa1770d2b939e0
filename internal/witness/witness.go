// Package witness keeps a copy of the journal in a second place: a file, or a
// system log. The copy holds no values, as the journal itself holds none; what
// whoever holds the database takes out of the journal can be missed there.
package witness

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"sync"
)

// Options is where the copy goes.
type Options struct {
	Place    string // a file's path, or syslog://host:514, syslog+tcp://host:514, syslog:///dev/log
	Required bool   // nothing is done that cannot be copied
	Log      *slog.Logger
}

// Copy is the second place.
type Copy struct {
	mu       sync.Mutex
	to       sink
	required bool
	log      *slog.Logger
	failing  bool
}

// sink takes whole lines.
type sink interface {
	write(line []byte) error
	io.Closer
}

// Check tells whether the place can be used as it is written.
func Check(place string) error {
	if !strings.Contains(place, "://") {
		if place == "" {
			return errors.New("no place is named")
		}
		return nil
	}
	u, err := url.Parse(place)
	if err != nil {
		return errors.New("the address cannot be read")
	}
	switch {
	case u.Scheme == "syslog" && u.Host == "" && u.Path != "":
		return nil
	case (u.Scheme == "syslog" || u.Scheme == "syslog+tcp") && u.Hostname() != "" && u.Port() != "" && u.Path == "":
		return nil
	}
	return errors.New("write the path of a file, or syslog://HOST:514, syslog+tcp://HOST:514 or syslog:///dev/log")
}

// Open opens the second place. One that is required and cannot be opened is a
// failure; else the log tells of it, and it is tried again with each line.
func Open(o Options) (*Copy, error) {
	if err := Check(o.Place); err != nil {
		return nil, fmt.Errorf("the journal's copy: %w", err)
	}
	c := &Copy{required: o.Required, log: o.Log}
	if strings.Contains(o.Place, "://") {
		c.to = newSystemLog(o.Place)
		return c, nil
	}
	c.to = &file{path: o.Place, sync: o.Required}
	if err := c.to.write(nil); err != nil && o.Required {
		return nil, err
	}
	return c, nil
}

// Keep writes one line. It fails only where the copy is required.
func (c *Copy) Keep(line []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.to.write(line)
	if c.required {
		c.failing = err != nil
		return err
	}
	if failing := err != nil; failing != c.failing && c.log != nil {
		c.failing = failing
		if failing {
			c.log.Error("The journal's copy cannot be written. Lines are missing there from now on", "error", err)
		} else {
			c.log.Info("The journal's copy is written again")
		}
	}
	return nil
}

// Failing tells whether the last line could not be written.
func (c *Copy) Failing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failing
}

// Close closes it.
func (c *Copy) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.to.Close()
}
