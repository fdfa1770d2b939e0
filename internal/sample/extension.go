package sample

import (
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// platformExtended is when the tribe Platform published what it adds.
const platformExtended = 120

// platformAdds is what Platform adds to the framework, as its file.
const platformAdds = `# Talked over with the other tribe leads before it was published.
extends: {id: steps, version: "1.0"}
unit: tribe/platform
version: "1.0"
owner: Viktor Horvat
reason: Half of us keep things running for others. We missed words for that work, and some sentences speak of products that we do not have.
add:
  disciplines:
    - {id: tribe.platform.reliability, name: Reliability, also: [Site reliability], near: software-development}
  examples:
    - id: tribe.platform.reliability-on-call
      area: mastery
      step: individual
      disciplines: [tribe.platform.reliability]
      text: Takes a turn on call with somebody beside them, and writes down the next morning what the alarm did not say.
    - id: tribe.platform.reliability-quiet-alarm
      area: mastery
      step: squad-chapter
      disciplines: [tribe.platform.reliability]
      text: Removes an alarm nobody acts on, after finding out what it was once meant to tell.
      details:
        - Asks those it woke last.
    - id: tribe.platform.reliability-game-day
      area: mastery
      step: tribe-guild
      disciplines: [tribe.platform.reliability]
      form: activity
      text: Plays a day of failure with several squads, and stays with each until what it found is mended.
  roles:
    - id: tribe.platform.on-call-host
      name: On-call host
      summary: Looks after the week of those on call, and hands over with a talk and not with a list.
      discipline: tribe.platform.reliability
replace:
  - id: mastery-squad-software-designs
    unit_text: Designs a new part of what other squads build on, weighs the alternatives with those squads, and sees it through to running well.
    because: Our users are squads, and a design made without them comes back.
hide:
  - id: mastery-tribe-software-shared-tool
    because: Building shared tools is everyday work here, so it says nothing about reach.
`

// extension is what the tribe Platform adds, published by its lead.
func (l *loader) extension() error {
	l.at(platformExtended+6, 14)
	lead, tribe := l.as("jonas.lindqvist"), id.Unit("")
	tree, err := l.w.Organisation(l.ctx, lead)
	if err != nil {
		return err
	}
	for _, t := range tree.Tribes {
		if t.Name == "Platform" {
			tribe = t.ID
		}
	}
	if err := l.w.OwnExtension(l.ctx, lead, workflow.Once{}, tribe, "viktor.horvat"+host); err != nil {
		return err
	}
	owner := l.as("viktor.horvat")
	if _, err := l.w.StartExtension(l.ctx, owner, workflow.Once{}, tribe, "We keep things running for others."); err != nil {
		return err
	}
	if _, err := l.w.ReplaceExtension(l.ctx, owner, workflow.Once{}, tribe, 1, []byte(platformAdds)); err != nil {
		return err
	}
	l.at(platformExtended, 9)
	return l.w.PublishExtension(l.ctx, lead, workflow.Once{}, tribe, 2)
}
