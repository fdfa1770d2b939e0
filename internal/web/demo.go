package web

import (
	"net/http"
	"strings"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/web/pages/demo"
	"cairn/internal/web/ui"
)

// demoRoutes exist in a demo only, where everybody is invented.
func (s *site) demoRoutes() []Route {
	people := []string{"profile"}
	return []Route{
		{Pattern: "GET /demo", Items: people, Public: true, Demo: true, handle: s.showPersonas},
		{Pattern: "POST /demo/personas/{email}/session", Items: people, Public: true, Demo: true, handle: s.lookAs},
		{Pattern: "GET /demo/sign-in/{token}", Items: people, Public: true, Demo: true, handle: s.lookByLink},
		{Pattern: "GET /demo/personas.json", Items: people, Public: true, Demo: true, handle: s.listPersonas},
		{Pattern: "GET /demo/gallery", Plain: true, Public: true, Demo: true, handle: s.showGallery},
	}
}

func (s *site) showPersonas(v *visit) error {
	var personas []demo.Persona
	for _, p := range s.Demo {
		personas = append(personas, demo.Persona{Name: p.Name, Email: p.Email, Is: p.Is})
	}
	return v.render(http.StatusOK, demo.Personas(v.page(v.say("Demo")), personas))
}

func (s *site) listPersonas(v *visit) error {
	v.answerJSON(http.StatusOK, s.Demo)
	return nil
}

func (s *site) showGallery(v *visit) error {
	return v.render(http.StatusOK, ui.Gallery(v.page(v.say("Gallery"))))
}

func (s *site) lookAs(v *visit) error {
	return v.become(func(p Persona) bool { return strings.EqualFold(p.Email, v.r.PathValue("email")) })
}

// lookByLink signs in by a link that may be used again and again.
func (s *site) lookByLink(v *visit) error {
	return v.become(func(p Persona) bool { return p.Token != "" && p.Token == v.r.PathValue("token") })
}

// become ends whatever session there is and begins one of the persona. Only
// those whom the demo offers can be looked as.
func (v *visit) become(wanted func(Persona) bool) error {
	for _, p := range v.Demo {
		if wanted(p) {
			return v.signInAs(p)
		}
	}
	return fault.NotFound()
}

func (v *visit) signInAs(p Persona) error {
	ctx := v.r.Context()
	person, err := v.Workflow.PersonByEmail(ctx, access.System(access.ViaItself), p.Email)
	if err != nil {
		return err
	}
	if v.actor.Known() {
		if err := v.Workflow.SignOut(ctx, v.actor); err != nil {
			return err
		}
	}
	in, err := v.Workflow.SignInAs(ctx, person.ID, v.r.UserAgent())
	if err != nil {
		return err
	}
	v.keepSession(in)
	return v.redirect("/", "")
}
