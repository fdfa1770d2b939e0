package growth

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"cairn/internal/fault"
)

// archive is a zip of the entries named, each with its name as its contents but
// for the first line of an OpenDocument.
func archive(t *testing.T, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: pairs[i]})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(pairs[i+1]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheTypeFollowsFromTheContents(t *testing.T) {
	png, pdf := []byte("\x89PNG\r\n\x1a\nrest"), []byte("%PDF-1.7\nrest")
	docx := archive(t, "[Content_Types].xml", "x", "word/document.xml", "x")
	odt := archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "x")
	for _, c := range []struct {
		name    string
		content []byte
		want    string // empty: refused
	}{
		{"board.png", png, "image/png"},
		{"BOARD.PNG", png, "image/png"},
		{"photo.jpeg", []byte("\xff\xd8\xff\xe0rest"), "image/jpeg"},
		{"moving.gif", []byte("GIF89a rest"), "image/gif"},
		{"small.webp", []byte("RIFF\x00\x00\x00\x00WEBPrest"), "image/webp"},
		{"phone.heic", []byte("\x00\x00\x00\x18ftypheicrest"), "image/heic"},
		{"talk.pdf", pdf, "application/pdf"},
		{"notes.docx", docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"sheet.xlsx", archive(t, "[Content_Types].xml", "x", "xl/workbook.xml", "x"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"deck.pptx", archive(t, "[Content_Types].xml", "x", "ppt/presentation.xml", "x"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
		{"text.odt", odt, "application/vnd.oasis.opendocument.text"},
		{"plain.txt", []byte("Words – é.\n"), "text/plain"},
		{"plain.md", []byte("# Words\n"), "text/markdown"},
		{"table.csv", []byte("a,b\n1,2\n"), "text/csv"},

		{"board.jpg", png, ""},
		{"board.txt", png, ""},
		{"board", png, ""},
		{"page.html", []byte("<!doctype html><script>x</script>"), ""},
		{"drawing.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), ""},
		{"run.js", []byte("alert(1)"), ""},
		{"page.pdf", []byte("<html>"), ""},
		{"page.png", []byte("<svg/>"), ""},
		{"program.exe", []byte("MZ\x90\x00"), ""},
		{"program.txt", []byte("MZ\x90\x00"), ""},
		{"bell.txt", []byte("a\x07b"), ""},
		{"latin.txt", []byte("caf\xe9"), ""},
		{"old.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ""},
		{"macros.docx", archive(t, "[Content_Types].xml", "x", "word/document.xml", "x", "word/vbaProject.bin", "x"), ""},
		{"macros.docm", docx, ""},
		{"sheet.docx", archive(t, "[Content_Types].xml", "x", "xl/workbook.xml", "x"), ""},
		{"archive.zip", archive(t, "a.txt", "x"), ""},
		{"archive.docx", archive(t, "a.txt", "x"), ""},
		{"scripts.odt", archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "Basic/x.xml", "x"), ""},
		{"half.docx", docx[:40], ""},
	} {
		got, err := typeOf(c.name, c.content)
		if got.media != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v; want %q", c.name, got.media, err, c.want)
		}
	}
	for _, ending := range FileEndings() {
		if ending != strings.ToLower(ending) || ending[0] != '.' {
			t.Errorf("%s", ending)
		}
	}
}

func TestAFileHasBounds(t *testing.T) {
	n := NewNote("noor", NoteText{On: "2026-05-12", Text: "x"}, 1)
	text := []byte("Words.")
	full := make([]File, MaxFilesOfNote)
	for name, c := range map[string]struct {
		u    Upload
		have []File
		kept int64
		ok   bool
	}{
		"as it should be":      {Upload{Name: "a.txt", Content: text}, nil, 0, true},
		"as large as may be":   {Upload{Name: "a.txt", Content: bytes.Repeat([]byte("a"), MaxFile)}, nil, 0, true},
		"a byte too large":     {Upload{Name: "a.txt", Content: bytes.Repeat([]byte("a"), MaxFile+1)}, nil, 0, false},
		"cut off":              {Upload{Name: "a.txt", TooLong: true}, nil, 0, false},
		"empty":                {Upload{Name: "a.txt"}, nil, 0, false},
		"one too many":         {Upload{Name: "a.txt", Content: text}, full, 0, false},
		"the last that fits":   {Upload{Name: "a.txt", Content: text}, full[1:], MaxFilesOfPerson - int64(len(text)), true},
		"more than all may be": {Upload{Name: "a.txt", Content: text}, nil, MaxFilesOfPerson, false},
	} {
		f, err := NewFile(n, c.u, c.have, c.kept, 2)
		if (err == nil) != c.ok || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (f.Owner != "noor" || f.Note != n.ID || f.Size != int64(len(c.u.Content)) || f.ID == "") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestANameOfAFileIsOnlyAName(t *testing.T) {
	for given, want := range map[string]string{
		"board.png": "board.png", `C:\Users\noor\board.png`: "board.png", "../../etc/passwd": "passwd", "/": "file", "": "file", "..": "file",
		"a\x00b\nc.txt": "abc.txt", "a\u202egnp.exe": "agnp.exe", ".hidden": "hidden", `say "hi".txt`: "say hi.txt", "väl – gjort.md": "väl – gjort.md",
		strings.Repeat("x", 200) + ".pdf": strings.Repeat("x", 116) + ".pdf",
	} {
		if got := fileName(given); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
}
