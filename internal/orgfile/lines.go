package orgfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"cairn/internal/lang"
)

// tooBig is what no file may be.
var tooBig = lang.Tell("the file is larger than 64 MiB; split it into several")

var errTooBig = errors.New(tooBig.Text)

// emptyFile is what a file is without any text.
func emptyFile(name string) lang.Told {
	return lang.Tell("{file} is empty; its first line must name the columns: {columns}", "file", name, "columns", columnNames())
}

// unreadable says why a file cannot be read on.
func unreadable(err error) lang.Told {
	if errors.Is(err, errTooBig) {
		return tooBig
	}
	return lang.Tell("the file cannot be read any further: {why}", "why", err)
}

// lines gives a file line by line and counts what it has read.
type lines struct {
	in       *bufio.Reader
	number   int
	done     int64
	progress func(done int64)
}

func newLines(r io.Reader, progress func(done int64)) *lines {
	return &lines{in: bufio.NewReaderSize(r, maxLine), progress: progress}
}

// isBook tells a workbook from text by its first bytes, and reads none of them.
func (l *lines) isBook() bool {
	first, _ := l.in.Peek(4)
	return string(first) == "PK\x03\x04"
}

// next returns the next line without its end. mistake tells what is wrong with
// this line; err is io.EOF at the end, or why reading cannot go on.
func (l *lines) next() (text string, mistake lang.Told, err error) {
	raw, err := l.in.ReadSlice('\n')
	l.count(raw)
	tooLong := errors.Is(err, bufio.ErrBufferFull)
	for errors.Is(err, bufio.ErrBufferFull) && l.done <= MaxBytes {
		var more []byte
		more, err = l.in.ReadSlice('\n')
		l.count(more)
	}
	l.number++
	switch {
	case l.done > MaxBytes:
		return "", mistake, errTooBig
	case err != nil && !errors.Is(err, io.EOF):
		return "", mistake, err
	case len(raw) == 0:
		return "", mistake, io.EOF
	case tooLong:
		return "", lang.Tell("the line is longer than 64 KiB; is a line end missing?"), nil
	}
	text, mistake = l.judge(raw)
	return text, mistake, nil
}

func (l *lines) count(raw []byte) {
	l.done += int64(len(raw))
	l.progress(l.done)
}

func (l *lines) judge(raw []byte) (text string, mistake lang.Told) {
	raw = bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))
	if l.number == 1 {
		if bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) {
			return "", lang.Tell("the file is in UTF-16; save it as CSV UTF-8")
		}
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	}
	switch {
	case bytes.IndexByte(raw, 0) >= 0:
		return "", lang.Tell("the line holds a NUL byte; is this a CSV file? Save it as CSV UTF-8")
	case !utf8.Valid(raw):
		return "", lang.Tell("the line is not UTF-8; save the file as CSV UTF-8")
	}
	return string(raw), mistake
}
