package workflow

import (
	"slices"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/priority"
	"cairn/internal/store"
)

// pathReading is what the parts of a path are read with.
type pathReading struct {
	*store.Reader
	w       *Workflow
	subject id.Person
	names   names
	day     func(clock.Instant) clock.Date
	in      lang.Language
}

// pathSource is one sort of what a path is made of. Item is the row of the matrix
// that a manager's look at it is written down as; empty where it is open to all.
type pathSource struct {
	item    string
	views   []journey.View
	moments func(pathReading) ([]journey.Moment, error)
}

var bothViews = []journey.View{journey.Work, journey.Steps}

// pathSources is the one list of what a path is made of. What brings a new sort
// adds its line here.
var pathSources = []pathSource{
	{"hr_attr", bothViews, pathReading.beginning},
	{"", bothViews, pathReading.disciplines},
	{"", bothViews, pathReading.roles},
	{"", bothViews, pathReading.titles},
	{"", bothViews, pathReading.units},
	{"", bothViews, pathReading.managers},
	{"", bothViews, pathReading.evaluations},
	{"focus", bothViews, pathReading.focuses},
	{"priorities", []journey.View{journey.Work}, pathReading.achievements},
	{"step_hist", []journey.View{journey.Steps}, pathReading.steps},
	{"", []journey.View{journey.Work}, pathReading.recognitions}, // it is for work, and stands beside no Step
}

func sourcesOf(view journey.View) (list []pathSource) {
	for _, s := range pathSources {
		if slices.Contains(s.views, view) {
			list = append(list, s)
		}
	}
	return list
}

func (p pathReading) beginning() ([]journey.Moment, error) {
	dates, err := p.StartDates([]id.Person{p.subject})
	if on := dates[p.subject]; err == nil && on.IsSet() {
		return []journey.Moment{{Key: "beginning/" + string(on), Sort: journey.Beginning, On: on, Words: lang.Say(p.Context(), "The first day here")}}, nil
	}
	return nil, err
}

func (p pathReading) disciplines() ([]journey.Moment, error) {
	list, err := p.DisciplinesOf(p.subject)
	held := make([]journey.Held, 0, len(list))
	for _, d := range list {
		held = append(held, journey.Held{Ref: d.Discipline, Name: p.names.discipline(d.Discipline), Span: d.Span})
	}
	return journey.Tell(journey.Discipline, held, journey.OfDisciplines(p.in), p.day), err
}

func (p pathReading) roles() ([]journey.Moment, error) {
	list, err := p.RolesOf(p.subject)
	held := make([]journey.Held, 0, len(list))
	for _, t := range list {
		held = append(held, journey.Held{Ref: t.Role, Name: p.names.role(t), Span: t.Span})
	}
	begun, coming := journey.Begun(held, p.Now())
	return append(journey.Tell(journey.Role, begun, journey.OfRoles(p.in), p.day), journey.ToCome(journey.Role, coming, journey.OfRoles(p.in), p.day)...), err
}

// titles are those that both agreed to: they stand on the profile.
func (p pathReading) titles() ([]journey.Moment, error) {
	list, err := p.TitlesOf(p.subject)
	held := make([]journey.Held, 0, len(list))
	for _, t := range list {
		held = append(held, journey.Held{Ref: t.Name, Name: t.Name, Span: org.Span{Since: t.Since, Until: t.Until}})
	}
	return journey.Tell(journey.Title, held, journey.OfTitles(p.in), p.day), err
}

// units tells of each kind apart: from a squad one moves to a squad.
func (p pathReading) units() (list []journey.Moment, err error) {
	members, err := p.MembershipsOver(p.subject)
	if err != nil {
		return nil, err
	}
	err = p.names.know(p.Reader, eachOf(members, func(m org.Membership) id.Unit { return m.Unit }))
	for _, kind := range []org.UnitKind{org.Tribe, org.Chapter, org.Squad, org.Guild} {
		var held []journey.Held
		for _, m := range members {
			if u := p.names.unit(m.Unit); u.Kind == kind {
				held = append(held, journey.Held{Ref: string(m.Unit), Name: u.Name, Span: m.Span})
			}
		}
		list = append(list, journey.Tell(journey.Unit, held, journey.OfUnits(p.in, p.names.unitWord(kind)), p.day)...)
	}
	return list, err
}

func (p pathReading) managers() (list []journey.Moment, err error) {
	lines, err := p.LinesOf(p.subject)
	if err != nil {
		return nil, err
	}
	people, err := p.PeopleByID(eachOf(lines, func(l org.Line) id.Person { return l.Manager }))
	before := id.Person("")
	for _, l := range slices.Backward(lines) {
		if l.Manager != before {
			list = append(list, journey.Moment{
				Key: "manager/" + string(l.Manager) + "/" + l.Since.String(), Sort: journey.Manager, On: p.day(l.Since),
				Words: lang.Say(p.Context(), "With {name} as manager", "name", refOf(people, l.Manager).Name),
			})
		}
		before = l.Manager
	}
	return list, err
}

func (p pathReading) evaluations() (list []journey.Moment, err error) {
	ended, err := p.EvaluationsOf(p.subject)
	for _, e := range ended {
		if !e.Closed() {
			continue
		}
		words := lang.Later("Ended with the words of each: {evaluation}")
		if e.Stage == evaluation.Agreed {
			words = lang.Later("Agreed by both: {evaluation}")
		}
		with := []any{"evaluation", lang.Word(e.Kind.Short())}
		list = append(list, journey.Moment{
			Key: "evaluation/" + string(e.ID), Sort: journey.Evaluation, On: p.day(e.AgreedAt),
			Words: lang.Say(p.Context(), words, with...), Path: pathOf(aboutEvaluation(e)),
		})
	}
	return list, err
}

// focuses tell what was agreed to grow in, and what came of it.
func (p pathReading) focuses() (list []journey.Moment, err error) {
	all, err := p.FocusesOf(p.subject)
	if err != nil {
		return nil, err
	}
	entries, err := p.GrowthEntriesOf(p.subject)
	for _, f := range all {
		if f.State == growth.Suggested || f.State == growth.NotTakenUp {
			continue
		}
		line, rest := journey.Line(f.Content.Text)
		begun := journey.Moment{Key: "focus/" + string(f.ID), Sort: journey.Focus, On: p.day(f.MadeAt), Words: lang.Say(p.Context(), "To grow in: {words}", "words", line), More: rest, Path: pathOf("growth/" + string(f.ID))}
		if f.Content.Aim == growth.Role || f.Content.Aim == growth.Discipline {
			begun.Way = journey.Sideways
		}
		for _, e := range entries {
			if e.Focus == f.ID && e.What == growth.WasAgreed {
				begun.On = p.day(e.At)
			}
			if e.Focus == f.ID && e.What == growth.WasMoved && e.State == growth.Done {
				list = append(list, journey.Moment{
					Key: "focus/" + string(f.ID) + "/" + string(e.ID), Sort: journey.Focus, On: p.day(e.At), Way: journey.Forward,
					Words: lang.Say(p.Context(), "Done, in your own words: {words}", "words", line), More: e.Words, Path: begun.Path,
				})
			}
		}
		list = append(list, begun)
	}
	return list, err
}

// achievements are priorities that have ended, with what came of them.
func (p pathReading) achievements() (list []journey.Moment, err error) {
	all, err := p.PrioritiesOf(p.subject)
	if err != nil {
		return nil, err
	}
	entries, err := p.PriorityEntriesOf(p.subject)
	for _, one := range all {
		if one.State != priority.Ended {
			continue
		}
		line, rest := journey.Line(one.Content.Text)
		m := journey.Moment{
			Key: "achievement/" + string(one.ID), Sort: journey.Achievement, On: one.Content.Period.Until,
			Words: lang.Say(p.Context(), "Achieved: {words}", "words", line), More: one.Outcome, Path: pathOf("priority/" + string(one.ID)),
		}
		if rest != "" {
			m.More = rest + "\n\n" + one.Outcome
		}
		for _, e := range entries {
			if e.Priority == one.ID && e.What == priority.WasMoved && e.State == priority.Ended {
				m.On = p.day(e.At)
			}
		}
		list = append(list, m)
	}
	return list, err
}

// steps are the Steps over time. How one lies to the one before is asked of the
// version it was set under; where that does not know both, nothing is said.
func (p pathReading) steps() ([]journey.Moment, error) {
	list, err := p.Standings(p.subject)
	if err != nil {
		return nil, err
	}
	var stands []journey.Stand
	for i, s := range list {
		text, err := p.w.framework(p.Reader, s.Framework)
		if err != nil {
			return nil, err
		}
		step, _ := text.Step(s.Step)
		stand := journey.Stand{Ref: string(s.ID), Name: step.Name, How: s.How.Words(), Since: s.Since}
		if i > 0 {
			stand.Compared = compared(text, list[i-1].Step, s.Step)
		}
		if s.Evaluation != "" {
			stand.Path = pathOf(objectOf(s.Evaluation))
		}
		stands = append(stands, stand)
	}
	return journey.TellSteps(stands, p.in, p.day), nil
}

func compared(text *framework.Framework, before, now framework.StepID) journey.Way {
	if _, known := text.Step(before); !known {
		return journey.Along
	}
	switch {
	case text.Wider(now, before):
		return journey.Forward
	case text.Wider(before, now):
		return journey.Back
	}
	return journey.Along
}

// stepNames are the names of steps of the framework in force, in each of its languages.
func (p pathReading) stepNames() (list []string, err error) {
	all, err := p.w.inForce(p.Reader)
	for _, f := range all {
		for _, s := range f.StepsInOrder() {
			list = append(list, s.Name)
		}
	}
	return list, err
}

// mostPosts bounds how much of the wall stands on a path.
const mostPosts = 200

// recognitions are what stands on the wall about the person.
func (p pathReading) recognitions() (list []journey.Moment, err error) {
	posts, err := p.PostsNaming(p.subject, mostPosts)
	for _, post := range posts {
		line, rest := journey.Line(post.Work)
		list = append(list, journey.Moment{
			Key: "recognition/" + string(post.ID), Sort: journey.Recognition, On: p.day(post.MadeAt),
			Words: lang.Say(p.Context(), "Thanked for: {words}", "words", line), More: rest, Path: pathOf("recognition/" + string(post.ID)),
		})
	}
	return list, err
}
