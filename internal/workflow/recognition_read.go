package workflow

import (
	"context"
	"encoding/base64"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/recognition"
	"cairn/internal/store"
)

func init() {
	things["recognition"] = thing{"/recognition/", access.ScopeRecognition, postTitle}
	things["recognition-week"] = thing{"/recognition/weeks/", access.ScopeRecognition, weekTitle}
	things["recognition-reports"] = thing{"/recognition/reports/", "", reportsTitle}
}

// PostView is a post as the actor sees it.
type PostView struct {
	*recognition.Post
	By     PersonRef
	To     []NamedView // who is thanked, in the order named
	Joined []PersonRef // who thanks with the author, the first to do so first

	Viewer   id.Person
	Mine     bool             // the actor wrote it
	Me       bool             // the actor is named in it
	Thanked  bool             // the actor joined in
	MayThank bool             // the actor can join in
	MayJudge bool             // the actor can take it off as a people partner
	Reported bool             // the actor has reported it, and nobody has looked yet
	Hand     recognition.Hand // as whom the actor can take it off; empty when they cannot
}

// NamedView is somebody who is thanked, with what they said.
type NamedView struct {
	PersonRef
	Said   string
	SaidAt clock.Instant
}

// WallFilter narrows the wall; what is empty narrows nothing.
type WallFilter struct {
	Tribe   id.Unit
	Person  id.Person
	Project string
	Since   clock.Instant
	After   id.Recognition // the Next of the page before
	Limit   int            // 20 when not set, 100 at most
}

// Wall is a page of posts, the newest first.
type Wall struct {
	Posts    []PostView
	Next     id.Recognition // empty on the last page
	Person   PersonRef      // whom the filter names
	Tribes   []UnitRef      // to narrow by
	Projects []string       // to narrow by, and to suggest
}

const (
	wallPage     = 20
	wallPageMax  = 100
	mostProjects = 200
	mostTribes   = 200
)

// Wall shows who is thanked for what to everybody who has signed in. It is in order
// of time and of nothing else.
func (w *Workflow) Wall(ctx context.Context, actor access.Actor, f WallFilter) (wall Wall, err error) {
	if err := signedIn(actor, access.ScopeRecognition); err != nil {
		return wall, err
	}
	if f.Limit <= 0 {
		f.Limit = wallPage
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		posts, more, err := r.Wall(store.WallFilter{Tribe: f.Tribe, Person: f.Person, Project: f.Project, Since: f.Since, After: f.After, Limit: min(f.Limit, wallPageMax)})
		if err != nil {
			return err
		}
		wall = Wall{}
		if more {
			wall.Next = posts[len(posts)-1].ID
		}
		if wall.Posts, err = viewsOf(r, actor, posts); err != nil {
			return err
		}
		if f.Person != "" {
			people, err := r.PeopleByID([]id.Person{f.Person})
			if err != nil {
				return err
			}
			wall.Person = refOf(people, f.Person)
		}
		return fillWall(r, f.Tribe, &wall)
	})
	return wall, err
}

func fillWall(r *store.Reader, chosen id.Unit, wall *Wall) (err error) {
	if wall.Tribes, err = unitChoices(r, chosen, mostTribes, org.Tribe); err != nil {
		return err
	}
	wall.Projects, err = r.ProjectsOnWall(mostProjects)
	return err
}

// viewsOf adds names to posts, in a few queries for all of them. A name of somebody
// who left stays, without a page that it could lead to.
func viewsOf(r *store.Reader, actor access.Actor, posts []*recognition.Post) ([]PostView, error) {
	var refs []id.Recognition
	var who []id.Person
	for _, p := range posts {
		refs, who = append(refs, p.ID), append(append(who, p.Author), p.Standing()...)
	}
	thanks, err := r.ThanksFor(refs)
	if err != nil {
		return nil, err
	}
	for _, list := range thanks {
		who = append(who, eachOf(list, func(t recognition.Thanks) id.Person { return t.Person })...)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return nil, err
	}
	named := func(p id.Person) PersonRef {
		ref := refOf(people, p)
		if known := people[p]; !known.Here(r.Now()) {
			ref.ID = ""
		}
		return ref
	}
	views := make([]PostView, 0, len(posts))
	for _, p := range posts {
		views = append(views, viewOf(actor, p, thanks[p.ID], named))
	}
	return views, nil
}

func viewOf(actor access.Actor, p *recognition.Post, thanks []recognition.Thanks, named func(id.Person) PersonRef) PostView {
	partner := actor.Holds(org.PeoplePartner) && actor.Via != access.ViaToken
	v := PostView{Post: p, Viewer: actor.Person, By: named(p.Author), Mine: p.Author == actor.Person, Me: p.Names(actor.Person), MayThank: p.MayThank(actor.Person) && !p.RemovedAt.IsSet(),
		MayJudge: p.MayJudge(partner, actor.Person) && !p.RemovedAt.IsSet(), Hand: p.HandOf(actor.Person, partner)}
	for _, n := range p.Named {
		if n.Stands() {
			v.To = append(v.To, NamedView{named(n.Person), n.Said, n.SaidAt})
		}
	}
	for _, t := range thanks {
		v.Thanked = v.Thanked || t.Person == actor.Person
		if p.MayThank(t.Person) { // who is named since is thanked, and thanks nobody
			v.Joined = append(v.Joined, named(t.Person))
		}
	}
	return v
}

// Recognition shows one post.
func (w *Workflow) Recognition(ctx context.Context, actor access.Actor, ref id.Recognition) (v PostView, err error) {
	if err := signedIn(actor, access.ScopeRecognition); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		p, err := reachPost(r, actor, ref)
		if err != nil {
			return err
		}
		views, err := viewsOf(r, actor, []*recognition.Post{p})
		if err != nil {
			return err
		}
		v = views[0]
		_, v.Reported, err = r.ReportBy(ref, actor.Person)
		return err
	})
	if err != nil {
		return PostView{}, err
	}
	return v, nil
}

// RecognitionPicture returns the picture of a post that the actor sees.
func (w *Workflow) RecognitionPicture(ctx context.Context, actor access.Actor, ref id.Recognition) (kind string, data []byte, err error) {
	if err := signedIn(actor, access.ScopeRecognition); err != nil {
		return "", nil, err
	}
	text := ""
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		p, err := reachPost(r, actor, ref)
		if err != nil {
			return err
		}
		if kind = p.Picture; kind == "" {
			return fault.NotFound()
		}
		text, err = r.PictureOf(ref)
		return err
	})
	if err != nil {
		return "", nil, err
	}
	if data, err = base64.StdEncoding.DecodeString(text); err != nil {
		return "", nil, fmt.Errorf("the picture of %s cannot be read: %w", ref, err)
	}
	return kind, data, nil
}

// postTitle names a post to those who see it.
func postTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	p, err := reachPost(r, actor, id.Recognition(ref))
	if err != nil {
		return "", err
	}
	if p.Author == actor.Person {
		return lang.Say(r.Context(), "Your post on the wall of thanks"), nil
	}
	people, err := r.PeopleByID([]id.Person{p.Author})
	return lang.Say(r.Context(), "Thanks from {name}", "name", people[p.Author].Name), err
}

// weekTitle names the wall's week: everybody may see the wall.
func weekTitle(_ *Workflow, r *store.Reader, actor access.Actor, _ string) (string, error) {
	if !actor.Known() {
		return "", fault.NotFound()
	}
	return lang.Say(r.Context(), "The wall of thanks"), nil
}
