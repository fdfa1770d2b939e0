package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/paygap"
	"cairn/internal/workflow"
)

// Days before today on which something happened at Northlight.
const (
	cairnCame    = 400 // Cairn was introduced, and everybody was placed
	paulaChanged = 150
)

// Load fills an empty Cairn with Northlight. The clock must be the one that w
// acts by: it is set back to when Cairn came to Northlight, moved through what
// happened since, and left where it stood.
func Load(ctx context.Context, w *workflow.Workflow, c *clock.Fake) error {
	now := c.Now()
	defer func() { c.Advance(now.Sub(c.Now())) }()
	l := &loader{ctx: ctx, w: w, clock: c, today: clock.DateOf(now, time.UTC), people: map[string]id.Person{}, steps: map[string]framework.StepID{}}
	for _, happened := range []func() error{l.beginning, l.placements, l.newcomers, l.extension, l.agreed, l.nextVersion, l.growing, l.prioritising, l.thanking, l.paying, l.underWay, l.promoting, l.reviewing, l.rolesAsked, l.titled, l.journalling} {
		if err := happened(); err != nil {
			return fmt.Errorf("sample organisation: %w", err)
		}
	}
	if err := l.guide(); err != nil {
		return err
	}
	return l.statistics()
}

// statistics publishes what may be told of all Steps together, and what women and men
// are paid in Sweden: of so few, nothing but why.
func (l *loader) statistics() error {
	l.at(0, 9)
	if _, err := l.w.PublishStatistics(l.ctx); err != nil {
		return err
	}
	for who, sex := range map[string]paygap.Sex{"priya.raman": paygap.Woman, "yara.nasser": paygap.Woman, "elin.dahl": paygap.Woman, "diego.fuentes": paygap.Man, "wei.zhang": paygap.Other} {
		if err := l.w.SaySex(l.ctx, l.as(who), workflow.Once{}, l.people[who], sex); err != nil {
			return err
		}
	}
	_, err := l.w.MakeGapReport(l.ctx, l.helena(), workflow.Once{}, "SE")
	return err
}

type loader struct {
	ctx       context.Context
	w         *workflow.Workflow
	clock     *clock.Fake
	today     clock.Date
	framework *framework.Framework
	people    map[string]id.Person        // by address before the @
	steps     map[string]framework.StepID // agreed in first evaluations
}

// at moves the clock to the hour of a day so many days before today.
func (l *loader) at(daysAgo, hour int) {
	then := l.today.AddDays(-daysAgo).Start().Add(time.Duration(hour) * time.Hour)
	l.clock.Advance(then.Sub(l.clock.Now()))
}

func system() access.Actor { return access.System(access.ViaCommand) }

// as is the person in a browser.
func (l *loader) as(email string) access.Actor {
	return access.Actor{Person: l.people[email], Via: access.ViaSession}
}

// beginning is the day on which Cairn came: the first file, and the offices.
func (l *loader) beginning() error {
	l.at(cairnCame, 8)
	if err := l.w.EnsureFramework(l.ctx); err != nil {
		return err
	}
	if err := l.importOn(cairnCame); err != nil {
		return err
	}
	var err error
	if l.framework, err = l.w.Framework(l.ctx, l.as("ingrid.solheim")); err != nil {
		return err
	}
	for email, office := range map[string]org.Office{
		"maria.lindgren": org.PeoplePartner, "joseph.abara": org.PeoplePartner,
		"helena.weiss": org.CompensationPartner, "nikolai.berg": org.Operator,
	} {
		if err := l.w.GrantOffice(l.ctx, system(), l.people[email], office); err != nil {
			return err
		}
	}
	return nil
}

// importOn imports the people file as it was on the day.
func (l *loader) importOn(daysAgo int) error {
	l.at(daysAgo, 9)
	var rows []orgfile.Row
	for i, p := range people {
		if p.email == paulaBefore.email && daysAgo > paulaChanged {
			p = paulaBefore
		}
		if p.start(l.today) <= l.today.AddDays(-daysAgo) {
			rows = append(rows, p.row(i+2, l.today))
		}
	}
	report, err := l.w.ImportPeople(l.ctx, system(), rows, workflow.ImportOptions{})
	if err != nil {
		return fmt.Errorf("%w %v", err, report.Problems)
	}
	for _, p := range people {
		ref, err := l.w.PersonByEmail(l.ctx, system(), p.email+host)
		if err == nil {
			l.people[p.email] = ref.ID
		}
	}
	return nil
}

// newcomers imports the file anew for everybody who started since, and when Paula
// changed.
func (l *loader) newcomers() error {
	days := []int{paulaChanged}
	for _, p := range people {
		days = append(days, int(l.today.Time().Sub(p.start(l.today).Time()).Hours()/24))
	}
	slices.Sort(days)
	for _, daysAgo := range slices.Backward(slices.Compact(days)) {
		if daysAgo >= cairnCame {
			continue
		}
		if err := l.importOn(daysAgo); err != nil {
			return err
		}
	}
	return nil
}

// placements are the first evaluations by which everybody found their step.
func (l *loader) placements() error {
	for i, s := range slices.Concat(paymentsStories, bookingStories, platformStories) {
		l.steps[s.who] = s.step
		if s.who == laterPlaced {
			continue
		}
		if err := l.tell(s, cairnCame-4-i%9); err != nil {
			return fmt.Errorf("%s: %w", s.who, err)
		}
	}
	return nil
}

// laterPlaced started after Cairn came; his first evaluation was agreed since.
const laterPlaced = "ravi.menon"

// agreed are evaluations that were agreed since.
func (l *loader) agreed() error {
	for _, s := range platformStories {
		if s.who == laterPlaced {
			if err := l.tell(s, 95); err != nil {
				return err
			}
		}
	}
	for i, s := range growthStories {
		if err := l.tell(s, 80-25*i); err != nil {
			return fmt.Errorf("%s: %w", s.who, err)
		}
	}
	return l.daniel()
}
