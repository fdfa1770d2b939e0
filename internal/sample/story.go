package sample

import "cairn/internal/framework"

// Steps and areas of the framework that Cairn ships.
const (
	individual framework.StepID = "individual"
	squad      framework.StepID = "squad-chapter"
	tribe      framework.StepID = "tribe-guild"
	company    framework.StepID = "technology-company"

	team           framework.AreaID = "team"
	improvement    framework.AreaID = "improvement"
	accountability framework.AreaID = "accountability"
	business       framework.AreaID = "business"
	mastery        framework.AreaID = "mastery"
)

// story is an agreed first evaluation in short: what both wrote about one area
// and about mastery, and what they agreed on.
type story struct {
	who     string // address before the @
	step    framework.StepID
	area    framework.AreaID
	self    string // about the area
	craft   string // about mastery, the person's own view
	manager string // about the area
	skill   string // about mastery, the manager's view
	summary string
	next    framework.AreaID
	focus   string
}
