package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/store"
	"cairn/internal/title"
)

func init() { things["title"] = thing{"/titles/", "", proposalTitle} }

// TitlesView is the outside title of a person as the two see it: what is used, what
// was, what is proposed, and what suits the person's roles.
type TitlesView struct {
	Subject   PersonRef
	Other     PersonRef // of the two, the one who does not look; no name when there is none
	Viewer    title.Side
	Email     string
	Now       string // in use; empty when there is none
	Held      []title.Held
	Proposals []ProposalView // the newest first
	Suggested []SuggestedTitles
	Roles     []RoleHeld // with dates, for a letter
	StartDate clock.Date // only for the person
}

// ProposalView is a proposal with names.
type ProposalView struct {
	*title.Proposal
	ByRef, AnsweredRef PersonRef
}

// SuggestedTitles are titles that the framework suggests for a role.
type SuggestedTitles struct {
	Role   string
	Titles []string
}

// TitleTurn is a proposed title that waits for one of the two.
type TitleTurn struct {
	Subject PersonRef
	Yours   bool // it waits for the viewer
}

func (l lists) titleTurns(r *store.Reader) (turns []TitleTurn, err error) {
	open, err := r.OpenProposals(append([]id.Person{l.viewer}, l.reports...))
	for _, p := range open {
		viewer := title.Manager
		if p.Subject == l.viewer {
			viewer = title.Self
		}
		turns = append(turns, TitleTurn{refOf(l.people, p.Subject), p.WaitsFor() == viewer})
	}
	return turns, err
}

// Open is the proposal that waits, nil when none does.
func (v TitlesView) Open() *ProposalView {
	for i := range v.Proposals {
		if v.Proposals[i].State == title.Open {
			return &v.Proposals[i]
		}
	}
	return nil
}

// Titles shows what there is about the person's outside title to the person and the
// current manager, whose reading is journalled.
func (w *Workflow) Titles(ctx context.Context, actor access.Actor, subject id.Person) (v TitlesView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeOrganisation, func(r *store.Reader, _ access.Bond, journal journal) (err error) {
		b, err := titleBond(r, actor, subject)
		if err != nil {
			return err
		}
		if err := journal(audit.Entry{Item: "profile", Subject: subject, Object: "person/" + string(subject)}); err != nil {
			return err
		}
		v, err = w.titlesView(r, b, subject)
		return err
	})
	if err != nil {
		return TitlesView{}, err // what could not be written down is not read
	}
	return v, nil
}

func (w *Workflow) titlesView(r *store.Reader, b access.Bond, subject id.Person) (v TitlesView, err error) {
	who, err := r.Person(subject)
	if err != nil {
		return v, err
	}
	v = TitlesView{Subject: PersonRef{ID: who.ID, Name: who.Name}, Viewer: titleSide(b), Email: who.Email, Now: who.Title}
	if v.Held, err = r.TitlesOf(subject); err != nil {
		return v, err
	}
	list, err := r.ProposalsOf(subject)
	if err != nil {
		return v, err
	}
	manager, _, err := r.ManagerOf(subject)
	if err != nil {
		return v, err
	}
	people, err := r.PeopleByID(append(append(eachOf(list, func(p *title.Proposal) id.Person { return p.By }),
		eachOf(list, func(p *title.Proposal) id.Person { return p.Answered })...), manager, subject))
	if err != nil {
		return v, err
	}
	for _, p := range list {
		v.Proposals = append(v.Proposals, ProposalView{p, refOf(people, p.By), refOf(people, p.Answered)})
	}
	if v.Other = refOf(people, manager); v.Viewer == title.Manager {
		v.Other = v.Subject
	}
	return v, w.fillTitleRoles(r, b, &v)
}

// fillTitleRoles adds the roles, and what the framework suggests for those of now.
func (w *Workflow) fillTitleRoles(r *store.Reader, b access.Bond, v *TitlesView) error {
	n, err := w.names(r)
	if err != nil {
		return err
	}
	over, err := r.RolesOf(v.Subject.ID)
	if v.Roles = w.rolesHeld(r, n, over); err != nil {
		return err
	}
	for _, t := range rolesAt(over, r.Now()) {
		if s := n.suggested(t); len(s.Titles) > 0 {
			v.Suggested = append(v.Suggested, s)
		}
	}
	if !b.Self {
		return nil
	}
	dates, err := r.StartDates([]id.Person{v.Subject.ID})
	v.StartDate = dates[v.Subject.ID]
	return err
}

// suggested are the titles for a role; one that has come to name a step is left out.
func (n names) suggested(t org.RoleTaken) (s SuggestedTitles) {
	if n.framework == nil || !t.Catalogue {
		return s
	}
	known, ok := n.framework.Role(framework.RoleID(t.Role))
	if !ok {
		return s
	}
	s.Role = known.Name
	for _, name := range known.OutsideTitles {
		if _, step := n.framework.LooksLikeStep(name); !step {
			s.Titles = append(s.Titles, name)
		}
	}
	return s
}

// TitleSubject tells one of the pair whose title a proposal is about.
func (w *Workflow) TitleSubject(ctx context.Context, actor access.Actor, ref id.Title) (subject id.Person, err error) {
	if err := own(actor); err != nil {
		return "", err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		p, _, err := reachProposal(r, actor, ref)
		if err == nil {
			subject = p.Subject
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return subject, nil
}

// proposalTitle names a proposal to one of the pair.
func proposalTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	p, b, err := reachProposal(r, actor, id.Title(ref))
	if err != nil || b.Self {
		return lang.Say(r.Context(), "Your outside title"), err
	}
	people, err := r.PeopleByID([]id.Person{p.Subject})
	return lang.Say(r.Context(), "{name}’s outside title", "name", people[p.Subject].Name), err
}
