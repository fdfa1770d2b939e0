package orgfile

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"cairn/internal/clock"
	"cairn/internal/lang"
)

// checkValue judges one cell by its column; empty means nothing is wrong.
func checkValue(c *column, value string) string {
	switch {
	case value == "" && c.required:
		return fmt.Sprintf("the %s is missing; every person needs one", c.name)
	case value == "":
		return ""
	case strings.Contains(value, ";"):
		return lang.Later("there can be only one value here; several are possible for squads, guilds and roles")
	}
	if c.day {
		return checkDate(value)
	}
	switch c.name {
	case "name":
		return checkName(value)
	case "e-mail":
		return checkEmail(value)
	case "manager":
		return checkManager(value)
	}
	return ""
}

func checkName(value string) string {
	if !strings.ContainsFunc(value, unicode.IsLetter) {
		return lang.Later("this is not a name; write the person's name in letters")
	}
	return ""
}

func checkManager(value string) string {
	if strings.Contains(value, "@") {
		return checkEmail(value)
	}
	return ""
}

func checkEmail(value string) string {
	local, domain, found := strings.Cut(value, "@")
	switch {
	case !found:
		return lang.Later("an e-mail address contains an @; write it like anna.berg@example.org")
	case strings.ContainsAny(value, "<>"):
		return lang.Later("write the address alone, without the name and the < >; write it like anna.berg@example.org")
	case strings.ContainsAny(value, " ,:\"()[]\\"):
		return lang.Later("an e-mail address has no spaces, commas or brackets; write it like anna.berg@example.org")
	case local == "" || strings.Contains(domain, "@"):
		return lang.Later("this is not one e-mail address; write it like anna.berg@example.org")
	case len(value) > 254 || len(local) > 64:
		return lang.Later("the e-mail address is too long; write it like anna.berg@example.org")
	case !domainLike(domain):
		return lang.Later("the part after the @ is not complete; write it like anna.berg@example.org")
	}
	return ""
}

func domainLike(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return len(labels) > 1
}

func checkDate(value string) string {
	date, err := clock.ParseDate(value)
	if err != nil {
		return dateAdvice(value)
	}
	if year := date.Time().Year(); year < 1950 || year > 2100 {
		return fmt.Sprintf("the year %d cannot be meant; write the date like 2026-05-12", year)
	}
	return ""
}

// dateAdvice reads what was probably meant, only to say how to write it.
func dateAdvice(value string) string {
	if t, err := time.Parse("2.1.2006", value); err == nil {
		return "write the date as " + t.Format(time.DateOnly)
	}
	dayFirst, err1 := time.Parse("2/1/2006", value)
	monthFirst, err2 := time.Parse("1/2/2006", value)
	switch {
	case err1 == nil && err2 == nil && !dayFirst.Equal(monthFirst):
		return fmt.Sprintf("write the date as %s if %s is meant, or as %s if %s is meant",
			dayFirst.Format(time.DateOnly), dayFirst.Format("2 January"), monthFirst.Format(time.DateOnly), monthFirst.Format("2 January"))
	case err1 == nil:
		return "write the date as " + dayFirst.Format(time.DateOnly)
	case err2 == nil:
		return "write the date as " + monthFirst.Format(time.DateOnly)
	}
	return lang.Later("this is not a date of the calendar; write it like 2026-05-12")
}

// hidden tells characters that nobody sees and that make two equal-looking
// names different: controls, and marks that turn the direction of writing.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u200b' || r == '\ufeff'
}
