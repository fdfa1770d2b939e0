package api

import (
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// huma is set up through variables of its packages; nothing else in Cairn uses
// them.
func init() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		return fromHuma(ctx, status, errs)
	}
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError { return fromHuma(nil, status, errs) }
	validation.MsgUnexpectedProperty = "There is a property here that is not known. The OpenAPI document lists those that are."
	validation.MsgExpectedRequiredProperty = "The property %s is missing."
	validation.MsgExpectedOneOf = `Use one of "%s".`
	validation.MsgExpectedString = "A text is expected here."
	validation.MsgExpectedInteger = "A whole number is expected here."
	validation.MsgExpectedNumber = "A number is expected here."
	validation.MsgExpectedArray = "A list is expected here."
	validation.MsgExpectedObject = "An object is expected here."
	validation.MsgExpectedRFC3339Date = "A date like 2026-05-12 is expected here."
	validation.MsgExpectedMinimumNumber = "Use %v or more."
	validation.MsgExpectedMaximumNumber = "Use %v or less."
	validation.MsgExpectedMinLength = "Use %d characters or more."
	validation.MsgExpectedMaxLength = "Use %d characters or fewer."
	validation.MsgExpectedMaxItems = "List %d at most."
	validation.MsgExpectedMatchPattern = "This must match the pattern %s."
}

// others are the messages that huma has no variable for.
var others = map[string]string{
	"invalid integer":                      "A whole number is expected here.",
	"unknown query parameter":              "A parameter of the address is not known here.",
	"required query parameter is missing":  "This is missing.",
	"required header parameter is missing": "This is missing.",
}

func wording(message string) string {
	if better, ok := others[message]; ok {
		return better
	}
	return message
}
