package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/guide"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// GuidePage is a text of the organisation's own guide, with who wrote it.
type GuidePage struct {
	guide.Version
	By PersonRef
}

// Guide is the organisation's own guide.
type Guide struct {
	Pages  []GuidePage // by title
	Keeper bool        // the reader writes it
}

// Of returns the pages of a kind.
func (g Guide) Of(kind guide.Kind) (list []GuidePage) {
	for _, p := range g.Pages {
		if p.Kind == kind {
			list = append(list, p)
		}
	}
	return list
}

// Beside returns the pages that stand beside a process.
func (g Guide) Beside(p guide.Process) (list []GuidePage) {
	for _, page := range g.Pages {
		if page.Process == p {
			list = append(list, page)
		}
	}
	return list
}

// Guide returns what the organisation has written, to everybody who has signed in.
func (w *Workflow) Guide(ctx context.Context, actor access.Actor) (g Guide, err error) {
	if err := reads(actor, access.ScopeFramework); err != nil {
		return g, err
	}
	g.Keeper = writesGuide(actor)
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		pages, err := r.GuidePages()
		if err != nil {
			return err
		}
		g.Pages, err = guidePagesOf(r, pages)
		arrange.Stably(g.Pages, func(a, b GuidePage) int { return org.Compare(a.Title, b.Title) })
		return err
	})
	return g, err
}

// writesGuide: a token writes nothing of it, and finds nothing that only writers see.
func writesGuide(actor access.Actor) bool { return own(actor) == nil && keeps(actor) == nil }

func guidePagesOf(r *store.Reader, list []guide.Version) (pages []GuidePage, err error) {
	people, err := r.PeopleByID(eachOf(list, func(v guide.Version) id.Person { return v.Author }))
	for _, v := range list {
		pages = append(pages, GuidePage{v, refOf(people, v.Author)})
	}
	return pages, err
}

// GuideVersions returns all texts of a page, the newest first. A page that was
// removed is shown to nobody but those who write.
func (w *Workflow) GuideVersions(ctx context.Context, actor access.Actor, ref id.Guide) (pages []GuidePage, keeper bool, err error) {
	if err := reads(actor, access.ScopeFramework); err != nil {
		return nil, false, err
	}
	keeper = writesGuide(actor)
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		versions, err := r.GuideVersions(ref)
		if err != nil || len(versions) == 0 || versions[0].Gone && !keeper {
			return orElse(err, fault.NotFound())
		}
		pages, err = guidePagesOf(r, versions)
		return err
	})
	return pages, keeper, err
}

// WriteGuide keeps a text of a page, a new page where none is named. Read is the
// revision that the writer has read.
func (w *Workflow) WriteGuide(ctx context.Context, actor access.Actor, once Once, ref id.Guide, read int64, c guide.Content) (id.Guide, error) {
	if err := keeps(actor); err != nil {
		return "", err
	}
	asked := struct {
		Page    id.Guide
		Read    int64
		Content guide.Content
	}{ref, read, c}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		c := c.Tidy()
		if err := c.Check(); err != nil {
			return "", err
		}
		v := guide.Version{Page: ref, Revision: read + 1, Content: c, Author: actor.Person, At: tx.Now()}
		if ref == "" {
			v.Page, v.Revision = id.New[id.Guide](), 1
		} else if err := isLatest(tx.Reader, ref, read); err != nil {
			return "", err
		}
		if err := tx.AddGuideVersion(v); err != nil {
			return "", err
		}
		return string(v.Page), record(tx, actor, aboutGuide(actor, v.Page, audit.GuideWritten))
	})
	return id.Guide(made), err
}

// RemoveGuide takes a page out of the guide. Its texts are kept, and it can be
// written again.
func (w *Workflow) RemoveGuide(ctx context.Context, actor access.Actor, once Once, ref id.Guide, read int64) error {
	if err := keeps(actor); err != nil {
		return err
	}
	asked := struct {
		Remove id.Guide
		Read   int64
	}{ref, read}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if err := isLatest(tx.Reader, ref, read); err != nil {
			return "", err
		}
		versions, err := tx.GuideVersions(ref)
		if err != nil {
			return "", err
		}
		v := versions[0]
		v.Revision, v.Author, v.At, v.Gone = read+1, actor.Person, tx.Now(), true
		if err := tx.AddGuideVersion(v); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutGuide(actor, ref, audit.GuideRemoved))
	})
	return err
}

func aboutGuide(actor access.Actor, ref id.Guide, act audit.Act) audit.Entry {
	return audit.Entry{Act: act, Hat: hatOfKeeper(actor), Object: "guide/" + string(ref)}
}

func isLatest(r *store.Reader, ref id.Guide, read int64) error {
	versions, err := r.GuideVersions(ref)
	switch {
	case err != nil:
		return err
	case len(versions) == 0:
		return fault.NotFound()
	case versions[0].Revision != read:
		return fault.Stale()
	}
	return nil
}

// guide finds pages of the organisation's own guide by all of their words.
func (s searching) guide() (g FoundGroup, err error) {
	pages, err := s.GuidePages()
	for _, p := range pages {
		if s.in(p.Title + " " + p.Body) {
			about, _, _ := strings.Cut(p.Body, "\n")
			g.Found = append(g.Found, Found{Title: p.Title, Path: "/guide/pages/" + string(p.Page), About: short(about)})
		}
	}
	return g.cut("/guide"), err
}

func short(s string) string {
	if runes := []rune(s); len(runes) > 100 {
		return string(runes[:100]) + "…"
	}
	return s
}
