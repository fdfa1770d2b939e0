// Package lang says what Cairn says to people, in each language it speaks. The
// English text stands where it is said and is its own name in the catalogues of the
// other languages (sv/, de/: one file for each room of the program). A test reads the
// program and finds what a catalogue has not, or has and nobody says.
package lang

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Language is one that Cairn speaks, as BCP 47 writes it.
type Language string

// The languages there are.
const (
	English Language = "en"
	Swedish Language = "sv"
	German  Language = "de"
)

// languages in the order in which they are offered; the first is understood last.
var languages = []Language{English, Swedish, German}

// Languages returns all of them.
func Languages() []Language { return languages }

// Known tells whether Cairn speaks the language.
func Known(l Language) bool { return slices.Contains(languages, l) }

// Name is the language's name for itself.
func (l Language) Name() string {
	switch l {
	case Swedish:
		return "Svenska"
	case German:
		return "Deutsch"
	default:
		return "English"
	}
}

// rightToLeft are scripts that are written so. No language of ours is yet; the pages
// are ready for one.
var rightToLeft = []string{"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"}

// Direction is "ltr" or "rtl".
func (l Language) Direction() string {
	tag, err := language.Parse(string(l))
	if err != nil {
		return "ltr"
	}
	script, _ := tag.Script()
	for _, s := range rightToLeft {
		if s == script.String() {
			return "rtl"
		}
	}
	return "ltr"
}

// Offer is what an organisation lets people choose from; the first is its usual one.
// The zero value offers English.
type Offer struct {
	languages []Language
	matcher   language.Matcher
}

// NewOffer offers the languages.
func NewOffer(all ...Language) Offer {
	var tags []language.Tag
	for _, l := range all {
		tags = append(tags, language.Make(string(l)))
	}
	return Offer{all, language.NewMatcher(tags)}
}

// Languages are those that can be chosen.
func (o Offer) Languages() []Language {
	if len(o.languages) == 0 {
		return languages[:1]
	}
	return o.languages
}

// String lists them as a setting does.
func (o Offer) String() string {
	var all []string
	for _, l := range o.Languages() {
		all = append(all, string(l))
	}
	return strings.Join(all, ", ")
}

// Choose returns the language for somebody: their own choice, or else the first of
// what the browser asks for (an Accept-Language header) that is offered, or else the
// usual one.
func (o Offer) Choose(own Language, asked string) Language {
	all := o.Languages()
	if slices.Contains(all, own) {
		return own
	}
	wanted, _, err := language.ParseAcceptLanguage(asked)
	if err != nil || len(wanted) == 0 || len(all) == 1 {
		return all[0]
	}
	if _, i, sure := o.matcher.Match(wanted...); sure != language.No {
		return all[i]
	}
	return all[0]
}

type key struct{}

// With makes what is said within the context be said in the language.
func With(ctx context.Context, l Language) context.Context {
	return context.WithValue(context.WithValue(ctx, originalsKey{}, &originals{}), key{}, l)
}

// Chosen is the language that the context was given; ok is false where nobody chose one,
// as for programs.
func Chosen(ctx context.Context) (l Language, ok bool) {
	l, ok = ctx.Value(key{}).(Language)
	return l, ok
}

// In is the language of the context, English where none was chosen.
func In(ctx context.Context) Language {
	if l, ok := Chosen(ctx); ok && Known(l) {
		return l
	}
	return English
}
