package server

import (
	"context"
	"time"

	"cairn/internal/fault"
	"cairn/internal/store"
)

// diskEvery is how often is tried whether trouble below the database is over.
const diskEvery = 2 * time.Second

// watchDisk tries, while there is trouble, whether the disk takes something again, so
// that nobody has to start Cairn anew.
func (s *Server) watchDisk(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if kind, _ := s.DB.Trouble(); kind != store.NoTrouble && kind != store.Damaged {
				try, cancel := context.WithTimeout(ctx, askWithin)
				_ = s.DB.Probe(try) // it tells by itself
				cancel()
			}
		}
	}
}

// lookOverEvery is how often a serving database is looked over.
const lookOverEvery = 24 * time.Hour

// lookOver looks over the database now and then every so often, beside the requests:
// nobody waits for it at the start.
func (s *Server) lookOver(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		found, err := s.DB.LookOver(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.options.Log.Error("the database could not be looked over", "error", err)
		case len(found.Links) > 0:
			s.options.Log.Error("the end of the journal is not as Cairn left it; see cairn audit verify", "links", len(found.Links), "first", found.Links[0].Name, "what", found.Links[0].What)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// troubles are what whoever looks at /readyz and at the log is told.
var troubles = map[store.Trouble]string{
	store.NoRoom:    "The disk is full, and nothing can be saved",
	store.Unwritten: "The disk does not take what is written, and nothing can be saved",
	store.Damaged:   "A part of the database is damaged. Stop Cairn, keep the file, and see: cairn verify",
}

func (s *Server) tellTrouble(kind store.Trouble, cause error) {
	if kind == store.NoTrouble {
		s.options.Log.Info("The disk takes what is written again")
		return
	}
	s.options.Log.Error(troubles[kind], "error", cause)
}

// troubled tells why nothing can be saved at this moment; nil when everything can.
func (s *Server) troubled() error {
	kind, cause := s.DB.Trouble()
	if kind == store.NoTrouble {
		return nil
	}
	return fault.Wrap(fault.Unavailable, troubles[kind]+".", cause)
}
