package web

import (
	"net/http"
	"net/url"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var saidManagerNamed = said("manager-named", ui.Done, "The manager is named, from this moment on.")

func (s *site) peopleRoutes() []Route {
	return []Route{
		{Pattern: "GET /people", Items: []string{"profile", "discipline", "role"}, handle: s.showDirectory},
		{Pattern: "GET /people/{id}", Items: []string{"profile", "discipline", "role", "hr_attr", "step", "step_hist"}, handle: s.showPerson},
		{Pattern: "POST /people/{id}/invitation", Items: []string{"profile"}, handle: s.invite},
		{Pattern: "POST /people/{id}/manager", Items: []string{"profile"}, handle: s.nameManager},
	}
}

// longestSearch bounds what is searched for; a name is shorter.
const longestSearch = 200

// mostCounted is how far people are counted: whether ten thousand are here or a few more is
// not worth looking at each of them.
const mostCounted = 1000

func (s *site) showDirectory(v *visit) error {
	asked := v.r.URL.Query()
	f, err := v.framework()
	if err != nil {
		return err
	}
	filter := filterOf(asked)
	filter.Count = mostCounted
	page, err := s.Workflow.Directory(v.r.Context(), v.actor, filter)
	if err != nil {
		return err
	}
	rows, err := v.rows(page.People)
	if err != nil {
		return err
	}
	units, err := v.unitOptions(filter.Unit, people.WordsOf(f.Words))
	if err != nil {
		return err
	}
	d := people.Directory{
		Words: filter.Words, Units: units, Disciplines: v.disciplineOptions(f, filter.Discipline),
		Rows: rows, Total: page.Total, Others: page.Others, Kinds: people.WordsOf(f.Words),
		Keeper:   v.actor.Holds(org.PeoplePartner),
		Narrowed: filter.Words != "" || filter.Unit != "" || filter.Discipline != "",
	}
	if filter.After != "" {
		d.First = directoryPath(filter, "")
	}
	if page.Next != "" {
		d.Next = directoryPath(filter, page.Next)
	}
	return v.render(http.StatusOK, people.Show(v.page(v.say("People")), d))
}

// filterOf reads what is searched for; what cannot be a unit or a person narrows
// nothing.
func filterOf(asked url.Values) workflow.DirectoryFilter {
	words := []rune(asked.Get("q"))
	if checkText(asked) != nil {
		return workflow.DirectoryFilter{}
	}
	unit, _ := id.Parse[id.Unit](asked.Get("unit"))
	after, _ := id.Parse[id.Person](asked.Get("after"))
	return workflow.DirectoryFilter{
		Words: string(words[:min(len(words), longestSearch)]), Unit: unit, Discipline: asked.Get("discipline"), After: after,
	}
}

func directoryPath(f workflow.DirectoryFilter, after id.Person) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": f.Words, "unit": string(f.Unit), "discipline": f.Discipline, "after": string(after),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/people"
	}
	return "/people?" + q.Encode()
}

// rows adds the managers to what lists show.
func (v *visit) rows(entries []workflow.PersonEntry) ([]people.Row, error) {
	who := make([]id.Person, 0, len(entries))
	for _, e := range entries {
		who = append(who, e.ID)
	}
	managers, err := v.Workflow.ManagersOf(v.r.Context(), v.actor, who)
	if err != nil {
		return nil, err
	}
	rows := make([]people.Row, 0, len(entries))
	for _, e := range entries {
		row := people.Row{PersonEntry: e}
		if m, ok := managers[e.ID]; ok {
			row.Manager = &m
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// mostUnits keeps the choice short: a large organisation is searched by tribe
// from its page.
const mostUnits = 60

// unitOptions lists tribes and guilds, and the unit chosen whatever it is.
func (v *visit) unitOptions(chosen id.Unit, words people.Words) ([]ui.Option, error) {
	choices, err := v.Workflow.UnitChoices(v.r.Context(), v.actor, chosen, mostUnits)
	if err != nil {
		return nil, err
	}
	options := []ui.Option{{Label: v.say("Anywhere")}}
	offered := chosen == ""
	for _, u := range choices {
		offered = offered || u.ID == chosen
		options = append(options, ui.Option{Value: string(u.ID), Label: u.Name + " (" + words[u.Kind] + ")", Selected: u.ID == chosen})
	}
	if !offered {
		options = append(options, ui.Option{Value: string(chosen), Label: v.say("A unit that is no more"), Selected: true})
	}
	return options, nil
}

func (v *visit) disciplineOptions(f *framework.Framework, chosen string) []ui.Option {
	options := []ui.Option{{Label: v.say("Any discipline")}}
	offered := chosen == ""
	for _, d := range f.Disciplines {
		here := chosen == string(d.ID)
		offered = offered || here
		options = append(options, ui.Option{Value: string(d.ID), Label: d.Name, Selected: here})
	}
	if !offered {
		options = append(options, ui.Option{Value: chosen, Label: chosen, Selected: true})
	}
	return options
}

// framework is the version in force with what the visitor's units add; while none is published, one without words,
// so that people are found all the same.
func (v *visit) framework() (*framework.Framework, error) {
	as, err := v.Workflow.FrameworkAs(v.r.Context(), v.actor, "")
	if fault.Is(err, fault.Unavailable) {
		return framework.New(framework.Framework{}), nil
	}
	return as.Framework, err
}

// askedPerson is the person the address names; what cannot be one is answered
// like a person who is not there.
func (v *visit) askedPerson() (id.Person, error) {
	p, ok := id.Parse[id.Person](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return p, nil
}

func (s *site) invite(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	in, err := s.Workflow.Invite(v.r.Context(), v.actor, f.once(), person)
	if workflow.MustConfirm(err) {
		return v.askToConfirm(people.Path(person))
	}
	if fault.Is(err, fault.Conflict) {
		message, _ := v.safe(err)
		return v.renderPerson(http.StatusConflict, person, func(p *people.Profile) { p.Problem = message })
	}
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, people.Invitation(v.page(v.say("Invitation")), people.Invited{
		Person: in.Person, Name: in.Name, Email: in.Email, Link: v.absolute("/invitation/" + in.Token), Ends: in.ExpiresAt.Time().In(v.zone()),
	}))
}

// absolute is the address of a path as browsers reach it.
func (v *visit) absolute(path string) string {
	if v.PublicURL != nil {
		return v.PublicURL.JoinPath(path).String()
	}
	return "http://" + v.r.Host + path
}

func (s *site) nameManager(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	if !v.actor.Holds(org.PeoplePartner) { // before looking at what was typed
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	manager := id.Person("")
	if f.get("by") != "chapter" {
		manager, err = v.personNamed(f.get("manager"))
	}
	if err == nil {
		err = s.Workflow.SetManager(v.r.Context(), v.actor, person, manager)
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderPerson(http.StatusUnprocessableEntity, person, func(p *people.Profile) {
			p.Care.Manager, p.Care.Wrong = f.get("manager"), wrong.first()
		})
	}
	return v.redirect(people.Path(person), saidManagerNamed)
}

// personNamed finds who is meant by an e-mail address or a full name.
func (v *visit) personNamed(typed string) (id.Person, error) {
	wrong := func(message string) error {
		return fault.InvalidFields([]fault.Field{{Name: "manager", Message: message}})
	}
	if org.Fold(typed) == "" {
		return "", wrong(v.say("Say who it is: an e-mail address or the full name."))
	}
	found, err := v.Workflow.PersonByEmail(v.r.Context(), v.actor, typed)
	if err == nil || !fault.Is(err, fault.Absent) {
		return found.ID, err
	}
	page, err := v.Workflow.Directory(v.r.Context(), v.actor, workflow.DirectoryFilter{Words: typed})
	if err != nil {
		return "", err
	}
	var named []id.Person
	for _, e := range page.People {
		if org.Compare(e.Name, typed) == 0 {
			named = append(named, e.ID)
		}
	}
	switch len(named) {
	case 0:
		return "", wrong(v.say("Nobody who works here has this address or full name. Look in the directory and copy the address."))
	case 1:
		return named[0], nil
	}
	return "", wrong(v.say("Several people have this name. Write the e-mail address of the one you mean."))
}
