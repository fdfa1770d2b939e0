package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/workflow"
)

func versionOperations() []Operation {
	of := func(path, name, summary, about string, register func(*service, Operation)) Operation {
		return Operation{Method: http.MethodGet, Path: path, ID: name, Items: []string{"framework"}, Scope: access.ScopeFramework,
			Tag: "framework", Summary: summary, About: about, register: register}
	}
	return []Operation{
		of("/framework/versions", "list-versions", "Versions of the framework", "Published and retired ones, what is open for comments and, for those who write it, the draft; the newest first.",
			on((*service).versions)),
		of("/framework/versions/{version}", "get-version", "One version of the framework", "The whole text of a version, with all its examples.",
			on((*service).version)),
		of("/framework/versions/{version}/changes", "get-changes", "How one version became another", "What was added, removed, changed and moved. What is the same is not in it.",
			on((*service).changes)),
	}
}

type versionsOutput struct{ Body Versions }

func (s *service) versions(v visit, in *Paged) (*versionsOutput, error) {
	lines, err := s.Workflow.Versions(v, v.actor)
	if err != nil {
		return nil, err
	}
	page, next, err := onePage(*in, each(lines, versionOf), func(l Version) string { return l.Name })
	return &versionsOutput{Versions{page, next}}, err
}

type versionInput struct {
	Version string `path:"version" maxLength:"200" doc:"A version's name, or its number where that is enough." example:"steps-1.0"`
}

type versionOutput struct{ Body VersionText }

func (s *service) version(v visit, in *versionInput) (*versionOutput, error) {
	view, err := s.Workflow.Version(v, v.actor, in.Version)
	if err != nil {
		return nil, err
	}
	return &versionOutput{VersionText{Version: versionOf(view.VersionLine), Text: frameworkOf(view.Text), Examples: each(view.Text.Examples, exampleOf)}}, nil
}

type changesInput struct {
	Version    string `path:"version" maxLength:"200" doc:"A version's name, or its number where that is enough." example:"steps-1.1"`
	From       string `query:"from" maxLength:"200" doc:"The earlier version; without it, the one before."`
	Discipline string `query:"discipline" maxLength:"100" doc:"Only what changed for people of this discipline, by its id."`
}

type changesOutput struct{ Body Changes }

func (s *service) changes(v visit, in *changesInput) (*changesOutput, error) {
	view, err := s.Workflow.Version(v, v.actor, in.Version)
	if err != nil {
		return nil, err
	}
	from, err := s.from(v, in, view)
	if err != nil {
		return nil, err
	}
	d, err := s.Workflow.CompareVersions(v, v.actor, from, view.Ref, framework.DisciplineID(in.Discipline))
	if err != nil {
		return nil, err
	}
	return &changesOutput{changesOf(d)}, nil
}

// from is the version to compare with. Names that nothing has are refused: an
// empty difference would look like an answer.
func (s *service) from(v visit, in *changesInput, view workflow.VersionView) (framework.Ref, error) {
	from := view.Before
	if in.From != "" {
		before, err := s.Workflow.Version(v, v.actor, in.From)
		if fault.Is(err, fault.Withheld) || fault.Is(err, fault.Absent) {
			return from, fault.InvalidFields([]fault.Field{{Name: "from", Message: "There is no such version for you to read."}})
		}
		if err != nil {
			return from, err
		}
		from = before.Ref
	}
	if from.Version == "" {
		return from, fault.InvalidFields([]fault.Field{{Name: "from", Message: "No version came before this one. Name one to compare it with."}})
	}
	_, known := view.Text.Discipline(framework.DisciplineID(in.Discipline))
	if in.Discipline != "" && !known {
		return from, fault.InvalidFields([]fault.Field{{Name: "discipline", Message: "This version has no discipline of this id."}})
	}
	return from, nil
}

func (in *changesInput) place(field string) (Mistake, bool) {
	return Mistake{Location: "query." + field}, true
}
