package scim

import (
	"fmt"
	"strings"

	filter "github.com/scim2/filter-parser/v2"

	"cairn/internal/fault"
)

// Filter chooses among users or groups. The zero Filter chooses all.
type Filter struct{ of filter.Expression }

const longestFilter = 2000

// ReadFilter reads a filter.
func ReadFilter(text string) (Filter, error) {
	if strings.TrimSpace(text) == "" {
		return Filter{}, nil
	}
	if len(text) > longestFilter || strings.Count(text, "(") > 20 {
		return Filter{}, badFilter()
	}
	e, err := filter.ParseFilter([]byte(text))
	if err != nil {
		return Filter{}, badFilter()
	}
	return Filter{e}, nil
}

func badFilter() error {
	return &fault.Error{Kind: fault.Invalid, Message: "This filter cannot be read, or asks about something that is not kept here.", Fields: []fault.Field{{Name: "filter", Message: `Write one such as userName eq "ada@example.org".`}}}
}

// Valued is what has attributes.
type Valued interface {
	Value(attribute string) []string
}

// Holds tells whether the filter chooses it.
func (f Filter) Holds(v Valued) (bool, error) {
	if f.of == nil {
		return true, nil
	}
	return holds(f.of, v.Value)
}

// Equals tells that the filter is one attribute that equals one text.
func (f Filter) Equals(attribute string) (value string, is bool) {
	a, ok := f.of.(*filter.AttributeExpression)
	if !ok || !strings.EqualFold(string(a.Operator), string(filter.EQ)) || nameOf(a.AttributePath) != attribute {
		return "", false
	}
	value, is = a.CompareValue.(string)
	return value, is
}

// nameOf is the attribute in small letters, without its schema.
func nameOf(p filter.AttributePath) string {
	name := p.AttributeName
	if sub := p.SubAttributeName(); sub != "" {
		name += "." + sub
	}
	return strings.ToLower(name)
}

func holds(e filter.Expression, value func(string) []string) (bool, error) {
	switch e := e.(type) {
	case *filter.LogicalExpression:
		left, err := holds(e.Left, value)
		if err != nil {
			return false, err
		}
		right, err := holds(e.Right, value)
		if strings.EqualFold(string(e.Operator), string(filter.AND)) {
			return left && right, err
		}
		return left || right, err
	case *filter.NotExpression:
		is, err := holds(e.Expression, value)
		return !is, err
	case *filter.ValuePath:
		of := nameOf(e.AttributePath)
		return holds(e.ValueFilter, func(a string) []string {
			if of == "emails" && a == "type" {
				return []string{"work"}
			}
			return value(of + "." + a)
		})
	case *filter.AttributeExpression:
		return compare(e, value(nameOf(e.AttributePath)))
	}
	return false, badFilter()
}

// compare looks at every value of an attribute. Ids are compared letter by letter,
// other texts come in small letters.
func compare(e *filter.AttributeExpression, values []string) (bool, error) {
	name := nameOf(e.AttributePath)
	want := fmt.Sprint(e.CompareValue)
	if exact := name == "id" || name == "externalid" || strings.HasSuffix(name, "value") && name != "emails.value" || name == "members" || name == "manager"; !exact {
		want = strings.ToLower(want)
	}
	op := strings.ToLower(string(e.Operator))
	if op == string(filter.PR) {
		return len(values) > 0, nil
	}
	if op == string(filter.NE) {
		is, err := anyOf(values, string(filter.EQ), want)
		return !is, err
	}
	return anyOf(values, op, want)
}

func anyOf(values []string, op, want string) (bool, error) {
	test := map[string]func(string) bool{
		"eq": func(v string) bool { return v == want }, "co": func(v string) bool { return strings.Contains(v, want) },
		"sw": func(v string) bool { return strings.HasPrefix(v, want) }, "ew": func(v string) bool { return strings.HasSuffix(v, want) },
		"gt": func(v string) bool { return v > want }, "ge": func(v string) bool { return v >= want },
		"lt": func(v string) bool { return v < want }, "le": func(v string) bool { return v <= want },
	}[op]
	if test == nil {
		return false, badFilter()
	}
	for _, v := range values {
		if test(v) {
			return true, nil
		}
	}
	return false, nil
}
