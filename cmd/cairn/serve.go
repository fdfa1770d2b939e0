package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"syscall"

	"cairn/internal/config"
	"cairn/internal/server"
)

type serveCommand struct {
	place
	reached
	sessions
	mails
	copies
	hooked
	kept
}

// Run serves until the process is told to stop.
func (c serveCommand) Run(t *terminal) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	if settings.Demo {
		return errors.New("a demo lets everybody in as anybody, so it is never served from real data; to look around: cairn demo")
	}
	if err := isSetUp(settings); err != nil {
		return err
	}
	if err := os.MkdirAll(settings.Data, 0o700); err != nil { // with PostgreSQL it may be missing
		return fmt.Errorf("the data directory cannot be made: %w", err)
	}
	return serve(t, settings, func() error { return nil }, func(s *server.Server, l net.Listener) error {
		t.log(settings).Info("Cairn is ready", "version", version, "address", "http://"+l.Addr().String(), "public", settings.PublicURL, "database", s.DB.Engine())
		return nil
	})
}

// serve takes the data directory and the port, calls before on the folder and
// ready on the opened Cairn, and answers until the process is told to stop.
func serve(t *terminal, settings config.Config, before func() error, ready func(*server.Server, net.Listener) error) error {
	slog.SetDefault(t.log(settings)) // of what has no other log
	lock, err := server.TakeLock(settings.Data)
	if err != nil {
		return err
	}
	defer lock.Release()
	listener, err := listen(settings.Listen)
	if err != nil {
		return err
	}
	if err := before(); err != nil {
		return errors.Join(err, listener.Close())
	}
	s, err := server.Open(t.ctx, server.Options{Config: settings, Log: t.log(settings), Version: version})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := ready(s, listener); err != nil {
		return errors.Join(err, listener.Close(), s.Close())
	}
	err = errors.Join(s.Serve(t.ctx, listener), s.Close())
	t.log(settings).Info("Cairn has stopped")
	return err
}

func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("something else listens on %s already; stop it, or choose another port: --listen 127.0.0.1:8081", address)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	return l, nil
}
