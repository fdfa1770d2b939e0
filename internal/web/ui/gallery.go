package ui

import "time"

// What the gallery shows is invented.

var (
	galleryNow  = time.Date(2026, 5, 20, 10, 30, 0, 0, time.UTC)
	galleryLong = "Noor-Fatima van der Wijngaarden-Oluwaseun"
)

var galleryColours = []string{"paper", "sheet", "sunk", "ink", "lake", "lichen", "brick", "heather", "stone"}

var galleryCrumbs = []Crumb{{"People", "#"}, {"Ada Lindqvist", "#"}}

var galleryReaders = Readers{Now: "you", Later: "your manager, from the moment both sides are handed in"}

func galleryMarks(chosen string) []Option {
	options := []Option{
		{Value: "not-yet", Label: "not yet"},
		{Value: "sometimes", Label: "sometimes"},
		{Value: "describes", Label: "this describes me"},
		{Value: "no-opportunity", Label: "no opportunity yet"},
	}
	for i := range options {
		options[i].Selected = options[i].Value == chosen
	}
	return options
}

func galleryOptions() []Option {
	return []Option{
		{Value: "back", Label: "Backend"},
		{Value: "data", Label: "Data and machine learning", Selected: true},
		{Value: "coach", Label: "Agile coaching", Hint: "Marked examples: 12"},
	}
}

func gallerySides() Sides {
	return Sides{
		Caption: "What both sides said", LeftName: "Ada", RightName: "Noor, manager",
		Rows: []SideRow{
			{Title: "Continuously improves", Detail: "Shares what was learned from an incident so that other squads need not learn it again.",
				Left:  Side{Word: "this describes me", Text: "After the March outage I wrote up what we found and ran two sessions with the chapter."},
				Right: Side{Word: "this describes Ada", Text: "The write-up is now where new people start."}, Mark: Agree},
			{Title: "Holds themselves and others accountable", Detail: "Says early when a promise cannot be kept.",
				Left:  Side{Word: "this describes me", Text: "I told the squad on Monday that the migration would slip."},
				Right: Side{Word: "sometimes", Text: "In the migration, yes. In the hiring loop I heard it late."}, Mark: Differ},
			{Title: "Thinks about business impact", Left: Side{Word: "no opportunity yet"}, Right: Side{}},
		},
	}
}

func galleryRings() RingsData {
	d := RingsData{
		ID: "framework", Cells: map[[2]string]RingCell{}, Title: "Four steps, five areas. Each ring holds the rings inside it.",
		Steps: []RingStep{{"individual", "Individual", "#"}, {"squad", "Squad/Chapter", "#"}, {"tribe", "Tribe/Guild", "#"}, {"company", "Technology/Company", "#"}},
		Areas: []RingArea{
			{"team", "Values team success over individual success", "#"}, {"improve", "Continuously improves", "#"},
			{"account", "Holds themselves and others accountable", "#"}, {"business", "Thinks about business impact", "#"}, {"mastery", "Mastery", "#"},
		},
	}
	for _, s := range d.Steps {
		for _, a := range d.Areas {
			d.Cells[[2]string{s.ID, a.ID}] = RingCell{Href: "#" + s.ID + "-" + a.ID}
		}
	}
	return d
}

func galleryAgreed() RingsData {
	d := galleryRings()
	d.ID, d.Title = "agreed", "What Ada and Noor agreed on 12 May 2026."
	d.Cells = map[[2]string]RingCell{}
	describes, sometimes := RingCell{Solid, "describes", ""}, RingCell{Hatch, "sometimes", ""}
	notYet, noChance := RingCell{Dots, "not yet", ""}, RingCell{Blank, "no opportunity", ""}
	words := map[string][]RingCell{
		"individual": {describes, describes, describes, sometimes, describes},
		"squad":      {describes, describes, sometimes, notYet, describes},
		"tribe":      {sometimes, notYet, notYet, noChance, sometimes},
	}
	for step, cells := range words {
		for i, area := range d.Areas {
			d.Cells[[2]string{step, area.ID}] = cells[i]
		}
	}
	return d
}

func galleryFacts() []Fact {
	return []Fact{{"Discipline", "Data and machine learning"}, {"Role", "Tester, road manager"}, {"Since", "2 March 2025"}}
}

func galleryMoments() []Moment {
	var all []Moment
	for _, d := range []time.Duration{-time.Minute / 2, -3 * time.Hour, -26 * time.Hour, 21 * 24 * time.Hour, -200 * 24 * time.Hour} {
		all = append(all, Moment{Now: galleryNow, Then: galleryNow.Add(d)})
	}
	return all
}
