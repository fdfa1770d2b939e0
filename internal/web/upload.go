package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"cairn/internal/fault"
	"cairn/internal/growth"
)

// Bounds of a form with a file. More than a file may be is read and thrown away, so
// that the words typed beside it come back with what is wrong, and no connection
// breaks half-way. How large is a bound of the form, how long one of the visitor.
const (
	uploadBody = 64 << 20
	uploadTime = 5 * time.Minute
	wordsBody  = 1 << 20
)

// formWithFile reads a form that may bring one file in the field "file". Words
// and file stay in memory: nothing private is ever put into a temporary file.
func (v *visit) formWithFile() (form, []growth.Upload, error) {
	kind, params, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		f, err := v.form()
		return f, nil, err
	}
	until := time.Now().Add(uploadTime)
	control := http.NewResponseController(v.w)
	_ = control.SetReadDeadline(until) // a test's answer has no deadlines
	_ = control.SetWriteDeadline(until.Add(time.Minute))
	in := uploadReader{values: map[string][]string{}, left: wordsBody}
	err := in.read(multipart.NewReader(v.r.Body, params["boundary"]))
	if err == nil {
		err = checkText(in.values)
	}
	return form{in.values}, in.files, err
}

type uploadReader struct {
	values map[string][]string
	files  []growth.Upload
	left   int64 // bytes of words that are still taken
}

func (in *uploadReader) read(parts *multipart.Reader) error {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && n > maxFields:
			return fault.New(fault.TooLarge, "This form has more fields than any of ours. Nothing was changed.")
		case err == nil && part.FormName() == "file" && part.FileName() != "":
			err = in.file(part)
		case err == nil:
			err = in.words(part)
		}
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge && len(in.values) > 0 {
			in.files = []growth.Upload{{Name: in.name(), TooLong: true}}
			return nil // the words came first, and so they are not lost
		}
		if _, known := errors.AsType[*fault.Error](err); known {
			return err
		}
		if err != nil {
			return fault.Wrap(fault.Invalid, "What was sent cannot be read as a form. Nothing was changed; go back and send it again.", err)
		}
	}
}

func (in *uploadReader) name() string {
	if len(in.files) > 0 {
		return in.files[len(in.files)-1].Name
	}
	return ""
}

func (in *uploadReader) words(part *multipart.Part) error {
	raw, err := io.ReadAll(io.LimitReader(part, in.left+1))
	if err != nil {
		return err
	}
	if in.left -= int64(len(raw)); in.left < 0 {
		return fault.New(fault.TooLarge, "This is larger than can be taken. Nothing was changed; shorten it and send it again.")
	}
	in.values[part.FormName()] = append(in.values[part.FormName()], string(raw))
	return nil
}

// file reads one file; further ones are read and thrown away with a mistake told.
func (in *uploadReader) file(part *multipart.Part) error {
	if len(in.files) > 0 {
		return fault.New(fault.Invalid, "One file at a time, please. Nothing was changed.")
	}
	in.files = append(in.files, growth.Upload{Name: part.FileName()})
	content, err := io.ReadAll(io.LimitReader(part, growth.MaxFile+1))
	if err != nil {
		return err
	}
	if len(content) <= growth.MaxFile {
		in.files[0].Content = content
		return nil
	}
	in.files[0].TooLong = true
	_, err = io.Copy(io.Discard, part)
	return err
}
