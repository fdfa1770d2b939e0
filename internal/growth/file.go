package growth

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Bounds of the files of a journal.
const (
	MaxFile           = 10 << 20  // bytes of one file
	MaxFilesOfNote    = 10        // files of one entry
	MaxFilesOfPerson  = 200 << 20 // bytes of all files of a person
	maxFileName       = 120       // characters
	fileNameOfNothing = "file"
)

// File is what is kept of a file beside its contents. Whoever may read the entry
// it belongs to may read it, and nobody else.
type File struct {
	ID     id.File
	Note   id.Note
	Owner  id.Person
	MadeAt clock.Instant
	Name   string
	Type   string // one of the media types that are known here, never what a browser claimed
	Size   int64
}

// Picture tells whether browsers may show it in place. Everything else is only
// ever saved to the reader's machine.
func (f File) Picture() bool {
	t, _ := typeNamed(f.Type)
	return t.picture
}

// SizeWords says how large it is.
func (f File) SizeWords() string {
	switch {
	case f.Size < 1000:
		return fmt.Sprintf("%d bytes", f.Size)
	case f.Size < 1_000_000:
		return fmt.Sprintf("%d KB", (f.Size+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(f.Size)/1e6)
}

// Upload is a file as it came in.
type Upload struct {
	Name    string
	Content []byte
	TooLong bool // it went on after MaxFile bytes; Content holds none of it
}

// Sum recognises an upload without repeating it.
func (u Upload) Sum() string {
	sum := sha256.Sum256(u.Content)
	return hex.EncodeToString(sum[:])
}

// NewFile accepts an upload for an entry that holds the files given, of somebody
// who keeps so many bytes in all. The type follows from the contents.
func NewFile(n *Note, u Upload, have []File, kept int64, now clock.Instant) (File, error) {
	name := fileName(u.Name)
	switch {
	case u.TooLong || len(u.Content) > MaxFile:
		return File{}, wrongFile(lang.Later("“{name}” is larger than 10 MB, which is the most a file here can be. Your words are kept below; choose a smaller file."), "name", name)
	case len(u.Content) == 0:
		return File{}, wrongFile(lang.Later("“{name}” is empty. Choose another file."), "name", name)
	case len(have) >= MaxFilesOfNote:
		return File{}, wrongFile(lang.Later("An entry holds {n} files at most. Remove one, or put this one into another entry."), "n", MaxFilesOfNote)
	case kept+int64(len(u.Content)) > MaxFilesOfPerson:
		return File{}, wrongFile(lang.Later("The files of your journal take 200 MB at most, and this one no longer fits. Remove some that you do not need any more."))
	}
	kind, err := typeOf(name, u.Content)
	if err != nil {
		return File{}, err
	}
	return File{ID: id.New[id.File](), Note: n.ID, Owner: n.Owner, MadeAt: now, Name: name, Type: kind.media, Size: int64(len(u.Content))}, nil
}

func wrongFile(message string, with ...any) error {
	return fault.InvalidFields([]fault.Field{{Name: "file", Message: message, With: with}})
}

// fileName is the last part of a name, without what would change how it reads or
// where it is saved.
func fileName(given string) string {
	name := path.Base(strings.ReplaceAll(strings.ToValidUTF8(given, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimLeft(strings.TrimSpace(name), ".")
	if over := utf8.RuneCountInString(name) - maxFileName; over > 0 {
		ending := []rune(path.Ext(name))
		ending = ending[:min(len(ending), 10)]
		name = string([]rune(name)[:maxFileName-len(ending)]) + string(ending)
	}
	if name == "" {
		return fileNameOfNothing
	}
	return name
}
