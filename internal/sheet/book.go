package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// Book is a workbook (XLSX) that was opened: its sheets in their order.
type Book struct {
	Leaves []Leaf
	files  map[string]*zip.File
	texts  []string // that cells share
}

// Leaf is one sheet of a workbook.
type Leaf struct {
	Name   string
	Hidden bool
	book   *Book
	file   string
}

var errNoBook = errors.New("it is no workbook")

// OpenBook opens a workbook that unpacks to at most so many bytes.
func OpenBook(data []byte, most uint64) (*Book, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	b := &Book{files: map[string]*zip.File{}}
	unpacked := uint64(0) // reading checks that no file is larger than it says
	for _, f := range archive.File {
		b.files[plainName(f.Name)] = f
		if unpacked += f.UncompressedSize64; unpacked > most || f.UncompressedSize64 > most {
			return nil, errors.New("it unpacks to more than is read")
		}
	}
	main, err := b.mainFile()
	if err != nil {
		return nil, err
	}
	return b, b.list(main)
}

// plainName is how the name of a part is compared.
func plainName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

// relations are the other parts that a part names.
type relations struct {
	All []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// target is where the first relation is that fits, of the part.
func (r relations) target(of string, fits func(id, kind string) bool) string {
	for _, one := range r.All {
		if fits(one.ID, path.Base(one.Type)) {
			if strings.HasPrefix(one.Target, "/") {
				return plainName(one.Target)
			}
			return plainName(path.Join(path.Dir(of), one.Target))
		}
	}
	return ""
}

func (b *Book) relations(of string) (all relations, err error) {
	folder, name := path.Split(of)
	return all, b.decode(folder+"_rels/"+name+".rels", &all)
}

func (b *Book) mainFile() (string, error) {
	root, err := b.relations("")
	if err != nil {
		return "", err
	}
	main := root.target("", func(_, kind string) bool { return kind == "officeDocument" })
	if main == "" {
		return "", errNoBook
	}
	return main, nil
}

// list reads which sheets there are, and the texts they share.
func (b *Book) list(main string) error {
	var book struct {
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &book); err != nil {
		return err
	}
	parts, err := b.relations(main)
	if err != nil {
		return err
	}
	for _, s := range book.Sheets {
		leaf := Leaf{Name: s.Name, Hidden: s.State == "hidden" || s.State == "veryHidden", book: b}
		for _, a := range s.Attrs {
			if a.Name.Local == "id" {
				leaf.file = parts.target(main, func(id, _ string) bool { return id == a.Value })
			}
		}
		b.Leaves = append(b.Leaves, leaf)
	}
	return b.readTexts(parts.target(main, func(_, kind string) bool { return kind == "sharedStrings" }))
}

// words are a text, whole or in runs that look different.
type words struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (w words) String() string {
	all := w.Text
	for _, r := range w.Runs {
		all += r.Text
	}
	return unescape(all)
}

func (b *Book) readTexts(name string) error {
	if b.files[name] == nil {
		return nil // every text stands in its cell
	}
	return b.walk(name, func(d *xml.Decoder, e xml.StartElement) (bool, error) {
		if e.Name.Local != "si" {
			return true, nil
		}
		var w words
		err := d.DecodeElement(&w, &e)
		b.texts = append(b.texts, w.String())
		return true, err
	})
}

func (b *Book) decode(name string, into any) error {
	in, err := b.open(name)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	return xml.NewDecoder(in).Decode(into)
}

func (b *Book) open(name string) (io.ReadCloser, error) {
	f := b.files[plainName(name)]
	if f == nil {
		return nil, errNoBook
	}
	return f.Open()
}

// walk hands over the elements of a part one after the other until visit has enough.
func (b *Book) walk(name string, visit func(*xml.Decoder, xml.StartElement) (more bool, err error)) error {
	in, err := b.open(name)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	for d := xml.NewDecoder(in); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if more, err := visit(d, e); err != nil || !more {
				return err
			}
		}
	}
}

// unescape reads characters that a workbook writes as _x000D_.
func unescape(text string) string {
	for from := 0; ; {
		at := strings.Index(text[from:], "_x")
		if at < 0 {
			return text
		}
		at += from
		from = at + 2
		if r, ok := escaped(text[at:]); ok {
			text, from = text[:at]+string(r)+text[at+7:], at+len(string(r))
		}
	}
}

func escaped(text string) (rune, bool) {
	if len(text) < 7 || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(n), err == nil
}
