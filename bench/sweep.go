package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/org"
	"cairn/internal/web"
)

// sweep asks every address that names nothing, and what is about one person and one
// unit, in a small and in a large organisation, and prints which take longer in the
// large one: those that read more than they show are found so.
func sweep(ctx context.Context, small, large *grown) error {
	type visitor struct {
		name           string
		office         org.Office
		sessions       [2]string
		person, report [2]string
		unit           [2]string
	}
	visitors := []*visitor{{name: "lead"}, {name: "people partner", office: org.PeoplePartner}, {name: "compensation partner", office: org.CompensationPartner}}
	for i, g := range []*grown{small, large} {
		for j, v := range visitors {
			actor, session, err := enter(ctx, g.server.Workflow, 10*j)
			if err != nil {
				return err
			}
			report, _, err := enter(ctx, g.server.Workflow, 10*j+1)
			if err != nil {
				return err
			}
			if v.office != "" {
				_ = g.server.Workflow.GrantOffice(ctx, access.System(access.ViaCommand), actor.Person, v.office) // who has it already keeps it
			}
			profile, err := g.server.Workflow.Profile(ctx, actor, actor.Person)
			if err != nil {
				return err
			}
			v.sessions[i], v.person[i], v.report[i], v.unit[i] = session, string(actor.Person), string(report.Person), string(profile.Units[0].ID)
		}
	}
	type line struct {
		text string
		grew float64
	}
	var lines []line
	for _, v := range visitors {
		for _, path := range addresses() {
			var best [2]time.Duration
			code := 0
			for round := range 8 {
				for i, g := range []*grown{small, large} {
					at := strings.NewReplacer("/people/{id}", "/people/"+v.report[i], "/units/{id}", "/units/"+v.unit[i], "{$}", "").Replace(path)
					t, answer, _ := g.ask(ctx, page{Path: at, Session: v.sessions[i]})
					code = answer.Code
					if round == 0 || t < best[i] {
						best[i] = t
					}
				}
			}
			if code == http.StatusOK {
				lines = append(lines, line{fmt.Sprintf("%-24s %-44s %9.3f %9.3f ms", v.name, path, milliseconds(best[0]), milliseconds(best[1])), float64(best[1]) / float64(best[0])})
			}
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return -cmp.Compare(a.grew, b.grew) })
	for _, l := range lines {
		fmt.Printf("%6.1fx %s\n", l.grew, l.text)
	}
	return nil
}

// addresses are those of pages that need nothing but who asks.
func addresses() (paths []string) {
	for _, r := range web.Routes() {
		path, get := strings.CutPrefix(r.Pattern, "GET ")
		rest := strings.NewReplacer("/people/{id}", "", "/units/{id}", "", "{$}", "").Replace(path)
		if get && !strings.Contains(rest, "{") {
			paths = append(paths, path)
		}
	}
	return append(paths, "/search?q=person")
}
