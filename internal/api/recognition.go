package api

import (
	"net/http"
	"time"

	"cairn/internal/access"
	"cairn/internal/id"
	rules "cairn/internal/recognition"
	"cairn/internal/workflow"
)

func recognitionOperations() []Operation {
	of := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: method, Path: path, ID: name, Items: []string{"recog"}, Scope: access.ScopeRecognition,
			Tag: "recognition", Summary: summary, About: about, register: register}
	}
	post := of(http.MethodPost, "/recognition", "post-thanks", "Thank somebody",
		"Puts a post on the wall and tells those whom it names. A text that names a step or a promotion is refused with the words that do. A picture is put on it afterwards.", on((*service).postThanks))
	post.Status = http.StatusCreated
	picture := of(http.MethodPut, "/recognition/{id}/picture", "put-thanks-picture", "Put a picture on my post", "The body is the file as it is, JPEG, PNG or GIF of 8 MiB at most; it is made anew, without what a camera wrote into it. In place of the one that is there. By its author.", on((*service).putPicture))
	picture.Body = pictureFile
	return []Operation{
		picture,
		of(http.MethodDelete, "/recognition/{id}/picture", "drop-thanks-picture", "Take the picture off my post", "By its author.", on((*service).dropPicture)),
		of(http.MethodGet, "/recognition", "list-thanks", "The wall of thanks", "The newest first, in order of time and of nothing else.", on((*service).wall)),
		post,
		of(http.MethodGet, "/recognition/{id}", "get-thanks", "One post", "What was taken off the wall is there for its author alone.", on((*service).thanks)),
		of(http.MethodPut, "/recognition/{id}", "change-thanks", "Change my post", "Only its author does. A picture stays as it is.", on((*service).changeThanks)),
		of(http.MethodDelete, "/recognition/{id}", "remove-thanks", "Take a post off the wall", "By its author, or by somebody whom it is about.", on((*service).removeThanks)),
		of(http.MethodPut, "/recognition/{id}/thanks", "join-thanks", "Thank them too", "Puts one’s name beside the thanks.", on((*service).joinThanks)),
		of(http.MethodDelete, "/recognition/{id}/thanks", "leave-thanks", "Take my thanks back", "One’s name stands beside the thanks no longer.", on((*service).leaveThanks)),
		of(http.MethodPut, "/recognition/{id}/words", "say-on-thanks", "Say something under it", "By somebody who is thanked; empty words take back what was said.", on((*service).sayOnThanks)),
		of(http.MethodDelete, "/recognition/{id}/name", "take-name-off", "Take my name off", "By somebody who is thanked. With the last name the post goes.", on((*service).takeNameOff)),
	}
}

// ThanksText is what a post says.
type ThanksText struct {
	Work    string   `json:"work" minLength:"1" maxLength:"120" doc:"In a line."`
	Text    string   `json:"text" minLength:"1" maxLength:"4000" doc:"Markdown."`
	Project string   `json:"project,omitempty" maxLength:"80"`
	People  []string `json:"people" minItems:"1" maxItems:"20" doc:"Ids of those who are thanked."`
}

func (t ThanksText) content() rules.Content {
	c := rules.Content{Work: t.Work, Text: t.Text, Project: t.Project}
	for _, p := range t.People {
		c.People = append(c.People, id.Person(p))
	}
	return c
}

// Thanked is somebody who is thanked, with the words they said under it.
type Thanked struct {
	PersonRef
	Words string `json:"words,omitempty"`
}

// Post is one post of the wall. Nothing in it is counted.
type Post struct {
	ID         string      `json:"id"`
	At         time.Time   `json:"at"`
	Changed    *time.Time  `json:"changed,omitempty"`
	From       PersonRef   `json:"from"`
	To         []Thanked   `json:"to"`
	Work       string      `json:"work"`
	Text       string      `json:"text" doc:"Markdown."`
	Project    string      `json:"project,omitempty"`
	Picture    string      `json:"picture,omitempty" doc:"What the picture shows, where there is one and somebody said so; it is seen on the page."`
	Joined     []PersonRef `json:"also_from" doc:"Who thanks too, the first to do so first; in a list, 20 at most."`
	MoreJoined bool        `json:"more_also_from,omitempty" doc:"In a list: that there are more, whom the post itself names."`
	Removed    *time.Time  `json:"removed,omitempty" doc:"Only for its author: since when it is off the wall."`
	Why        string      `json:"removed_why,omitempty"`
	Revision   int64       `json:"revision"`
}

// mostJoined is how many of those who thank too a post names in a list.
const mostJoined = 20

func postOf(v workflow.PostView) Post {
	p := Post{ID: string(v.ID), At: v.MadeAt.Time(), Changed: moment(v.EditedAt), From: personRef(v.By), Work: v.Work, Text: v.Text, Project: v.Project,
		Picture: v.Alt, Joined: personRefs(v.Joined[:min(len(v.Joined), mostJoined)]), MoreJoined: len(v.Joined) > mostJoined, Removed: moment(v.RemovedAt), Why: v.Why, Revision: v.Version, To: []Thanked{}}
	for _, n := range v.To {
		p.To = append(p.To, Thanked{personRef(n.PersonRef), n.Said})
	}
	return p
}

type wallInput struct {
	Paged
	Tribe   string `query:"tribe" maxLength:"26" doc:"The id of a tribe: of those who were in it at that time."`
	Person  string `query:"person" maxLength:"26" doc:"The id of somebody who is thanked."`
	Project string `query:"project" maxLength:"80"`
}

type wallOutput struct {
	Body struct {
		Posts []Post `json:"posts"`
		Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
	}
}

func (s *service) wall(v visit, in *wallInput) (*wallOutput, error) {
	f := workflow.WallFilter{Tribe: id.Unit(in.Tribe), Person: id.Person(in.Person), Project: in.Project, Limit: in.Limit}
	if in.Cursor != "" {
		after, ok := id.Parse[id.Recognition](in.Cursor)
		if !ok {
			return nil, badCursor()
		}
		f.After = after
	}
	wall, err := s.Workflow.Wall(v, v.actor, f)
	if err != nil {
		return nil, err
	}
	out := &wallOutput{}
	out.Body.Posts, out.Body.Next = each(wall.Posts, postOf), string(wall.Next)
	if out.Body.Posts == nil {
		out.Body.Posts = []Post{}
	}
	return out, nil
}

// WholePost is one post with everybody who thanks too.
type WholePost struct {
	Post
	GoesOn
}

type postOutput struct{ Body WholePost }

func (s *service) thanks(v visit, in *PagedOf) (*postOutput, error) {
	ref, err := parse[id.Recognition](in.ID)
	if err != nil {
		return nil, err
	}
	post, err := s.Workflow.Recognition(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	out, l := WholePost{Post: postOf(post)}, in.lists("also_from")
	out.Joined, out.MoreJoined = part(l, "also_from", personRefs(post.Joined), func(p PersonRef) string { return p.ID }), false
	out.GoesOn, err = l.end()
	return &postOutput{out}, err
}

// pictureFile is how large a picture may be, as on the pages.
const pictureFile = 8 << 20

type putPictureInput struct {
	VersionedAct
	Alt     string `query:"alt" maxLength:"300" doc:"What the picture shows, in words, for those who do not see it."`
	RawBody []byte `contentType:"application/octet-stream" required:"true"`
}

func (in *putPictureInput) place(field string) (Mistake, bool) {
	switch field {
	case "alt":
		return Mistake{Location: "query.alt"}, true
	case "picture":
		return Mistake{Location: "body"}, true
	}
	return in.Idempotent.place(field)
}

func (s *service) putPicture(v visit, in *putPictureInput) (*done, error) {
	ref, read, err := asSeen[id.Recognition](in.VersionedAct)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ChangePicture(v, v.actor, in.once(), ref, read, in.RawBody, in.Alt))
}

func (s *service) dropPicture(v visit, in *VersionedAct) (*done, error) {
	ref, read, err := asSeen[id.Recognition](*in)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ChangePicture(v, v.actor, in.once(), ref, read, nil, ""))
}

func placeOfThanks(field string) (Mistake, bool) {
	switch field {
	case "work", "text", "project", "people", "words":
		return Mistake{Location: "body." + field}, true
	}
	return Mistake{}, false
}

type postThanksInput struct {
	Idempotent
	Body ThanksText
}

func (in *postThanksInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfThanks(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) postThanks(v visit, in *postThanksInput) (*madeOutput, error) {
	return made(s.Workflow.Recognise(v, v.actor, in.once(), workflow.Thanks{Content: in.Body.content()}))
}

type changeThanksInput struct {
	Act
	Body struct {
		ThanksText
		Revision int64 `json:"revision" minimum:"1" doc:"As you have read it."`
	}
}

func (in *changeThanksInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfThanks(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) changeThanks(v visit, in *changeThanksInput) (*done, error) {
	ref, err := parse[id.Recognition](in.ID)
	if err != nil {
		return nil, err
	}
	post, err := s.Workflow.Recognition(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	t := workflow.Thanks{Content: in.Body.content()}
	t.Alt = post.Alt // said where the picture was chosen
	return finished(s.Workflow.ChangeRecognition(v, v.actor, in.once(), ref, in.Body.Revision, t))
}

func (s *service) removeThanks(v visit, in *Act) (*done, error) {
	ref, err := parse[id.Recognition](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.RemoveRecognition(v, v.actor, in.once(), ref, ""))
}

func (s *service) joinThanks(v visit, in *Act) (*done, error) { return s.join(v, in, true) }

func (s *service) leaveThanks(v visit, in *Act) (*done, error) { return s.join(v, in, false) }

func (s *service) join(v visit, in *Act, join bool) (*done, error) {
	ref, err := parse[id.Recognition](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.JoinThanks(v, v.actor, in.once(), ref, join))
}

type sayThanksInput struct {
	Act
	Body struct {
		Words string `json:"words" maxLength:"1000"`
	}
}

func (in *sayThanksInput) place(field string) (Mistake, bool) {
	if m, ok := placeOfThanks(field); ok {
		return m, true
	}
	return in.Idempotent.place(field)
}

func (s *service) sayOnThanks(v visit, in *sayThanksInput) (*done, error) {
	ref, err := parse[id.Recognition](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.SayOnRecognition(v, v.actor, in.once(), ref, in.Body.Words))
}

func (s *service) takeNameOff(v visit, in *Act) (*done, error) {
	ref, err := parse[id.Recognition](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.TakeNameOff(v, v.actor, in.once(), ref))
}
