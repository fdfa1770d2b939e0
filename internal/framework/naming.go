package framework

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Named is what in a text tells of a step or of a promotion.
type Named struct {
	Words     string // as they stand in the text
	Step      string // the step's name; empty when it is a promotion
	Promotion bool
}

// Naming finds what in a text tells of a step of this framework or of a promotion,
// word by word, whatever the case, the accents and the emphasis. The name of a step
// counts as a whole; a part of one, like a sphere, only beside the word for step:
// people may well thank a whole squad.
func (f *Framework) Naming(text string) (Named, bool) {
	// An asterisk is emphasis, which tears no word apart, or stands between two words.
	for _, plain := range []string{withoutMarks(text, ""), withoutMarks(text, " ")} {
		words := placedWords(plain)
		for i := range words {
			if n, ok := f.namesAt(plain, words, i); ok {
				return n, true
			}
		}
	}
	return Named{}, false
}

// NamesStep is Naming without promotions.
func (f *Framework) NamesStep(text string) (Named, bool) {
	for _, plain := range []string{withoutMarks(text, ""), withoutMarks(text, " ")} {
		words := placedWords(plain)
		for i := range words {
			if n, ok := f.stepAt(plain, words, i); ok {
				return n, true
			}
		}
	}
	return Named{}, false
}

func (f *Framework) namesAt(plain string, words []placedWord, i int) (Named, bool) {
	if n, ok := f.stepAt(plain, words, i); ok {
		return n, true
	}
	for _, phrase := range promotionWords {
		if n := match(words[i:], phrase, " "); n > 0 {
			return Named{Words: spanned(plain, words[i:i+n]), Promotion: true}, true
		}
	}
	return Named{}, false
}

func (f *Framework) stepAt(plain string, words []placedWord, i int) (Named, bool) {
	for _, s := range f.StepsInOrder() {
		name := foldedWordsOf(s.Name)
		if n := match(words[i:], name, joins); n > 0 {
			return Named{Words: spanned(plain, words[i:i+n]), Step: s.Name}, true
		}
		for _, part := range strings.Split(s.Name, "/") {
			if n := f.besideStep(words, i, foldedWordsOf(part)); n > 0 {
				return Named{Words: spanned(plain, words[i:i+n]), Step: s.Name}, true
			}
		}
	}
	return Named{}, false
}

// joins may stand between the words of a name without making it another.
const joins = " \t\n/\\-‐‑–—_|·•"

// besideStep tells how many words a part of a name and the word for step take
// beside each other: "guild step", "step: guild".
func (f *Framework) besideStep(words []placedWord, i int, part []string) int {
	for _, step := range f.stepWords() {
		if n := match(words[i:], slices.Concat(part, []string{step}), joins); n > 0 {
			return n
		}
		n := match(words[i:], slices.Concat([]string{step}, part), joins+":\"“”‘’'()[]")
		if n > 0 && strings.ContainsAny(words[i+1].gap, ":\"“‘'([") {
			return n
		}
	}
	return 0
}

func (f *Framework) stepWords() []string {
	words := []string{"step", "steps"}
	if own := foldedWordsOf(f.Words.Step); len(own) == 1 {
		words = append(words, own[0], own[0]+"s")
	}
	return words
}

// promotionWords tell of a promotion, in the languages that colleagues may write in.
var promotionWords = phrases(`promote promotes promoted promoting promotion promotions promotee demoted demotion
	befördert beförderte beförderung beförderungen befordrad befordrades befordran befordring forfremmet forfremmelse forfremmelser
	ylennys ylennetty gepromoveerd bevordering bevorderd promu promue promus promues promosso promossa promozione
	ascendido ascendida ascenso promovido promovida promoción promoção awans awansował awansowała`,
	"career step", "career steps", "wider step", "wider steps")

func phrases(single string, several ...string) (all [][]string) {
	for _, p := range append(strings.Fields(single), several...) {
		all = append(all, foldedWordsOf(p))
	}
	return all
}

// placedWord is a folded word, where it stands, and what is between it and the one
// before.
type placedWord struct {
	text     string
	from, to int
	gap      string
}

// withoutMarks takes out what does not show: emphasis of Markdown, which becomes
// between, and characters without a width. What is written as an entity is shown as
// the character, so it is read as one.
func withoutMarks(text, between string) string {
	var b strings.Builder
	for _, r := range html.UnescapeString(text) {
		switch {
		case strings.ContainsRune("*`~\\", r):
			b.WriteString(between)
		case unicode.Is(unicode.Cf, r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func placedWords(text string) (words []placedWord) {
	var current strings.Builder
	from, last := -1, 0
	end := func(at int) {
		if from >= 0 {
			words = append(words, placedWord{current.String(), from, at, text[last:from]})
			from, last = -1, at
			current.Reset()
		}
	}
	for at, r := range text {
		inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		if !inWord {
			end(at)
			continue
		}
		if from < 0 {
			from = at
		}
		current.WriteString(foldRune(r))
	}
	end(len(text))
	return words
}

func foldedWordsOf(text string) (words []string) {
	for _, w := range placedWords(text) {
		words = append(words, w.text)
	}
	return words
}

// match tells how many of the words the phrase takes at their beginning: all of its
// own, with nothing but joints between them; 0 when it does not stand there.
func match(words []placedWord, phrase []string, joints string) int {
	if len(phrase) == 0 || len(words) < len(phrase) {
		return 0
	}
	for i, p := range phrase {
		if words[i].text != p || i > 0 && strings.Trim(words[i].gap, joints) != "" {
			return 0
		}
	}
	return len(phrase)
}

func spanned(text string, words []placedWord) string {
	found := text[words[0].from:words[len(words)-1].to]
	if utf8.ValidString(found) {
		return strings.Join(strings.Fields(found), " ")
	}
	return words[0].text
}

// LooksLikeStep finds in a title what names a step or could be read as one: the name
// of a step with a letter wrong, or the word for step with a number.
func (f *Framework) LooksLikeStep(text string) (Named, bool) {
	if n, ok := f.NamesStep(text); ok {
		return n, true
	}
	plain := withoutMarks(text, "")
	words := placedWords(plain)
	for i := range words {
		if n := f.numbered(words[i:]); n > 0 {
			return Named{Words: spanned(plain, words[i:i+n]), Step: f.wordForStep()}, true
		}
		for _, s := range f.StepsInOrder() {
			if n := nearlyNames(words[i:], foldedWordsOf(s.Name)); n > 0 {
				return Named{Words: spanned(plain, words[i:i+n]), Step: s.Name}, true
			}
		}
	}
	return Named{}, false
}

func (f *Framework) wordForStep() string {
	if f.Words.Step == "" {
		return "step"
	}
	return f.Words.Step
}

// numbered tells whether the word for step stands before a number.
func (f *Framework) numbered(words []placedWord) int {
	if len(words) < 2 || !slices.Contains(f.stepWords(), words[0].text) || strings.Trim(words[1].gap, joins+":#") != "" {
		return 0
	}
	number := words[1].text
	digits := strings.Trim(number, "0123456789") == ""
	if digits || slices.Contains([]string{"i", "ii", "iii", "iv", "v", "vi", "one", "two", "three", "four", "five", "six"}, number) {
		return 2
	}
	return 0
}

// nearlyNames tells how many words, written as one, are the name but for a letter or two.
// Short names have no such neighbours: too many words would be theirs.
func nearlyNames(words []placedWord, name []string) int {
	whole := strings.Join(name, "")
	most := 1
	if len(whole) < 7 {
		return 0
	}
	if len(whole) > 9 {
		most = 2
	}
	joined := ""
	for i, w := range words {
		if i > len(name) || i > 0 && strings.Trim(w.gap, joins) != "" {
			return 0
		}
		if joined += w.text; lettersApart(joined, whole) <= most {
			return i + 1
		}
	}
	return 0
}

// lettersApart counts the letters to put in, take out or change.
func lettersApart(a, b string) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > 2 || d < -2 {
		return 3
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
