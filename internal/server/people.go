package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"time"

	"cairn/internal/config"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/orgfile"
)

// PeopleFile is the file that the organisation is kept in, by the settings.
type PeopleFile struct{ config.PeopleFile }

// PeopleFile returns the file; ok is false where there is none.
func (s *Server) PeopleFile() (f PeopleFile, ok bool) {
	f = PeopleFile{s.options.Config.People}
	return f, f.Source != ""
}

// peopleWithin is how long an address may take to answer with all of its file.
const peopleWithin = 2 * time.Minute

// Read fetches the file and reads it whole.
func (f PeopleFile) Read(ctx context.Context) ([]orgfile.Row, []orgfile.Problem, error) {
	open := f.open
	if f.IsAddress() {
		open = f.fetch
	}
	data, name, err := open(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows, problems := orgfile.ReadWith(bytes.NewReader(data), name, orgfile.Options{Mapping: orgfile.Mapping{Columns: f.Columns, LeaveOut: true}})
	return rows, problems, nil
}

func (f PeopleFile) open(context.Context) ([]byte, string, error) {
	file, err := os.Open(f.Source)
	if err != nil {
		return nil, "", fault.Wrap(fault.Unavailable, "The file of people cannot be opened. The operator’s log says why.", err)
	}
	defer func() { _ = file.Close() }()
	data, err := whole(file)
	return data, filepath.Base(f.Source), err
}

func whole(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, orgfile.MaxBytes+1))
	if err == nil && len(data) > orgfile.MaxBytes {
		err = errors.New("it is larger than 64 MiB")
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "The file of people cannot be read to its end. The operator’s log says why.", err)
	}
	return data, nil
}

// fetch asks the address, and no other: it is not led elsewhere, and the token goes
// nowhere else.
func (f PeopleFile) fetch(ctx context.Context) ([]byte, string, error) {
	silent := lang.Later("The address of the people file does not answer with one. The operator’s log says why.")
	ctx, cancel := context.WithTimeout(ctx, peopleWithin)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, f.Source, nil)
	if err != nil {
		return nil, "", err
	}
	ask.Header.Set("Accept", "text/csv, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	if f.Token != "" {
		ask.Header.Set("Authorization", "Bearer "+f.Token)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(ask)
	if err != nil {
		return nil, "", fault.Wrap(fault.Unavailable, silent, err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, "", fault.Wrap(fault.Unavailable, silent, fmt.Errorf("it answers %s", answer.Status))
	}
	data, err := whole(answer.Body)
	return data, path.Base(ask.URL.Path), err
}
