package web

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/growth"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func TestAJournalIsOnesOwn(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	page := noor.get("/journal")
	page.has(t, ".empty", `input[name="on"]`, `textarea[name="text"]`)
	refused := noor.submit(t, page, `form[action="/journal"]`, "title", "Kept", "on", "tomorrow", "text", "I led the retro.")
	if refused.status != http.StatusUnprocessableEntity || refused.text(`textarea[name="text"]`) != "I led the retro." {
		t.Errorf("a wrong day: %d, kept %q", refused.status, refused.text(`textarea[name="text"]`))
	}
	refused.has(t, `.error-summary a[href="#on"]`)
	page = noor.follow(t, noor.submit(t, page, `form[action="/journal"]`, "text", "I led the *retro*. <script>x</script>", "area", "team"))
	address := page.Find(".journal a").First().AttrOr("href", "")
	page = noor.get(address)
	if page.Find("main em").Text() != "retro" || strings.Contains(page.body, "<script>x") || !strings.Contains(page.text(".readers"), "only you") {
		t.Errorf("the entry reads %q", page.text("main"))
	}
	if got := mats.get(address); got.status != http.StatusNotFound {
		t.Errorf("the manager meets %d", got.status)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action$="/sharing"]`))
	if got := mats.get(address); got.status != http.StatusOK || got.Find("form[action^='/journal/']").Length() > 0 {
		t.Errorf("the manager to whom it is shown meets %d", got.status)
	}
	if got := mats.get("/journal").text("#shown + .section-body"); !strings.Contains(got, "Noor Said") {
		t.Errorf("the manager's journal says %q", got)
	}
	stale := noor.submit(t, page, `form[action="`+address+`"]`, "text", "Another text.", "read", "1")
	if stale.status != http.StatusConflict || stale.text(`textarea[name="text"]`) != "Another text." {
		t.Errorf("a stale form: %d, kept %q", stale.status, stale.text(`textarea[name="text"]`))
	}
	noor.follow(t, noor.submit(t, page, `form[action="`+address+`"]`, "text", "Another text."))
	noor.follow(t, noor.submit(t, noor.get(address), `form[action$="/sharing/end"]`))
	if got := mats.get(address); got.status != http.StatusNotFound {
		t.Errorf("the manager still meets %d", got.status)
	}
	noor.follow(t, noor.submit(t, noor.get(address), `form[action$="/removal"]`)).has(t, ".empty")
}

// TestOwnNotesStandBesideTheForm: each looks back at their own journal while
// writing, and at nobody else's.
func TestOwnNotesStandBesideTheForm(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	_, err := s.WriteNote(t.Context(), s.Actor("noor"), workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-04", Text: "Paired on the *river* gauge."}})
	if err != nil {
		t.Fatal(err)
	}
	path := "/evaluations/" + string(ref)
	if got := s.as("noor").get(path); !strings.Contains(got.text("main"), "Paired on the river gauge.") || got.Find(`a[href="/priorities"]`).Length() != 1 {
		t.Errorf("beside her own side: %s", got.text("main"))
	}
	if got := s.as("mats").get(path).text("main"); strings.Contains(got, "river gauge") {
		t.Error("the manager reads her journal")
	}
}

// enter sends the form of an entry with a file.
func (v *visitor) enter(page answer, form, name string, content []byte, pairs ...string) answer {
	v.site.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	fields := formFields(page.Find(form))
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	for field, values := range fields {
		for _, value := range values {
			_ = m.WriteField(field, value)
		}
	}
	w, err := m.CreateFormFile("file", name)
	if err != nil {
		v.site.Fatal(err)
	}
	_, _ = w.Write(content)
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, page.Find(form).AttrOr("action", ""), &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return v.answer(r)
}

func TestAnEntryHoldsFiles(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	page := noor.get("/journal")
	page.has(t, `form[enctype="multipart/form-data"] input[type="file"][name="file"][accept*=".png"]`)
	new := `form[action="/journal"]`
	for name, c := range map[string]struct {
		file    string
		content []byte
		says    string
	}{
		"too large":            {"long.txt", bytes.Repeat([]byte("a"), growth.MaxFile+1), "larger than 10 MB"},
		"as large as the form": {"longest.txt", bytes.Repeat([]byte("a"), uploadBody), "larger than 10 MB"},
		"a page":               {"page.html", []byte("<html>"), "not taken here"},
		"no picture":           {"board.png", []byte("<svg/>"), "is not named like what it is"},
		"empty":                {"empty.txt", nil, "is empty"},
	} {
		got := noor.enter(page, new, c.file, c.content, "text", "I drew the river.", "title", "River")
		if got.status != http.StatusUnprocessableEntity || got.text(`textarea[name="text"]`) != "I drew the river." || !strings.Contains(got.text("#file-error"), c.says) {
			t.Errorf("%s: %d, kept %q, says %q", name, got.status, got.text(`textarea[name="text"]`), got.text("#file-error"))
		}
		got.has(t, `.error-summary a[href="#file"]`)
	}
	if got := noor.get("/journal").Find(".journal li").Length(); got != 0 {
		t.Errorf("%d entries were kept all the same", got)
	}
	png := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{0, 1, 0xff}, 400_000)...)
	page = noor.follow(t, noor.enter(page, new, `C:\pictures\the "river".png`, png, "text", "I drew the river."))
	address := page.Find(".journal a").First().AttrOr("href", "")
	page = noor.get(address)
	picture := page.Find(".journal-files img").AttrOr("src", "")
	if got := noor.get(picture); got.body != string(png) {
		t.Errorf("the picture comes back with %d bytes, %d", len(got.body), got.status)
	}
	if got := page.text(".journal-files"); !strings.Contains(got, "the river.png") || !strings.Contains(got, "1.2 MB") {
		t.Errorf("the entry says %q", got)
	}
	page = noor.follow(t, noor.enter(page, `form[action="`+address+`"]`, "why.md", []byte("# Why\n")))
	if page.Find(".journal-files li").Length() != 2 {
		t.Errorf("the entry holds %q", page.text(".journal-files"))
	}
	page = noor.follow(t, noor.submit(t, page, `form[action="`+picture+`/removal"]`))
	if page.Find(".journal-files li").Length() != 1 || noor.get(picture).status != http.StatusNotFound {
		t.Errorf("after removing one the entry holds %q", page.text(".journal-files"))
	}
	archive := noor.get("/journal/export").body
	z, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "journal.md journal.json files/01-why.md" {
		t.Errorf("the archive holds %s", got)
	}
}

// TestAnEntryStandsBesideOnesSide: put there from the page of the evaluation, with
// its readers said before, and read by the manager once both are open.
func TestAnEntryStandsBesideOnesSide(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	_, err := s.WriteNote(t.Context(), s.Actor("noor"), workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-04", Text: "Paired on the *river* gauge."}})
	if err != nil {
		t.Fatal(err)
	}
	noor, mats, path := s.as("noor"), s.as("mats"), "/evaluations/"+string(ref)
	page := noor.get(path)
	if got := page.text("main"); !strings.Contains(got, "read with it: by Mats Holm, from the moment both sides are open") {
		t.Errorf("before it is put there the page says %q", got)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action$="/attachment"]`))
	if !strings.Contains(page.text("main"), "From your journal, beside your side") || page.Find(`form[action$="/attachment"]`).Length() > 0 {
		t.Errorf("after it: %q", page.text("main"))
	}
	entry := noor.get(page.Find(".beside-who a[href^='/journal/']").First().AttrOr("href", ""))
	if got := entry.text(".journal-place"); !strings.Contains(got, "Mats Holm reads it there from the moment both sides are open") {
		t.Errorf("the entry says %q", got)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action$="/attachment/end"]`))
	noor.follow(t, noor.submit(t, page, `form[action$="/attachment"]`))
	if got := mats.get(path).text("main"); strings.Contains(got, "river gauge") {
		t.Error("the manager reads it before both sides are open")
	}
	for _, who := range []string{"noor", "mats"} {
		if err := s.HandIn(t.Context(), s.Actor(who), workflow.Once{}, ref, nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := mats.get(path).text("main"); !strings.Contains(got, "From Noor Said’s journal") || !strings.Contains(got, "river gauge") {
		t.Errorf("the manager finds %q", got)
	}
	entry = noor.get(entry.Find(`form[action^="/journal/"]`).First().AttrOr("action", "")[:len("/journal/")+26])
	if entry.Find(`textarea[name="text"]`).Length()+entry.Find(`form[action$="/removal"]`).Length() > 0 || !strings.Contains(entry.text("main"), "stays as it is") {
		t.Errorf("what was opened can be changed: %q", entry.text("main"))
	}
}

// TestAnEntryIsSavedWhileItIsWritten: it comes back as it was left, and a second tab
// overwrites nothing.
func TestAnEntryIsSavedWhileItIsWritten(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	first, second := noor.get("/journal"), noor.get("/journal")
	first.has(t, `form[data-autosave="/journal/draft"] input[name="revision"][value="0"]`)
	page := noor.follow(t, noor.submit(t, first, `form[action="/journal"]`, "text", "Half a thought.", "formaction", "/journal/draft"))
	page.has(t, `details[open] textarea[name="text"]`, `form[action="/journal/draft/end"]`)
	if page.text(`textarea[name="text"]`) != "Half a thought." {
		t.Errorf("came back as %q", page.text(`textarea[name="text"]`))
	}
	clash := noor.submit(t, second, `form[action="/journal"]`, "text", "Another.", "formaction", "/journal/draft")
	if clash.status != http.StatusConflict || clash.text(`textarea[name="text"]`) != "Another." || !strings.Contains(clash.text(".notice"), "Half a thought.") {
		t.Errorf("a second tab: %d, %q", clash.status, clash.text("main"))
	}
	page = noor.follow(t, noor.submit(t, noor.get("/journal"), `form[action="/journal"]`, "text", "A whole thought."))
	if page.Find(".journal > li").Length() != 1 || page.text(`textarea[name="text"]`) != "" {
		t.Errorf("kept, the journal shows %q", page.text("main"))
	}
	address := page.Find(".journal a").First().AttrOr("href", "")
	noor.follow(t, noor.submit(t, noor.get(address), `form[action="`+address+`"]`, "text", "Changed by hal", "formaction", address+"/draft"))
	entry := noor.get(address)
	if entry.text(`textarea[name="text"]`) != "Changed by hal" || !strings.Contains(entry.text(".markdown, .prose, main"), "A whole thought.") {
		t.Errorf("the entry shows %q", entry.text("main"))
	}
	entry = noor.follow(t, noor.submit(t, entry, `form[action$="/draft/end"]`))
	if entry.text(`textarea[name="text"]`) != "A whole thought." {
		t.Errorf("thrown away, the form holds %q", entry.text(`textarea[name="text"]`))
	}
}
