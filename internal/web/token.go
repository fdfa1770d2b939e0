package web

import (
	"net/http"
	"strconv"
	"strings"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/web/pages/account"
	"cairn/internal/workflow"
)

func (s *site) showTokens(v *visit) error {
	return v.renderTokens(http.StatusOK, account.Tokens{})
}

// renderTokens adds the list and a fresh key to what the form has to say.
func (v *visit) renderTokens(status int, t account.Tokens) error {
	held, err := v.Workflow.Tokens(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	now := v.Workflow.Now()
	for _, h := range held {
		t.List = append(t.List, account.Token{
			Token: h, Made: v.moment(h.MadeAt), Used: v.moment(h.UsedAt), Ends: v.moment(h.EndsAt),
			Expired: h.EndsAt <= now, Key: v.key(),
		})
	}
	t.Form.Key = v.key()
	if err := v.Workflow.Confirmed(v.r.Context(), v.actor); workflow.MustConfirm(err) {
		t.Confirm = confirmPath("/account/tokens")
	} else if err != nil {
		return err
	}
	return v.render(status, account.ShowTokens(v.page(v.say("Tokens")), t))
}

// makeToken answers with the token's text. The same form sent again is told that
// the token was made: its text is kept nowhere.
func (s *site) makeToken(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	days, _ := strconv.Atoi(f.get("days")) // what is no number of days is refused as one
	wanted := workflow.NewToken{Name: f.get("name"), Scopes: scopes(f.all("scopes")), Days: days}
	text, err := s.Workflow.MakeToken(v.r.Context(), v.actor, f.once(), wanted)
	typed := account.TokenForm{Name: f.get("name"), Scopes: f.all("scopes"), Days: f.get("days")}
	if fault.Is(err, fault.Conflict) {
		message, _ := v.safe(err)
		return v.renderTokens(http.StatusConflict, account.Tokens{Problem: message, Form: typed})
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		typed.Wrong = wrong
		return v.renderTokens(http.StatusUnprocessableEntity, account.Tokens{Problem: wrong["idempotency_key"], Form: typed})
	}
	ends := v.Workflow.Now().Time().AddDate(0, 0, days)
	return v.render(http.StatusOK, account.ShowMade(v.page(v.say("Token")), account.Made{
		Name: strings.TrimSpace(wanted.Name), Text: text, Ends: v.moment(clock.At(ends)),
	}))
}

func scopes(ticked []string) (list []access.Scope) {
	for _, s := range ticked {
		list = append(list, access.Scope(s))
	}
	return list
}

func (s *site) revokeToken(v *visit) error {
	token, ok := id.Parse[id.Token](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.RevokeToken(v.r.Context(), v.actor, f.once(), token); err != nil {
		return err
	}
	return v.redirect("/account/tokens", saidRevoked)
}

// markText and readMark carry a place in the list of readings through an address.
func markText(m workflow.ReadMark) string {
	return strconv.FormatInt(int64(m.At), 10) + "." + string(m.ID)
}

func readMark(text string) (m workflow.ReadMark) {
	at, entry, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(at, 10, 64)
	ref, ok := id.Parse[id.Entry](entry)
	if err != nil || !ok || n <= 0 {
		return m
	}
	return workflow.ReadMark{At: clock.Instant(n), ID: ref}
}
