package store

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/seal"
)

// sealedPlan is what of an evaluation would tell where somebody stands, what they
// wish for, or that two do not agree. In clear an evaluation is a first or a
// later one, and open or ended.
type sealedPlan struct {
	Kind    evaluation.Kind        `json:"kind,omitempty"`
	Steps   []framework.StepID     `json:"steps"`
	Present framework.StepID       `json:"present,omitempty"`
	Toward  framework.DisciplineID `json:"toward,omitempty"`
	Ended   evaluation.Stage       `json:"ended,omitempty"` // how, when not agreed
	Stated  [2]clock.Instant       `json:"stated"`          // by the person and the manager
	Planned evaluation.Planned     `json:"planned"`
	Fill    string                 `json:"fill"` // so that every plan is as long as any other
}

// planLength is how long a plan is made; no plan of a sane framework is longer.
const planLength = 1500

// read reads a plan, or the steps alone, as they were kept at first.
func (p *sealedPlan) read(raw []byte) error {
	if !bytes.HasPrefix(raw, []byte("{")) {
		return readSealed(raw, &p.Steps)
	}
	return readSealed(withoutFill(raw), p)
}

// withoutFill leaves out the fill of a plan, which stands last in it: reading a thousand dots
// takes longer than all that stands before them.
func withoutFill(raw []byte) []byte {
	plan, fill, found := bytes.Cut(raw, []byte(`,"fill":"`)) // in a text the quotes would be escaped
	if !found || string(bytes.Trim(fill, ".")) != `"}` {
		return raw
	}
	return append(plan[:len(plan):len(plan)], '}')
}

func planOf(e *evaluation.Evaluation) sealedPlan {
	p := sealedPlan{
		Kind: e.Kind, Steps: e.Steps, Present: e.Present, Toward: e.Toward, Planned: e.Planned,
		Stated: [2]clock.Instant{e.Stated[evaluation.SelfSide], e.Stated[evaluation.ManagerSide]},
	}
	if e.Stage == evaluation.NotAgreed {
		p.Ended = e.Stage
	}
	if raw, err := json.Marshal(p); err == nil && len(raw) < planLength {
		p.Fill = strings.Repeat(".", planLength-len(raw))
	}
	return p
}

func (r *Reader) unsealPlan(row evaluationRow) error {
	var p sealedPlan
	if err := r.unseal(row.e.Subject, planPlace(row.e.ID), row.plan, &p); err != nil {
		return err
	}
	e := row.e
	if p.Kind != "" {
		e.Kind = p.Kind
	}
	e.Steps, e.Present, e.Toward, e.Planned = p.Steps, p.Present, p.Toward, p.Planned
	e.Stated = bySide(p.Stated[0], p.Stated[1])
	if p.Ended != "" {
		e.Stage, e.Signed = p.Ended, bySide(0, 0)
	}
	return nil
}

func planPlace(e id.Evaluation) seal.Place {
	return seal.Place{Table: "evaluations", Column: "steps_sealed", Row: string(e)}
}

// kindInClear tells a first evaluation from a later one and nothing else.
func kindInClear(k evaluation.Kind) evaluation.Kind {
	if k == evaluation.First {
		return k
	}
	return evaluation.Growth
}

// stageInClear says agreed of whatever has ended.
func stageInClear(s evaluation.Stage) evaluation.Stage {
	if s == evaluation.NotAgreed {
		return evaluation.Agreed
	}
	return s
}

// signedInClear gives what ended without agreement the look of what was signed; a
// side that said nothing looks as if it had signed at the end.
func signedInClear(e *evaluation.Evaluation) map[evaluation.SideName]clock.Instant {
	if e.Stage != evaluation.NotAgreed {
		return e.Signed
	}
	look := map[evaluation.SideName]clock.Instant{evaluation.SelfSide: e.AgreedAt, evaluation.ManagerSide: e.AgreedAt}
	maps.Copy(look, e.Stated)
	return look
}
