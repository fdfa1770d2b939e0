package server

import (
	"fmt"
	"os"

	"cairn/internal/config"
	"cairn/internal/hook"
)

// readHooks reads which addresses are told of the wall.
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

func keysOf(targets []hook.Target) (keys []string) {
	for _, t := range targets {
		keys = append(keys, t.Key())
	}
	return keys
}

// HookTargets are the addresses that are told of the wall.
func (s *Server) HookTargets() []hook.Target { return s.hooks }

// NewHookSender returns what tells them.
func (s *Server) NewHookSender() *hook.Sender {
	return hook.New(hook.Options{Targets: s.hooks, Allow: s.options.Config.HooksAllow, Key: s.Workflow.HookKey, PublicURL: s.options.Config.PublicURL})
}
