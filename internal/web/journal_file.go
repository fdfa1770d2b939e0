package web

import (
	"archive/zip"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// filePolicy holds a browser to showing what is in a file and nothing else: it may
// load nothing, run nothing, and belongs to no site.
const filePolicy = "default-src 'none'; sandbox; object-src 'none'; frame-ancestors 'none'; base-uri 'none'"

func (v *visit) fileID() (id.File, error) {
	ref, ok := id.Parse[id.File](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

// showNoteFile sends a file. Only pictures are shown in place; all others are saved
// by the browser, under the name they came with.
func (s *site) showNoteFile(v *visit) error {
	ref, err := v.fileID()
	if err != nil {
		return err
	}
	f, err := s.Workflow.NoteFile(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	how := "attachment"
	if f.Picture() {
		how = "inline"
	}
	h := v.w.Header()
	h.Set("Content-Type", contentType(f.Type))
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Length", strconv.Itoa(len(f.Content)))
	v.started = true
	_ = http.NewResponseController(v.w).SetWriteDeadline(time.Now().Add(uploadTime)) // a test's answer has none
	_, _ = v.w.Write(f.Content)                                                      // the visitor went away
	return nil
}

// contentType is how browsers are told of a type; text is UTF-8, or was not taken.
func contentType(media string) string {
	if strings.HasPrefix(media, "text/") {
		return media + "; charset=utf-8"
	}
	return media
}

func (s *site) removeNoteFile(v *visit) error {
	ref, err := v.fileID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	note, err := s.Workflow.RemoveNoteFile(v.r.Context(), v.actor, f.once(), ref)
	if err != nil {
		return err
	}
	return v.redirect("/journal/"+string(note), saidFileRemoved)
}

// exportJournal sends the whole journal as an archive: the entries once to read and
// once for programs, and the files beside them.
func (s *site) exportJournal(v *visit) error {
	journal, files, err := s.Workflow.ExportJournal(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="journal.zip"`)
	v.started = true
	control := http.NewResponseController(v.w)
	z := zip.NewWriter(v.w)
	if err := putJournal(z, journal); err != nil {
		return err
	}
	for i, f := range files {
		_ = control.SetWriteDeadline(time.Now().Add(uploadTime)) // a test's answer has none
		if err := s.putFile(v, z, workflow.FileInExport(i+1, f), f); err != nil {
			return err // an archive without its end tells whoever opens it that something is missing
		}
	}
	return z.Close()
}

func putJournal(z *zip.Writer, journal workflow.JournalFile) error {
	raw, err := json.MarshalIndent(journal, "", "  ")
	if err != nil {
		return err
	}
	for _, file := range []struct{ name, text string }{{"journal.md", journalMarkdown(journal)}, {"journal.json", string(raw)}} {
		w, err := z.Create(file.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, file.text); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) putFile(v *visit, z *zip.Writer, name string, f growth.File) error {
	held, err := s.Workflow.NoteFile(v.r.Context(), v.actor, f.ID)
	if fault.Is(err, fault.Absent) {
		return nil // removed a moment ago
	}
	if err != nil {
		return err
	}
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(held.Content)
	}
	return err
}

func journalMarkdown(journal workflow.JournalFile) string {
	var b strings.Builder
	b.WriteString("# Journal\n")
	for _, e := range journal.Entries {
		b.WriteString("\n## " + strings.TrimSpace(e.Day+" "+e.Title) + "\n\n" + strings.TrimSpace(e.Text) + "\n")
		if len(e.Areas) > 0 {
			b.WriteString("\nAreas: " + strings.Join(e.Areas, ", ") + "\n")
		}
		for _, f := range e.Files {
			b.WriteString("\n- [" + strings.NewReplacer("[", "(", "]", ")").Replace(f) + "](<" + f + ">)\n")
		}
	}
	return b.String()
}
