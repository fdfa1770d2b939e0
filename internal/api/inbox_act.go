package api

import (
	"context"
	"net/http"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// What people do with all that they are told is for whoever is signed in.
func inboxActs() []Operation {
	of := forSession("inbox")
	mute := func(on bool) func(*service, Operation) {
		return simply(func(w *workflow.Workflow, ctx context.Context, actor access.Actor, once workflow.Once, ref id.Notice) error {
			return w.MuteThing(ctx, actor, once, ref, on)
		})
	}
	return []Operation{
		of(http.MethodPost, "/inbox/readings", "mark-all-read", "Mark everything as read", "Your own.", on((*service).markAllRead), "compare", "profile"),
		of(http.MethodPost, "/inbox/{id}/mute", "mute-thing", "Hear no more about a thing", "The thing that the entry is about. It stays where it is.", mute(true), "compare", "profile"),
		of(http.MethodDelete, "/inbox/{id}/mute", "unmute-thing", "Hear of it again", "From this moment on.", mute(false), "compare", "profile"),
	}
}

func (s *service) markAllRead(v visit, in *OwnAct) (*done, error) {
	return finished(s.Workflow.MarkAllRead(v, v.actor, in.once()))
}
