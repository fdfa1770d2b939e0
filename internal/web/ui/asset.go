package ui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"regexp"
	"strings"

	"cairn/internal/lang"
)

//go:embed css cairn.js
var files embed.FS

// Asset is a file served to browsers; its name changes with its content, so it
// may be cached for ever.
type Asset struct {
	Name string
	Type string
	Body []byte
}

// baseSheets come first and in this order; the components follow by name.
var baseSheets = []string{"css/tokens.css", "css/base.css", "css/layout.css"}

// Stylesheet returns the style sheet of all components.
func Stylesheet() []byte {
	components, err := fs.Glob(files, "css/components/*.css")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var parts [][]byte
	for _, name := range append(append([]string{}, baseSheets...), components...) {
		parts = append(parts, mustRead(name))
	}
	return tighten(Compact(bytes.Join(parts, []byte("\n"))))
}

var styleSpaces = strings.NewReplacer(": ", ":", "; ", ";", ", ", ",", " > ", ">", " { ", "{", " {", "{", "{ ", "{", "; }", "}", " }", "}", "\n", "")

// tighten drops the spaces a style sheet does not need. In our own sheets a
// colon before a space never stands in a selector.
func tighten(css []byte) []byte { return []byte(styleSpaces.Replace(string(css))) }

// Script returns the script of all components, speaking the language.
func Script(l lang.Language) []byte { return inLanguage(Compact(mustRead("cairn.js")), l) }

var comment = regexp.MustCompile(`(?s)/\*.*?\*/`)

// Compact drops block comments, lines that are a comment, indentation and
// empty lines. Sources keep no text of several lines, so nothing else is lost.
func Compact(source []byte) []byte {
	var lines [][]byte
	for line := range bytes.Lines(comment.ReplaceAll(source, nil)) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			lines = append(lines, line)
		}
	}
	return bytes.Join(lines, []byte("\n"))
}

// Bundle joins the style sheet with those of pages.
func Bundle(extra ...[]byte) Asset {
	return named("cairn", "css", "text/css; charset=utf-8", Stylesheet(), extra)
}

// ScriptBundle is the script in a language.
func ScriptBundle(l lang.Language) Asset {
	return named("cairn", "js", "text/javascript; charset=utf-8", Script(l), nil)
}

func named(stem, ending, kind string, first []byte, extra [][]byte) Asset {
	body := bytes.Join(append([][]byte{first}, extra...), []byte("\n"))
	sum := sha256.Sum256(body)
	return Asset{Name: stem + "-" + hex.EncodeToString(sum[:8]) + "." + ending, Type: kind, Body: body}
}

func mustRead(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the file is compiled in
	}
	return b
}
