package sample

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"cairn/internal/id"
	"cairn/internal/recognition"
	"cairn/internal/workflow"
)

// thanks is one post on Northlight's wall, and who joined in.
type thanks struct {
	daysAgo, hour int
	from          string
	to            []string
	work, project string
	text          string
	joined        []string
	said          string // by the first who is thanked
	picture       bool
}

var wall = []thanks{
	{61, 15, "hana.sato", []string{"aoife.byrne", "malik.johnson"}, "The search reads well to those who do not see it", "Search for everybody",
		"Aoife tried the search with three screen readers and *wrote down what each of them said*. Malik turned her list into changes, one a day.\n\n- Prices are read with their currency.\n- A train that is full says so before it can be chosen.\n- The calendar can be left with one key.\n\nTwo passengers who had given up on us wrote that they book again.",
		[]string{"chiara.bianchi", "freya.lang", "thandiwe.nkosi"}, "", false},
	{38, 10, "oksana.bondarenko", []string{"bilal.aydin"}, "The night of the flooded cable", "",
		"When the line to Harbour went down at two, Bilal was on call for the first time. He asked for help early, kept a note of every step he tried, and went to sleep when somebody relieved him. Because of his notes we knew by noon what to change.",
		[]string{"viktor.horvat", "meiling.chen", "katarzyna.nowak"}, "I had good company. Viktor’s page about the cable was where I found it at two in the morning.", false},
	{19, 14, "amara.okafor", []string{"grace.kim", "leila.haddad", "paula.schmidt"}, "Seats can be swapped on the train", "Seats on board",
		"Conductors had asked for this since the ferry summer. Grace and Leila rode along for a week to see how a swap really happens, and Paula found the eleven ways in which two people can sit down on one seat. From this Monday on a conductor does it with two taps.",
		[]string{"erik.sand", "mikael.virtanen", "lucas.moreau", "rafael.costa"}, "", true},
	{9, 11, "diego.fuentes", []string{"freya.lang"}, "A refund that nobody had to write twice", "Refunds in two days",
		"Freya sat beside the refund desk for a morning and counted nothing, she listened. What she brought back became three small changes, and the letter that everybody had to rewrite by hand is gone.",
		[]string{"priya.raman", "samuel.adeyemi"}, "", false},
	{3, 9, "ravi.menon", []string{"kwame.mensah", "agnes.holm"}, "The first day is one page now", "",
		"I began here in spring with eleven pages to follow, four of them old. Kwame and Agnes made one page of them and a command that does the rest. Noor, who began in Payments this month, had a change out before lunch.",
		[]string{"daniel.osei"}, "", false},
}

// thanking fills the wall.
func (l *loader) thanking() error {
	for _, t := range wall {
		l.at(t.daysAgo, t.hour)
		post := workflow.Thanks{Content: recognition.Content{Work: t.work, Text: t.text, Project: t.project, People: l.ids(t.to)}}
		if t.picture {
			post.Picture, post.Alt = seatPlan(), "A drawing of a carriage with two rows of seats; two seats across the aisle are marked."
		}
		ref, err := l.w.Recognise(l.ctx, l.as(t.from), workflow.Once{}, post)
		if err != nil {
			return err
		}
		l.at(t.daysAgo, t.hour+2)
		for _, who := range t.joined {
			if err := l.w.JoinThanks(l.ctx, l.as(who), workflow.Once{}, ref, true); err != nil {
				return err
			}
		}
		if t.said != "" {
			if err := l.w.SayOnRecognition(l.ctx, l.as(t.to[0]), workflow.Once{}, ref, t.said); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *loader) ids(emails []string) (who []id.Person) {
	for _, email := range emails {
		who = append(who, l.people[email])
	}
	return who
}

// seatPlan draws a carriage from above.
func seatPlan() []byte {
	wash, wall, seat, marked := color.RGBA{0xe0, 0xeb, 0xec, 0xff}, color.RGBA{0x8d, 0x8c, 0x84, 0xff}, color.RGBA{0x1b, 0x55, 0x61, 0xff}, color.RGBA{0xb4, 0x85, 0x1a, 0xff}
	p := image.NewRGBA(image.Rect(0, 0, 720, 260))
	fill := func(x0, y0, x1, y1 int, c color.RGBA) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				p.SetRGBA(x, y, c)
			}
		}
	}
	fill(0, 0, 720, 260, wall)
	fill(8, 8, 712, 252, wash)
	for row, y := range []int{24, 78, 140, 194} {
		for i := range 9 {
			c := seat
			if row == 1 && i == 3 || row == 2 && i == 6 {
				c = marked
			}
			x := 34 + i*74
			fill(x, y, x+46, y+42, c)
			fill(x+46, y+4, x+54, y+38, wall)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, p) // writing to memory does not fail
	return b.Bytes()
}
