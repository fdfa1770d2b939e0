package feedback

import (
	"fmt"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
)

// Bounds, in bytes.
const (
	MaxQuestions = 5
	MaxQuestion  = 500
	MaxNote      = 2_000
	MaxText      = 10_000
	MaxGivers    = 12 // asked at once
)

// Check refuses what cannot be asked, and drops questions without words.
func (a Ask) Check(known func(framework.AreaID) bool) (Ask, error) {
	var wrong []fault.Field
	var questions []string
	for i, q := range a.Questions {
		if strings.TrimSpace(q) == "" {
			continue
		}
		if len(q) > MaxQuestion {
			wrong = append(wrong, fault.Field{Name: fmt.Sprintf("question:%d", i), Message: lang.Later("A question has 500 bytes at most. What you typed is still here.")})
		}
		questions = append(questions, q)
	}
	if len(questions) == 0 {
		wrong = append(wrong, fault.Field{Name: "question:0", Message: lang.Later("Ask at least one question, in your own words or from a template.")})
	}
	if len(questions) > MaxQuestions {
		wrong = append(wrong, fault.Field{Name: "question:0", Message: lang.Later("Five questions are the most that can be asked at once.")})
	}
	if len(a.Note) > MaxNote {
		wrong = append(wrong, fault.Field{Name: "note", Message: lang.Later("This has 2,000 bytes at most. What you typed is still here.")})
	}
	wrong = append(wrong, checkAreas(a.Areas, known)...)
	a.Questions = questions
	return a, fault.InvalidFields(wrong)
}

func checkAreas(areas []framework.AreaID, known func(framework.AreaID) bool) (wrong []fault.Field) {
	for _, area := range areas {
		if !known(area) {
			return []fault.Field{{Name: "area", Message: lang.Later("One of these is no area of the framework. Choose again.")}}
		}
	}
	return nil
}

// CheckAreas refuses areas that the framework does not have.
func CheckAreas(areas []framework.AreaID, known func(framework.AreaID) bool) error {
	return fault.InvalidFields(checkAreas(areas, known))
}

// Empty tells whether nothing is said.
func (a Answer) Empty() bool {
	for _, t := range a.Texts {
		if strings.TrimSpace(t) != "" {
			return false
		}
	}
	return true
}

// CheckAnswer refuses a text that is too long or belongs to no question.
func (f *Feedback) CheckAnswer(a Answer) error {
	if len(a.Texts) > len(f.Ask.Questions) {
		return fault.New(fault.Invalid, lang.Later("There are more answers than questions. Load the page again."))
	}
	for i, t := range a.Texts {
		if len(t) > MaxText {
			return fault.InvalidFields([]fault.Field{{Name: fmt.Sprintf("text:%d", i), Message: lang.Later("This has 10,000 bytes at most. What you typed is still here.")}})
		}
	}
	return nil
}

// Template is a small set of questions to begin with.
type Template struct {
	ID        string
	Name      string
	Questions []string
}

// Templates are the questions that Cairn suggests. The asker changes them freely.
func Templates() []Template {
	return []Template{
		{"together", lang.Later("Working together"), []string{
			lang.Later("What is it like to work with me? A moment you remember helps most."),
			lang.Later("What should I go on doing, and what would help you if I did it differently?"),
		}},
		{"work", lang.Later("One piece of work"), []string{
			lang.Later("Think of the work we did together. What did I bring to it?"),
			lang.Later("What would have made it go better?"),
		}},
		{"influence", lang.Later("My influence"), []string{
			lang.Later("Where have you seen what I do help others, in our squad or beyond it?"),
			lang.Later("Where could I help more?"),
		}},
	}
}
