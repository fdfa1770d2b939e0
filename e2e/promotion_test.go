package e2e

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/testkit/browser"
)

// reply answers the question that somebody finds on their page of promotions.
func reply(t *testing.T, b *browser.Browser, about, words string) {
	t.Helper()
	b.Goto("/promotions")
	b.Follow("text=About working with " + about)
	b.Fill(`textarea[name="text"]`, words)
	b.Follow("text=Give my answer")
	b.WaitText("main", words)
}

// TestAPromotionFromTheRecommendationToBothSignatures: the chapter lead decides it,
// and nobody else hears of it.
func TestAPromotionFromTheRecommendationToBothSignatures(t *testing.T) {
	d := theDemo(t)
	elin, priya := d.as(t, "elin.dahl"), d.as(t, "priya.raman")
	elinHasAStep(t, elin, priya)
	priya.Goto("/promotions")
	priya.Follow("text=Recommend Elin Dahl")
	priya.Check(`input[name="to"][value="squad-chapter"]`)
	priya.Follow("text=Begin the case")
	address := priya.Path()
	if status := elin.Goto(address); status != http.StatusNotFound {
		t.Errorf("a draft is there for Elin: %d", status)
	}
	elin.ConsoleErrors() // what is not there answers 404
	priya.Fill(`textarea[name="summary"]`, "Checkout plans with what she finds.")
	priya.Fill(`textarea[name="area:team"]`, "She sits with whoever is new.")
	priya.Fill(`textarea[name="reason"]`, "The other areas we have talked about, in her evaluation.")
	priya.Follow("text=Offer it to Elin Dahl")
	priya.WaitText(".turn-whose", "It is Elin Dahl’s turn.")

	elin.Goto("/")
	elin.Follow(`main a[href="` + address + `"]`)
	elin.WaitText("main", "Checkout plans with what she finds.")
	elin.Fill(`#consent + * textarea[name="words"], textarea[name="words"]`, "I would like that.")
	elin.Follow("text=I want this: go on")

	for who, name := range map[string]string{"freya.lang": "Freya Lang", "diego.fuentes": "Diego Fuentes"} {
		priya.Goto(address)
		if !priya.Has(`details[open] select[name="who"]`) {
			priya.Click("text=Ask somebody, or note a talk you had")
		}
		priya.Fill(`select[name="who"]`, optionOf(priya, `select[name="who"]`, name))
		priya.Fill(`textarea[name="ask"]`, "Where did you rely on Elin this year?")
		priya.Follow(`form[action$="/consultations"] button`)
		reply(t, d.as(t, who), "Elin Dahl", "She finds it before I have looked.")
	}
	priya.Goto(address)
	priya.Follow("text=The consultation is done")
	priya.Fill(`textarea[name="reasons"]`, "I have seen it for most of a year.")
	priya.Follow("text=Yes: promote")
	priya.Fill(`textarea[name="challenges"]`, "The refund queue, from end to end.")
	priya.Fill(`textarea[name="person"]`, "Sitting with whoever is new.")
	priya.Fill(`textarea[name="pay"]`, "With the next month.")
	priya.Follow("text=Keep this text")
	priya.Follow("text=I commit to this: sign")
	elin.Goto(address)
	elin.WaitText("main", "Priya Raman has signed this text.")
	elin.Follow("text=I commit to this: sign")
	elin.WaitText(".turn-whose", "This has taken effect.")
	elin.Goto("/")
	elin.Follow(`.home-links a[href^="/people/"]`)
	elin.Click(".private-value summary")
	elin.WaitText("main", "Squad/Chapter")
	for _, who := range []string{"freya.lang", "rafael.costa", "ingrid.solheim", "maria.lindgren"} {
		if status := d.as(t, who).Goto(address); status != http.StatusNotFound {
			t.Errorf("%s gets status %d", who, status)
		}
	}
}

// elinHasAStep leads her first evaluation to its end, unless another walk has.
func elinHasAStep(t *testing.T, elin, priya *browser.Browser) {
	elin.Goto("/")
	if elin.Has(".next-act a") && strings.Contains(elin.Text(".next-act"), "first evaluation") {
		elin.Follow(".next-act a")
		evaluate(t, elin, priya, elin.Path(), "individual")
	}
}

// optionOf is the value of the option with this text.
func optionOf(b *browser.Browser, selector, text string) string {
	return browser.Eval[string](b, `[...document.querySelector('`+selector+`').options].find((o) => o.text.includes('`+text+`')).value`)
}

// TestATribeLeadSaysNotYetWithoutJavaScript: the reasons and what comes next reach
// the person, and the tribe lead reads it for a while. A page of the same origin gets
// the same as data, for whoever is signed in there.
func TestATribeLeadSaysNotYetWithoutJavaScript(t *testing.T) {
	d := theDemo(t)
	yara, rafael, priya := d.as(t, "yara.nasser"), d.as(t, "rafael.costa"), d.as(t, "priya.raman")
	rafael.DisableJavaScript()
	yara.DisableJavaScript()
	rafael.Goto("/promotions")
	rafael.Follow(`section[aria-labelledby="judged"] .line a`)
	address := rafael.Path()
	rafael.WaitText("main", "Checkout has asked for the same")
	rafael.Click("text=Or: not yet, with what would make the difference")
	rafael.Fill(`textarea[name="reasons"]`, "Two squads so far. I would like to see the third.")
	rafael.Fill(`textarea[name="focus:0"]`, "One piece of work that Booking asks for.")
	rafael.Follow(`button[value="not-yet"]`)
	rafael.WaitText(".error-summary", "Say when you will talk about it again")
	rafael.Fill(`textarea[name="talk"]`, "The three of us, when the ferry summer is over.")
	rafael.Follow(`button[value="not-yet"]`)
	for _, b := range []*browser.Browser{yara, priya, rafael} {
		b.Goto(address)
		b.WaitText(".turn-whose", "Not yet.")
		for _, words := range []string{"Two squads so far.", "One piece of work that Booking asks for.", "when the ferry summer is over"} {
			b.WaitText("main", words)
		}
	}
	read := func(b *browser.Browser) string {
		return browser.Eval[string](b, `fetch('/api/v1`+address+`').then(async (r) => r.status + ' ' + (r.headers.get('ETag') ? 'versioned ' : '') + await r.text())`)
	}
	if got := read(priya); !strings.HasPrefix(got, "200 versioned ") || !strings.Contains(got, `"outcome":"not-yet"`) {
		t.Errorf("as data Priya gets %.200s", got)
	}
	malik := d.as(t, "malik.johnson")
	if got := read(malik); !strings.HasPrefix(got, "404 ") {
		t.Errorf("as data Malik gets %.200s", got)
	}
	malik.ConsoleErrors()
	if status := malik.Goto(address); status != http.StatusNotFound {
		t.Errorf("Malik gets status %d", status)
	}
	malik.ConsoleErrors()
}
