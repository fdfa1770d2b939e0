package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/workflow"
)

func rightsOperations() []Operation {
	of := forSession("rights")
	beside := []string{"compare", "self_shared", "mgr_shared", "fb_subject", "fb_manager", "case", "step", "salary"}
	return []Operation{
		of(http.MethodGet, "/me/rights", "get-rights", "What is kept about you", "Each class with why and how long it is kept, your corrections, and what you asked for. The file of everything is on the page alone, which asks anew who you are.", on((*service).rights), "export"),
		of(http.MethodPost, "/me/rights/restrictions", "ask-restriction", "Ask that your data rest", "A people partner answers.", ownWords((*workflow.Workflow).AskRestriction), "export"),
		of(http.MethodDelete, "/me/rights/restrictions/{id}", "end-restriction", "Take back that your data rest", "Your own wish, or your own rest.", simply((*workflow.Workflow).EndRestriction), "export"),
		of(http.MethodPost, "/me/rights/erasures", "ask-erasure", "Ask to be erased", "It is done when you have left.", ownWords((*workflow.Workflow).AskErasure), "export"),
		of(http.MethodDelete, "/me/rights/erasures/{id}", "withdraw-erasure", "Take the wish back", "By whoever asked, before it is done.", simply((*workflow.Workflow).WithdrawErasure), "export"),
		of(http.MethodGet, "/me/visibility", "get-visibility", "Who can see what about you", "Each private thing that there is, who can read it now and why, and who was ever let in.", on((*service).visibility), "aud_me"),
		of(http.MethodGet, "/me/readings", "list-readings", "Who has read what about you", "The newest first, with the capacity of whoever read it.", on((*service).readings), "aud_me"),
		of(http.MethodGet, "/corrections", "get-corrections", "Your words beside something", "Of something about you that is shown to you; for everybody else there is nothing.", on((*service).corrections), beside...),
		of(http.MethodPost, "/corrections", "correct", "Say what is wrong or missing", "Your words stand beside it from then on, for whoever reads it. What was written stays as it is.", on((*service).correct), beside...),
	}
}

// Rights is what is kept about somebody, and what they asked for.
type Rights struct {
	Classes      []KeptClass   `json:"classes"`
	Corrections  []Correction  `json:"corrections"`
	Restrictions []Restriction `json:"restrictions" doc:"The newest first."`
	Erasures     []Erasure     `json:"erasures" doc:"The newest first."`
	Held         bool          `json:"held" doc:"Whether the law keeps an erasure from being done."`
	GoesOn
}

// KeptClass is a class of what is kept.
type KeptClass struct {
	Title string `json:"title"`
	Why   string `json:"why"`
	Read  string `json:"read_by"`
	Kept  string `json:"kept" doc:"How long."`
}

// Correction are a person's words beside something.
type Correction struct {
	About string    `json:"about" doc:"The thing it stands beside."`
	At    time.Time `json:"at"`
	Words string    `json:"words"`
}

// key tells a correction from others: one person says one thing at one instant.
func (c Correction) key() string { return c.At.String() + c.About + c.Words }

func correctionOf(c rights.Correction) Correction {
	return Correction{About: c.Object, At: c.At.Time(), Words: c.Text}
}

// Restriction is a wish that data rest, and what came of it.
type Restriction struct {
	ID      string     `json:"id"`
	AskedAt time.Time  `json:"asked_at"`
	SetAt   *time.Time `json:"set_at,omitempty" doc:"Since when it rests."`
	EndedAt *time.Time `json:"ended_at,omitempty"`
	Words   string     `json:"words,omitempty"`
	Answer  string     `json:"answer,omitempty" doc:"Of the people partner who said no or lifted it."`
}

func restrictionOf(r *rights.Restriction) Restriction {
	return Restriction{ID: string(r.ID), AskedAt: r.AskedAt.Time(), SetAt: moment(r.SetAt), EndedAt: moment(r.EndedAt), Words: r.Words, Answer: r.Answer}
}

// Erasure is a wish to be erased, and what came of it.
type Erasure struct {
	ID      string     `json:"id"`
	AskedAt time.Time  `json:"asked_at"`
	DoneAt  *time.Time `json:"done_at,omitempty"`
	EndedAt *time.Time `json:"ended_at,omitempty"`
	Words   string     `json:"words,omitempty"`
	Answer  string     `json:"answer,omitempty"`
}

func erasureOf(e *rights.Erasure) Erasure {
	return Erasure{ID: string(e.ID), AskedAt: e.AskedAt.Time(), DoneAt: moment(e.DoneAt), EndedAt: moment(e.EndedAt), Words: e.Words, Answer: e.Answer}
}

type rightsOutput struct{ Body Rights }

func (s *service) rights(v visit, in *Paged) (*rightsOutput, error) {
	m, err := s.Workflow.MyRights(v, v.actor)
	if err != nil {
		return nil, err
	}
	out := Rights{
		Classes:     each(m.Classes, func(c workflow.KeptClass) KeptClass { return KeptClass{c.Title, c.Why, c.Read, c.Kept} }),
		Corrections: each(m.Corrections, correctionOf), Restrictions: each(m.Restrictions, restrictionOf), Erasures: each(m.Erasures, erasureOf), Held: m.Held,
	}
	l := in.lists("corrections", "restrictions", "erasures")
	out.Corrections = part(l, "corrections", out.Corrections, Correction.key)
	out.Restrictions = part(l, "restrictions", out.Restrictions, func(r Restriction) string { return r.ID })
	out.Erasures = part(l, "erasures", out.Erasures, func(e Erasure) string { return e.ID })
	out.GoesOn, err = l.end()
	return &rightsOutput{out}, err
}

// Visibility is who can see what about whoever asks.
type Visibility struct {
	Things   []SeenThing `json:"things"`
	Openings []Opening   `json:"openings" doc:"To whom anything was ever opened, the newest first."`
	GoesOn
}

// SeenThing is one private thing, with who can read it besides its person.
type SeenThing struct {
	Item string     `json:"item" doc:"What it is, by its name in the permission matrix."`
	Page string     `json:"page,omitempty" doc:"Where you find it."`
	At   *time.Time `json:"at,omitempty"`
	By   []Seer     `json:"by"`
}

// Seer is who can read something, and why.
type Seer struct {
	Person *PersonRef `json:"person,omitempty" doc:"Absent for an office, and for nobody."`
	Why    string     `json:"why"`
}

// Opening is one time that something was opened to somebody else.
type Opening struct {
	Reader  PersonRef  `json:"reader"`
	AskedBy PersonRef  `json:"asked_by"`
	Purpose string     `json:"purpose"`
	About   string     `json:"about"`
	Since   time.Time  `json:"since"`
	Until   *time.Time `json:"until,omitempty" doc:"Absent while it lasts."`
	Expires *time.Time `json:"expires,omitempty"`
}

// key tells a thing from others: it has one page, and stands there once by each time.
func (t SeenThing) key() string {
	if t.At == nil {
		return t.Item + " " + t.Page
	}
	return t.Item + " " + t.Page + " " + t.At.String()
}

func (o Opening) key() string {
	return o.Since.String() + " " + o.Reader.ID + " " + o.Purpose + " " + o.About
}

type visibilityOutput struct{ Body Visibility }

func (s *service) visibility(v visit, in *Paged) (*visibilityOutput, error) {
	seen, err := s.Workflow.WhoSees(v, v.actor)
	if err != nil {
		return nil, err
	}
	openings, err := s.Workflow.DisclosuresAboutMe(v, v.actor)
	if err != nil {
		return nil, err
	}
	l := in.lists("things", "openings")
	out := Visibility{Things: part(l, "things", each(seen, seenOf), SeenThing.key), Openings: part(l, "openings", each(openings, openingOf), Opening.key)}
	out.GoesOn, err = l.end()
	return &visibilityOutput{out}, err
}

func seenOf(t workflow.Seen) SeenThing {
	return SeenThing{Item: t.Item, Page: t.Path, At: moment(t.At), By: each(t.By, func(b workflow.Seer) Seer { return Seer{maybePerson(b.Who), string(b.Why)} })}
}

func openingOf(l workflow.DisclosureLine) Opening {
	return Opening{Reader: personRef(l.Reader), AskedBy: personRef(l.AskedBy), Purpose: string(l.Purpose), About: l.Object, Since: l.Since.Time(), Until: moment(l.Until), Expires: moment(l.Expires)}
}

type readingsInput struct{ Paged }

// Readings is a page of who has read what.
type Readings struct {
	Readings []Reading `json:"readings"`
	Next     string    `json:"next,omitempty" doc:"What to send as cursor for the next page; absent on the last."`
}

// Reading is one time that somebody read something.
type Reading struct {
	At      time.Time  `json:"at"`
	As      string     `json:"as" doc:"The capacity of whoever read it."`
	Manager *PersonRef `json:"manager,omitempty" doc:"Where it was your manager of now."`
	Item    string     `json:"item"`
	About   string     `json:"about"`
}

type readingsOutput struct{ Body Readings }

func (s *service) readings(v visit, in *readingsInput) (*readingsOutput, error) {
	mark, err := markOf(in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.Workflow.ReadsAbout(v, v.actor, mark, in.Limit)
	if err != nil {
		return nil, err
	}
	out := Readings{Readings: each(page.Lines, func(l workflow.ReadLine) Reading {
		return Reading{At: l.At.Time(), As: l.Hat, Manager: maybePerson(l.Manager), Item: l.Item, About: l.Object}
	})}
	if page.Next.ID != "" {
		out.Next = strconv.FormatInt(int64(page.Next.At), 10) + "." + string(page.Next.ID)
	}
	return &readingsOutput{out}, nil
}

// markOf reads the place in a list that a page before ended at.
func markOf(cursor string) (m workflow.ReadMark, err error) {
	if cursor == "" {
		return m, nil
	}
	at, entry, _ := strings.Cut(cursor, ".")
	n, err := strconv.ParseInt(at, 10, 64)
	ref, ok := id.Parse[id.Entry](entry)
	if err != nil || !ok || n <= 0 {
		return m, badCursor()
	}
	return workflow.ReadMark{At: clock.Instant(n), ID: ref}, nil
}

func (in *readingsInput) place(field string) (Mistake, bool) { return Paged{}.place(field) }

type correctionsInput struct {
	Paged
	About string `query:"about" required:"true" maxLength:"200" doc:"The thing: evaluation/ID, feedback/ID, promotion/ID, step/ID or salary/ID, the last two with your own id." example:"evaluation/4k2v6m8n0p1q3r5s7t9w2x4y6z"`
}

// Corrections are a person's words beside one thing.
type Corrections struct {
	About       string       `json:"about"`
	Title       string       `json:"title"`
	Page        string       `json:"page" doc:"Where it stands."`
	Corrections []Correction `json:"corrections"`
	Next        string       `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

type correctionsOutput struct{ Body Corrections }

func (s *service) corrections(v visit, in *correctionsInput) (*correctionsOutput, error) {
	c, err := s.Workflow.Correctable(v, v.actor, in.About)
	if err != nil {
		return nil, err
	}
	page, next, err := onePage(in.Paged, each(c.Before, correctionOf), Correction.key)
	return &correctionsOutput{Corrections{About: c.Object, Title: c.Title, Page: c.Path, Corrections: page, Next: next}}, err
}

type correctInput struct {
	Idempotent
	Body struct {
		About string `json:"about" maxLength:"200" doc:"The thing, as for reading them." example:"evaluation/4k2v6m8n0p1q3r5s7t9w2x4y6z"`
		Words string `json:"words" minLength:"1" maxLength:"5000"`
	}
}

func (in *correctInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) correct(v visit, in *correctInput) (*done, error) {
	return finished(s.Workflow.Correct(v, v.actor, in.once(), in.Body.About, in.Body.Words))
}
