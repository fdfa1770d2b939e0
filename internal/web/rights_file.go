package web

import (
	"archive/zip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"cairn/internal/rights"
	pages "cairn/internal/web/pages/rights"
	"cairn/internal/workflow"
)

func (s *site) showPersonFile(v *visit) error {
	return v.render(http.StatusOK, pages.ShowFile(v.page(v.say("Take it with me")), v.key()))
}

// personFile sends everything that is held about the visitor as one archive: pages to
// read, the same once for programs, and the files of the journal beside them.
func (s *site) personFile(v *visit) error {
	if _, err := v.form(); err != nil {
		return err
	}
	f, files, err := s.Workflow.PersonFile(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="kept-about-me.zip"`)
	v.started = true
	control := http.NewResponseController(v.w)
	_ = control.SetWriteDeadline(time.Now().Add(uploadTime)) // a test's answer has none
	z := zip.NewWriter(v.w)
	if err := putPersonFile(v.r.Context(), z, f); err != nil {
		return err
	}
	for i, file := range files {
		_ = control.SetWriteDeadline(time.Now().Add(uploadTime))
		if err := s.putFile(v, z, workflow.FileInExport(i+1, file), file); err != nil {
			return err // an archive without its end tells whoever opens it that something is missing
		}
	}
	return z.Close()
}

func putPersonFile(ctx context.Context, z *zip.Writer, f rights.File) error {
	raw, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	w, err := z.Create("data.json")
	if err == nil {
		_, err = w.Write(raw)
	}
	if err != nil {
		return err
	}
	put := func(name string, page templ.Component) error {
		var w io.Writer
		if w, err = z.Create(name); err == nil {
			err = page.Render(ctx, w)
		}
		return err
	}
	if err := put("index.html", pages.Index(f)); err != nil {
		return err
	}
	for _, section := range f.Sections {
		if err := put(pages.SectionFile(section), pages.SectionPage(f, section)); err != nil {
			return err
		}
	}
	return nil
}
