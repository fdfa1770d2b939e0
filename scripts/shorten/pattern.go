package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
)

// run is statements beside each other, in which a name that begins with hole stands for any
// expression. The same name twice stands for the same.
type run []ast.Stmt

// pattern reads a run. It panics where that is none, for it stands in this program.
func pattern(statements string) run {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc f() {"+statements+"\n}", parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	return file.Decls[0].(*ast.FuncDecl).Body.List
}

// holes is what stands in the holes of a run.
type holes map[string]ast.Expr

// begins reports whether a list of statements begins with the run.
func (r run) begins(list []ast.Stmt) (holes, bool) {
	if len(list) < len(r) {
		return nil, false
	}
	found := holes{}
	for i, wanted := range r {
		if !found.same(reflect.ValueOf(wanted), reflect.ValueOf(list[i])) {
			return nil, false
		}
	}
	return found, true
}

// same compares two parts of a syntax tree, apart from where they stand in their file.
func (h holes) same(wanted, is reflect.Value) bool {
	if wanted.Type() != is.Type() {
		return false
	}
	switch wanted.Kind() {
	case reflect.Interface, reflect.Pointer:
		return h.samePart(wanted, is)
	case reflect.Struct:
		for i := range wanted.NumField() {
			if !h.same(wanted.Field(i), is.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if wanted.Len() != is.Len() {
			return false
		}
		for i := range wanted.Len() {
			if !h.same(wanted.Index(i), is.Index(i)) {
				return false
			}
		}
		return true
	}
	return wanted.Type() == reflect.TypeFor[token.Pos]() || wanted.Equal(is)
}

// samePart compares what two fields lead to.
func (h holes) samePart(wanted, is reflect.Value) bool {
	if wanted.IsNil() || is.IsNil() {
		return wanted.IsNil() && is.IsNil()
	}
	name, ok := wanted.Interface().(*ast.Ident)
	if !ok || !strings.HasPrefix(name.Name, "hole") {
		return h.same(wanted.Elem(), is.Elem())
	}
	found, ok := is.Interface().(ast.Expr)
	if !ok {
		return false
	}
	if before, twice := h[name.Name]; twice {
		return holes{}.same(reflect.ValueOf(before), reflect.ValueOf(found))
	}
	h[name.Name] = found
	return true
}
