package money

import (
	"strconv"
	"strings"
	"unicode"

	iso "github.com/bojanz/currency"

	"cairn/internal/fault"
	"cairn/internal/lang"
)

// String is the amount in English: "SEK 52,000" or "EUR 4,210.50".
func (m Money) String() string { return m.In(lang.English) }

// In is the amount as people write it in the language: "SEK 52,000", "52 000 kr" or
// "4.210,50 €". English names the currency by its letters, which all of its readers know.
func (m Money) In(l lang.Language) string {
	if !m.IsSet() {
		return ""
	}
	f := iso.NewFormatter(iso.NewLocale(string(l)))
	if l == lang.English {
		f.CurrencyDisplay = iso.DisplayCode
	}
	f.MinDigits = uint8(m.currency.Decimals())
	if m.minor%m.currency.unit() == 0 {
		f.MinDigits = 0
	}
	amount, err := iso.NewAmount(m.Plain(), string(m.currency))
	if err != nil { // an unknown currency, which Parse and ParseCurrency let nobody have
		return m.Plain() + " " + string(m.currency)
	}
	return strings.ReplaceAll(f.Format(amount), " ", "\u00a0")
}

// Plain is the number alone, as files and fields of forms hold it: "52000" or
// "4210.50".
func (m Money) Plain() string {
	unit, decimals := uint64(m.currency.unit()), m.currency.Decimals()
	size := magnitude(m.minor)
	text := strconv.FormatUint(size/unit, 10)
	if rest := size % unit; rest != 0 {
		fraction := strconv.FormatUint(rest, 10)
		text += "." + strings.Repeat("0", decimals-len(fraction)) + fraction
	}
	if m.minor < 0 {
		text = "-" + text
	}
	return text
}

// Parse reads an amount as people write it: "52000", "52 000", "52,000.50" or
// "52.000,50". What could be read in two ways is refused and never guessed.
func Parse(text string, c Currency) (Money, error) {
	if !c.Known() {
		return Money{}, fault.New(fault.Invalid, "Give the currency as its three letters, such as SEK or EUR.")
	}
	digits, negative := strings.CutPrefix(withoutSpaces(strings.TrimPrefix(strings.TrimSpace(text), string(c))), "-")
	whole, fraction, ok := split(digits, c.Decimals())
	if !ok {
		return Money{}, fault.New(fault.Invalid, "Write the amount in digits alone, with a point before the decimals, like {example}.", "example", example(c))
	}
	if len(fraction) > c.Decimals() {
		if strings.Trim(fraction[c.Decimals():], "0") != "" {
			return Money{}, tooManyDecimals(c)
		}
		fraction = fraction[:c.Decimals()]
	}
	minor, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", c.Decimals()-len(fraction)), 10, 64)
	if err != nil {
		return Money{}, ErrTooLarge
	}
	if negative {
		minor = -minor
	}
	return Money{minor, c}, nil
}

func tooManyDecimals(c Currency) error {
	switch c.Decimals() {
	case 0:
		return fault.New(fault.Invalid, "An amount in {currency} has no decimals. Write it like {example}.", "currency", c, "example", example(c))
	default:
		return fault.New(fault.Invalid, "An amount in {currency} has {n} decimals at most. Write it like {example}.", "currency", c, "n", c.Decimals(), "example", example(c))
	}
}

func example(c Currency) string {
	if c.Decimals() == 0 {
		return "52000"
	}
	return "52000." + "5" + strings.Repeat("0", c.Decimals()-1)
}

// withoutSpaces takes away what people put between thousands and no machine reads.
func withoutSpaces(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '\u2019' || r == '\u202f' {
			return -1
		}
		if r == '\u2212' {
			return '-'
		}
		return r
	}, text)
}

// split takes a number apart at its decimal mark. Where there is one mark alone
// and three digits behind it, it parts thousands. In a currency of three decimals
// a point is then the decimal point, and of a comma nobody can tell.
func split(text string, decimals int) (whole, fraction string, ok bool) {
	mark := strings.LastIndexAny(text, ".,")
	if mark < 0 {
		return text, "", allDigits(text)
	}
	head, tail, sign := text[:mark], text[mark+1:], text[mark:mark+1]
	other := map[string]string{".": ",", ",": "."}[sign]
	switch {
	case strings.Contains(head, sign): // several of one kind part thousands
		if strings.Contains(head, other) {
			return "", "", false
		}
		return joinGroups(text, sign)
	case strings.Contains(head, other):
		whole, _, ok = joinGroups(head, other)
		return whole, tail, ok && allDigits(tail)
	case len(tail) == 3 && len(head) <= 3 && head != "0":
		if decimals == 3 {
			return head, tail, sign == "." && allDigits(head) && allDigits(tail)
		}
		return head + tail, "", allDigits(head) && allDigits(tail)
	}
	return head, tail, allDigits(head) && allDigits(tail)
}

func joinGroups(text, sign string) (whole, fraction string, ok bool) {
	groups := strings.Split(text, sign)
	for i, g := range groups {
		if !allDigits(g) || i > 0 && len(g) != 3 || len(g) > 3 {
			return "", "", false
		}
	}
	return strings.Join(groups, ""), "", true
}

func allDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}
