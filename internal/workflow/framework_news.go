package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/store"
)

// News is what changed from one version to another for people of a discipline.
type News struct {
	Change     framework.Diff // for the discipline
	From, To   framework.Ref
	Discipline framework.Discipline // of the later version; empty when it has none of the person's
}

// newsBetween compares two published versions for a discipline, named as it is kept
// with a person. Such a comparison never changes, so it is made once.
func (w *Workflow) newsBetween(r *store.Reader, from, to framework.Ref, discipline string) (n News, err error) {
	after, err := w.original(r, to)
	if err != nil {
		return n, err
	}
	n.From, n.To = from, to
	n.Discipline, _ = after.DisciplineNamed(discipline)
	key := comparison{from, to, n.Discipline.ID}
	if known, ok := w.compared.Load(key); ok {
		n.Change = known.(framework.Diff)
		return n, nil
	}
	before, err := w.original(r, from)
	if err != nil {
		return n, err
	}
	n.Change = framework.Compare(before, after).For(n.Discipline.ID)
	w.compared.Store(key, n.Change)
	return n, nil
}

// comparison names what was compared for whom.
type comparison struct {
	from, to   framework.Ref
	discipline framework.DisciplineID
}

// NewsSinceEvaluation tells what changed for the actor between the version of the
// evaluation agreed last and the one in force; ok is false when there is no such
// evaluation.
func (w *Workflow) NewsSinceEvaluation(ctx context.Context, actor access.Actor) (news News, ok bool, err error) {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return news, false, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		mine, err := r.EvaluationsOf(actor.Person)
		if err != nil {
			return err
		}
		var last *evaluation.Evaluation
		for _, e := range mine {
			if e.Stage == evaluation.Agreed && (last == nil || e.AgreedAt > last.AgreedAt) {
				last = e
			}
		}
		now, there, err := r.PublishedFramework()
		if err != nil || !there || last == nil {
			return err
		}
		discipline, err := r.DisciplineOf(actor.Person)
		if err != nil {
			return err
		}
		news, err = w.newsBetween(r, last.Framework, now, discipline)
		ok = err == nil
		return err
	})
	return news, ok, err
}

// fillChange finds what changed around the evaluation in the version it is made
// under: while it is open, since the one agreed before; once it is agreed, until
// today. It is nil when nothing did for the discipline.
func (w *Workflow) fillChange(r *store.Reader, v *EvaluationView) error {
	from, to := v.Framework, v.Framework
	switch {
	case v.Closed():
		now, ok, err := r.PublishedFramework()
		if err != nil || !ok {
			return err
		}
		to = now
	case v.Last != nil:
		from = v.Last.Ref
	}
	if from == to {
		return nil
	}
	news, err := w.newsBetween(r, from, to, v.Discipline)
	if err == nil && !news.Change.Empty() {
		v.Change = &news
	}
	return err
}

func aboutVersion(ref framework.Ref) string { return "framework/" + ref.Slug() }

// versionTitle names a version with the day from which it is in force.
func versionTitle(_ *Workflow, r *store.Reader, actor access.Actor, slug string) (string, error) {
	lines, err := readableVersions(r, actor)
	if err != nil {
		return "", err
	}
	for _, l := range lines {
		if l.Slug() == slug && l.From.IsSet() {
			return lang.Say(r.Context(), "Version {version} of the framework, in force from {day}", "version", l.Version, "day", lang.Date(r.Context(), l.From.Time())), nil
		}
	}
	return "", fault.NotFound()
}
