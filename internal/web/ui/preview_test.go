package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestWriteGallery writes the gallery as plain files into the folder named by
// CAIRN_GALLERY, to be looked at in a browser.
func TestWriteGallery(t *testing.T) {
	folder := os.Getenv("CAIRN_GALLERY")
	if folder == "" {
		t.Skip("CAIRN_GALLERY names no folder")
	}
	write := func(name string, body []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("cairn.css", Stylesheet())
	write("cairn.js", Script("en"))
	for _, theme := range []string{ThemeLight, ThemeDark} {
		page := samplePage()
		page.Theme, page.AssetCSS, page.AssetJS = theme, "cairn.css", "cairn.js"
		f, err := os.Create(filepath.Join(folder, theme+".html"))
		if err != nil {
			t.Fatal(err)
		}
		if err := Gallery(page).Render(context.Background(), f); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func samplePage() Page {
	return Page{
		Title: "Gallery", Path: "/gallery", Demo: true, DemoPersona: "Ada Lindqvist, engineer",
		Nav: []NavItem{
			{Label: "Home", Href: "/"}, {Label: "My growth", Href: "/growth", Current: true, Badge: true},
			{Label: "Framework", Href: "/framework"}, {Label: "People", Href: "/people"},
		},
		Viewer: &Viewer{Name: "Ada Lindqvist", Href: "/account"},
		Flash:  &Flash{Kind: Done, Text: "Your side is handed in. Noor has been told."},
	}
}
