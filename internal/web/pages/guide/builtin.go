package guide

import (
	"embed"

	rules "cairn/internal/guide"
	"cairn/internal/lang"
)

// Explained is the built-in explanation of a process. What it says at length is in
// files, one for each language.
type Explained struct {
	Process rules.Process
	Title   string
	Lead    string
	Where   string // where it takes place
	Label   string // of the link there
}

// Explanations are what Cairn explains by itself, in the order of processes.
var Explanations = []Explained{
	{rules.Evaluation, lang.Later("How an evaluation works"), lang.Later("Two sides written alone, opened together, talked about, and a result that both sign."), "/evaluations", lang.Later("Your evaluations")},
	{rules.NotAgreed, lang.Later("When two do not agree"), lang.Later("A disagreement is kept in the words of each, and nothing is decided by one alone."), "/evaluations", lang.Later("Your evaluations")},
	{rules.Growth, lang.Later("How a growth plan works"), lang.Later("What the two of you agreed to focus on, and how it goes, in words."), "/growth", lang.Later("Your growth plan")},
	{rules.Priorities, lang.Later("How priorities work"), lang.Later("What matters in a period, agreed by both, and what came of it in words."), "/priorities", lang.Later("Your priorities")},
	{rules.Feedback, lang.Later("How feedback works"), lang.Later("You ask whom you want, and whoever writes knows who will read it."), "/feedback", lang.Later("Feedback")},
	{rules.Promotion, lang.Later("How a promotion works"), lang.Later("A step to a wider influence is recommended, accepted, heard about, decided and signed."), "/promotions", lang.Later("Promotions")},
	{rules.Consultation, lang.Later("When you are asked for your words"), lang.Later("Somebody is asked what they see in a person’s work, for a promotion."), "/promotions", lang.Later("Promotions")},
	{rules.Roles, lang.Later("How roles work"), lang.Later("A role is a way of engaging. Most are free words, and people have several."), "/framework/roles", lang.Later("Roles of the framework")},
	{rules.Journey, lang.Later("How a journey is made"), lang.Later("Your path as a picture and in words, from what is dated anyway."), "/journey", lang.Later("Your journey")},
	{rules.Rollout, lang.Later("How a rollout works"), lang.Later("A framework is introduced to many at once."), "/rollouts", lang.Later("Rollouts")},
	{rules.Visibility, lang.Later("Who can see what"), lang.Later("A Step is between a person and their manager."), "/account/readers", lang.Later("Who has read what about you")},
}

//go:embed how
var files embed.FS

// body is the explanation itself, in Markdown: a file for each language, and the English
// one where a language has none.
func body(in lang.Language, p rules.Process) string {
	text, err := files.ReadFile("how/" + string(in) + "/" + string(p) + ".md")
	if err != nil {
		text, _ = files.ReadFile("how/" + string(lang.English) + "/" + string(p) + ".md") // a test reads them all
	}
	return string(text)
}

// explained finds the explanation of a process.
func explained(p rules.Process) (Explained, bool) {
	for _, e := range Explanations {
		if e.Process == p {
			return e, true
		}
	}
	return Explained{}, false
}

// HowPath is where a process is explained.
func HowPath(p rules.Process) string { return "/guide/how/" + string(p) }
