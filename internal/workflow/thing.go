package workflow

import (
	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// thing is a sort of object that people are told about.
type thing struct {
	path  string       // where it stands; its id follows
	scope access.Scope // without which a token hears nothing of it; empty: no token does
	// title says what the thing is called to the actor, in the rights of this very
	// transaction. Who may not reach it is answered as if there were none.
	title func(w *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error)
}

// things are the sorts of objects that notices can be about, by noun. What is not
// listed here is told to nobody.
var things = map[string]thing{
	"evaluation":   {"/evaluations/", access.ScopeEvaluations, evaluationTitle},
	"person":       {"/people/", access.ScopeOrganisation, ownTitle},
	"framework":    {"/framework/versions/", access.ScopeFramework, versionTitle},
	"extension":    {"/framework/extensions/", access.ScopeFramework, extensionTitle},
	"role-request": {"/role-requests/", "", requestTitle},
	"rollout":      {"/rollouts/", "", rolloutTitle},
	"growth":       {"/growth/", access.ScopeGrowth, focusTitle},
	// No token reaches these.
	"promotion":    {"/promotions/", "", promotionTitle},
	"consultation": {"/consultations/", "", questionTitle},
	"note":         {"/journal/", access.ScopeNotes, noteTitle},
	"feedback":     {"/feedback/", access.ScopeFeedback, feedbackTitle},
	"pay":          {"/pay/", "", policyTitle},
	"pay-change":   {"/pay/changes/", "", changeTitle},
	"pay-review":   {"/pay/reviews/", "", reviewTitle},
	// Of how somebody signs in.
	"account": {"/account/", "", accountTitle},
	// What two agreed for a period.
	"priority":       {"/priorities/", access.ScopePriorities, priorityTitle},
	"priority-share": {"/priorities/shares/", access.ScopePriorities, priorityShareTitle},
}

func pathOf(object string) string {
	noun, ref := notice.Noun(object)
	return things[noun].path + ref
}

// PathOf is where a thing stands that was named by noun and id.
func PathOf(object string) string { return pathOf(object) }

// titleOf says what the object is called to the actor, if they can reach it.
func (w *Workflow) titleOf(r *store.Reader, actor access.Actor, object string) (string, error) {
	noun, ref := notice.Noun(object)
	t, known := things[noun]
	if !known || actor.Via == access.ViaToken && (t.scope == "" || !actor.May(t.scope)) {
		return "", fault.NotFound()
	}
	return t.title(w, r, actor, ref)
}

func evaluationTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	e, err := r.Evaluation(id.Evaluation(ref))
	if err != nil {
		return "", err
	}
	b, err := bondTo(r, actor, e.Subject, aboutEvaluation(e))
	if err != nil {
		return "", err
	}
	_, aSide := e.SideOf(actor.Person)
	if b.Let != "" && e.OpenTo(b) {
		return lang.Say(r.Context(), "A talk that you were asked to join"), nil
	}
	if !evaluation.VisibleTo(b) || !aSide && !e.Closed() {
		return "", fault.NotFound()
	}
	other := e.Subject
	if b.Self {
		other = e.Manager
	}
	people, err := r.PeopleByID([]id.Person{other})
	if b.Self {
		return lang.Say(r.Context(), "Your evaluation with {name}", "name", people[other].Name), err
	}
	return lang.Say(r.Context(), "{name}’s evaluation", "name", people[other].Name), err
}

// ownTitle is for what a person is told about themselves.
func ownTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	if string(actor.Person) != ref {
		return "", fault.NotFound()
	}
	return lang.Say(r.Context(), "Your own page"), nil
}

const signInObject = "account/sign-in"

// accountTitle is of a part of the actor's own account, whoever the actor is.
func accountTitle(_ *Workflow, r *store.Reader, _ access.Actor, ref string) (string, error) {
	if "account/"+ref != signInObject {
		return "", fault.NotFound()
	}
	return lang.Say(r.Context(), "How you sign in"), nil
}

// signInChanged writes down that how somebody signs in was changed, and tells them,
// also when it was they themselves: it may have been somebody else as them.
func signInChanged(tx *store.Tx, actor access.Actor, e audit.Entry) error {
	if err := record(tx, actor, e); err != nil {
		return err
	}
	return tell(tx, e.Subject, notice.SignInChanged, signInObject)
}

func aboutEvaluation(e *evaluation.Evaluation) string { return objectOf(e.ID) }

// other is who of the two the side is not; nobody while there is no manager.
func other(e *evaluation.Evaluation, side evaluation.SideName) id.Person {
	if side == evaluation.SelfSide {
		return e.Manager
	}
	return e.Subject
}

// tellOther tells the other side of what this side has just done.
func tellOther(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName, kind notice.Kind) error {
	return tell(tx, other(e, side), kind, aboutEvaluation(e))
}

// requestTitle names a request to the two whom it is about; the lead who is asked
// is not told by a notice.
func requestTitle(w *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	q, _, err := reachRequest(r, actor, id.RoleRequest(ref), false)
	if err != nil {
		return "", err
	}
	n, err := w.names(r)
	if err != nil {
		return "", err
	}
	return lang.Say(r.Context(), "The role {role}", "role", n.role(taken(q))), nil
}
