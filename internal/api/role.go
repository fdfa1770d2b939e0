package api

import (
	"net/http"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	rules "cairn/internal/role"
	"cairn/internal/workflow"
)

func roleOperations() []Operation {
	of := forSession("roles")
	request := func(method, path, name, summary, about string, register func(*service, Operation)) Operation {
		return of(method, "/role-requests/{id}"+path, name, summary, about, register, "role", "step", "exception")
	}
	return []Operation{
		of(http.MethodGet, "/people/{id}/role-requests", "list-role-requests", "What is asked about somebody’s roles", "For the person and the manager. Roles themselves stand on the person, for everybody.", on((*service).roleRequests), "role"),
		of(http.MethodPost, "/people/{id}/roles", "ask-role", "Ask for a role, give one, or end one", "A person asks the manager; a manager or a people partner gives and ends. What comes back is the same for every role and everybody; the request is named to the two whom it concerns.", on((*service).askRole), "role"),
		of(http.MethodPut, "/people/{id}/roles/days", "redate-role", "Correct the days of a role", "By the manager and people partners.", on((*service).redateRole), "role"),
		of(http.MethodPut, "/people/{id}/discipline", "set-discipline", "Note a change of discipline", "By the manager and people partners, from this moment on.", on((*service).setDiscipline), "discipline"),
		request(http.MethodGet, "", "get-role-request", "One request for a role", "As far as whoever asks may know of it.", on((*service).roleRequest)),
		request(http.MethodPost, "/confirmation", "confirm-role", "Confirm it", "By the manager.", simply((*workflow.Workflow).ConfirmRole)),
		request(http.MethodPost, "/refusal", "refuse-role", "Say no", "By the manager, in words that the person reads.", withWords((*workflow.Workflow).DeclineRole)),
		request(http.MethodPost, "/withdrawal", "withdraw-role", "Take the request back", "By whoever asked.", simply((*workflow.Workflow).WithdrawRole)),
		request(http.MethodPost, "/departure", "ask-departure", "Ask for a departure from the minimum", "By the manager, in words that tell nothing of the Step. The person decides whether the lead is asked.", withWords((*workflow.Workflow).AskDeparture)),
		request(http.MethodPost, "/departure/consent", "decide-departure", "Say whether the lead may be asked", "By the person.", on((*service).decideDeparture)),
		request(http.MethodPost, "/departure/answer", "answer-departure", "Answer the departure", "By the lead who is asked, with a reason that stays with the role.", on((*service).answerDeparture)),
	}
}

// RoleRequests are the requests about somebody's roles.
type RoleRequests struct {
	Requests []RoleRequestLine `json:"requests"`
	Next     string            `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// RoleRequestLine is one of them.
type RoleRequestLine struct {
	ID       string     `json:"id"`
	Person   PersonRef  `json:"person"`
	Role     string     `json:"role"`
	Kind     string     `json:"kind" enum:"take-up,lay-down"`
	Stage    string     `json:"stage" enum:"asked,consent,with-lead,confirmed,declined,withdrawn"`
	Yours    bool       `json:"your_turn"`
	AskedAt  time.Time  `json:"asked_at"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
}

type roleRequestsOutput struct{ Body RoleRequests }

func (s *service) roleRequests(v visit, in *PagedOf) (*roleRequestsOutput, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	lines, err := s.Workflow.RoleRequests(v, v.actor, subject)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(lines, in.Paged, func(l workflow.RoleLine) string { return string(l.ID) })
	if err != nil {
		return nil, err
	}
	return &roleRequestsOutput{RoleRequests{Next: next, Requests: each(page, func(l workflow.RoleLine) RoleRequestLine {
		return RoleRequestLine{ID: string(l.ID), Person: personRef(l.Subject), Role: l.Name, Kind: string(l.Kind), Stage: string(l.Stage), Yours: l.Yours, AskedAt: l.AskedAt.Time(), ClosedAt: moment(l.ClosedAt)}
	})}}, nil
}

// RoleRequest is a request as far as its reader may know of it.
type RoleRequest struct {
	ID        string         `json:"id"`
	Person    PersonRef      `json:"person"`
	Role      string         `json:"role"`
	Kind      string         `json:"kind" enum:"take-up,lay-down"`
	From      string         `json:"from,omitempty" format:"date"`
	Until     string         `json:"until,omitempty" format:"date"`
	Stage     string         `json:"stage" enum:"asked,consent,with-lead,confirmed,declined,withdrawn"`
	AskedBy   *PersonRef     `json:"asked_by,omitempty"`
	AskedAt   time.Time      `json:"asked_at"`
	ClosedAt  *time.Time     `json:"closed_at,omitempty"`
	Minimum   string         `json:"minimum,omitempty" doc:"The step that the framework asks for with this role, as everybody reads there."`
	Short     bool           `json:"short,omitempty" doc:"Whether that is wider than the person's; for the two alone."`
	Why       string         `json:"why,omitempty"`
	Answer    string         `json:"answer,omitempty"`
	Departure *RoleDeparture `json:"departure,omitempty"`
}

// RoleDeparture is the question to the lead whether the minimum may be departed from.
type RoleDeparture struct {
	Why        string     `json:"why"`
	AskedAt    time.Time  `json:"asked_at"`
	AgreedAt   *time.Time `json:"agreed_at,omitempty" doc:"When the person agreed that the lead is asked."`
	RefusedAt  *time.Time `json:"refused_at,omitempty" doc:"When the person said that they would rather not."`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	Agreed     bool       `json:"agreed,omitempty"`
	Reason     string     `json:"reason,omitempty" doc:"The lead's."`
}

type roleRequestOutput struct{ Body RoleRequest }

func (s *service) roleRequest(v visit, in *idInput) (*roleRequestOutput, error) {
	ref, err := parse[id.RoleRequest](in.ID)
	if err != nil {
		return nil, err
	}
	q, err := s.Workflow.RoleRequest(v, v.actor, ref)
	if err != nil {
		return nil, err
	}
	return &roleRequestOutput{roleRequestOf(q)}, nil
}

func roleRequestOf(q workflow.RoleRequestView) RoleRequest {
	out := RoleRequest{
		ID: string(q.ID), Person: personRef(q.Subject), Role: q.Name, Kind: string(q.Kind), From: string(q.Days.From), Until: string(q.Days.Until), Stage: string(q.Stage),
		AskedAt: q.AskedAt.Time(), ClosedAt: moment(q.ClosedAt), Minimum: q.Minimum, Short: q.Short, Why: q.Why, Answer: q.Answer,
	}
	if q.AskedBy.Name != "" {
		out.AskedBy = maybePerson(&q.AskedBy)
	}
	if d := q.Departure; d != nil {
		out.Departure = &RoleDeparture{Why: d.Why, AskedAt: d.AskedAt.Time(), AgreedAt: moment(d.AgreedAt), RefusedAt: moment(d.RefusedAt), AnsweredAt: moment(d.AnsweredAt), Agreed: d.Agreed, Reason: d.Reason}
	}
	return out
}

type askRoleInput struct {
	ID string `path:"id" doc:"The person's id."`
	Idempotent
	Body struct {
		Kind  string `json:"kind" enum:"take-up,lay-down"`
		Role  string `json:"role" minLength:"1" maxLength:"200" doc:"A role's id or name, or words of your own."`
		Why   string `json:"why,omitempty" maxLength:"5000"`
		From  string `json:"from,omitempty" format:"date" doc:"From today on, when left out."`
		Until string `json:"until,omitempty" format:"date"`
		Entry string `json:"entry,omitempty" format:"date" doc:"Of laying down: the first day of what is laid down, where there are several."`
	}
}

var roleFields = map[string]string{"role_from": "from", "role_until": "until", "role_why": "why"}

func (in *askRoleInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, roleFields)
}

// AskedRole tells where a role waits for somebody's word.
type AskedRole struct {
	Request string `json:"request,omitempty" doc:"The request, to the two whom it concerns; absent where nothing waits, and for everybody else."`
}

type askedRoleOutput struct{ Body AskedRole }

func (s *service) askRole(v visit, in *askRoleInput) (*askedRoleOutput, error) {
	subject, entry, days, err := roleDays(in.ID, in.Body.Entry, in.Body.From, in.Body.Until)
	if err != nil {
		return nil, err
	}
	ref, err := s.Workflow.AskRole(v, v.actor, in.once(), subject, workflow.RoleWish{Kind: rules.Kind(in.Body.Kind), Role: in.Body.Role, Why: in.Body.Why, Days: days, Entry: entry})
	if err != nil {
		return nil, err
	}
	return &askedRoleOutput{AskedRole{string(ref)}}, nil
}

// roleDays reads whose role it is, the first day of the entry that is meant, and the days
// from and until which it is to count.
func roleDays(person, entry, from, until string) (subject id.Person, of clock.Date, d rules.Days, err error) {
	if subject, err = parse[id.Person](person); err != nil {
		return subject, of, d, err
	}
	if d.From, err = bodyDay("from", from); err != nil {
		return subject, of, d, err
	}
	if d.Until, err = bodyDay("until", until); err != nil {
		return subject, of, d, err
	}
	of, err = bodyDay("entry", entry)
	return subject, of, d, err
}

type redateRoleInput struct {
	ID string `path:"id" doc:"The person's id."`
	Idempotent
	Body struct {
		Role  string `json:"role" minLength:"1" maxLength:"200"`
		Entry string `json:"entry" format:"date" doc:"Its first day, as it stands now."`
		From  string `json:"from,omitempty" format:"date"`
		Until string `json:"until,omitempty" format:"date"`
	}
}

func (in *redateRoleInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, roleFields)
}

func (s *service) redateRole(v visit, in *redateRoleInput) (*done, error) {
	subject, entry, days, err := roleDays(in.ID, in.Body.Entry, in.Body.From, in.Body.Until)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.RedateRole(v, v.actor, in.once(), subject, workflow.RoleEntry{Role: in.Body.Role, From: entry}, days))
}

type disciplineInput struct {
	ID string `path:"id" doc:"The person's id."`
	Idempotent
	Body struct {
		Discipline string `json:"discipline" maxLength:"200" doc:"A discipline's id or name, or words of your own."`
	}
}

func (in *disciplineInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) setDiscipline(v visit, in *disciplineInput) (*done, error) {
	subject, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.SetDiscipline(v, v.actor, in.once(), subject, in.Body.Discipline))
}

type consentToAskInput struct {
	Act
	Body struct {
		Ask bool `json:"ask" doc:"Whether the lead may be asked."`
	}
}

func (s *service) decideDeparture(v visit, in *consentToAskInput) (*done, error) {
	ref, err := parse[id.RoleRequest](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.DecideDeparture(v, v.actor, in.once(), ref, in.Body.Ask))
}

type answerDepartureInput struct {
	Act
	Body struct {
		Agreed bool   `json:"agreed"`
		Reason string `json:"reason" maxLength:"5000"`
	}
}

func (in *answerDepartureInput) place(field string) (Mistake, bool) {
	return bodyField(in.Idempotent, field, nil)
}

func (s *service) answerDeparture(v visit, in *answerDepartureInput) (*done, error) {
	ref, err := parse[id.RoleRequest](in.ID)
	if err != nil {
		return nil, err
	}
	return finished(s.Workflow.AnswerDeparture(v, v.actor, in.once(), ref, in.Body.Agreed, in.Body.Reason))
}
