package sample

import (
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// titled are outside titles: Bilal has had two, Freya’s was talked about first, and
// Wei’s waits for Priya.
func (l *loader) titled() error {
	l.at(70, 10)
	first, err := l.proposesTitle("bilal.aydin", "Infrastructure Engineer", "")
	if err != nil {
		return err
	}
	if err := l.w.AgreeTitle(l.ctx, l.as("oksana.bondarenko"), workflow.Once{}, first, 1); err != nil {
		return err
	}
	l.at(12, 11)
	second, err := l.proposesTitle("bilal.aydin", "Site Reliability Engineer", "It is what people outside call the work I do since the flooded cable, and what I am asked about at the meetups.")
	if err != nil {
		return err
	}
	l.at(11, 9)
	if err := l.w.AgreeTitle(l.ctx, l.as("oksana.bondarenko"), workflow.Once{}, second, 1); err != nil {
		return err
	}
	l.at(5, 14)
	_, err = l.proposesTitle("wei.zhang", "Software Engineer, Payments", "Suppliers take me for somebody of another department. With this they write to the right one.")
	return err
}

func (l *loader) proposesTitle(who, name, why string) (id.Title, error) {
	return l.w.ProposeTitle(l.ctx, l.as(who), workflow.Once{}, l.people[who], name, why)
}
