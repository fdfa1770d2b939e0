package api

import (
	"context"
	"net/http"
	"time"
	"unicode/utf8"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// extensionFile is how large the file of an extension may be, as on the pages.
const extensionFile = 1 << 20

// extensionOperations are about what units add to the framework.
func extensionOperations() []Operation {
	const one = "/framework/extensions/{kind}/{slug}"
	start := writingFramework(http.MethodPost, "/framework/extensions", "start-extension", "Begin an extension", "The first of a unit, or the next version of it with what the published one says. By the unit’s lead, or who looks after it.", on((*service).startExtension))
	replace := writingFramework(http.MethodPut, one+"/file", "replace-extension-file", "Put a file in place of the draft", "The body is the file of an extension, in YAML. A file for an earlier version of the framework is carried over.", on((*service).replaceExtension))
	start.Status, replace.Body = http.StatusCreated, extensionFile
	return []Operation{
		readingFramework("/framework/extensions", "list-extensions", "What units add", "Units that have an extension, and those that you may begin one for.", on((*service).extensions)),
		readingFramework(one, "get-extension", "What one unit adds", "What is published, its versions and, for who writes it, the draft and what no longer fits.", on((*service).extension)),
		readingFramework(one+"/file", "get-extension-file", "An extension as a file", "The version asked for; the draft, for who writes it, or else the published one, when none is named.", on((*service).extensionText)),
		start, replace,
		writingFramework(http.MethodPost, one+"/base", "carry-extension", "Carry the draft to the framework in force", "What no longer fits waits for a decision.", on(onExtension((*workflow.Workflow).CarryExtension))),
		writingFramework(http.MethodPost, one+"/decision", "decide-extension-entry", "Decide about what no longer fits", "It still holds as it is, or it is dropped.", on((*service).decideEntry)),
		writingFramework(http.MethodPost, one+"/publication", "publish-extension", "Publish the draft", "Members of the unit read it from then on.", on(onExtension((*workflow.Workflow).PublishExtension))),
		writingFramework(http.MethodDelete, one+"/draft", "drop-extension-draft", "Drop the draft", "What is published stays.", on(onExtension((*workflow.Workflow).DropExtensionDraft))),
		writingFramework(http.MethodPost, one+"/retirement", "retire-extension", "Take it out of use", "Members read the framework as it is. Evaluations opened before keep it.", on((*service).retireExtension)),
		writingFramework(http.MethodPut, one+"/owner", "name-extension-owner", "Say who looks after it", "Beside the lead. By the lead or a people partner.", on((*service).ownExtension)),
	}
}

// Extensions are the units with what they add.
type Extensions struct {
	Extensions []ExtensionLine `json:"extensions"`
	Next       string          `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// ExtensionLine is one of them.
type ExtensionLine struct {
	Unit      ExtendingUnit `json:"unit"`
	Keeper    *PersonRef    `json:"keeper,omitempty" doc:"Who looks after it."`
	Version   string        `json:"version,omitempty" doc:"The published one."`
	Reason    string        `json:"reason,omitempty"`
	MayWrite  bool          `json:"you_may_write"`
	Drafted   bool          `json:"drafted,omitempty" doc:"That a version is written; told to who may."`
	Undecided int           `json:"undecided,omitempty" doc:"How many entries wait for a decision; told to who may write."`
}

// ExtendingUnit is a unit by its id and by the short name that addresses have.
type ExtendingUnit struct {
	ID   string `json:"id"`
	Kind string `json:"kind" enum:"tribe,chapter,guild"`
	Slug string `json:"slug,omitempty" doc:"The unit gets it with its first extension." example:"infrastructure"`
	Name string `json:"name"`
}

func extendingUnitOf(u workflow.UnitName) ExtendingUnit {
	return ExtendingUnit{string(u.ID), u.Kind, u.Slug, u.Name}
}

func nobodyOr(p workflow.PersonRef) *PersonRef {
	if p.ID == "" {
		return nil
	}
	return maybePerson(&p)
}

type extensionsOutput struct{ Body Extensions }

func (s *service) extensions(v visit, in *Paged) (*extensionsOutput, error) {
	ask := workflow.ExtensionsAsk{Limit: in.Limit}
	if in.Cursor != "" {
		ask.After = func(u id.Unit) bool { return opaque(string(u)) == in.Cursor }
	}
	lines, last, found, err := s.Workflow.Extensions(v, v.actor, ask)
	if err == nil && !found {
		err = badCursor()
	}
	if err != nil {
		return nil, err
	}
	out := Extensions{Extensions: each(lines, extensionLineOf)}
	if last != "" {
		out.Next = opaque(string(last))
	}
	return &extensionsOutput{out}, nil
}

func extensionLineOf(l workflow.ExtensionLine) ExtensionLine {
	return ExtensionLine{extendingUnitOf(l.UnitName), nobodyOr(l.Keeper), l.Version, l.Reason, l.MayWrite, l.Drafted, l.Undecided}
}

// OfUnit names the unit of an address.
type OfUnit struct {
	Kind string `path:"kind" maxLength:"200" doc:"Of the unit: tribe, chapter or guild." example:"tribe"`
	Slug string `path:"slug" maxLength:"200" doc:"The unit's short name." example:"infrastructure"`
}

func (u OfUnit) unit() (framework.ExtensionUnit, error) {
	at, ok := framework.ParseExtensionUnit(u.Kind + "/" + u.Slug)
	if !ok || !utf8.ValidString(at.Slug) {
		return at, fault.NotFound()
	}
	return at, nil
}

func (s *service) extensionOf(v visit, u OfUnit) (workflow.ExtensionView, error) {
	at, err := u.unit()
	if err != nil {
		return workflow.ExtensionView{}, err
	}
	return s.Workflow.Extension(v, v.actor, at)
}

// UnitExtension is what one unit adds to the framework.
type UnitExtension struct {
	Unit      ExtendingUnit      `json:"unit"`
	Lead      *PersonRef         `json:"lead,omitempty"`
	Owner     *PersonRef         `json:"owner,omitempty" doc:"Who was named to look after it beside the lead."`
	Published *ExtensionText     `json:"published,omitempty"`
	Draft     *ExtensionText     `json:"draft,omitempty" doc:"For who writes it."`
	Versions  []ExtensionVersion `json:"versions"`
	MayWrite  bool               `json:"you_may_write"`
	MayName   bool               `json:"you_may_name"`
}

// ExtensionText is one version with what it does.
type ExtensionText struct {
	ExtensionVersion
	Reason      string           `json:"reason"`
	Disciplines []string         `json:"disciplines" doc:"Added, by id. The file has their words."`
	Roles       []string         `json:"roles" doc:"Added, by id."`
	Examples    []string         `json:"examples" doc:"Added, by id."`
	Replaced    []string         `json:"replaced" doc:"Examples of the framework in other words, by id."`
	Hidden      []string         `json:"hidden" doc:"Examples of the framework that members do not read, by id."`
	Undecided   []UndecidedEntry `json:"undecided" doc:"What no longer fits the framework."`
	Revision    int64            `json:"revision" doc:"Of a draft: what to name in If-Match."`
}

// UndecidedEntry is an entry that no longer fits.
type UndecidedEntry struct {
	List string `json:"list" example:"replace"`
	ID   string `json:"id"`
	Why  string `json:"why"`
}

// ExtensionVersion is one version of an extension.
type ExtensionVersion struct {
	Version     string     `json:"version" example:"1.1"`
	Status      string     `json:"status" enum:"draft,published,retired"`
	Base        string     `json:"base" doc:"The version of the framework that it is written for." example:"steps-1.0"`
	PublishedAt *time.Time `json:"published_at,omitempty"`
	RetiredAt   *time.Time `json:"retired_at,omitempty"`
}

func extensionVersionOf(l workflow.ExtensionVersionLine) ExtensionVersion {
	return ExtensionVersion{l.Version, string(l.Status), l.Base.Slug(), moment(l.PublishedAt), moment(l.RetiredAt)}
}

// extensionTextOf says of a version what it does; what no longer fits, to who decides.
func extensionTextOf(v *workflow.ExtensionVersion, decides bool) *ExtensionText {
	if v == nil {
		return nil
	}
	out := &ExtensionText{
		ExtensionVersion: extensionVersionOf(v.Line), Reason: v.Reason, Revision: v.Revision, Undecided: []UndecidedEntry{},
		Disciplines: each(v.Add.Disciplines, func(d framework.Discipline) string { return string(d.ID) }),
		Roles:       each(v.Add.Roles, func(r framework.Role) string { return string(r.ID) }),
		Examples:    each(v.Add.Examples, func(e framework.Example) string { return string(e.ID) }),
		Replaced:    each(v.Replace, func(r framework.Replacement) string { return string(r.ID) }),
		Hidden:      each(v.Hide, func(h framework.Hiding) string { return string(h.ID) }),
	}
	if decides {
		out.Undecided = each(v.Undecided, func(l framework.Lost) UndecidedEntry { return UndecidedEntry{l.List, l.ID, l.Told().String()} })
	}
	return out
}

type extensionOutput struct {
	ETag string `header:"ETag" doc:"The draft's revision, in quotes, for who writes it: what to name in If-Match."`
	Body UnitExtension
}

func (s *service) extension(v visit, in *OfUnit) (*extensionOutput, error) {
	x, err := s.extensionOf(v, *in)
	if err != nil {
		return nil, err
	}
	out := &extensionOutput{Body: UnitExtension{
		Unit: extendingUnitOf(x.UnitName), Lead: maybePerson(x.Lead), Owner: maybePerson(x.Owner), MayWrite: x.MayWrite, MayName: x.MayName,
		Published: extensionTextOf(x.Published, x.MayWrite), Draft: extensionTextOf(x.Draft, x.MayWrite), Versions: each(x.Versions, extensionVersionOf),
	}}
	if x.Draft != nil {
		out.ETag = quoted(x.Draft.Revision)
	}
	return out, nil
}

type extensionTextInput struct {
	OfUnit
	Version string `query:"version" maxLength:"100" doc:"Of the extension." example:"1.0"`
}

// ExtensionFile is a version of an extension as a file.
type ExtensionFile struct {
	Version string `json:"version"`
	Text    string `json:"text" doc:"The whole file, in YAML."`
}

type extensionTextOutput struct{ Body ExtensionFile }

func (s *service) extensionText(v visit, in *extensionTextInput) (*extensionTextOutput, error) {
	x, err := s.extensionOf(v, in.OfUnit)
	if err != nil {
		return nil, err
	}
	version := in.Version
	switch {
	case version != "":
	case x.Draft != nil:
		version = x.Draft.Line.Version
	case x.Published != nil:
		version = x.Published.Line.Version
	}
	_, source, err := s.Workflow.ExtensionVersion(v, v.actor, framework.ExtensionRef{Unit: x.ExtensionUnit, Version: version})
	if err != nil {
		return nil, err
	}
	return &extensionTextOutput{ExtensionFile{version, string(source)}}, nil
}

type startExtensionInput struct {
	Idempotent
	Body struct {
		Unit   string `json:"unit" maxLength:"40" doc:"A tribe, a chapter or a guild, by id."`
		Reason string `json:"reason,omitempty" maxLength:"5000" doc:"Why the unit needs words of its own; people read it beside them."`
	}
}

func (in *startExtensionInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

// ExtensionMade says where an extension is found.
type ExtensionMade struct {
	Kind string `json:"kind" enum:"tribe,chapter,guild"`
	Slug string `json:"slug"`
}

type extensionMadeOutput struct{ Body ExtensionMade }

func (s *service) startExtension(v visit, in *startExtensionInput) (*extensionMadeOutput, error) {
	unit, err := parse[id.Unit](in.Body.Unit)
	if err != nil {
		return nil, err
	}
	at, err := s.Workflow.StartExtension(v, v.actor, in.once(), unit, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return &extensionMadeOutput{ExtensionMade{at.Kind, at.Slug}}, nil
}

// OnExtension is an act on what a unit adds.
type OnExtension struct {
	OfUnit
	Idempotent
}

// OnExtensionDraft is an act on its draft, as it was read.
type OnExtensionDraft struct {
	OnExtension
	IfMatch string `header:"If-Match" required:"true" pattern:"^\"[1-9][0-9]*\"$" maxLength:"20" doc:"The draft's revision that was read, in quotes. When it has changed since, the answer is 409 and nothing is done."`
}

// asRead finds the unit of the address, and the revision that was read of its draft.
func (in OnExtensionDraft) asRead(s *service, v visit) (unit id.Unit, read int64, err error) {
	x, err := s.extensionOf(v, in.OfUnit)
	if err != nil {
		return "", 0, err
	}
	read, err = Matching{in.IfMatch}.read(nil)
	return x.ID, read, err
}

func onExtension(act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Unit, int64) error) func(*service, visit, *OnExtensionDraft) (*done, error) {
	return func(s *service, v visit, in *OnExtensionDraft) (*done, error) {
		unit, read, err := in.asRead(s, v)
		if err != nil {
			return nil, err
		}
		return finished(act(s.Workflow, v, v.actor, in.once(), unit, read))
	}
}

type replaceExtensionInput struct {
	OnExtensionDraft
	RawBody []byte `contentType:"application/octet-stream" required:"true"`
}

func (in *replaceExtensionInput) place(field string) (Mistake, bool) {
	return inFile(in.Idempotent, field)
}

func (s *service) replaceExtension(v visit, in *replaceExtensionInput) (*fileTakenOutput, error) {
	unit, read, err := in.asRead(s, v)
	if err != nil {
		return nil, err
	}
	findings, err := s.Workflow.ReplaceExtension(v, v.actor, in.once(), unit, read, in.RawBody)
	return taken(in.Kind+"/"+in.Slug, findings, err)
}

type decideEntryInput struct {
	OnExtensionDraft
	Body struct {
		List  string `json:"list" maxLength:"40" doc:"As it was listed."`
		ID    string `json:"id" maxLength:"200"`
		Holds bool   `json:"holds" doc:"That it still holds as it is; it is dropped otherwise."`
	}
}

func (in *decideEntryInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) decideEntry(v visit, in *decideEntryInput) (*done, error) {
	unit, read, err := in.asRead(s, v)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.ChangeExtension(v, v.actor, in.once(), unit, read,
		framework.ExtensionChange{Settles: &framework.EntryRef{List: in.Body.List, ID: in.Body.ID}, Hold: in.Body.Holds}))
}

func (s *service) retireExtension(v visit, in *OnExtension) (*done, error) {
	x, err := s.extensionOf(v, in.OfUnit)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.RetireExtension(v, v.actor, in.once(), x.ID))
}

type ownExtensionInput struct {
	OnExtension
	Body struct {
		Email string `json:"email,omitempty" maxLength:"300" doc:"Of somebody who works here; nobody, when left out."`
	}
}

func (in *ownExtensionInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) ownExtension(v visit, in *ownExtensionInput) (*done, error) {
	x, err := s.extensionOf(v, in.OfUnit)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.OwnExtension(v, v.actor, in.once(), x.ID, in.Body.Email))
}
