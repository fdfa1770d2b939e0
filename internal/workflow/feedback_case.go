package workflow

import (
	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/promotion"
	"cairn/internal/store"
)

// caseToAskFor is the case about the subject that the actor can ask for feedback
// for at the moment: the person as long as they consider it or it is in its course,
// the manager once the person has agreed. Nothing of it leaves the pair before.
func caseToAskFor(r *store.Reader, actor access.Actor, subject id.Person) (ref id.Promotion, ok bool, err error) {
	if actor.Via == access.ViaToken {
		return "", false, nil
	}
	c, there, err := r.OpenPromotionOf(subject)
	if err != nil || !there {
		return "", false, err
	}
	eye, b, err := eyeOn(r, actor, c)
	if err != nil || eye != promotion.Whole {
		return "", false, err
	}
	return c.ID, c.InCourse() || b.Self && c.MayAttach() == nil, nil
}

// askedForCase refuses to ask for another case than that.
func askedForCase(r *store.Reader, actor access.Actor, subject id.Person, ask feedback.Ask) error {
	ref, ok, err := caseToAskFor(r, actor, subject)
	if err != nil {
		return err
	}
	if !ok || ref != ask.Promotion || ask.Evaluation != "" {
		return fault.InvalidFields([]fault.Field{{Name: "evaluation", Message: lang.Later("There is no case that you can ask for at the moment. Choose something else that it is for.")}})
	}
	return nil
}
