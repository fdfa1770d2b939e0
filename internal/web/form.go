package web

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// form is what was posted, known to be text.
type form struct{ values map[string][]string }

// get returns the field as typed, with line ends of one kind.
func (f form) get(name string) string {
	if v := f.values[name]; len(v) > 0 {
		return strings.ReplaceAll(v[0], "\r\n", "\n")
	}
	return ""
}

// all returns every value of the field.
func (f form) all(name string) []string { return f.values[name] }

// revision returns the revision that the field names; what is no number names none.
func (f form) revision(name string) int64 {
	n, _ := strconv.ParseInt(f.get(name), 10, 64)
	return n
}

// once returns the idempotency key of the form.
func (f form) once() workflow.Once { return workflow.Once{Key: f.get("idempotency_key")} }

// onceRead returns the key with the version that was read when the form was made.
func (f form) onceRead() workflow.Once {
	once := f.once()
	once.Seen = f.revision("read")
	return once
}

const maxFields = 5_000

// form reads what was posted, from a plain form or from a script's FormData.
func (v *visit) form() (form, error) {
	err := v.r.ParseForm()
	if kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
		err = v.r.ParseMultipartForm(1 << 20)
	}
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return form{}, err
		}
		return form{}, fault.Wrap(fault.Invalid, "What was sent cannot be read as a form. Nothing was changed; go back and send it again.", err)
	}
	values := v.r.PostForm
	if v.r.MultipartForm != nil {
		values = v.r.MultipartForm.Value
	}
	if len(values) > maxFields {
		return form{}, fault.New(fault.TooLarge, "This form has more fields than any of ours. Nothing was changed.")
	}
	return form{values}, checkText(values)
}

// checkText refuses bytes that are not text.
func checkText(values map[string][]string) error {
	for name, list := range values {
		for _, s := range list {
			if !utf8.ValidString(s) || !utf8.ValidString(name) || strings.ContainsRune(s, 0) {
				return fault.New(fault.Invalid, "Some of what was sent is not text (it is not valid UTF-8). Nothing was changed; paste it again as plain text.")
			}
		}
	}
	return nil
}

func newKey() string { return string(id.New[id.Token]()) }

// autosaving tells whether a script asks and not a person.
func (v *visit) autosaving() bool { return v.r.Header.Get("X-Autosave") != "" }

func (v *visit) answerJSON(status int, body any) {
	v.started = true
	v.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	v.w.WriteHeader(status)
	_ = json.NewEncoder(v.w).Encode(body) // the visitor went away
}

// answerSaved tells the script that saves while somebody writes what is kept now.
func (v *visit) answerSaved(saved workflow.Saved, text string) error {
	v.answerJSON(http.StatusOK, map[string]string{"revision": strconv.FormatInt(saved.Revision, 10), "saved_at": saved.At.String(), "text": text})
	return nil
}

// problems are the mistakes of a form, by field.
type problems map[string]string

// problemsOf returns the mistakes in err by field; err comes back when it is
// something else than mistakes in a form.
func (v *visit) problemsOf(err error) (problems, error) {
	if err == nil || !fault.Is(err, fault.Invalid) {
		return nil, err
	}
	message, fields := v.safe(err)
	p := problems{}
	for _, f := range fields {
		p[f.Name] = f.Message
	}
	if len(fields) == 0 {
		p[""] = message
	}
	return p, nil
}

// wrongFields sorts what is wrong to the fields of a page.
func (v *visit) wrongFields(err error, problems map[string]string, summary *[]ui.FieldError) {
	message, fields := v.safe(err)
	for _, f := range fields {
		problems[f.Name] = f.Message
		*summary = append(*summary, ui.FieldError{FieldID: f.Name, Text: f.Message})
	}
	if len(fields) == 0 {
		*summary = []ui.FieldError{{Text: message}}
	}
}

// safe is what may be shown of a failure, in the visitor's language.
func (v *visit) safe(err error) (message string, fields []fault.Field) {
	return fault.SafeIn(lang.In(v.r.Context()), err)
}

// say says a text in the visitor's language; see lang.Say.
func (v *visit) say(text string, with ...any) string { return lang.Say(v.r.Context(), text, with...) }
