package orgfile

import (
	"strings"
	"time"
	"unicode"

	"cairn/internal/clock"
	"cairn/internal/lang"
)

// checkValue judges one cell by its column; nothing means that nothing is wrong.
func checkValue(c *column, value string) lang.Told {
	switch {
	case value == "" && c.required:
		return lang.Tell("the {column} is missing; every person needs one", "column", c.name)
	case value == "":
		return lang.Told{}
	case strings.Contains(value, ";"):
		return lang.Tell("there can be only one value here; several are possible for squads, guilds and roles")
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
	return lang.Told{}
}

func checkName(value string) lang.Told {
	if !strings.ContainsFunc(value, unicode.IsLetter) {
		return lang.Tell("this is not a name; write the person’s name in letters")
	}
	return lang.Told{}
}

func checkManager(value string) lang.Told {
	if strings.Contains(value, "@") {
		return checkEmail(value)
	}
	return lang.Told{}
}

func checkEmail(value string) lang.Told {
	local, domain, found := strings.Cut(value, "@")
	switch {
	case !found:
		return lang.Tell("an e-mail address contains an @; write it like anna.berg@example.org")
	case strings.ContainsAny(value, "<>"):
		return lang.Tell("write the address alone, without the name and the < >; write it like anna.berg@example.org")
	case strings.ContainsAny(value, " ,:\"()[]\\"):
		return lang.Tell("an e-mail address has no spaces, commas or brackets; write it like anna.berg@example.org")
	case local == "" || strings.Contains(domain, "@"):
		return lang.Tell("this is not one e-mail address; write it like anna.berg@example.org")
	case len(value) > 254 || len(local) > 64:
		return lang.Tell("the e-mail address is too long; write it like anna.berg@example.org")
	case !domainLike(domain):
		return lang.Tell("the part after the @ is not complete; write it like anna.berg@example.org")
	}
	return lang.Told{}
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

func checkDate(value string) lang.Told {
	date, err := clock.ParseDate(value)
	if err != nil {
		return dateAdvice(value)
	}
	if year := date.Time().Year(); year < 1950 || year > 2100 {
		return lang.Tell("the year {year} cannot be meant; write the date like 2026-05-12", "year", year)
	}
	return lang.Told{}
}

// dateAdvice reads what was probably meant, only to say how to write it.
func dateAdvice(value string) lang.Told {
	if t, err := time.Parse("2.1.2006", value); err == nil {
		return writeDay(t)
	}
	dayFirst, err1 := time.Parse("2/1/2006", value)
	monthFirst, err2 := time.Parse("1/2/2006", value)
	switch {
	case err1 == nil && err2 == nil && !dayFirst.Equal(monthFirst):
		return lang.Tell("write the date as {dayfirst} if {day} is meant, or as {monthfirst} if {month} is meant",
			"dayfirst", dayFirst.Format(time.DateOnly), "day", lang.Day(dayFirst), "monthfirst", monthFirst.Format(time.DateOnly), "month", lang.Day(monthFirst))
	case err1 == nil:
		return writeDay(dayFirst)
	case err2 == nil:
		return writeDay(monthFirst)
	}
	return lang.Tell("this is not a date of the calendar; write it like 2026-05-12")
}

func writeDay(t time.Time) lang.Told {
	return lang.Tell("write the date as {day}", "day", t.Format(time.DateOnly))
}

// hidden tells characters that nobody sees and that make two equal-looking
// names different: controls, and marks that turn the direction of writing.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u200b' || r == '\ufeff'
}
