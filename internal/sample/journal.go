package sample

import (
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// journalling are entries of people’s own journals: two with files, one of which is
// shown to the manager.
func (l *loader) journalling() error {
	l.at(26, 17)
	ridden, err := l.notes("grace.kim", l.today.AddDays(-26), "Riding along, week two",
		"Eleven swaps on the night train, nine of them across the aisle. A conductor drew me how they remember who sits where; I made a picture of it.\n\n> “We do not swap seats, we swap people.”\n\n[The page with the rules](https://wiki.northlight.example/seats) says it the other way round.",
		growth.Upload{Name: "seats across the aisle.png", Content: seatPlan()})
	if err != nil {
		return err
	}
	if err := l.w.ShareNote(l.ctx, l.as("grace.kim"), workflow.Once{}, ridden); err != nil {
		return err
	}
	l.at(37, 12)
	_, err = l.notes("bilal.aydin", l.today.AddDays(-38), "The flooded cable, as it happened",
		"What I tried and when, before I forget it. *Asked for help at 02:40; ten minutes earlier would have been better.*",
		growth.Upload{Name: "night.txt", Content: []byte("02:10 paged\n02:15 Harbour does not answer\n02:31 tried the other line: slow, and it holds\n02:40 woke Viktor\n03:20 traffic moved over\n04:05 relieved, went to sleep\n")})
	return err
}

func (l *loader) notes(who string, on clock.Date, heading, text string, files ...growth.Upload) (id.Note, error) {
	n := growth.NoteText{On: on, Title: heading, Text: text, Areas: []framework.AreaID{team}}
	return l.w.WriteNote(l.ctx, l.as(who), workflow.Once{}, workflow.NoteDraft{NoteText: n}, files...)
}
