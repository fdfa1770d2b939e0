package account

import (
	"context"

	"strings"

	"cairn/internal/access"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

// scopeWords says in plain words what a token with the scope may do.
func scopeWords(ctx context.Context, s access.Scope) string {
	switch s {
	case access.ScopeOrganisation:
		return lang.Say(ctx, "Read who works here and with whom")
	case access.ScopeFramework:
		return lang.Say(ctx, "Read the framework")
	case access.ScopeFrameworkWriting:
		return lang.Say(ctx, "Comment on the framework, and write it as far as I may; together with reading it")
	case access.ScopeStep:
		return lang.Say(ctx, "Read my Step, and the Steps of my reports")
	case access.ScopeEvaluations:
		return lang.Say(ctx, "Read and write my evaluations, and my side of those of my reports; evaluations tell Steps")
	case access.ScopeGrowth:
		return lang.Say(ctx, "Read and write my growth plan and those of my reports")
	case access.ScopeRecognition:
		return lang.Say(ctx, "Read the wall of thanks, and write on it as me")
	case access.ScopeNotes:
		return lang.Say(ctx, "Read and write my journal, and read what is shown to me of others")
	case access.ScopeFeedback:
		return lang.Say(ctx, "Read and write my feedback: what I ask, what I give and what I am given")
	case access.ScopePriorities:
		return lang.Say(ctx, "Read and write my priorities and those of my reports; no Step is among them")
	}
	return string(s)
}

// scopeName says in a word or two what the scope is about.
func scopeName(ctx context.Context, s access.Scope) string {
	switch s {
	case access.ScopeOrganisation:
		return lang.Say(ctx, "people and units")
	case access.ScopeFramework:
		return lang.Say(ctx, "the framework")
	case access.ScopeFrameworkWriting:
		return lang.Say(ctx, "writing the framework")
	case access.ScopeStep:
		return lang.Say(ctx, "Steps")
	case access.ScopeGrowth:
		return lang.Say(ctx, "growth plans")
	case access.ScopePriorities:
		return lang.Say(ctx, "priorities")
	case access.ScopeRecognition:
		return lang.Say(ctx, "the wall of thanks")
	case access.ScopeEvaluations:
		return lang.Say(ctx, "evaluations")
	case access.ScopeFeedback:
		return lang.Say(ctx, "feedback")
	case access.ScopeNotes:
		return lang.Say(ctx, "notes")
	}
	return string(s)
}

func scopeHint(ctx context.Context, s access.Scope) string {
	switch s {
	case access.ScopeStep, access.ScopeEvaluations, access.ScopeGrowth, access.ScopeFeedback, access.ScopeNotes, access.ScopePriorities:
		return lang.Say(ctx, "Private: a program that has this knows what only two people know.")
	}
	return ""
}

func scopeList(ctx context.Context, scopes []access.Scope) string {
	words := make([]string, 0, len(scopes))
	for _, s := range scopes {
		words = append(words, scopeName(ctx, s))
	}
	return strings.Join(words, ", ")
}

// dayOptions are the lengths of life offered; a month is suggested.
func (f TokenForm) dayOptions(ctx context.Context) []ui.Option {
	chosen := f.Days
	if chosen == "" {
		chosen = "30"
	}
	options := []ui.Option{
		{Value: "7", Label: lang.Count(ctx, 7, "1 day", "{n} days")}, {Value: "30", Label: lang.Count(ctx, 30, "1 day", "{n} days")}, {Value: "90", Label: lang.Count(ctx, 90, "1 day", "{n} days")},
		{Value: "180", Label: lang.Count(ctx, 180, "1 day", "{n} days")}, {Value: "366", Label: lang.Count(ctx, 366, "1 day", "{n} days")},
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
