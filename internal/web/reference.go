package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/web/pages/reference"
)

// The reference of the API tells of addresses and of nobody: it is the description
// that everybody can read, as pages.
func (s *site) referenceRoutes() []Route {
	return []Route{
		{Pattern: "GET /guide/api", Plain: true, handle: s.showReference},
		{Pattern: "GET /guide/api/{subject}", Plain: true, handle: s.showSubject},
	}
}

// described reads what the API says of itself.
func (v *visit) described() (reference.Document, error) {
	if v.API == nil {
		return reference.Document{}, fault.NotFound()
	}
	d, err := v.reference()
	if err == nil {
		d.Read(v.r.Context())
	}
	return d, err
}

func (s *site) showReference(v *visit) error {
	d, err := v.described()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, reference.ShowOverview(reference.Overview{Page: v.page(v.say("The API")), Document: d}))
}

func (s *site) showSubject(v *visit) error {
	d, err := v.described()
	if err != nil {
		return err
	}
	subject, ok := d.Subject(v.r.PathValue("subject"))
	if !ok {
		return fault.NotFound()
	}
	return v.render(http.StatusOK, reference.ShowSubject(reference.One{
		Page: v.page(v.say("The API: {subject}", "subject", subject.Name)), Subject: subject, Shapes: d.Shapes(subject), Problem: d.Problem,
	}))
}
