package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// UnitNamed finds the unit that a file of an extension names, "tribe/rivers": by
// its short name, or by the one it would get with its first extension.
func (w *Workflow) UnitNamed(ctx context.Context, actor access.Actor, at framework.ExtensionUnit) (unit id.Unit, err error) {
	if err := seesFramework(actor); err != nil {
		return "", err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if unit, err = r.UnitOfSlug(at); !fault.Is(err, fault.Absent) {
			return err
		}
		unit, err = unitToBeNamed(r, at)
		return err
	})
	return unit, err
}

// unitToBeNamed finds the unit without a short name that would get this one.
func unitToBeNamed(r *store.Reader, at framework.ExtensionUnit) (id.Unit, error) {
	slugs, err := r.UnitSlugs()
	if err != nil {
		return "", err
	}
	units, err := r.Units()
	if err != nil {
		return "", err
	}
	for _, u := range units {
		_, named := slugs[u.ID]
		if !named && string(u.Kind) == at.Kind && framework.SlugOf(u.Name, func(string) bool { return false }) == at.Slug {
			return u.ID, nil
		}
	}
	return "", fault.New(fault.Absent, "There is no unit {at}. A file names its unit by kind and short name, as in tribe/infrastructure.", "at", at.String())
}

// ImportExtension begins a unit's extension, or the next version of it, with the
// text of a file. What is not taken leaves nothing behind.
func (w *Workflow) ImportExtension(ctx context.Context, actor access.Actor, once Once, unit id.Unit, source []byte) (ref framework.ExtensionRef, findings []frameworkfile.Finding, err error) {
	if err := w.room(); err != nil {
		return ref, nil, err
	}
	err = w.extend(ctx, actor, once, unit, source, func(tx *store.Tx) (audit.Act, framework.ExtensionRef, error) {
		text, err := w.newExtension(tx, unit, reasonIn(source))
		if err == nil {
			err = tx.AddExtension(text)
		}
		if err == nil {
			text, _, err = draftOfUnit(tx.Reader, unit)
		}
		if err != nil {
			return audit.ExtensionStarted, text.Ref(), err
		}
		x, gone, said, err := w.readExtension(tx.Reader, text, source)
		ref, findings = text.Ref(), said
		if err != nil {
			return audit.ExtensionStarted, ref, err
		}
		text.Undecided = append(text.Undecided, gone...)
		if err := w.encodeExtension(tx.Reader, &text, x, source); err != nil {
			return audit.ExtensionStarted, ref, err
		}
		return audit.ExtensionStarted, ref, tx.EditExtension(text)
	})
	return ref, findings, err
}

// reasonIn is the reason that the file gives. Of a file that cannot be read it is
// anything: reading it tells what is wrong.
func reasonIn(source []byte) string {
	if x, _ := frameworkfile.LoadExtension("the file", source, nil); x != nil && x.Reason != "" {
		return x.Reason
	}
	return "As the file says."
}

// tellOfUnfit tells those who look after an extension that the version of the
// framework which is being published no longer fits all of it.
func (w *Workflow) tellOfUnfit(tx *store.Tx, ref framework.Ref) error {
	every, err := tx.Extensions()
	if err != nil {
		return err
	}
	told := map[id.Unit]bool{}
	var list []notice.Notice
	for _, x := range every {
		if x.Status == framework.Retired || told[x.Unit] {
			continue
		}
		_, gone, err := w.fitted(tx.Reader, x, ref)
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			continue
		}
		told[x.Unit] = true
		keepers, err := namesOfKeepers(tx.Reader, []id.Unit{x.Unit})
		if err != nil {
			return err
		}
		lead, owner := keepers.of(x.Unit)
		for _, who := range []*PersonRef{lead, owner} {
			if who != nil && !(who == owner && lead != nil && lead.ID == owner.ID) {
				list = append(list, notice.Notice{Person: who.ID, Kind: notice.ExtensionUnfit, Object: "extension/" + x.At.String()})
			}
		}
	}
	return tellAll(tx, list)
}

// extensionTitle names an extension; its page is open to everybody who signed in.
func extensionTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	at, ok := framework.ParseExtensionUnit(ref)
	if !ok {
		return "", fault.NotFound()
	}
	unit, err := r.UnitOfSlug(at)
	if err != nil {
		return "", err
	}
	u, err := r.Unit(unit)
	if err != nil {
		return "", err
	}
	return lang.Say(r.Context(), "What {name} adds to the framework", "name", u.Name), nil
}
