package pay

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
)

var partner = access.Bond{Known: true, Pay: true}

func anOffer() Offer {
	return Offer{Full: money.Of(50_000_00, "SEK"), Period: Monthly, Share: FullTime, Reason: "It carries more."}
}

func TestAnOfferSaysWhatAndWhy(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Offer)
		field  string
	}{
		"an amount":               {func(*Offer) {}, ""},
		"no amount":               {func(o *Offer) { o.Full = money.Money{} }, "amount"},
		"nothing":                 {func(o *Offer) { o.Full = money.Of(0, "SEK") }, "amount"},
		"below nothing":           {func(o *Offer) { o.Full = money.Of(-1, "SEK") }, "amount"},
		"no change":               {func(o *Offer) { *o = Offer{None: true, Reason: "It came in spring."} }, ""},
		"no change and no reason": {func(o *Offer) { *o = Offer{None: true, Reason: " "} }, "reason"},
		"no reason":               {func(o *Offer) { o.Reason = "" }, "reason"},
		"the day of the decision": {func(o *Offer) { o.From = "2026-05-12" }, ""},
		"a later day":             {func(o *Offer) { o.From = "2027-01-01" }, ""},
		"the day before":          {func(o *Offer) { o.From = "2026-05-11" }, "from"},
	} {
		o := anOffer()
		c.change(&o)
		err := o.Check("2026-05-12")
		_, fields := fault.Safe(err)
		if (err == nil) != (c.field == "") || c.field != "" && (len(fields) != 1 || fields[0].Name != c.field) {
			t.Errorf("%s: %v, want a mistake of %q", name, err, c.field)
		}
	}
}

func TestAChangeGoesItsWay(t *testing.T) {
	const now = clock.Instant(1)
	c := Begin("case", "noor", now)
	with := func(want With) {
		t.Helper()
		if got := c.With(); got != want {
			t.Errorf("in %s it lies with %q, want %q", c.State, got, want)
		}
	}
	with(WithManager)
	if err := c.Approve(partner, "kim", now); !fault.Is(err, fault.Conflict) {
		t.Errorf("nothing is approved: %v", err)
	}
	if err := c.Propose(anOffer(), "2026-05-12", "mats", now); err != nil {
		t.Fatal(err)
	}
	with(WithPartner)
	for name, who := range map[string]struct {
		id id.Person
		b  access.Bond
	}{
		"the subject": {"noor", access.Bond{Known: true, Self: true, Pay: true}}, "the manager": {"mira", access.Bond{Known: true, Manager: true, Pay: true}},
		"who proposed": {"mats", partner}, "a colleague": {"ben", access.Bond{Known: true}}, "a people partner": {"pia", access.Bond{Known: true, People: true}},
	} {
		if err := c.Approve(who.b, who.id, now); err == nil {
			t.Errorf("%s approves", name)
		}
		if err := c.Return(who.b, who.id, "No.", now); err == nil {
			t.Errorf("%s sends it back", name)
		}
	}
	if err := c.Return(partner, "kim", " ", now); !fault.Is(err, fault.Invalid) {
		t.Errorf("sent back without a word: %v", err)
	}
	if err := c.Return(partner, "kim", "From when?", now); err != nil || c.State != ChangeReturned {
		t.Fatal(c.State, err)
	}
	with(WithManager)
	for range 2 { // until it is decided it can be proposed anew
		if err := c.Propose(anOffer(), "2026-05-12", "mats", now); err != nil {
			t.Fatal(err)
		}
	}
	if c.Lands() {
		t.Error("what waits becomes a line")
	}
	if err := c.Approve(partner, "kim", now); err != nil || !c.Lands() {
		t.Fatal(c.State, err)
	}
	with(WithNobody)
	if len(c.Course) != 5 {
		t.Errorf("its course is %+v", c.Course)
	}
	for _, again := range []error{c.Approve(partner, "kim", now), c.Return(partner, "kim", "No.", now), c.Propose(anOffer(), "", "mats", now)} {
		if !fault.Is(again, fault.Conflict) {
			t.Errorf("after it was approved: %v", again)
		}
	}
}

func TestAChangeHoldsFromThePromotionOn(t *testing.T) {
	for from, want := range map[clock.Date]clock.Date{"": "2026-06-01", "2026-05-20": "2026-06-01", "2026-07-01": "2026-07-01"} {
		c := Begin("case", "noor", 1)
		o := anOffer()
		o.From = from
		if err := c.Propose(o, "2026-05-12", "mats", 2); err != nil {
			t.Fatal(err)
		}
		if err := c.Approve(partner, "kim", 3); err != nil {
			t.Fatal(err)
		}
		if l := c.Line("2026-06-01", 4); l.From != want || l.Full != o.Full || l.MadeBy != "kim" || l.Check() != nil {
			t.Errorf("from %q: %+v", from, l)
		}
		c.Salary = "made"
		if c.Lands() {
			t.Error("it becomes a line twice")
		}
	}
}
