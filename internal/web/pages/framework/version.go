package framework

import (
	"context"
	_ "embed"
	"net/url"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// VersionSheet is the style sheet of the pages about versions.
//
//go:embed version.css
var VersionSheet []byte

const (
	versionsPath   = "/framework/versions"
	extensionsPath = "/framework/extensions"
	// OwnersPath is who looks after the examples of which discipline.
	OwnersPath = "/framework/owners"
)

// VersionPath is the page about a version.
func VersionPath(ref framework.Ref) string { return versionsPath + "/" + url.PathEscape(ref.Slug()) }

// ReadPath is the first page of a version's text.
func ReadPath(ref framework.Ref) string { return added("/framework", "version", ref.Slug()) }

// ChangesPath is the difference between two versions.
func ChangesPath(from, to framework.Ref) string {
	return added(VersionPath(to)+"/changes", "from", from.Slug())
}

// remarksPath is where the comments on a version stand.
func remarksPath(ref framework.Ref) string { return VersionPath(ref) + "/comments" }

func versionsCrumb(ctx context.Context) ui.Crumb {
	return ui.Crumb{Label: lang.Say(ctx, "Versions"), Href: versionsPath}
}

func versionCrumb(ctx context.Context, l workflow.VersionLine) ui.Crumb {
	return ui.Crumb{Label: lang.Say(ctx, "Version {version}", "version", l.Version), Href: VersionPath(l.Ref)}
}

// VersionsPage is the list of versions for one visitor.
type VersionsPage struct {
	Lines    []workflow.VersionLine
	MayStart bool // may begin the next version, and none is being written
	MayWrite bool // writes some of the version that is being written
	// MayImport is true for those who may put whole files in place.
	MayImport bool
	Key       func() string
	Wrong     []ui.FieldError
}

// VersionPage is one version with what the visitor may do about its life.
type VersionPage struct {
	workflow.VersionView
	Change    *framework.Diff      // from the version before; nil for a first
	Mine      framework.Discipline // the visitor's own; empty when the version has none of theirs
	Effective string               // the day as typed
	Today     clock.Date
	Key       func() string
	Wrong     []ui.FieldError
	Problems  map[string]string
}

// changes is the address of what changed from the version before.
func (d VersionPage) changes() string { return ChangesPath(d.Before, d.Ref) }

// InWork tells whether the version can still change.
func (d VersionPage) InWork() bool { return inWork(d.VersionLine) }

func inWork(l workflow.VersionLine) bool {
	return l.Life == framework.BeingWritten || l.Life == framework.OpenForComments
}

// MayRetire tells whether the version can be taken out of use.
func (d VersionPage) MayRetire() bool {
	return d.Editor.Everything && (d.Life == framework.Coming || d.Life == framework.Earlier)
}

// talked tells whether the version was written here and is, or may have been, open
// for comments.
func talked(l workflow.VersionLine) bool { return l.Life != framework.BeingWritten && l.BasedOn != "" }
