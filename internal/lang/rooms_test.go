package lang

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// rooms are the folders and files below internal that speak every language: all that
// they say goes through this package, their failures too. What is not here yet says what
// it says in English.
var rooms = []string{
	"lang", "fault", "mail", "journey", "picture", "store/trouble.go",
	"promotion", "web/pages/promotion", "web/promotion.go", "web/promotion_form.go", "web/promotion_talk.go", "web/consultation.go",
	"workflow/promotion.go", "workflow/promotion_talk.go", "workflow/promotion_decision.go", "workflow/promotion_evidence.go", "workflow/consultation.go",
	"pay", "web/pages/pay", "web/pay.go", "web/pay_change.go", "web/pay_import.go", "web/pay_range.go", "web/pay_review.go", "web/salary.go",
	"workflow/pay.go", "workflow/pay_proposal.go", "workflow/pay_range.go", "workflow/pay_review.go", "workflow/pay_review_close.go", "workflow/salary.go",
	"paygap", "web/pages/paygap", "web/paygap.go", "workflow/paygap.go", "web/pages/audit", "web/audit.go", "workflow/audit.go",
	"guide", "web/pages/guide", "web/guide.go", "workflow/guide.go",
	"web/pages/extension", "web/extension.go", "workflow/extension.go",
	"web/ui", "web/failure.go", "web/visit.go", "web/cookie.go",
	"web/pages/plain", "web/plain.go", "web/session.go", "web/stepup.go", "web/second.go", "web/form.go", "web/carried.go", "web/provider.go",
	"web/pages/evaluation", "web/evaluation.go", "web/evaluation_form.go", "web/evaluation_new.go", "web/evaluation_talk.go",
	"web/pages/growth", "web/growth.go",
	"web/pages/feedback", "web/feedback.go",
	"web/pages/priority", "web/priority.go",
	"web/pages/journal", "web/journal.go", "web/journal_file.go",
	"web/pages/recognition", "web/recognition.go",
	"web/pages/journey", "web/journey.go",
	"web/pages/memo", "web/memo.go", "web/memo_draft.go",
	"web/pages/leftover", "web/leftover.go",
	"web/pages/role", "web/role.go", "web/role_days.go",
	"web/pages/title", "web/title.go",
	"web/pages/standin", "web/standin.go",
	"web/pages/rollout", "web/rollout.go",
	"web/pages/steps", "web/widening.go",
	"web/pages/statistics", "web/statistics.go",
}

// silent are files of rooms that nobody's screen shows.
var silent = []string{"web/pages/guide/builtin.go", "web/ui/gallery.go", "web/ui/gallery.templ", "web/ui/gallery_templ.go", "mail/sender.go", "lang/catalogue.go", "lang/language.go"}

func isRoom(path string) bool {
	path = strings.TrimPrefix(filepath.ToSlash(path), "../")
	if slices.Contains(silent, path) {
		return false
	}
	for _, room := range rooms {
		if path == room || strings.HasPrefix(path, room+"/") {
			return true
		}
	}
	return false
}

// TestRoomsSayNothingInOneLanguageOnly: in rooms that speak every language no words
// stand in a page, and none in the program, but those that are said by this package.
func TestRoomsSayNothingInOneLanguageOnly(t *testing.T) {
	for _, room := range rooms {
		for _, path := range filesOf(t, filepath.Join("..", room)) {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range unsaid(path, source) {
				t.Error(w)
			}
		}
	}
}

func filesOf(t *testing.T, room string) []string {
	t.Helper()
	all := []string{room}
	if !strings.HasSuffix(room, ".go") {
		var err error
		if all, err = filepath.Glob(filepath.Join(room, "*.go")); err != nil || len(all) == 0 {
			t.Fatalf("%s holds nothing: %v", room, err)
		}
	}
	return slices.DeleteFunc(all, func(f string) bool { return strings.HasSuffix(f, "_test.go") || !isRoom(f) })
}

// prose is what people read: two words in a row, or one that begins a sentence.
var prose = regexp.MustCompile(`[a-zé]{2,} [a-zé]{2,}|^[A-Z][a-z]{2,}[^A-Za-z0-9/_-]?( |$)`)

// classes are lists of style names, and the like.
var classes = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*( [a-z]+(-[a-z0-9]+)*)*-?$`)

func isProse(text string) bool {
	return prose.MatchString(text) && !classes.MatchString(text) && !strings.ContainsRune(text, '<') && !slices.Contains(names, text)
}

// unsaid finds words of a file that only one language has.
func unsaid(path string, source []byte) (wrong []string) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, source, 0)
	if err != nil {
		return []string{err.Error()}
	}
	room := filepath.Base(filepath.Dir(path))
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		var page strings.Builder
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if w, ok := written(n); ok {
					page.WriteString(w)
					return false
				}
				if name := called(n, room); sayings[name] > 0 || told[name] || logs(n) {
					return false
				}
				page.WriteString(hole)
			case *ast.KeyValueExpr:
				if k, ok := n.Key.(*ast.Ident); ok && (k.Name == "Message" || k.Name == "FileName") {
					return false
				}
			case *ast.Field: // a tag
				return n.Tag == nil
			case *ast.BasicLit:
				if text, ok := literal(n); ok && isProse(text) {
					wrong = append(wrong, fmt.Sprintf("%s: %q is said in one language only", set.Position(n.Pos()), text))
				}
			}
			return true
		})
		for _, text := range shown(page.String()) {
			wrong = append(wrong, fmt.Sprintf("%s: the page has %q in one language only", set.Position(d.Pos()), text))
		}
	}
	return wrong
}

// logs tells whether the call writes to the log, which operators read in English.
func logs(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := f.X.(*ast.SelectorExpr)
	return ok && x.Sel.Name == "Log"
}

// hole stands where a page is filled.
const hole = "\u0001"

// written is what a generated page writes as it is.
func written(call *ast.CallExpr) (string, bool) {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "WriteString" || len(call.Args) != 1 {
		return "", false
	}
	if x, ok := f.X.(*ast.Ident); !ok || x.Name != "templ_7745c5c3_Buffer" {
		return "", false
	}
	l, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// attributesRead are read out or shown.
var attributesRead = []string{"aria-label", "title", "placeholder", "alt"}

var letters = regexp.MustCompile(`[A-Za-z]{2,}`)

// names are said the same in every language.
var names = []string{"Cairn", "CSV", "XLSX", "JSON", "YAML"}

// shown are the words that somebody sees or hears of a page.
func shown(page string) (texts []string) {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return texts
		case html.TextToken:
			text := strings.TrimSpace(strings.ReplaceAll(string(z.Text()), hole, ""))
			if letters.MatchString(text) && !slices.Contains(names, text) {
				texts = append(texts, text)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range z.Token().Attr {
				if slices.Contains(attributesRead, a.Key) && letters.MatchString(strings.ReplaceAll(a.Val, hole, "")) {
					texts = append(texts, a.Val)
				}
			}
		}
	}
}

// TestWordsOfOneLanguageAreFound: in a page, in what is read out, and in the program.
func TestWordsOfOneLanguageAreFound(t *testing.T) {
	source := `package p
func page() {
	templ_7745c5c3_Buffer.WriteString("<p class=\"line turn\" aria-label=\"Your turn\">Hello ")
	frame.Text(templ_7745c5c3_Buffer, name)
	templ_7745c5c3_Buffer.WriteString("</p>")
	title := "What waits for you"
	class := "line line-turn"
	lang.Say(ctx, "This is said", "name", "x")
	ui.Section("next", lang.Say(ctx, "This too"))
}`
	wrong := strings.Join(unsaid("../web/pages/p/p.go", []byte(source)), "\n")
	for _, text := range []string{`"Hello"`, `"Your turn"`, `"What waits for you"`} {
		if !strings.Contains(wrong, text) {
			t.Errorf("%s was not found", text)
		}
	}
	if n := strings.Count(wrong, "only"); n != 3 {
		t.Errorf("found %d:\n%s", n, wrong)
	}
}
