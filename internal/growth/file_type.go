package growth

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/internal/lang"
)

// fileType is a sort of file that is taken. What is on no line is refused, and so
// is a name that says something else than the contents.
type fileType struct {
	media   string
	words   string
	endings []string
	picture bool
	is      func([]byte) bool
}

// fileTypes are all that are taken: pictures, documents that hold no programs, and
// text. Pages and drawings that a browser would run, archives and office files with
// macros are not among them.
var fileTypes = []fileType{
	{"image/png", lang.Later("a PNG picture"), []string{".png"}, true, begins("\x89PNG\r\n\x1a\n")},
	{"image/jpeg", lang.Later("a JPEG picture"), []string{".jpg", ".jpeg"}, true, begins("\xff\xd8\xff")},
	{"image/gif", lang.Later("a GIF picture"), []string{".gif"}, true, func(b []byte) bool { return begins("GIF87a")(b) || begins("GIF89a")(b) }},
	{"image/webp", lang.Later("a WebP picture"), []string{".webp"}, true, func(b []byte) bool { return begins("RIFF")(b) && at(b, 8, "WEBP") }},
	{"image/heic", lang.Later("a HEIC picture"), []string{".heic", ".heif"}, false, isHEIC},
	{"application/pdf", lang.Later("a PDF"), []string{".pdf"}, false, begins("%PDF-")},
	{officePrefix + "wordprocessingml.document", lang.Later("a Word document"), []string{".docx"}, false, isOffice("word/")},
	{officePrefix + "spreadsheetml.sheet", lang.Later("an Excel sheet"), []string{".xlsx"}, false, isOffice("xl/")},
	{officePrefix + "presentationml.presentation", lang.Later("a PowerPoint presentation"), []string{".pptx"}, false, isOffice("ppt/")},
	{openPrefix + "text", lang.Later("an OpenDocument text"), []string{".odt"}, false, isOpenDocument(openPrefix + "text")},
	{openPrefix + "spreadsheet", lang.Later("an OpenDocument sheet"), []string{".ods"}, false, isOpenDocument(openPrefix + "spreadsheet")},
	{openPrefix + "presentation", lang.Later("an OpenDocument presentation"), []string{".odp"}, false, isOpenDocument(openPrefix + "presentation")},
	{"text/markdown", lang.Later("Markdown"), []string{".md", ".markdown"}, false, isText},
	{"text/csv", lang.Later("a table of text"), []string{".csv"}, false, isText},
	{"text/plain", lang.Later("plain text"), []string{".txt", ".text", ".log"}, false, isText},
}

const (
	officePrefix = "application/vnd.openxmlformats-officedocument."
	openPrefix   = "application/vnd.oasis.opendocument."
)

// FileEndings lists the endings of names that are taken, for the form.
func FileEndings() (all []string) {
	for _, t := range fileTypes {
		all = append(all, t.endings...)
	}
	return all
}

// FilesTaken says in words what is taken.
var FilesTaken = lang.Later("Pictures (PNG, JPEG, GIF, WebP, HEIC), PDF, Word, Excel, PowerPoint and OpenDocument without macros, and text (TXT, Markdown, CSV)")

func typeNamed(media string) (fileType, bool) {
	i := slices.IndexFunc(fileTypes, func(t fileType) bool { return t.media == media })
	if i < 0 {
		return fileType{}, false
	}
	return fileTypes[i], true
}

// typeOf tells what a file is: its contents must be of a sort that is taken, and
// its name must end as that sort does.
func typeOf(name string, content []byte) (fileType, error) {
	ending := strings.ToLower(path.Ext(name))
	var found []fileType
	for _, t := range fileTypes {
		if t.is(content) {
			found = append(found, t)
		}
	}
	for _, t := range found {
		if slices.Contains(t.endings, ending) {
			return t, nil
		}
	}
	named := slices.ContainsFunc(fileTypes, func(t fileType) bool { return slices.Contains(t.endings, ending) })
	switch {
	case len(found) == 1 || len(found) > 1 && named:
		t := found[len(found)-1] // of text, the plainest
		return fileType{}, wrongFile(lang.Later("“{name}” is not named like what it is: it holds {what}. Give it a name that ends in {ending} and add it again."), "name", name, "what", lang.Word(t.words), "ending", t.endings[0])
	case named:
		return fileType{}, wrongFile(lang.Later("“{name}” does not hold what its ending says, or holds macros, so it was not taken. Save it anew, or as a PDF."), "name", name)
	}
	return fileType{}, wrongFile(lang.Later("“{name}” is of a sort that is not taken here. What is taken: {taken}."), "name", name, "taken", lang.Word(FilesTaken))
}

func begins(with string) func([]byte) bool {
	return func(b []byte) bool { return bytes.HasPrefix(b, []byte(with)) }
}

func at(b []byte, from int, with string) bool {
	return len(b) >= from+len(with) && string(b[from:from+len(with)]) == with
}

func isHEIC(b []byte) bool {
	if !at(b, 4, "ftyp") {
		return false
	}
	return slices.ContainsFunc([]string{"heic", "heix", "heim", "heis", "mif1", "msf1"}, func(brand string) bool { return at(b, 8, brand) })
}

// isText: valid text without the bytes that only programs write.
func isText(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f", r) || r == 0x7f })
}

// isOffice looks into the archive that an office file is: it holds the part named
// and no macros.
func isOffice(part string) func([]byte) bool {
	return func(b []byte) bool {
		names := entries(b)
		has := func(want string) bool { return slices.Contains(names, want) }
		within := func(start string) bool {
			return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, start) })
		}
		macros := slices.ContainsFunc(names, func(n string) bool {
			n = strings.ToLower(n)
			return strings.Contains(n, "vbaproject") || strings.HasSuffix(n, ".bin") && strings.Contains(n, "macro") || strings.Contains(n, "activex")
		})
		return has("[Content_Types].xml") && within(part) && !macros
	}
}

func entries(b []byte) (names []string) {
	if !begins("PK\x03\x04")(b) {
		return nil
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil
	}
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names
}

// isOpenDocument: its first entry says what it is. Scripts make it something else.
func isOpenDocument(media string) func([]byte) bool {
	return func(b []byte) bool {
		if !begins("PK\x03\x04")(b) {
			return false
		}
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil || len(z.File) == 0 || z.File[0].Name != "mimetype" {
			return false
		}
		if slices.ContainsFunc(z.File, func(f *zip.File) bool {
			return strings.HasPrefix(f.Name, "Basic/") || strings.HasPrefix(f.Name, "Scripts/")
		}) {
			return false
		}
		in, err := z.File[0].Open()
		if err != nil {
			return false
		}
		defer in.Close()
		said, err := io.ReadAll(io.LimitReader(in, 200))
		return err == nil && string(said) == media
	}
}
