package workflow

import (
	"context"
	"errors"
	"regexp"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// Directory is a directory that provisions people, let in by its token. It is nobody:
// the token opens what the organisation is made of, for reading and changing, and
// nothing that stands in the matrix beyond it.
type Directory struct {
	ID     id.Directory
	Source string
}

func (d Directory) actor() access.Actor { return access.System(access.ViaDirectory) }

var sourceForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}$`)

// MakeDirectoryToken makes the token of a directory and ends the one before. It is
// shown this once. Only whoever is at the machine can.
func (w *Workflow) MakeDirectoryToken(ctx context.Context, actor access.Actor, source string) (string, error) {
	if actor.Via != access.ViaCommand {
		return "", fault.NotFound()
	}
	if !sourceForm.MatchString(source) {
		return "", fault.InvalidFields([]fault.Field{{Name: "name", Value: printable(source, 60), Message: "Name the directory in small letters, digits and hyphens, such as okta."}})
	}
	token, hash := credential.NewToken(credential.DirectoryToken)
	return token, w.update(ctx, func(tx *store.Tx) error {
		v := store.Source{ID: id.New[id.Directory](), Name: source, MadeAt: tx.Now()}
		if err := tx.AddSource(v, hash); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.DirectoryNamed, Hat: org.Operator.Words(), Object: "directory/" + string(v.ID)})
	})
}

// EndDirectory ends the token of a directory. Whom it provisioned stay as they are.
func (w *Workflow) EndDirectory(ctx context.Context, actor access.Actor, source string) error {
	return w.shutOut(ctx, actor, audit.DirectoryEnded, "There is no directory of this name. To see which there are: cairn scim list",
		func(tx *store.Tx) (bool, error) { return tx.RevokeSource(source) })
}

// Directories lists the directories that are let in.
func (w *Workflow) Directories(ctx context.Context, actor access.Actor) (list []store.Source, err error) {
	if actor.Via != access.ViaCommand {
		return nil, fault.NotFound()
	}
	err = w.view(ctx, func(r *store.Reader) error {
		list, err = r.Sources()
		return err
	})
	return list, err
}

// AuthenticateDirectory tells whose token it is. From is the network address.
func (w *Workflow) AuthenticateDirectory(ctx context.Context, token, from string) (Directory, error) {
	var s store.Source
	var ok bool
	if credential.IsToken(credential.DirectoryToken, token) {
		err := w.view(ctx, func(r *store.Reader) (err error) {
			s, ok, err = r.SourceByHash(credential.HashToken(token))
			return err
		})
		if err != nil {
			return Directory{}, err
		}
	}
	if !ok || s.Revoked.IsSet() {
		if err := w.slowDownAddress(ctx, from); err != nil {
			return Directory{}, err
		}
		return Directory{}, errToken()
	}
	w.touch(ctx, s.UsedAt, func(tx *store.Tx) error { return tx.TouchSource(s.ID) })
	return Directory{s.ID, s.Name}, nil
}

// viewFor and updateFor run for a directory that is still let in: that it was is
// another transaction.
func (w *Workflow) viewFor(ctx context.Context, d Directory, f func(*store.Reader) error) error {
	return w.view(ctx, func(r *store.Reader) error {
		if err := stillLetIn(r, d); err != nil {
			return err
		}
		return f(r)
	})
}

func (w *Workflow) updateFor(ctx context.Context, d Directory, f func(*store.Tx) error) error {
	err := w.update(ctx, func(tx *store.Tx) error {
		if err := stillLetIn(tx.Reader, d); err != nil {
			return err
		}
		return f(tx)
	})
	if store.IsDuplicate(err) {
		err = fault.Wrap(fault.Conflict, errThere("name").Message, err)
	}
	return err
}

func stillLetIn(r *store.Reader, d Directory) error {
	s, ok, err := r.SourceOf(d.ID)
	if err == nil && (!ok || s.Revoked.IsSet()) {
		err = errToken()
	}
	return err
}

func errThere(what string) *fault.Error {
	return fault.New(fault.Conflict, "There is one with this "+what+" already.")
}

// changedSince is that somebody changed a thing since a directory read it.
type changedSince struct{ refusal *fault.Error }

// Error returns the refusal's sentence.
func (c changedSince) Error() string { return c.refusal.Error() }

// Unwrap gives the failure that everybody knows.
func (c changedSince) Unwrap() error { return c.refusal }

func ifMatches(asked, version string) error {
	if asked == "" || asked == "*" || asked == version {
		return nil
	}
	return changedSince{fault.Stale()}
}

// asRead finds what a directory is about to change, as long as it is what was read.
func asRead[K, T any](r *store.Reader, d Directory, ref K, asked string, find func(*store.Reader, Directory, K) (T, error), version func(T) string) (T, error) {
	found, err := find(r, d, ref)
	if err == nil {
		err = ifMatches(asked, version(found))
	}
	return found, err
}

// ChangedSince tells that an act failed because the version is another.
func ChangedSince(err error) bool {
	_, ok := errors.AsType[changedSince](err)
	return ok
}
