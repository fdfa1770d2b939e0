package account

import (
	"strings"

	"cairn/internal/access"
	"cairn/internal/web/ui"
)

// scopeWords says in plain words what a token with the scope may do.
func scopeWords(s access.Scope) string {
	switch s {
	case access.ScopeOrganisation:
		return "Read who works here and with whom"
	case access.ScopeFramework:
		return "Read the framework"
	case access.ScopeStep:
		return "Read my Step, and the Steps of my reports"
	case access.ScopeEvaluations:
		return "Read and write my evaluations, and my side of those of my reports; evaluations tell Steps"
	case access.ScopeGrowth:
		return "Read and write my growth plan and those of my reports"
	case access.ScopeRecognition:
		return "Read the wall of thanks, and write on it as me"
	case access.ScopeNotes:
		return "Read and write my journal, and read what is shown to me of others"
	case access.ScopeFeedback:
		return "Read and write my feedback: what I ask, what I give and what I am given"
	case access.ScopePriorities:
		return "Read and write my priorities and those of my reports; no Step is among them"
	}
	return string(s)
}

// scopeName says in a word or two what the scope is about.
func scopeName(s access.Scope) string {
	switch s {
	case access.ScopeOrganisation:
		return "people and units"
	case access.ScopeFramework:
		return "the framework"
	case access.ScopeStep:
		return "Steps"
	case access.ScopeGrowth:
		return "growth plans"
	case access.ScopePriorities:
		return "priorities"
	case access.ScopeRecognition:
		return "the wall of thanks"
	}
	return string(s)
}

func scopeHint(s access.Scope) string {
	switch s {
	case access.ScopeStep, access.ScopeEvaluations, access.ScopeGrowth, access.ScopeFeedback, access.ScopeNotes, access.ScopePriorities:
		return "Private: a program that has this knows what only two people know."
	}
	return ""
}

func scopeList(scopes []access.Scope) string {
	words := make([]string, 0, len(scopes))
	for _, s := range scopes {
		words = append(words, scopeName(s))
	}
	return strings.Join(words, ", ")
}

// dayOptions are the lengths of life offered; a month is suggested.
func (f TokenForm) dayOptions() []ui.Option {
	chosen := f.Days
	if chosen == "" {
		chosen = "30"
	}
	options := []ui.Option{
		{Value: "7", Label: "7 days"}, {Value: "30", Label: "30 days"}, {Value: "90", Label: "90 days"},
		{Value: "180", Label: "180 days"}, {Value: "366", Label: "366 days"},
	}
	for i := range options {
		options[i].Selected = options[i].Value == chosen
	}
	return options
}

// errors leads from the head of the page to each field.
func (f TokenForm) errors() (list []ui.FieldError) {
	ids := map[string]string{"name": "name", "scopes": "scopes-" + string(access.Scopes()[0]), "days": "days"}
	for _, field := range []string{"name", "scopes", "days"} {
		if m := f.Wrong[field]; m != "" {
			list = append(list, ui.FieldError{FieldID: ids[field], Text: m})
		}
	}
	return list
}
