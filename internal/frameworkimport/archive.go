package frameworkimport

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
)

// What an import may ask of the reader.
const (
	MaxFiles    = 500
	MaxBytes    = 8 << 20                // of what is given, packed
	maxUnpacked = 32 << 20               // of all files together
	maxText     = frameworkfile.MaxBytes // of one file of text
)

func isZip(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// isWorkbook tells a workbook, which is an archive too, from an archive of files.
func isWorkbook(data []byte) bool {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return err == nil && slices.ContainsFunc(r.File, func(f *zip.File) bool {
		return strings.EqualFold(f.Name, "xl/workbook.xml") || strings.EqualFold(f.Name, `xl\workbook.xml`)
	})
}

// unpack takes archives apart and leaves out what is too large.
func (c *collector) unpack(files []File) []File {
	var all []File
	budget := maxUnpacked
	for _, f := range files {
		switch {
		case len(f.Data) > MaxBytes:
			c.note(Undecided, Place{File: f.Name}, "file", lang.Tell("The file is larger than 8 MiB and was not read. Take out what is not part of the framework, or import it in parts."))
		case isZip(f.Data) && !isWorkbook(f.Data):
			all = append(all, c.archive(f, &budget)...)
		default:
			all = append(all, f)
		}
	}
	all = slices.DeleteFunc(all, func(f File) bool {
		if tooLong := len(f.Data) > maxText && !isZip(f.Data); tooLong {
			c.note(Undecided, Place{File: f.Name}, "file", lang.Tell("The file is larger than 2 MiB and was not read. Take out what is not part of the framework."))
			return true
		}
		return false
	})
	arrange.Stably(all, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if len(all) > MaxFiles {
		for _, f := range all[MaxFiles:] {
			c.skip(Place{File: f.Name}, "file", lang.Tell("There are more than {n} files; this one was not read.", "n", MaxFiles))
		}
		all = all[:MaxFiles]
	}
	return all
}

func (c *collector) archive(f File, budget *int) []File {
	r, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil {
		c.note(Undecided, Place{File: f.Name}, "file", lang.Tell("The archive cannot be opened: {why}. Pack it anew.", "why", err))
		return nil
	}
	var all []File
	for i, entry := range r.File {
		at := Place{File: f.Name + "/" + strings.ToValidUTF8(entry.Name, "�")}
		if i >= 4*MaxFiles {
			c.skip(at, "file", lang.Tell("The archive holds more than {n} files; this and those behind it were not read.", "n", 4*MaxFiles))
			break
		}
		if entry.FileInfo().IsDir() {
			continue
		}
		if beside(entry.Name) {
			c.skip(at, "file", lang.Tell("It belongs to the system or the tools, not to the framework."))
			continue
		}
		data, why := unpacked(entry, budget)
		if !why.None() {
			c.note(Undecided, at, "file", why)
			continue
		}
		if isZip(data) && !isWorkbook(data) {
			c.skip(at, "file", lang.Tell("An archive within an archive is not opened. Unpack it and import what is in it."))
			continue
		}
		all = append(all, File{Name: at.File, Data: data})
	}
	return all
}

// unpacked stops where an archive grows beyond what it should.
func unpacked(entry *zip.File, budget *int) (data []byte, why lang.Told) {
	if *budget <= 0 {
		return nil, lang.Tell("the archive unpacks to more than 32 MiB, so this file was not read")
	}
	r, err := entry.Open()
	if err != nil {
		return nil, lang.Tell("this file of the archive cannot be opened: {why}", "why", err)
	}
	defer func() { _ = r.Close() }()
	most := min(MaxBytes, *budget)
	data, err = io.ReadAll(io.LimitReader(r, int64(most)+1))
	*budget -= len(data)
	if err != nil {
		return nil, lang.Tell("this file of the archive cannot be read to its end: {why}", "why", err)
	}
	if len(data) > most {
		return nil, lang.Tell("this file unpacks to more than {n} MiB and was not read", "n", most>>20)
	}
	return data, lang.Told{}
}

// Beside tells files that lie beside a framework without being part of it.
func beside(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." || part == "__MACOSX" || part == "node_modules" || part == "Thumbs.db" {
			return true
		}
	}
	return strings.HasPrefix(path.Base(name), "~$")
}
