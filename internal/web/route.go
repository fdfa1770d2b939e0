package web

import (
	"net/http"

	"cairn/internal/workflow"
)

// Route is one address of the site. Items names the rows of the permission
// matrix that it shows or changes; a route without a row fails the build, unless
// it is Plain: it then shows nothing of anybody.
type Route struct {
	Pattern string
	Items   []string
	Plain   bool // shows and changes nothing that the matrix speaks of
	Public  bool // answers people who have not signed in
	Demo    bool // exists in a demo only
	Held    bool // answers who has to set up a second proof first, and can do nothing else
	MaxBody int64

	handle func(*visit) error
}

// Routes returns the table of every address, for the tests that compare it with
// the permission matrix. A demo's routes are included.
func Routes() []Route {
	return (&site{Options: Options{Demo: []Persona{}}}).routes()
}

// routes joins the tables of the nouns.
func (s *site) routes() []Route {
	var all []Route
	for _, table := range [][]Route{
		s.payRoutes(), s.paygapRoutes(), s.searchRoutes(), s.guideRoutes(), s.referenceRoutes(),
		s.plainRoutes(), s.sessionRoutes(), s.secondRoutes(), s.providerRoutes(), s.homeRoutes(), s.inboxRoutes(), s.evaluationRoutes(), s.promotionRoutes(),
		s.growthRoutes(), s.feedbackRoutes(), s.journalRoutes(), s.memoRoutes(), s.leftoverRoutes(), s.priorityRoutes(), s.journeyRoutes(), s.recognitionRoutes(), s.titleRoutes(),
		s.frameworkRoutes(), s.draftRoutes(), s.versionRoutes(), s.importRoutes(), s.extensionRoutes(), s.peopleRoutes(), s.peopleImportRoutes(), s.roleRoutes(), s.rolloutRoutes(), s.organisationRoutes(), s.statisticsRoutes(), s.accountRoutes(), s.stepUpRoutes(), s.rightsRoutes(), s.dataRequestRoutes(), s.glassRoutes(), s.wideningRoutes(), s.auditRoutes(), s.hookRoutes(), s.demoRoutes(),
		s.standInRoutes(),
	} {
		for _, r := range table {
			if !r.Demo || s.Demo != nil {
				all = append(all, r)
			}
		}
	}
	return all
}

// defaultBody bounds a form; an evaluation's may be larger.
const defaultBody = 256 << 10

// serve answers a request of the route, and what fails in one place.
func (s *site) serve(route Route) http.Handler {
	if route.MaxBody == 0 {
		route.MaxBody = defaultBody
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, route.MaxBody)
		if r.Method == http.MethodGet && !route.Public {
			ctx, end := s.Workflow.OneState(r.Context())
			defer end()
			w, r = &afterReading{w, end}, r.WithContext(ctx)
		}
		v := &visit{site: s, w: w, r: r}
		defer v.recoverPanic()
		if err := v.enter(route); err != nil {
			v.fail(err)
			return
		}
		if v.viewer.Held && !route.Public && !route.Held {
			v.lead()
			return
		}
		err := route.handle(v)
		if workflow.MustShowSecond(err) && !v.autosaving() {
			err = v.redirect(secondPath("/account/sign-in"), "")
		}
		if err != nil {
			v.fail(err)
		}
	})
}
