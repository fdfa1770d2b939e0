package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is deeper than any of our types.
const maxDepth = 16

// unreadable says why a body cannot be read, in a sentence that may be shown: it
// names places and repeats nothing.
type unreadable string

func (u unreadable) Error() string { return string(u) }

// readJSON reads a body strictly: encoding/json alone would put signs for what is
// not text and take the last of two values of one name.
func readJSON(data []byte, v any) error {
	if at := firstUnclear(data); at >= 0 {
		return unreadable(fmt.Sprintf("Byte %d is not part of a text in UTF-8.", at+1))
	}
	if err := checkNames(data); err != nil {
		return err
	}
	err := json.Unmarshal(data, v)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return unreadable(fmt.Sprintf("This is not JSON: see byte %d.", syntax.Offset))
	}
	if misfit, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return unreadable(fmt.Sprintf("A value does not fit what is expected: see byte %d.", misfit.Offset))
	}
	if err != nil {
		return unreadable("This cannot be read as JSON.")
	}
	return nil
}

// firstUnclear returns where the first byte is that is no text, or an escape that
// stands for half a character or for none; -1 when there is none.
func firstUnclear(data []byte) int {
	for i := 0; i < len(data); {
		if data[i] == '\\' {
			n := escape(data[i:])
			if n == 0 {
				return i
			}
			i += n
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// escape returns the length of the escape that data begins with, 0 when it does
// not stand for a character that a text may hold.
func escape(data []byte) int {
	code, ok := hex(data)
	switch {
	case !ok:
		return min(2, len(data)) // another escape, or no JSON
	case code == 0, 0xdc00 <= code && code < 0xe000:
		return 0
	case 0xd800 <= code && code < 0xdc00:
		if low, ok := hex(data[6:]); !ok || low < 0xdc00 || low >= 0xe000 {
			return 0
		}
		return 12
	}
	return 6
}

// hex reads \uXXXX.
func hex(data []byte) (uint64, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	code, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return code, err == nil
}

// errStop ends a walk over what is no JSON; reading it says where.
var errStop = errors.New("no JSON")

// checkNames refuses objects that name a property twice, and what is too deep.
func checkNames(data []byte) error {
	err := walk(json.NewDecoder(bytes.NewReader(data)), 0)
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

func walk(dec *json.Decoder, depth int) error {
	if depth > maxDepth {
		return unreadable(fmt.Sprintf("This is nested deeper than anything here: see byte %d.", dec.InputOffset()))
	}
	opened, err := dec.Token()
	if err != nil {
		return errStop
	}
	delim, ok := opened.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		if delim == '{' {
			if err := once(dec, seen); err != nil {
				return err
			}
		}
		if err := walk(dec, depth+1); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return errStop
	}
	return nil
}

func once(dec *json.Decoder, seen map[string]bool) error {
	token, err := dec.Token()
	name, ok := token.(string)
	if err != nil || !ok {
		return errStop
	}
	// What is compared whatever the case elsewhere must not be said twice in two cases.
	if folded := strings.ToLower(name); seen[folded] {
		return unreadable(fmt.Sprintf("A property is given twice: see byte %d.", dec.InputOffset()))
	}
	seen[strings.ToLower(name)] = true
	return nil
}
