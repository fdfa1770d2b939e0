package lang

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sync"
)

// said is what a language has for one English text: Other alone, or a form for one and
// a form for every other number.
type said struct {
	One, Other string
}

// UnmarshalJSON reads a text, or the two forms of one that counts.
func (s *said) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &s.Other)
	}
	var forms struct{ One, Other string }
	err := json.Unmarshal(b, &forms)
	*s = said(forms)
	return err
}

//go:embed sv/*.json de/*.json
var files embed.FS

// catalogues are read when somebody first wants their language.
var catalogues = map[Language]func() map[string]said{
	Swedish: sync.OnceValue(func() map[string]said { return mustRead(files, Swedish) }),
	German:  sync.OnceValue(func() map[string]said { return mustRead(files, German) }),
}

func (l Language) catalogue() map[string]said {
	if read, ok := catalogues[l]; ok {
		return read()
	}
	return nil
}

// mustRead reads files that are part of the program; a test reads them all.
func mustRead(from fs.FS, l Language) map[string]said {
	all, err := read(from, l)
	if err != nil {
		panic("lang: " + err.Error())
	}
	return all
}

func read(from fs.FS, l Language) (map[string]said, error) {
	names, err := fs.Glob(from, string(l)+"/*.json")
	if err != nil {
		return nil, err
	}
	all := map[string]said{}
	for _, name := range names {
		b, err := fs.ReadFile(from, name)
		if err == nil {
			b, err = unpacked(b)
		}
		if err != nil {
			return nil, err
		}
		var room map[string]said
		if err := json.Unmarshal(b, &room); err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(name), err)
		}
		for english, s := range room {
			if before, twice := all[english]; twice && before != s {
				return nil, fmt.Errorf("%s: %q is said in another way in another file", name, english)
			}
			all[english] = s
		}
	}
	return all, nil
}

// unpacked returns a file as it was written: in what `make build` makes, each is packed.
func unpacked(b []byte) ([]byte, error) {
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	packed, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(packed)
}
