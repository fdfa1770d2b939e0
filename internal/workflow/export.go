package workflow

import (
	"context"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// EvaluationFile is an evaluation as its person takes it away: in words that can
// be read without Cairn, with what it was made under.
type EvaluationFile struct {
	Format     string         `json:"format"`
	Evaluation id.Evaluation  `json:"evaluation"`
	Kind       string         `json:"kind"`
	Stage      string         `json:"stage"`
	Person     string         `json:"person"`
	Manager    string         `json:"manager"`
	Framework  string         `json:"framework"`
	Version    string         `json:"framework_version"`
	Discipline string         `json:"discipline,omitempty"`
	Steps      []string       `json:"steps_in_view"`
	OpenedAt   *time.Time     `json:"opened_at"`
	BothOpened *time.Time     `json:"both_sides_opened_at,omitempty"`
	Yours      []FileAnswer   `json:"your_side"`
	Theirs     []FileAnswer   `json:"managers_side,omitempty"`
	TalkedOn   string         `json:"talked_on,omitempty"`
	TalkedHow  string         `json:"talked_how,omitempty"`
	Messages   []FileMessage  `json:"conversation,omitempty"`
	Result     *FileResult    `json:"result,omitempty"`
	EndedAt    *time.Time     `json:"ended_at,omitempty"`
	OpenedTo   []FileOpenedTo `json:"opened_to,omitempty"`
}

// FileAnswer is what one side says about an area at a step, or about an example.
type FileAnswer struct {
	Step    string `json:"step"`
	Area    string `json:"area"`
	Example string `json:"example,omitempty"`
	Word    string `json:"word,omitempty"`
	Text    string `json:"text,omitempty"`
}

// FileMessage is an entry of the conversation.
type FileMessage struct {
	Author string    `json:"author"`
	At     time.Time `json:"at"`
	Sort   string    `json:"sort,omitempty"` // statement, agreeing, notes; empty in the conversation
	Text   string    `json:"text"`
}

// FileResult is what both agreed on, or the text as it stands.
type FileResult struct {
	Summary         string       `json:"summary"`
	Step            string       `json:"step,omitempty"`
	Words           []FileAnswer `json:"words,omitempty"`
	Reason          string       `json:"reason,omitempty"`
	NotShown        string       `json:"area_not_shown_yet,omitempty"`
	Strength        string       `json:"strength_that_makes_up_for_it,omitempty"`
	Pay             string       `json:"note_on_pay,omitempty"`
	PayFrom         string       `json:"note_on_pay_from,omitempty"`
	Focus           []FileAnswer `json:"focus"`
	SignedByYou     *time.Time   `json:"signed_by_you,omitempty"`
	SignedByManager *time.Time   `json:"signed_by_manager,omitempty"`
}

// FileOpenedTo is somebody who was let in.
type FileOpenedTo struct {
	Name  string     `json:"name"`
	Since time.Time  `json:"since"`
	Until *time.Time `json:"until,omitempty"`
}

// ExportEvaluation gives the person the evaluation as a file: as much of it as
// is open to them at this moment. Nobody else gets one, and no token does.
func (w *Workflow) ExportEvaluation(ctx context.Context, actor access.Actor, ref id.Evaluation) (f EvaluationFile, err error) {
	if err := own(actor); err != nil {
		return f, err
	}
	v, err := w.Evaluation(ctx, actor, ref)
	if err != nil {
		return f, err
	}
	if v.Reader != v.Subject.ID {
		return f, fault.NotFound()
	}
	return fileOf(v), nil
}

func fileOf(v EvaluationView) EvaluationFile {
	f := EvaluationFile{
		Format: "cairn-evaluation/1", Evaluation: v.ID, Kind: v.Kind.Words(), Stage: string(v.Stage), Person: v.Subject.Name, Manager: v.Wrote.Name,
		Framework: v.Text.Name, Version: v.Framework.Version, Discipline: v.disciplineName(), OpenedAt: moment(v.OpenedAt.Time()),
		BothOpened: moment(v.OpenedBoth.Time()), Yours: v.answers(v.Mine.Body), TalkedOn: string(v.Talk.On), TalkedHow: string(v.Talk.Way), EndedAt: moment(v.AgreedAt.Time()),
	}
	for _, s := range v.Steps {
		f.Steps = append(f.Steps, v.stepName(s))
	}
	if v.Theirs != nil {
		f.Theirs = v.answers(v.Theirs.Body)
	}
	for _, m := range v.Thread {
		f.Messages = append(f.Messages, FileMessage{v.NameOf(m.Author), m.At.Time(), string(m.Sort), m.Text})
	}
	for _, d := range v.Disclosures {
		f.OpenedTo = append(f.OpenedTo, FileOpenedTo{d.Reader.Name, d.Since.Time(), moment(d.Until.Time())})
	}
	if v.Written.Revision > 0 {
		f.Result = v.fileResult()
	}
	return f
}

func (v EvaluationView) fileResult() *FileResult {
	r := &FileResult{
		Summary: v.Written.Summary, Step: v.stepName(v.Written.Step), Reason: v.Written.Reason, Pay: v.Written.Pay, PayFrom: string(v.Written.PayFrom),
		NotShown: v.areaName(v.Written.NotShown), Strength: v.areaName(v.Written.Strength),
		SignedByYou: moment(v.Signed[evaluation.SelfSide].Time()), SignedByManager: moment(v.Signed[evaluation.ManagerSide].Time()),
	}
	words := map[evaluation.Key]evaluation.Answer{}
	for k, m := range v.Written.Areas {
		words[k] = evaluation.Answer{Mark: m}
	}
	r.Words = v.answers(evaluation.Body{Areas: words})
	for _, focus := range v.Written.Focus {
		r.Focus = append(r.Focus, FileAnswer{Area: v.areaName(focus.Area), Text: focus.Text})
	}
	return r
}

// answers lists what a side says in the order of the framework.
func (v EvaluationView) answers(b evaluation.Body) (list []FileAnswer) {
	word := func(m evaluation.Mark) string {
		if m == evaluation.Unsaid {
			return ""
		}
		return m.Words(v.Subject.Name)
	}
	for _, s := range v.Steps {
		for _, a := range v.Text.AreasInOrder() {
			if said := b.Areas[evaluation.KeyOf(a.ID, s)]; !said.Empty() {
				list = append(list, FileAnswer{Step: v.stepName(s), Area: a.Name, Word: word(said.Mark), Text: said.Text})
			}
			for _, e := range v.Text.ExamplesFor(a.ID, s, v.LooksAt()) {
				if m := b.Examples[e.ID]; m != evaluation.Unsaid {
					list = append(list, FileAnswer{Step: v.stepName(s), Area: a.Name, Example: e.Text, Word: word(m)})
				}
			}
		}
	}
	return list
}

func (v EvaluationView) stepName(s framework.StepID) string {
	if step, ok := v.Text.Step(s); ok {
		return step.Name
	}
	return string(s)
}

func (v EvaluationView) areaName(a framework.AreaID) string {
	if area, ok := v.Text.Area(a); ok {
		return area.Name
	}
	return string(a)
}

func (v EvaluationView) disciplineName() string {
	if d, ok := v.Text.Discipline(v.LooksAt()); ok {
		return d.Name
	}
	return string(v.LooksAt())
}

func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
