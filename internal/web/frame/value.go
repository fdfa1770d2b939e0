package frame

import (
	"fmt"

	"github.com/a-h/templ"
)

// printable is what templ takes between braces.
type printable interface {
	~string | ~bool | ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr |
		~float32 | ~float64 | ~complex64 | ~complex128
}

// Text writes words, escaped.
func Text(to *Buffer, said string) {
	_, _ = to.WriteString(templ.EscapeString(said))
}

// Value writes a value, escaped.
func Value[T printable](to *Buffer, value T) {
	if said, ok := any(value).(string); ok {
		Text(to, said)
		return
	}
	Text(to, fmt.Sprint(value))
}

// Address writes where a link leads, escaped, and nowhere when that is not safe.
func Address[T ~string](to *Buffer, address T) {
	safe, _ := templ.JoinURLErrs(address)
	Text(to, string(safe))
}
