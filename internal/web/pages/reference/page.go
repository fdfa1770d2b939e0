package reference

import (
	_ "embed"

	"cairn/internal/web/ui"
)

// Sheet is the style of these pages.
//
//go:embed reference.css
var Sheet []byte

// Path is where the reference stands.
const Path = "/guide/api"

// Of is where a subject stands.
func Of(subject string) string { return Path + "/" + subject }

// Overview is everything that can be asked for, by subject.
type Overview struct {
	ui.Page
	Document
}

// One is a subject with all there is to know about it.
type One struct {
	ui.Page
	Subject
	Shapes  []Shape
	Problem Shape
}

func anchor(operation string) string { return "#" + operation }

// title is a subject's name as a heading.
func title(name string) string { return string(name[0]-'a'+'A') + name[1:] }
