package workflow

import (
	"context"
	"errors"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// extensionHand is what somebody may do with the extension of a unit.
type extensionHand struct {
	write bool // the unit's lead, or the owner who was named
	name  bool // the lead or a people partner: they name the owner
}

func handOn(r *store.Reader, actor access.Actor, unit id.Unit) (extensionHand, error) {
	k, err := keepersOf(r, []id.Unit{unit})
	return k.hand(actor, unit), err
}

// extensionKeepers are who leads units and who was named beside.
type extensionKeepers struct {
	leads, named map[id.Unit]id.Person
}

func keepersOf(r *store.Reader, units []id.Unit) (k extensionKeepers, err error) {
	if k.leads, err = r.LeadsOf(units); err != nil {
		return k, err
	}
	k.named, err = r.ExtensionOwners(units)
	return k, err
}

func (k extensionKeepers) hand(actor access.Actor, unit id.Unit) (h extensionHand) {
	if actor.Via == access.ViaCommand {
		return extensionHand{true, true}
	}
	if !actor.Known() || writesFramework(actor) != nil {
		return h
	}
	lead := k.leads[unit] == actor.Person
	h.write = lead || k.named[unit] == actor.Person
	h.name = lead || actor.Holds(org.PeoplePartner)
	return h
}

// mayExtend refuses units that extend nothing: a squad, and what is not there.
func mayExtend(r *store.Reader, unit id.Unit) (org.Unit, error) {
	u, err := r.Unit(unit)
	if err == nil && u.Kind == org.Squad {
		err = fault.New(fault.Conflict, "Only a tribe, a chapter or a guild extends the framework; a squad takes part in its tribe’s.")
	}
	return u, err
}

// extend is an act on a unit's extension by somebody who may write it.
func (w *Workflow) extend(ctx context.Context, actor access.Actor, once Once, unit id.Unit, input any, f func(*store.Tx) (audit.Act, framework.ExtensionRef, error)) error {
	if err := seesFramework(actor); err != nil {
		return err
	}
	asked := struct {
		Unit  id.Unit
		Input any
	}{unit, input}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		h, err := handOn(tx.Reader, actor, unit)
		if err != nil || !h.write {
			return "", orElse(err, fault.NotFound())
		}
		act, ref, err := f(tx)
		if err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: act, Item: "framework", Object: "extension/" + ref.String()})
	})
	return err
}

// StartExtension begins a unit's extension, or the next version of it with what
// the published one says. The first one gives the unit its short name for good.
func (w *Workflow) StartExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit, reason string) (at framework.ExtensionUnit, err error) {
	err = w.extend(ctx, actor, once, unit, []string{"start", reason}, func(tx *store.Tx) (audit.Act, framework.ExtensionRef, error) {
		text, err := w.newExtension(tx, unit, reason)
		if err == nil {
			err = tx.AddExtension(text)
		}
		return audit.ExtensionStarted, text.Ref(), err
	})
	if err != nil {
		return at, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		at, _, err = r.UnitSlug(unit)
		return err
	})
	return at, err
}

func (w *Workflow) newExtension(tx *store.Tx, unit id.Unit, reason string) (text store.ExtensionText, err error) {
	u, err := mayExtend(tx.Reader, unit)
	if err != nil {
		return text, err
	}
	if text.At, err = slugFor(tx, u); err != nil {
		return text, err
	}
	before, err := tx.ExtensionsOf(unit)
	if err != nil {
		return text, err
	}
	base, err := w.current(tx.Reader)
	if err != nil {
		return text, err
	}
	text.Unit, text.Base, text.Version = unit, framework.Ref{ID: base.ID, Version: base.Version}, "1.0"
	x := &framework.Extension{Unit: text.At}
	var source []byte
	for i, b := range before {
		switch {
		case b.Status == framework.Draft:
			return text, fault.New(fault.Conflict, "The next version is being written already. There is one at a time, so that nobody’s words are lost.")
		case i == 0:
			text.Version = framework.NextVersion(b.Version)
		}
		if b.Status == framework.Published {
			if x, text.Undecided, err = w.fitted(tx.Reader, b, text.Base); err != nil {
				return text, err
			}
			text.Undecided, source = append(b.Undecided, text.Undecided...), b.Source
		}
	}
	n, _ := x.Change(framework.ExtensionChange{Reason: reason}, nil)
	if n.Reason == "" {
		return text, fault.InvalidFields([]fault.Field{{Name: "reason", Message: "Say why the unit needs words of its own; people will read it beside them."}})
	}
	return text, w.encodeExtension(tx.Reader, &text, n, source)
}

// slugFor returns the short name of the unit, and gives it one when it has none.
func slugFor(tx *store.Tx, u org.Unit) (framework.ExtensionUnit, error) {
	at, there, err := tx.UnitSlug(u.ID)
	if err != nil || there {
		return at, err
	}
	slugs, err := tx.UnitSlugs()
	if err != nil {
		return at, err
	}
	taken := map[framework.ExtensionUnit]bool{}
	for _, s := range slugs {
		taken[s] = true
	}
	at.Kind = string(u.Kind)
	at.Slug = framework.SlugOf(u.Name, func(s string) bool { return taken[framework.ExtensionUnit{Kind: at.Kind, Slug: s}] })
	return at, tx.GiveSlug(u.ID, at)
}

// encodeExtension writes x into the text, as this version of this unit, in the
// name of who looks after it. What a unit may not do is refused.
func (w *Workflow) encodeExtension(r *store.Reader, text *store.ExtensionText, x *framework.Extension, before []byte) error {
	base, err := w.original(r, text.Base)
	if err != nil {
		return err
	}
	n := *x
	n.Extends, n.Unit, n.Version = text.Base, text.At, text.Version
	if n.Owner, err = keeperOf(r, text.Unit); err != nil {
		return err
	}
	if problems := framework.Check(base, &n); len(problems) > 0 {
		return problemsFault(problems)
	}
	if text.Source, err = frameworkfile.EncodeExtension(&n, before); err != nil {
		return err
	}
	if again, findings := frameworkfile.LoadExtension(text.Ref().String(), text.Source, base); again == nil {
		return findingsFault(findings)
	}
	return nil
}

// problemsFault turns what a unit may not do into mistakes that can be shown.
func problemsFault(problems []framework.Problem) error {
	var wrong []fault.Field
	for _, p := range problems {
		wrong = append(wrong, fault.Field{Name: p.Field, Message: p.Message.Text, With: p.Message.With})
	}
	return fault.InvalidFields(wrong)
}

// keeperOf names who looks after the unit's extension: the owner, or the lead.
func keeperOf(r *store.Reader, unit id.Unit) (string, error) {
	who, named, err := r.ExtensionOwner(unit)
	if err != nil {
		return "", err
	}
	if named {
		p, err := isHere(r, who)
		if err == nil || !fault.Is(err, fault.Withheld) {
			return p.Name, err
		}
	}
	leads, err := r.LeadsOf([]id.Unit{unit})
	if err != nil {
		return "", err
	}
	lead, led := leads[unit]
	if !led {
		return "", fault.New(fault.Conflict, "Nobody leads this unit and nobody was named to look after its extension. A people partner can name somebody.")
	}
	p, err := r.Person(lead)
	return p.Name, err
}

// onDraft is an act on the draft of a unit's extension, at the revision read.
func (w *Workflow) onDraft(ctx context.Context, actor access.Actor, once Once, unit id.Unit, read int64, act audit.Act, input any, f func(*store.Tx, store.ExtensionText) error) error {
	asked := struct {
		Act   audit.Act
		Read  int64
		Input any
	}{act, read, input}
	return w.extend(ctx, actor, once, unit, asked, func(tx *store.Tx) (audit.Act, framework.ExtensionRef, error) {
		text, ok, err := draftOfUnit(tx.Reader, unit)
		if err != nil || !ok {
			return act, text.Ref(), orElse(err, fault.New(fault.Conflict, "There is no draft any more. Start the next version first; what you typed is still here."))
		}
		if text.Revision != read {
			return act, text.Ref(), fault.New(fault.Conflict, "The draft was changed in the meantime, from another tab or by somebody else. What you typed is still here; look at the draft as it stands, then send it again.")
		}
		return act, text.Ref(), f(tx, text)
	})
}

func draftOfUnit(r *store.Reader, unit id.Unit) (store.ExtensionText, bool, error) {
	list, err := r.ExtensionsOf(unit)
	for _, x := range list {
		if x.Status == framework.Draft {
			return x, true, err
		}
	}
	return store.ExtensionText{}, false, err
}

// ChangeExtension changes the draft of a unit's extension.
func (w *Workflow) ChangeExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit, read int64, c framework.ExtensionChange) error {
	return w.onDraft(ctx, actor, once, unit, read, audit.ExtensionEdited, c, func(tx *store.Tx, text store.ExtensionText) error {
		x, err := w.parseExtension(tx.Reader, text)
		if err != nil {
			return err
		}
		if x, text.Undecided = x.Change(c, text.Undecided); x == nil {
			return errors.New("an extension changed into nothing")
		}
		if err := w.encodeExtension(tx.Reader, &text, x, text.Source); err != nil {
			if c.Remove != nil && c.Remove.List == framework.ListDisciplines && fault.Is(err, fault.Invalid) {
				return fault.New(fault.Conflict, "Roles or examples of the unit still belong to this discipline. Take them out first, or give them another.")
			}
			return err
		}
		return tx.EditExtension(text)
	})
}

// ReplaceExtension puts a file in the place of the draft's text. A file for an
// earlier version of the framework is carried over; what no longer fits joins
// what waits for a decision.
func (w *Workflow) ReplaceExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit, read int64, source []byte) (findings []frameworkfile.Finding, err error) {
	err = w.onDraft(ctx, actor, once, unit, read, audit.ExtensionEdited, source, func(tx *store.Tx, text store.ExtensionText) error {
		x, gone, said, err := w.readExtension(tx.Reader, text, source)
		if findings = said; err != nil {
			return err
		}
		text.Undecided = append(text.Undecided, gone...)
		if err := w.encodeExtension(tx.Reader, &text, x, source); err != nil {
			return err
		}
		return tx.EditExtension(text)
	})
	return findings, err
}

// readExtension reads a file for the draft.
func (w *Workflow) readExtension(r *store.Reader, text store.ExtensionText, source []byte) (x *framework.Extension, gone []framework.Lost, findings []frameworkfile.Finding, err error) {
	base, err := w.original(r, text.Base)
	if err != nil {
		return nil, nil, nil, err
	}
	from := text.Base
	if head, _ := frameworkfile.LoadExtension("the file", source, nil); head != nil {
		if head.Unit != text.At {
			return nil, nil, nil, fault.InvalidFields([]fault.Field{{Name: "source", Message: "The file is of {unit}, and this is the extension of {at}. Change the field \"unit\", or bring it in there.", With: []any{"unit", head.Unit.String(), "at", text.At.String()}}})
		}
		if older, err := r.Framework(head.Extends); err == nil && older.ID == text.Base.ID && older.Status != framework.Draft && older.Status != framework.Comment {
			if base, err = w.original(r, head.Extends); err != nil {
				return nil, nil, nil, err
			}
			from = head.Extends
		}
	}
	if x, findings = frameworkfile.LoadExtension("the file", source, base); x == nil {
		return nil, nil, findings, findingsFault(findings)
	}
	x, gone, err = w.carried(r, x, from, text.Base)
	return x, gone, findings, err
}

// CarryExtension takes the draft to the version of the framework in force. What
// fits goes on; the rest waits for a decision.
func (w *Workflow) CarryExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit, read int64) error {
	return w.onDraft(ctx, actor, once, unit, read, audit.ExtensionCarried, nil, func(tx *store.Tx, text store.ExtensionText) error {
		now, err := w.current(tx.Reader)
		if err != nil {
			return err
		}
		to := framework.Ref{ID: now.ID, Version: now.Version}
		x, gone, err := w.fitted(tx.Reader, text, to)
		if err != nil {
			return err
		}
		text.Base, text.Undecided = to, append(text.Undecided, gone...)
		if err := w.encodeExtension(tx.Reader, &text, x, text.Source); err != nil {
			return err
		}
		return tx.EditExtension(text)
	})
}

// PublishExtension puts the draft in force for the unit's members. From then on
// its text stays as it is; the version before is retired at the same instant.
func (w *Workflow) PublishExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit, read int64) error {
	return w.onDraft(ctx, actor, once, unit, read, audit.ExtensionPublished, nil, func(tx *store.Tx, text store.ExtensionText) error {
		if err := w.mayPublishExtension(tx, text); err != nil {
			return err
		}
		list, err := tx.ExtensionsOf(unit)
		if err != nil {
			return err
		}
		for _, before := range list {
			if before.Status == framework.Published {
				before.Status, before.RetiredAt = framework.Retired, tx.Now()
				if err := tx.AgeExtension(before); err != nil {
					return err
				}
			}
		}
		text.Status, text.PublishedAt = framework.Published, tx.Now()
		return tx.AgeExtension(text)
	})
}

func (w *Workflow) mayPublishExtension(tx *store.Tx, text store.ExtensionText) error {
	now, ok, err := tx.PublishedFramework()
	if err != nil {
		return err
	}
	if ok && now != text.Base {
		return fault.New(fault.Conflict, "The framework has moved on to version {version}. Carry the draft over first, so that you see what no longer fits.", "version", now.Version)
	}
	x, err := w.parseExtension(tx.Reader, text)
	if err == nil && x.Entries() == 0 {
		err = fault.New(fault.Conflict, "The draft adds, replaces and hides nothing, so there is nothing to publish. To go back to the framework as it is, retire the published version.")
	}
	return err
}

// RetireExtension takes the published version out of use: from now on the unit
// reads the framework as it is. Evaluations opened before keep it.
func (w *Workflow) RetireExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit) error {
	return w.extend(ctx, actor, once, unit, "retire", func(tx *store.Tx) (audit.Act, framework.ExtensionRef, error) {
		list, err := tx.ExtensionsOf(unit)
		for _, x := range list {
			if x.Status == framework.Published {
				x.Status, x.RetiredAt = framework.Retired, tx.Now()
				return audit.ExtensionRetired, x.Ref(), tx.AgeExtension(x)
			}
		}
		return audit.ExtensionRetired, framework.ExtensionRef{}, orElse(err, fault.New(fault.Conflict, "Nothing is published here, so there is nothing to retire."))
	})
}

// DropExtensionDraft throws the draft away; a published version stays.
func (w *Workflow) DropExtensionDraft(ctx context.Context, actor access.Actor, once Once, unit id.Unit, read int64) error {
	return w.onDraft(ctx, actor, once, unit, read, audit.ExtensionDropped, nil, func(tx *store.Tx, text store.ExtensionText) error {
		return tx.DropExtension(text)
	})
}

// OwnExtension names who looks after the unit's extension beside its lead, by
// the e-mail address; an empty one names nobody. The lead or a people partner
// does.
func (w *Workflow) OwnExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit, email string) error {
	if err := seesFramework(actor); err != nil {
		return err
	}
	email = strings.TrimSpace(email)
	_, err := w.act(ctx, actor, once, []string{string(unit), email}, func(tx *store.Tx) (string, error) {
		h, err := handOn(tx.Reader, actor, unit)
		if err != nil || !h.name {
			return "", orElse(err, fault.NotFound())
		}
		if _, err := mayExtend(tx.Reader, unit); err != nil {
			return "", err
		}
		var owner id.Person
		if email != "" {
			if owner, err = colleague(tx.Reader, email); err != nil {
				return "", err
			}
		}
		before, _, err := tx.ExtensionOwner(unit)
		if err != nil || before == owner {
			return "", err
		}
		entry := audit.Entry{Act: audit.ExtensionOwned, Item: "framework", Subject: owner, Object: "unit/" + string(unit)}
		if owner == "" {
			entry.Act, entry.Subject = audit.ExtensionDisowned, before
		}
		if err := tx.OwnExtension(unit, owner); err != nil {
			return "", err
		}
		return "", record(tx, actor, entry)
	})
	return err
}

// colleague finds somebody who works here by the address.
func colleague(r *store.Reader, email string) (id.Person, error) {
	p, ok, err := r.PersonByEmail(email)
	if err == nil && (!ok || !p.Here(r.Now())) {
		err = fault.InvalidFields([]fault.Field{{Name: "email", Value: email, Message: "Nobody who works here has this address. Look it up under People."}})
	}
	return p.ID, err
}
