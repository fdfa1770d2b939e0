package server

import (
	"context"
	"fmt"
	"os"

	"cairn/internal/config"
	"cairn/internal/hook"
	"cairn/internal/workflow"
)

// readHooks reads which addresses the file of hooks names.
func readHooks(c config.Config) ([]hook.Target, error) {
	if c.HooksFile == "" {
		return nil, nil
	}
	text, err := os.ReadFile(c.HooksFile)
	if err != nil {
		return nil, fmt.Errorf("the file of hooks cannot be read: %w", err)
	}
	targets, err := hook.Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("the file of hooks %s, %w", c.HooksFile, err)
	}
	return targets, nil
}

// HookTargets are the addresses that stand in the file.
func (s *Server) HookTargets() []hook.Target { return s.hooks }

// SyncHooks brings the addresses that are told in step with the file.
func (s *Server) SyncHooks(ctx context.Context) error {
	var file []workflow.FileHook
	for _, t := range s.hooks {
		file = append(file, workflow.FileHook{Key: t.Key(), Form: t.Kind.Form(), Host: t.Host(), Address: t.URL.String()})
	}
	return s.Workflow.SyncHooks(ctx, file)
}

// NewHookSender returns what tells addresses.
func (s *Server) NewHookSender() *hook.Sender {
	return hook.New(hook.Options{Allow: s.options.Config.HooksAllow, PublicURL: s.options.Config.PublicURL})
}
