package main

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
)

const (
	buffer  = "templ_7745c5c3_Buffer"
	withErr = " (templ_7745c5c3_Err error) {"
	frame   = `"cairn/internal/web/frame"`
)

// shortener goes through one file and gathers what is to be put in the place of what.
type shortener struct {
	source []byte
	ui     bool // the file belongs to package ui itself
	edits  []edit
}

type edit struct {
	from, to token.Pos
	text     string
}

// shorten gives what templ wrote without what package frame does.
func shorten(source []byte) ([]byte, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	s := &shortener{source: source, ui: file.Name.Name == "ui"}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			s.begin(n)
		case *ast.BlockStmt:
			s.statements(n.List)
		case *ast.CaseClause:
			s.statements(n.Body)
		}
		return true
	})
	if len(s.edits) == 0 {
		return source, nil
	}
	s.imports(file)
	return format.Source(s.edited())
}

// begin shortens how a component begins, or the children of one.
func (s *shortener) begin(call *ast.CallExpr) {
	if s.text(call.Fun) != "templruntime.GeneratedTemplate" || len(call.Args) != 1 {
		return
	}
	function, ok := call.Args[0].(*ast.FuncLit)
	if !ok {
		return
	}
	body := function.Body.List
	if found, ok := component.begins(body); ok {
		s.replace(call.Pos(), body[len(component)-1].End(), "frame.Component(func(ctx frame.Context, "+
			buffer+" *frame.Buffer, "+s.text(found["holeChildren"])+" templ.Component)"+withErr)
	} else if _, ok := children.begins(body); ok {
		s.replace(call.Pos(), body[len(children)-1].End(), "frame.Children(func(ctx frame.Context, "+
			buffer+" *frame.Buffer)"+withErr)
	}
}

// statements shortens a run of statements. Literal texts beside each other become one.
func (s *shortener) statements(list []ast.Stmt) {
	for i := 0; i < len(list); {
		words, n := "", 0
		for more, of := said(list[i:]); of > 0; more, of = said(list[i+n:]) {
			words, n = words+more, n+of
		}
		if n > 0 {
			s.replace(list[i].Pos(), list[i+n-1].End(), buffer+".WriteString("+strconv.Quote(words)+")")
		} else {
			n = max(1, s.value(list[i:]))
		}
		i += n
	}
}

// value shortens how a value is written, and tells how many statements did that.
func (s *shortener) value(list []ast.Stmt) int {
	if found, ok := text.begins(list); ok && s.isText(found["holeText"]) {
		return s.write(list[:len(text)], "Text", found["holeSaid"])
	}
	if found, ok := value.begins(list); ok && !s.fails(found["holeValue"]) {
		how := map[string]string{"JoinStringErrs": "Value", "JoinURLErrs": "Address"}[s.text(found["holeJoin"])]
		if how != "" {
			return s.write(list[:len(value)], how, found["holeValue"])
		}
	}
	if found, ok := written.begins(list); ok {
		return s.write(list[:len(written)], "Value", found["holeName"])
	}
	return 0
}

func (s *shortener) isText(component ast.Expr) bool {
	name := s.text(component)
	return name == "ui.Text" || s.ui && name == "Text"
}

func (s *shortener) write(list []ast.Stmt, how string, what ast.Expr) int {
	s.replace(list[0].Pos(), list[len(list)-1].End(), "frame."+how+"("+buffer+", "+s.text(what)+")")
	return len(list)
}

// imports puts package frame beside templ.
func (s *shortener) imports(file *ast.File) {
	for _, i := range file.Imports {
		if i.Path.Value == `"github.com/a-h/templ"` {
			s.replace(i.End(), i.End(), "\nimport "+frame)
		}
	}
}

func (s *shortener) text(n ast.Node) string { return string(s.source[n.Pos()-1 : n.End()-1]) }

func (s *shortener) replace(from, to token.Pos, text string) {
	s.edits = append(s.edits, edit{from, to, text})
}

// edited is the source with every edit made.
func (s *shortener) edited() []byte {
	slices.SortFunc(s.edits, func(a, b edit) int { return int(a.from - b.from) })
	var out []byte
	at := token.Pos(1)
	for _, e := range s.edits {
		out = append(append(out, s.source[at-1:e.from-1]...), e.text...)
		at = e.to
	}
	return append(out, s.source[at-1:]...)
}
