package ui

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"cairn/internal/lang"
	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
)

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)> O'Hara & 日本`

func render(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	return renderIn(t, lang.English, c)
}

func renderIn(t *testing.T, in lang.Language, c templ.Component) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(lang.With(t.Context(), in), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// within renders c with inner as its children.
func within(c templ.Component, inner string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Raw(inner)), w)
	})
}

func TestGalleryKeepsTheContentSecurityPolicy(t *testing.T) {
	p := samplePage()
	p.AssetCSS, p.AssetJS = "/assets/a.css", "/assets/a.js"
	doc := render(t, Gallery(p))
	if n := doc.Find("[style]").Length(); n > 0 {
		t.Errorf("%d elements carry a style attribute", n)
	}
	if n := doc.Find("style, script:not([src]), base, iframe, object").Length(); n > 0 {
		t.Errorf("%d elements the policy forbids", n)
	}
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s carries %s", goquery.NodeName(s), a.Key)
			}
		}
	})
}

func TestGalleryBindsEveryControlToItsWords(t *testing.T) {
	doc := render(t, Gallery(samplePage()))
	ids := map[string]int{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { ids[s.AttrOr("id", "")]++ })
	for id, n := range ids {
		if n > 1 {
			t.Errorf("the id %q is there %d times", id, n)
		}
	}
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if id == "" || doc.Find(`label[for="`+id+`"]`).Length() != 1 {
			t.Errorf("the control %q has no label", id)
		}
	})
	doc.Find("[aria-describedby], [aria-labelledby]").Each(func(_ int, s *goquery.Selection) {
		for _, ref := range strings.Fields(s.AttrOr("aria-describedby", "") + " " + s.AttrOr("aria-labelledby", "")) {
			if ids[ref] == 0 {
				t.Errorf("%q is referred to and absent", ref)
			}
		}
	})
	doc.Find("fieldset").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.ChildrenFiltered("legend").Text()) == "" {
			t.Error("a group without a legend")
		}
	})
}

func TestFieldSaysErrorHintAndReaders(t *testing.T) {
	f := Field{Name: "words", Label: "In your own words", Hint: "What came of it?", Error: "Too long", Readers: Readers{"you", "your manager"}}
	for name, c := range map[string]templ.Component{
		"text": TextField(f, Input{}), "area": TextArea(f, Words{}), "select": Select(f, nil), "date": DateField(f, ""), "file": FileField(f, nil),
	} {
		doc := render(t, c)
		control := doc.Find("#words")
		want := "words-hint words-error words-readers"
		if got := control.AttrOr("aria-describedby", ""); got != want {
			t.Errorf("%s is described by %q", name, got)
		}
		if control.AttrOr("aria-invalid", "") != "true" {
			t.Errorf("%s is not marked invalid", name)
		}
		if got := squeeze(doc.Find("#words-readers").Text()); got != "Who can read this: you. Later: your manager." {
			t.Errorf("%s says %q", name, got)
		}
	}
}

func TestFieldWithoutErrorIsNotInvalid(t *testing.T) {
	control := render(t, TextField(Field{Name: "a", Label: "A"}, Input{})).Find("#a")
	for _, attribute := range []string{"aria-invalid", "aria-describedby", "disabled", "required"} {
		if _, there := control.Attr(attribute); there {
			t.Errorf("%s is there", attribute)
		}
	}
}

func TestSegmentedWordsIsARadioGroup(t *testing.T) {
	doc := render(t, SegmentedWords(Field{Name: "mark", Label: "Today", Error: "Choose a word"}, galleryMarks("sometimes")))
	if n := doc.Find(`input[type=radio][name=mark]`).Length(); n != 4 {
		t.Errorf("%d radio buttons", n)
	}
	if got := doc.Find("input[checked]").AttrOr("value", ""); got != "sometimes" {
		t.Errorf("%q is chosen", got)
	}
	if got := doc.Find("fieldset").AttrOr("aria-describedby", ""); got != "mark-error" {
		t.Errorf("the group is described by %q", got)
	}
	if doc := render(t, SegmentedWords(Field{Name: "mark"}, galleryMarks(""))); doc.Find("input[checked]").Length() != 0 {
		t.Error("a word is chosen before anybody chose")
	}
}

func TestHostileTextStaysText(t *testing.T) {
	f := Field{Name: "n", Label: hostile, Hint: hostile, Error: hostile, Readers: Readers{hostile, hostile}}
	rings := RingsData{
		ID: hostile, Title: hostile, Steps: []RingStep{{hostile, hostile, "javascript:alert(1)"}}, Areas: []RingArea{{hostile, hostile, ""}},
		Cells: map[[2]string]RingCell{{hostile, hostile}: {Solid, hostile, "javascript:alert(1)"}},
	}
	components := map[string]templ.Component{
		"text": TextField(f, Input{Value: hostile}), "area": TextArea(f, Words{Value: hostile}),
		"select":    Select(f, []Option{{Value: hostile, Label: hostile}}),
		"radio":     RadioGroup(f, []Option{{Value: hostile, Label: hostile, Hint: hostile}}),
		"prose":     Prose(hostile),
		"person":    PersonLink(hostile, "javascript:alert(1)"),
		"rings":     Rings(rings),
		"sides":     SideBySide(Sides{hostile, hostile, hostile, hostile, []SideRow{{hostile, hostile, Side{hostile, hostile}, Side{}, Differ}}}),
		"draft":     within(DraftForm(Draft{Action: "javascript:alert(1)", DraftKey: hostile, Status: hostile}), ""),
		"copy":      CopyButton(hostile, hostile),
		"layout":    Layout(Page{Title: hostile, Theme: hostile, How: "javascript:alert(1)", Viewer: &Viewer{hostile, "javascript:alert(1)", "javascript:alert(1)", "javascript:alert(1)", true}, Flash: &Flash{Done, hostile}}),
		"link":      LinkButton(Primary, hostile, "javascript:alert(1)"),
		"act":       ActForm("javascript:alert(1)", hostile, Act{Label: hostile, FormAction: "javascript:alert(1)"}),
		"errors":    ErrorSummary(hostile, []FieldError{{hostile, hostile}}),
		"crumb":     Breadcrumb([]Crumb{{hostile, "javascript:alert(1)"}}),
		"badge":     Badge(hostile),
		"trail":     StageTrail(hostile, []string{hostile}, 0),
		"turn":      TurnLine(Turn{true, hostile, hostile}),
		"emptiness": EmptyState(hostile, hostile),
	}
	for name, c := range components {
		doc := render(t, c)
		if n := doc.Find("script, img").Length(); n > 0 {
			t.Errorf("%s: %d elements came out of text", name, n)
		}
		doc.Find("[href], [action], [formaction]").Each(func(_ int, s *goquery.Selection) {
			for _, a := range []string{"href", "action", "formaction"} {
				if strings.HasPrefix(s.AttrOr(a, ""), "javascript:") {
					t.Errorf("%s: %s runs a script", name, a)
				}
			}
		})
	}
}

func TestProseKeepsParagraphsAndLines(t *testing.T) {
	doc := render(t, Prose("one\r\ntwo\n\n \nthree & <b>four</b>\n"))
	if n := doc.Find("p").Length(); n != 2 {
		t.Errorf("%d paragraphs", n)
	}
	if n := doc.Find("br").Length(); n != 1 {
		t.Errorf("%d line breaks", n)
	}
	if got := squeeze(doc.Find("p").Last().Text()); got != "three & <b>four</b>" {
		t.Errorf("got %q", got)
	}
}

func TestStageTrailIsNoProgressBar(t *testing.T) {
	doc := render(t, StageTrail("Where we are", EvaluationStages(t.Context()), 2))
	if got := squeeze(doc.Find("[aria-current=step]").Text()); got != "now: Opened together" {
		t.Errorf("now is %q", got)
	}
	if n := doc.Find("progress, meter, [role=progressbar], [aria-valuenow]").Length(); n > 0 {
		t.Error("a process is shown as an amount")
	}
	if past := render(t, StageTrail("Where we are", EvaluationStages(t.Context()), 5)); past.Find("[aria-current]").Length() != 0 {
		t.Error("a process that is over has a current stage")
	}
}

func TestSideBySideSaysAgreementInWords(t *testing.T) {
	doc := render(t, SideBySide(gallerySides()))
	var marks []string
	doc.Find(".sides-mark").Each(func(_ int, s *goquery.Selection) { marks = append(marks, squeeze(s.Text())) })
	if diff := cmp.Diff([]string{"Agree", "Differ", ""}, marks); diff != "" {
		t.Error(diff)
	}
	if n := doc.Find(".side-name").Length(); n != 6 {
		t.Errorf("%d of 6 sides say whose they are", n)
	}
}

func TestRingsHaveATextEquivalent(t *testing.T) {
	d := galleryAgreed()
	doc := render(t, Rings(d))
	rows := doc.Find("figcaption details table tbody tr")
	if rows.Length() != len(d.Areas) {
		t.Fatalf("%d rows for %d areas", rows.Length(), len(d.Areas))
	}
	if got := squeeze(rows.First().Find("td").Eq(2).Text()); got != "sometimes" {
		t.Errorf("the first area at the third step says %q", got)
	}
	if n := doc.Find(".ring-cell title").Length(); n != 20 {
		t.Errorf("%d of 20 cells have a title", n)
	}
	empty := render(t, Rings(RingsData{ID: "e", Steps: d.Steps, Areas: d.Areas}))
	if n := empty.Find("figcaption li").Length(); n != 9 {
		t.Errorf("an empty picture names %d of 9 things", n)
	}
}

func TestPrivateValueIsClosed(t *testing.T) {
	doc := render(t, within(PrivateValue("my Step"), "Squad"))
	if _, open := doc.Find("details").Attr("open"); open {
		t.Error("a private value is shown unasked")
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
