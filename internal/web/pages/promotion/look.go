package promotion

import (
	"slices"

	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// mayLook tells whether the step's rule asks to hear people who stand at it.
func (p Page) mayLook() bool {
	return p.Decides && !p.View.Alone && slices.Contains(p.View.Rule.Hear, framework.HearPeopleAtStep)
}

// asCase lends the question's areas to the part that shows an answer.
func (p QuestionPage) asCase() workflow.PromotionView {
	return workflow.PromotionView{Framework: framework.New(framework.Framework{Areas: p.View.Areas})}
}
