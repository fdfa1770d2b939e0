package main

import (
	"go/ast"
	"go/token"
	"html"
	"strconv"
)

// What templ writes, as it writes it. Where a version of templ writes something else, it
// stays as it is, and TestEveryPageIsShort tells.
var (
	literal = pattern(`
		templ_7745c5c3_Err = templruntime.WriteString(templ_7745c5c3_Buffer, holeNumber, holeText)` + checked)
	text = pattern(`
		templ_7745c5c3_Err = holeText(holeSaid).Render(ctx, templ_7745c5c3_Buffer)` + checked)
	value = pattern(`
		var holeName holeType
		holeName, templ_7745c5c3_Err = templ.holeJoin(holeValue)
		if templ_7745c5c3_Err != nil {
			return templ.Error{Err: templ_7745c5c3_Err, FileName: holeFile, Line: holeLine, Col: holeCol}
		}` + escaped)
	written = pattern(escaped)

	component = pattern(begun + `
		if templ_7745c5c3_CtxErr := ctx.Err(); templ_7745c5c3_CtxErr != nil {
			return templ_7745c5c3_CtxErr
		}` + buffered + `
		holeChildren := templ.GetChildren(ctx)
		if holeChildren == nil {
			holeChildren = templ.NopComponent
		}
		ctx = templ.ClearChildren(ctx)`)
	children = pattern(begun + buffered)
)

const (
	checked = `
		if templ_7745c5c3_Err != nil {
			return templ_7745c5c3_Err
		}`
	escaped = `
		_, templ_7745c5c3_Err = templ_7745c5c3_Buffer.WriteString(templ.EscapeString(holeName))` + checked
	begun = `
		templ_7745c5c3_W, ctx := templ_7745c5c3_Input.Writer, templ_7745c5c3_Input.Context`
	buffered = `
		templ_7745c5c3_Buffer, templ_7745c5c3_IsBuffer := templruntime.GetBuffer(templ_7745c5c3_W)
		if !templ_7745c5c3_IsBuffer {
			defer func() {
				templ_7745c5c3_BufErr := templruntime.ReleaseBuffer(templ_7745c5c3_Buffer)
				if templ_7745c5c3_Err == nil {
					templ_7745c5c3_Err = templ_7745c5c3_BufErr
				}
			}()
		}
		ctx = templ.InitializeContext(ctx)`
)

// single are calls that give one value, as conversions do. Any other may give an error
// beside it, and keeps its check.
var single = map[string]bool{
	"string": true, "templ.SafeURL": true, "templ.URL": true, "lang.Say": true,
	"fmt.Sprint": true, "fmt.Sprintf": true, "strconv.Itoa": true, "strconv.FormatInt": true,
}

// fails reports whether an expression may give an error too.
func (s *shortener) fails(value ast.Expr) bool {
	call, ok := value.(*ast.CallExpr)
	if !ok || single[s.text(call.Fun)] {
		return false
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || method.Sel.Name != "String" {
		return true
	}
	of, ok := method.X.(*ast.CallExpr)
	return !ok || s.text(of.Fun) != "templ.CSSClasses"
}

// said is the text that the first statements write, and how many they are.
func said(list []ast.Stmt) (string, int) {
	if found, ok := literal.begins(list); ok {
		if words, ok := unquoted(found["holeText"]); ok {
			return words, len(literal)
		}
	}
	if found, ok := value.begins(list); ok {
		if words, ok := unquoted(found["holeValue"]); ok {
			return html.EscapeString(words), len(value)
		}
	}
	return "", 0
}

func unquoted(e ast.Expr) (string, bool) {
	basic, ok := e.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	words, err := strconv.Unquote(basic.Value)
	return words, err == nil
}
