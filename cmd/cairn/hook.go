package main

import (
	"errors"
	"fmt"

	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/id"
	"cairn/internal/recognition"
	"cairn/internal/server"
	"cairn/internal/store"
)

type hooksCommand struct {
	List listHooks `cmd:"" help:"List the addresses that are told of the wall, with the key that signs for each."`
	Try  tryHooks  `cmd:"" help:"Tell each of them now, as if there were something new."`
}

// hooked are the flags of telling addresses.
type hooked struct {
	HooksFile  string `help:"File that lists the addresses that are told when there is something new on the wall of thanks." placeholder:"FILE"`
	HooksAllow string `help:"Private networks that these addresses may lead into, separated by commas." placeholder:"10.1.0.0/16"`
}

type listHooks struct {
	place
	hooked
}

// Run lists the addresses. Of each only the host is shown: the rest may be a secret.
func (c listHooks) Run(t *terminal) error {
	return withServer(t, func(s *server.Server, _ config.Config) error {
		all := []hookTarget{}
		for _, h := range s.HookTargets() {
			all = append(all, hookTarget{string(h.Kind), h.Host(), s.Workflow.HookKey(h.Key())})
		}
		return t.answer(all, func() {
			if len(all) == 0 {
				t.say("No address is told. Write them into a file and name it with hooks-file.")
			}
			for _, h := range all {
				t.say("%s\t%s\tsigned with %s", h.Kind, h.Host, h.Key)
			}
		})
	})
}

// hookTarget is an address that is told; of it only the host.
type hookTarget struct {
	Kind string `json:"kind"`
	Host string `json:"host"`
	Key  string `json:"key"` // checks the signatures
}

type tryHooks struct {
	place
	reached
	hooked
}

// Run tells each address and says what came of it.
func (c tryHooks) Run(t *terminal) error {
	return withServer(t, func(s *server.Server, _ config.Config) error {
		var failed []error
		told := []string{}
		sender := s.NewHookSender()
		for _, h := range s.HookTargets() {
			call := recognition.Call{ID: id.New[id.HookCall](), Hook: h.Key(), Made: clock.System{}.Now()}
			if err := sender.Send(t.ctx, call); err != nil {
				failed = append(failed, err)
				continue
			}
			told = append(told, h.Host())
		}
		failed = append(failed, t.answer(map[string][]string{"told": told}, func() {
			for _, host := range told {
				t.say("%s was told.", host)
			}
		}))
		return errors.Join(failed...)
	})
}

// checkHooks looks whether calls of addresses wait for long, or were given up.
func checkHooks(r *store.Reader, now clock.Instant) finding {
	waiting, err := r.CountHookCalls("waiting", now.Add(-late))
	if err != nil {
		return unread("calls of hooks", err)
	}
	failed, err := r.CountHookCalls(store.MailFailed, now)
	switch {
	case err != nil:
		return unread("calls of hooks", err)
	case waiting > 0:
		return finding{odd, fmt.Sprintf("%d calls of hooks have waited for more than an hour", waiting), "The log says why. To see it at once: cairn hooks try"}
	case failed > 0:
		return finding{odd, fmt.Sprintf("%d calls of hooks were given up in the last month", failed), "The log says why. To see whether it is mended: cairn hooks try"}
	}
	return well("no call of a hook waits for long")
}
