package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// utterance is one text that the program says, and where.
type utterance struct {
	one, many string // one is empty where nothing is counted
	at        string
}

// sayings are the functions that say something: their names, and how many texts follow
// each other in what they are given.
var sayings = map[string]int{"Say": 1, "SayCount": 2, "Later": 1, "Tell": 1, "Parts": 1, "Count": 2, "CountParts": 2, "say": 1, "count": 2}

// told are functions whose text is said when a failure is shown, or after an act.
var told = map[string]bool{"New": true, "Wrap": true, "said": true}

// program finds every text of the program in the Go files below internal, of pages in
// what is generated from them.
func program(t *testing.T) (all []utterance) {
	t.Helper()
	root := filepath.Join("..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		said, wrong := spoken(path, source)
		for _, w := range wrong {
			t.Error(w)
		}
		all = append(all, said...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// english are folders and files below internal whose failures only programs, and whoever
// runs Cairn, are told.
var english = []string{
	"api", "directory", "scim", "hook", "server/metrics.go", "server/disk.go", "testkit", "trust", "sample", "config", "backup", "jobs", "event", "seal",
	"store/dump.go", "store/genesis.go", "store/leader.go", "store/load.go", "store/migrate.go", "store/renew.go", "store/verify.go",
	"workflow/directory.go", "workflow/directory_group.go", "workflow/directory_user.go", "workflow/hook_manage.go", "workflow/initialise.go", "workflow/office.go",
	"workflow/service.go",
}

func isEnglish(path string) bool {
	path = strings.TrimPrefix(filepath.ToSlash(path), "../")
	return slices.ContainsFunc(english, func(e string) bool { return path == e || strings.HasPrefix(path, e+"/") })
}

// spoken finds what one file says. A text is written out where it is said, or handed on
// from where it is marked with Later; what is put together from pieces is wrong.
func spoken(path string, source []byte) (said []utterance, wrong []string) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, source, 0)
	if err != nil {
		return nil, []string{err.Error()}
	}
	room, failures := filepath.Base(filepath.Dir(path)), !isEnglish(path)
	ast.Inspect(file, func(n ast.Node) bool {
		at := ""
		if n != nil {
			at = set.Position(n.Pos()).String()
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			s, w := saidBy(n, at, room, failures)
			said, wrong = append(said, s...), append(wrong, w...)
		case *ast.KeyValueExpr: // of a fault.Field
			if k, ok := n.Key.(*ast.Ident); ok && failures && k.Name == "Message" {
				if text, ok := literal(n.Value); ok {
					said = append(said, utterance{many: text, at: at})
				} else if holdsText(n.Value) {
					wrong = append(wrong, at+": a message is put together; give it places instead")
				}
			}
		}
		return true
	})
	return said, wrong
}

// saidBy finds what a call says. The text is the first that is written out among what it
// is given first: before it come a context, a number, or what kind of failure it is.
func saidBy(call *ast.CallExpr, at, room string, failures bool) (said []utterance, wrong []string) {
	name := called(call, room)
	texts, args := sayings[name], call.Args
	switch {
	case told[name] && failures && name == "said" && len(args) == 3:
		texts, args = 1, args[2:]
	case told[name] && failures && name != "said" && len(args) > 1:
		texts, args = 1, args[1:2]
	}
	for i, arg := range args {
		if texts == 0 || i > 2 {
			break
		}
		if b, ok := arg.(*ast.BinaryExpr); ok && b.Op == token.ADD && holdsText(b) {
			return nil, []string{at + ": a text is put together; give it places instead"}
		}
		first, ok := literal(arg)
		if !ok {
			continue
		}
		u := utterance{many: first, at: at}
		if texts == 2 && i+1 < len(args) {
			u.one = first
			if u.many, ok = literal(args[i+1]); !ok {
				return nil, []string{at + ": both forms must be written out"}
			}
		}
		return []utterance{u}, nil
	}
	return nil, nil
}

// called is the name of what is called, if it may say something: in this package and in
// ui by its own name, elsewhere by theirs, of a visit, or of a language that is named in.
func called(call *ast.CallExpr, room string) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		if room == "lang" || room == "ui" || room == "fault" || f.Name == "said" {
			return f.Name
		}
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		if !ok {
			return ""
		}
		switch x.Name + "." + f.Sel.Name {
		case "fault.New", "fault.Wrap", "v.say", "v.count":
			return f.Sel.Name
		}
		if x.Name == "lang" || x.Name == "ui" || x.Name == "in" {
			return f.Sel.Name
		}
	}
	return ""
}

func holdsText(e ast.Expr) bool {
	if b, ok := e.(*ast.BinaryExpr); ok {
		return holdsText(b.X) || holdsText(b.Y)
	}
	_, ok := literal(e)
	return ok
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// TestEveryTextIsInEveryLanguage: a catalogue has every text that the program says, with
// the same places, and no other.
func TestEveryTextIsInEveryLanguage(t *testing.T) {
	all := program(t)
	if len(all) < 30 {
		t.Fatalf("found %d texts only", len(all))
	}
	for _, l := range Languages()[1:] {
		has, err := read(files, l)
		if err != nil {
			t.Fatal(err)
		}
		wanted := map[string]bool{}
		for _, u := range all {
			wanted[u.many] = true
			for _, w := range mistakes(u, has[u.many]) {
				t.Errorf("%s in %s: %q %s", u.at, l.Name(), u.many, w)
			}
		}
		for english := range has {
			if !wanted[english] {
				t.Errorf("%s has %q, which nobody says", l.Name(), english)
			}
		}
	}
}

// mistakes tells what is wrong with how a text is said in another language.
func mistakes(u utterance, s said) (wrong []string) {
	switch {
	case s.Other == "":
		return []string{"is missing"}
	case u.one != "" && s.One == "":
		return []string{"counts, and has no form for one"}
	case u.one == "" && s.One != "":
		return []string{"does not count, and has a form for one"}
	}
	if a, b := places(u.many), places(s.Other); !slices.Equal(a, b) {
		wrong = append(wrong, "has the places "+strings.Join(a, " ")+", and there "+strings.Join(b, " "))
	}
	if s.One != "" { // "in 1 minute" need not have the number
		if a, b := places(u.one), places(s.One); !slices.Equal(without(a, "{n}"), without(b, "{n}")) {
			wrong = append(wrong, "has for one the places "+strings.Join(a, " ")+", and there "+strings.Join(b, " "))
		}
	}
	if strings.TrimSpace(s.Other) != s.Other && strings.TrimSpace(u.many) == u.many {
		wrong = append(wrong, "begins or ends with a space")
	}
	return wrong
}

var aPlace = regexp.MustCompile(`\{[a-z]+\}|</?[a-z]+>`)

// places are those of a text, sorted, each once.
func places(text string) []string {
	found := aPlace.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func without(all []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == one })
}

// TestTheReaderOfTheProgramReads: what is said is found however it is said.
func TestTheReaderOfTheProgramReads(t *testing.T) {
	source := `package p
func f() {
	lang.Say(ctx, "one", "name", x)
	ui.Say("two <link>there</link>", "link", ui.To("/"))
	in.Count(n, "1 egg", "{n} eggs")
	lang.Count(ctx, n, "1 hen", "{n} hens")
	var x = lang.Later("three")
	var y = lang.Tell("three and {more}", "more", 1)
	lang.Say(ctx, x)
	strings.Count(text, "(")
	v.say("four")
	fault.New(fault.Conflict, "five")
	w.Say(ctx, who, "Thank you.")
	lang.Say(ctx, "put "+"together"+name)
}`
	said, wrong := spoken("p.go", []byte(source))
	var texts []string
	for _, u := range said {
		texts = append(texts, u.one+"|"+u.many)
	}
	if got, want := strings.Join(texts, ";"), "|one;|two <link>there</link>;1 egg|{n} eggs;1 hen|{n} hens;|three;|three and {more};|four;|five"; got != want {
		t.Errorf("found %s", got)
	}
	if len(wrong) != 1 {
		t.Errorf("wrong: %v", wrong)
	}
}

// TestMistakesOfACatalogueAreFound: each kind of them.
func TestMistakesOfACatalogueAreFound(t *testing.T) {
	count := utterance{one: "1 egg for {who}", many: "{n} eggs for {who}"}
	for _, c := range []struct {
		u    utterance
		s    said
		many int
	}{
		{utterance{many: "an egg"}, said{Other: "ett ägg"}, 0},
		{utterance{many: "an egg"}, said{}, 1},
		{utterance{many: "an egg for {who}"}, said{Other: "ett ägg"}, 1},
		{utterance{many: "an <a>egg</a>"}, said{Other: "ett <b>ägg</b>"}, 1},
		{utterance{many: "an egg"}, said{Other: " ett ägg"}, 1},
		{utterance{many: "an egg"}, said{One: "ett ägg", Other: "ägg"}, 1},
		{count, said{One: "ett ägg till {who}", Other: "{n} ägg till {who}"}, 0},
		{count, said{Other: "{n} ägg till {who}"}, 1},
		{count, said{One: "ett ägg", Other: "{n} ägg till {who}"}, 1},
	} {
		if wrong := mistakes(c.u, c.s); len(wrong) != c.many {
			t.Errorf("%v as %v: %v", c.u, c.s, wrong)
		}
	}
}
