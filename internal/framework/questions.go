package framework

import (
	"cmp"
	"slices"
	"strings"

	"cairn/internal/arrange"
)

// Topic is something that people ask about.
type Topic string

// What questions are about.
const (
	AboutSteps       Topic = "steps"
	AboutAreas       Topic = "areas"
	AboutDisciplines Topic = "disciplines"
	AboutRoles       Topic = "roles"
	AboutExamples    Topic = "examples"
	AboutPromotion   Topic = "promotion"
)

// topicWords are how a question that is about the topic says so: beginnings of
// words, folded.
var topicWords = map[Topic][]string{
	AboutSteps:       {"step", "wider", "narrower"},
	AboutAreas:       {"area", "behaviour", "behavior"},
	AboutDisciplines: {"discipline"},
	AboutRoles:       {"role"},
	AboutExamples:    {"example", "checklist", "tick"},
	AboutPromotion:   {"promot"},
}

// QuestionsAbout lists the questions that name the topic, in our words or in the
// organisation's own; those that name little else come first. The question
// decides and not its answer, which may speak of anything.
func (f *Framework) QuestionsAbout(topic Topic) (list []QA) {
	for _, qa := range f.FAQ {
		if f.asksAbout(qa, topic) {
			list = append(list, qa)
		}
	}
	arrange.Stably(list, func(a, b QA) int { return cmp.Compare(f.breadth(a), f.breadth(b)) })
	return list
}

func (f *Framework) asksAbout(qa QA, topic Topic) bool {
	question := foldText(qa.Q)
	return slices.ContainsFunc(f.wordsOf(topic), func(w string) bool { return len(question.find(w)) > 0 })
}

func (f *Framework) wordsOf(topic Topic) []string {
	own := strings.Join(foldedWords(f.Words.Step), " ")
	if topic == AboutSteps && own != "" {
		return append([]string{own}, topicWords[topic]...)
	}
	return topicWords[topic]
}

// breadth counts the topics a question names.
func (f *Framework) breadth(qa QA) (n int) {
	for topic := range topicWords {
		if f.asksAbout(qa, topic) {
			n++
		}
	}
	return n
}
