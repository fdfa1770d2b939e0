package framework

import (
	"context"
	"slices"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/lang"
)

// counted says how much changed: "2 steps changed, 1 example added".
func counted(ctx context.Context, d framework.Diff) string {
	var all []string
	for _, n := range d.Numbers() {
		all = append(all, countedOne(ctx, n))
	}
	if len(d.Policy) > 0 {
		all = append(all, lang.Say(ctx, "policy changed"))
	}
	if len(d.Words) > 0 {
		all = append(all, lang.Say(ctx, "vocabulary changed"))
	}
	if len(d.Head) > 0 {
		all = append(all, lang.Say(ctx, "description changed"))
	}
	if len(all) == 0 {
		return lang.Say(ctx, "nothing changed")
	}
	return strings.Join(all, ", ")
}

// countedOne says one of the numbers. Each is a text of its own, since what became of a
// thing agrees with it in other languages.
func countedOne(ctx context.Context, n framework.ChangeNumber) string {
	switch n.Of + " " + string(n.Kind) {
	case "step added":
		return lang.Count(ctx, n.Many, "1 step added", "{n} steps added")
	case "step removed":
		return lang.Count(ctx, n.Many, "1 step removed", "{n} steps removed")
	case "step changed":
		return lang.Count(ctx, n.Many, "1 step changed", "{n} steps changed")
	case "area added":
		return lang.Count(ctx, n.Many, "1 area added", "{n} areas added")
	case "area removed":
		return lang.Count(ctx, n.Many, "1 area removed", "{n} areas removed")
	case "area changed":
		return lang.Count(ctx, n.Many, "1 area changed", "{n} areas changed")
	case "discipline added":
		return lang.Count(ctx, n.Many, "1 discipline added", "{n} disciplines added")
	case "discipline removed":
		return lang.Count(ctx, n.Many, "1 discipline removed", "{n} disciplines removed")
	case "discipline changed":
		return lang.Count(ctx, n.Many, "1 discipline changed", "{n} disciplines changed")
	case "role added":
		return lang.Count(ctx, n.Many, "1 role added", "{n} roles added")
	case "role removed":
		return lang.Count(ctx, n.Many, "1 role removed", "{n} roles removed")
	case "role changed":
		return lang.Count(ctx, n.Many, "1 role changed", "{n} roles changed")
	case "question added":
		return lang.Count(ctx, n.Many, "1 question added", "{n} questions added")
	case "question removed":
		return lang.Count(ctx, n.Many, "1 question removed", "{n} questions removed")
	case "question changed":
		return lang.Count(ctx, n.Many, "1 question changed", "{n} questions changed")
	case "scale added":
		return lang.Count(ctx, n.Many, "1 scale added", "{n} scales added")
	case "scale removed":
		return lang.Count(ctx, n.Many, "1 scale removed", "{n} scales removed")
	case "scale changed":
		return lang.Count(ctx, n.Many, "1 scale changed", "{n} scales changed")
	case "profile added":
		return lang.Count(ctx, n.Many, "1 profile added", "{n} profiles added")
	case "profile removed":
		return lang.Count(ctx, n.Many, "1 profile removed", "{n} profiles removed")
	case "profile changed":
		return lang.Count(ctx, n.Many, "1 profile changed", "{n} profiles changed")
	case "example added":
		return lang.Count(ctx, n.Many, "1 example added", "{n} examples added")
	case "example removed":
		return lang.Count(ctx, n.Many, "1 example removed", "{n} examples removed")
	case "example changed":
		return lang.Count(ctx, n.Many, "1 example changed", "{n} examples changed")
	case "example moved":
		return lang.Count(ctx, n.Many, "1 example moved", "{n} examples moved")
	case "example reworded":
		return lang.Count(ctx, n.Many, "1 example reworded", "{n} examples reworded")
	}
	return ""
}

// valueWord is the value of a field that changed. Few of them are words of Cairn's and
// not of the framework's.
func valueWord(ctx context.Context, value string) string {
	switch value {
	case "yes":
		return lang.Say(ctx, "yes")
	case "no":
		return lang.Say(ctx, "no")
	case "everyone":
		return lang.Say(ctx, "everyone")
	case framework.EveryStepInWords:
		return lang.Say(ctx, "every step")
	case "the step before":
		return lang.Say(ctx, "the step before")
	}
	return value
}

// ours are fields whose values are words of Cairn's, several of them parted by commas.
var ours = []string{"examples are", "areas needed", "a step is visible to", "who decides", "who is heard", "track", "kind", "form"}

// ourWords are those values, as the difference of two versions has them.
var ourWords = map[string]string{
	"prompts": lang.Later("prompts to talk about"), "requirements": lang.Later("requirements"),
	"all as a rule": lang.Later("all as a rule"), "all": lang.Later("all##areas"), "any": lang.Later("any of them##areas"),
	"self": lang.Later("the person"), "manager": lang.Later("the manager"), "cto": lang.Later("the CTO"),
	"unit lead (squad)": lang.Later("the lead of the squad"), "unit lead (chapter)": lang.Later("the lead of the chapter"),
	"unit lead (tribe)": lang.Later("the lead of the tribe"), "unit lead (guild)": lang.Later("the lead of the guild"), "unit lead": lang.Later("the lead of the unit"),
	"squad peers": lang.Later("peers in the squad"), "chapter peers": lang.Later("peers in the chapter"), "varied peers": lang.Later("varied peers"),
	"tribe leadership": lang.Later("leadership of the tribe"), "technical leadership": lang.Later("technical leadership"), "people at step": lang.Later("people at that step"),
	"ic": lang.Later("without people to manage"), "people": lang.Later("with people to manage"),
	"behaviour": lang.Later("behaviour"), "mastery": lang.Later("mastery"), "activity": lang.Later("activity"),
}

// valueOf is the value of the field in words.
func valueOf(ctx context.Context, field, value string) string {
	if !slices.Contains(ours, field) {
		return valueWord(ctx, value)
	}
	words := strings.Split(value, ", ")
	for i, w := range words {
		if own, ok := ourWords[w]; ok {
			words[i] = lang.Say(ctx, own)
		}
	}
	return strings.Join(words, ", ")
}
