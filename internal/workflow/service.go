package workflow

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// NewService is what a program of the organisation is let in for.
type NewService struct {
	Name   string
	Scopes []access.Scope
	Days   int // how long the token works, 1 to 366
}

// LetServiceIn makes the token of a program, which reads what everybody who works here
// reads alike and is nobody. It is shown this once. Only whoever is at the machine can.
func (w *Workflow) LetServiceIn(ctx context.Context, actor access.Actor, wanted NewService) (string, error) {
	if actor.Via != access.ViaCommand {
		return "", fault.NotFound()
	}
	if err := checkService(wanted); err != nil {
		return "", err
	}
	text, hash := credential.NewToken(credential.ServiceToken)
	err := w.update(ctx, func(tx *store.Tx) error {
		v := store.Service{ID: id.New[id.Service](), Name: wanted.Name, Scopes: wanted.Scopes, MadeAt: tx.Now(), EndsAt: tx.Now().Add(time.Duration(wanted.Days) * 24 * time.Hour)}
		if err := tx.AddService(v, hash); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.ServiceMade, Hat: org.Operator.Words(), Object: "service/" + string(v.ID)})
	})
	if store.IsDuplicate(err) {
		return "", fault.Wrap(fault.Conflict, "There is a program of this name already. Use another name, or shut that one out first: cairn token end "+wanted.Name, err)
	}
	if err != nil {
		return "", err
	}
	return text, nil
}

// checkService collects what is wrong with what is wanted.
func checkService(wanted NewService) error {
	var wrong []fault.Field
	if !sourceForm.MatchString(wanted.Name) {
		wrong = append(wrong, fault.Field{Name: "name", Value: printable(wanted.Name, 60), Message: "Name the program in small letters, digits and hyphens, such as intranet."})
	}
	if len(wanted.Scopes) == 0 || slices.ContainsFunc(wanted.Scopes, strange) {
		wrong = append(wrong, fault.Field{Name: "scopes", Message: "A program reads what everybody here reads alike, so it may hold no other scopes than " + serviceScopes() + "."})
	}
	if wanted.Days < 1 || wanted.Days > longestTokenDays {
		wrong = append(wrong, fault.Field{Name: "days", Message: "Say for how many days the token works, from 1 to 366."})
	}
	return fault.InvalidFields(wrong)
}

func strange(s access.Scope) bool { return !slices.Contains(access.ServiceScopes(), s) }

func serviceScopes() string {
	var words []string
	for _, s := range access.ServiceScopes() {
		words = append(words, string(s))
	}
	return strings.Join(words, " and ")
}

// EndService shuts a program out.
func (w *Workflow) EndService(ctx context.Context, actor access.Actor, name string) error {
	return w.shutOut(ctx, actor, audit.ServiceEnded, "No program of this name is let in. To see which are: cairn token list",
		func(tx *store.Tx) (bool, error) { return tx.RevokeService(name) })
}

// shutOut ends the token of something that is no person. Only whoever is at the machine
// can; gone is what they are told where there was nothing to end.
func (w *Workflow) shutOut(ctx context.Context, actor access.Actor, act audit.Act, gone string, revoke func(*store.Tx) (bool, error)) error {
	if actor.Via != access.ViaCommand {
		return fault.NotFound()
	}
	return w.update(ctx, func(tx *store.Tx) error {
		done, err := revoke(tx)
		if err == nil && !done {
			err = fault.New(fault.Absent, gone)
		}
		if err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: act, Hat: org.Operator.Words()})
	})
}

// Services lists the programs that were let in and not shut out, also those whose
// token has come to its end.
func (w *Workflow) Services(ctx context.Context, actor access.Actor) (list []store.Service, err error) {
	if actor.Via != access.ViaCommand {
		return nil, fault.NotFound()
	}
	err = w.view(ctx, func(r *store.Reader) error {
		list, err = r.Services()
		return err
	})
	return list, err
}

// authenticateService tells whose token it is. It is no person, and what stands in the
// database about its scopes counts only as far as a program may hold any.
func (w *Workflow) authenticateService(ctx context.Context, text string) (access.Actor, Viewer, error) {
	var s store.Service
	live := false
	err := w.view(ctx, func(r *store.Reader) (err error) {
		var found bool
		s, found, err = r.ServiceByHash(credential.HashToken(text))
		live = found && serviceLives(s, r)
		return err
	})
	if err == nil && !live {
		err = errToken()
	}
	if err != nil {
		return access.Actor{}, Viewer{}, err
	}
	w.touch(ctx, s.UsedAt, func(tx *store.Tx) error { return tx.TouchService(s.ID) })
	return access.Actor{Via: access.ViaToken, Service: s.ID, Scopes: slices.DeleteFunc(s.Scopes, strange)}, Viewer{Name: s.Name}, nil
}

func serviceLives(s store.Service, r *store.Reader) bool {
	return usable(store.Token{MadeAt: s.MadeAt, UsedAt: s.UsedAt, EndsAt: s.EndsAt, Revoked: s.Revoked}, r.Now())
}

// reads lets in whoever has signed in, as signedIn does, and programs of the
// organisation to what they may hold the scope of. It stands before what everybody
// reads alike, and before nothing else.
func reads(actor access.Actor, scope access.Scope) error {
	if actor.Service == "" {
		return signedIn(actor, scope)
	}
	if !actor.May(scope) {
		return fault.NotFound()
	}
	return nil
}
