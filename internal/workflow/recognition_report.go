package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/recognition"
	"cairn/internal/store"
)

// mostReports is how many are looked at on one page.
const mostReports = 100

// ReportRecognition tells the people partners that a post should not stand on the
// wall. Whoever reported is told to nobody else.
func (w *Workflow) ReportRecognition(ctx context.Context, actor access.Actor, once Once, ref id.Recognition, words string) error {
	words = strings.TrimSpace(words)
	asked := struct {
		Report id.Recognition
		Words  string
	}{ref, words}
	return w.onPost(ctx, actor, once, asked, ref, func(tx *store.Tx, p *recognition.Post) error {
		if p.RemovedAt.IsSet() {
			return fault.NotFound()
		}
		if p.Author == actor.Person {
			return fault.New(fault.Conflict, lang.Later("This is your own post. You can change it, or take it off the wall."))
		}
		if err := recognition.CheckWords("report", words, true, nil); err != nil {
			return err
		}
		if _, open, err := tx.ReportBy(ref, actor.Person); err != nil || open {
			return orElse(err, fault.New(fault.Conflict, lang.Later("You have reported this post already. A people partner will look at it.")))
		}
		v := recognition.Report{ID: id.New[id.Report](), Post: ref, Reporter: actor.Person, At: tx.Now(), Words: words}
		if err := tx.AddReport(v); err != nil {
			return err
		}
		if err := w.tellPartners(tx, p); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.RecognitionReported, Item: "recog", Hat: hatOn(p, actor), Subject: actor.Person, Object: aboutPost(p.ID)})
	})
}

// tellPartners tells those who may look at what is reported.
func (w *Workflow) tellPartners(tx *store.Tx, p *recognition.Post) error {
	holders, err := tx.HoldersOf(org.PeoplePartner)
	var list []notice.Notice
	for _, who := range holders {
		if p.MayJudge(true, who) {
			list = append(list, notice.Notice{Person: who, Kind: notice.RecognitionReported, Object: "recognition-reports/open"})
		}
	}
	if err != nil {
		return err
	}
	return tellAll(tx, list)
}

// ReportedPost is a report as a people partner reads it.
type ReportedPost struct {
	recognition.Report
	By   PersonRef
	Post *recognition.Post
	From PersonRef // who wrote the post
}

// RecognitionReports lists what waits for a people partner: reports of posts that are
// not their own. Each reading is in the journal of whoever reported.
func (w *Workflow) RecognitionReports(ctx context.Context, actor access.Actor) (lines []ReportedPost, err error) {
	if err := partner(actor); err != nil {
		return nil, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		lines = nil
		open, err := tx.OpenReports(mostReports)
		if err != nil {
			return err
		}
		who := eachOf(open, func(v recognition.Report) id.Person { return v.Reporter })
		for _, v := range open {
			p, err := tx.Post(v.Post)
			if err != nil {
				return err
			}
			if !p.MayJudge(true, actor.Person) || p.RemovedAt.IsSet() {
				continue
			}
			if err := record(tx, actor, audit.Entry{Act: audit.Read, Item: "recog", Hat: "people partner", Subject: v.Reporter, Object: aboutPost(p.ID)}); err != nil {
				return err
			}
			who = append(who, p.Author)
			lines = append(lines, ReportedPost{Report: v, Post: p})
		}
		people, err := tx.PeopleByID(who)
		for i := range lines {
			lines[i].By, lines[i].From = refOf(people, lines[i].Reporter), refOf(people, lines[i].Post.Author)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return lines, nil
}

// partner lets people partners in, in a browser.
func partner(actor access.Actor) error {
	if err := own(actor); err != nil {
		return err
	}
	if !actor.Holds(org.PeoplePartner) {
		return fault.NotFound()
	}
	return nil
}

// KeepRecognition ends a report without taking the post off the wall.
func (w *Workflow) KeepRecognition(ctx context.Context, actor access.Actor, once Once, ref id.Report) error {
	if err := partner(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Keep id.Report }{ref}, func(tx *store.Tx) (string, error) {
		v, err := tx.Report(ref)
		if err != nil {
			return "", err
		}
		p, err := tx.Post(v.Post)
		if err != nil {
			return "", err
		}
		if !p.MayJudge(true, actor.Person) || v.ClosedAt.IsSet() {
			return "", fault.NotFound()
		}
		if err := tx.CloseReport(ref); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.RecognitionKept, Item: "recog", Hat: "people partner", Subject: v.Reporter, Object: aboutPost(p.ID)})
	})
	return err
}

// reportsTitle names the list of reports to those who look after them.
func reportsTitle(_ *Workflow, r *store.Reader, actor access.Actor, _ string) (string, error) {
	if !actor.Holds(org.PeoplePartner) {
		return "", fault.NotFound()
	}
	return lang.Say(r.Context(), "A post on the wall of thanks"), nil
}
