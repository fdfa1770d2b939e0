package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
)

// In all tests of this package whatever was sealed is read by encoding/json too, and has to
// be the same.
func init() {
	quickly := readSealed
	readSealed = func(raw []byte, v any) error { return readByBoth(raw, v, quickly) }
}

func readByBoth(raw []byte, v any, quickly func([]byte, any) error) error {
	into := reflect.ValueOf(v).Elem()
	other := reflect.New(into.Type())
	other.Elem().Set(into)
	err, want := quickly(raw, v), json.Unmarshal(raw, other.Interface())
	if (err == nil) != (want == nil) || want == nil && !reflect.DeepEqual(into.Interface(), other.Elem().Interface()) {
		panic(fmt.Sprintf("%T is read as %.500v, %v, and by encoding/json as %.500v, %v", v, into, err, other.Elem(), want))
	}
	return err
}

// TestAReaderThatReadsOtherwiseIsSeen: the comparison above can fail.
func TestAReaderThatReadsOtherwiseIsSeen(t *testing.T) {
	for name, quickly := range map[string]func([]byte, any) error{
		"another value": func(_ []byte, v any) error { *v.(*string) = "other"; return nil },
		"a failure":     func([]byte, any) error { return fmt.Errorf("no") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is not seen", name)
				}
			}()
			var text string
			_ = readByBoth([]byte(`"text"`), &text, quickly)
		}()
	}
}
