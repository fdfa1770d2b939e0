package orgfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"cairn/internal/lang"
)

var errTooBig = errors.New(lang.Later("the file is larger than 64 MiB; split it into several"))

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
func (l *lines) next() (text, mistake string, err error) {
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
		return "", "", errTooBig
	case err != nil && !errors.Is(err, io.EOF):
		return "", "", fmt.Errorf("the file cannot be read any further: %w", err)
	case len(raw) == 0:
		return "", "", io.EOF
	case tooLong:
		return "", lang.Later("the line is longer than 64 KiB; is a line end missing?"), nil
	}
	text, mistake = l.judge(raw)
	return text, mistake, nil
}

func (l *lines) count(raw []byte) {
	l.done += int64(len(raw))
	l.progress(l.done)
}

func (l *lines) judge(raw []byte) (text, mistake string) {
	raw = bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))
	if l.number == 1 {
		if bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) {
			return "", lang.Later("the file is in UTF-16; save it as CSV UTF-8")
		}
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	}
	switch {
	case bytes.IndexByte(raw, 0) >= 0:
		return "", lang.Later("the line holds a NUL byte; is this a CSV file? Save it as CSV UTF-8")
	case !utf8.Valid(raw):
		return "", lang.Later("the line is not UTF-8; save the file as CSV UTF-8")
	}
	return string(raw), ""
}
