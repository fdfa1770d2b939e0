package main

import (
	"fmt"
	"time"

	"cairn/internal/clock"
	"cairn/internal/org"
	"cairn/internal/store"
)

func unread(what string, err error) finding {
	return finding{bad, fmt.Sprintf("%s cannot be read: %v", what, err), "Restore a backup, or ask for help with this message."}
}

// checkSealed opens one sealed value, so that a key that fits nothing is seen.
func checkSealed(r *store.Reader) finding {
	if err := r.CheckMaster(); err != nil {
		return finding{bad, err.Error(), "Put back the master key that this database was made with."}
	}
	operators, err := r.HoldersOf(org.Operator)
	if err == nil {
		_, err = r.StartDates(operators)
	}
	if err != nil {
		return unread("a sealed value", err)
	}
	return well("sealed values can be opened")
}

// tolerated is how far the clock may be behind what was written last.
const tolerated = 5 * time.Minute

func checkClock(r *store.Reader, now clock.Instant) finding {
	newest, err := r.NewestEntry()
	if err != nil {
		return unread("the journal", err)
	}
	if behind := newest.Sub(now); behind > tolerated {
		return finding{bad, fmt.Sprintf("the clock is %s behind the newest line of the journal", behind.Round(time.Minute)), "Set the machine's clock; sessions and dates depend on it."}
	}
	return well("the clock is %s", moment(now.Time()))
}

func checkOperator(r *store.Reader) finding {
	operators, err := r.HoldersOf(org.Operator)
	switch {
	case err != nil:
		return unread("who is operator", err)
	case len(operators) == 0:
		return finding{bad, "nobody is operator", "Run cairn init again: it goes on where it stopped."}
	}
	for _, p := range operators {
		a, err := r.AccountOf(p)
		if err != nil {
			return unread("an account", err)
		}
		if a.Password != "" {
			return well("an operator can sign in")
		}
	}
	return finding{odd, "no operator has set a password yet", "Open the link that cairn init printed. Run cairn init again for another one."}
}

func checkFramework(r *store.Reader) finding {
	f, ok, err := r.PublishedFramework()
	switch {
	case err != nil:
		return unread("the framework", err)
	case !ok:
		return finding{bad, "no framework is published", "cairn serve publishes the one it ships when it starts."}
	}
	return well("the framework %s is published", f)
}
