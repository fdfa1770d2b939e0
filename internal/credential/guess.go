package credential

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// usual are words that guessers build passwords of. Whatever is one or two of them,
// however often, with any digits and signs around them, is tried early; the rule takes
// in far more than a list could.
var usual = wordsOf(`
password passwords passwort passwoerter kennwort losenord salasana motdepasse contrasena contrasenia clave senha parola haslo heslo jelszo sifre wachtwoord adgangskode parol parole mima
pass pwd pw passwd passw passphrase secret secrets geheim hemligt salainen segreto secreto segredo mypassword mypass
admin administrator root user username guest login logon logmein letmein letmeinplease changeme changeit changethis default temp temporary tmp test testing tester demo sample example
welcome willkommen valkommen bienvenue bienvenido benvenuto bemvindo hello hallo hejsan bonjour hola ciao goodbye hi hey good morning
master mastermind super superman batman spiderman ironman starwars startrek pokemon pikachu naruto minecraft fortnite hogwarts harrypotter matrix darkness shadow phoenix dragon dragons
qwerty qwertyuiop qwertyui qwert qwer qwe qwertz qwertzuiop qwertzui azerty azertyuiop asdf asdfgh asdfghjkl asdfghj asd zxcv zxcvbn zxcvbnm zxc yxcvbnm wsxedc qaz qazwsx qazwsxedc qazwsxedcrfv wsx edc poiuytrewq lkjhgfdsa mnbvcxz
abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijk abcdefghijkl abcdefghijklm abcdefghijklmnop xyz aaa bbb ccc zzz xxx qqq www
spring summer autumn fall winter fruehling sommer herbst vinter var host printemps ete automne hiver primavera verano otono invierno estate inverno
january february march april may june july august september october november december januar februar maerz mai juni juli oktober dezember januari februari mars maj augusti janvier fevrier avril juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag mandag tisdag onsdag torsdag fredag lordag sondag weekend holiday holidays vacation christmas birthday easter newyear
love loveyou iloveyou iloveu ilove loveme lovelove you me mylove forever always darling sweetheart sweetie sweet honey baby babygirl babyboy princess prince queen king angel angels heart hearts kiss kisses lover beautiful gorgeous pretty cutie
sunshine rainbow flower flowers butterfly butterflies summertime diamond gold golden silver purple orange yellow green blue black white red pink star stars moon sun sunny sky heaven ocean river mountain forest snow snowflake fire ice thunder lightning storm
football fotboll fussball soccer baseball basketball volleyball hockey hockeyplayer tennis golf cricket rugby swimming running cycling chelsea arsenal liverpool barcelona realmadrid juventus bayern manchester manchesterunited manutd united madrid milan inter dortmund celtic rangers everton lakers cowboys yankees steelers eagles patriots packers
monkey monkeys tiger tigers lion lions eagle bear bears wolf wolves horse horses dog dogs doggy puppy cat cats kitty kitten bunny rabbit fish dolphin dolphins panda elephant turtle snake spider panther leopard falcon hawk owl bird birds chicken
cookie cookies chocolate cheese pizza coffee banana apple apples peanut butter pepper ginger sugar candy cupcake strawberry cherry lemon lemonade pancake bacon beer whiskey vodka
computer internet network server database system windows microsoft google facebook youtube amazon apple samsung android iphone nokia linux ubuntu cisco oracle github gitlab docker twitter instagram netflix spotify slack zoom office outlook teams wifi wireless router security secure
company corporation business work working worker job office home house family mother father mommy daddy mama papa brother sister friend friends bestfriend bestfriends boyfriend girlfriend husband wife children kids
michael michelle jennifer jessica ashley amanda daniel david robert william james john thomas charlie george andrew anthony joshua matthew nicole samantha elizabeth victoria alexander alexandra christian christopher jordan justin hannah emma anna maria sophie sophia olivia oliver lucas lukas max maxwell martin peter stefan andreas johan erik karl nils anders sara julia laura lisa
jesus christ jesuschrist god godisgood godislove bible blessed faith hope grace peace amen church mohammed allah buddha
london paris berlin munich stockholm goteborg oslo copenhagen helsinki amsterdam vienna zurich rome madrid lisbon dublin newyork boston chicago dallas texas california florida america usa england scotland ireland sweden sverige norway norge denmark danmark finland germany deutschland france espana italia europe australia canada mexico brasil india
money dollar dollars lucky luckyme winner winners loser freedom liberty magic music guitar piano drummer rocknroll metallica nirvana beatles eminem rockstar player gamer gaming games game ninja pirate soldier warrior hunter killer ranger sniper cowboy
whatever nothing something everything anything trustno trustnoone nobody noone everyone idontknow dontknow ihate ihateyou fuckyou fuck shit bitch asshole biteme blahblah blah lol haha hahaha hello helloworld hellokitty goodluck thankyou please letme openme opensesame sesame access accessgranted enter entrance
jordan mustang ferrari porsche mercedes toyota honda yamaha harley davidson corvette camaro chevrolet audi volvo saab ducati suzuki kawasaki
new old my the this is a it i mine your our for and of to in one two three four five six seven eight nine ten first second third last
`)

// mostDigits: a number that short is a date, a telephone, or a run of keys.
const mostDigits = 16

func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		words[word] = true
	}
	return words
}

// guessable tells whether the password is made of what guessers begin with.
func guessable(password string) bool {
	text := strings.ToLower(canonical(password))
	letters := onlyLetters(text)
	if letters == "" {
		return len(text) <= mostDigits
	}
	if madeOfUsual(letters) {
		return true
	}
	for core := text; ; { // with digits for letters, of which the last may be one or not
		if madeOfUsual(onlyLetters(lookalikes.Replace(core))) || madeOfUsual(onlyLetters(lookalikes.Replace(fromLetter(core)))) {
			return true
		}
		last, size := utf8.DecodeLastRuneInString(core)
		if core == "" || unicode.IsLetter(last) {
			return false
		}
		core = core[:len(core)-size]
	}
}

// fromLetter takes away the digits and signs before the first letter.
func fromLetter(text string) string {
	return strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

func onlyLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
}

// longestLetters bounds the work: what is longer than usual words repeated a few
// times is judged as it stands.
const longestLetters = 48

// madeOfUsual tells whether the letters are one or two usual words, however often.
func madeOfUsual(letters string) bool {
	return letters != "" && len(letters) <= longestLetters && (&reading{letters, map[read]bool{}}).on(read{})
}

// read is how far letters were read, and the words that were met.
type read struct {
	at       int
	one, two string
}

// reading reads letters as words; what led nowhere is not tried again.
type reading struct {
	letters string
	nowhere map[read]bool
}

func (r *reading) on(so read) bool {
	if so.at == len(r.letters) {
		return true
	}
	if r.nowhere[so] {
		return false
	}
	for end := so.at + 1; end <= len(r.letters); end++ {
		if next, ok := so.with(r.letters[so.at:end]); ok && r.on(next) {
			return true
		}
	}
	r.nowhere[so] = true
	return false
}

// with takes one more word in: of those there are two at most.
func (so read) with(word string) (next read, ok bool) {
	next = so
	next.at += len(word)
	switch {
	case !usual[word]:
		return so, false
	case word == so.one || word == so.two:
	case so.one == "":
		next.one = word
	case so.two == "":
		next.two = word
	default:
		return so, false
	}
	return next, true
}
