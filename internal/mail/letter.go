// Package mail words letters and hands them to the operator's mail server. A mail
// says that something waits, and never what: its words are constants, and what
// differs are addresses that tell nothing.
package mail

import (
	"html"
	"strings"

	"cairn/internal/lang"
	"cairn/internal/notice"
)

// texts are the letter as text and as HTML, and what a locked screen shows of it.
type texts struct{ subject, text, html string }

// wording puts the letter into words, in its person's language; base is where people
// reach Cairn. The words are the same whatever the letter is about.
func wording(l notice.Letter, base string, offer lang.Offer) texts {
	in := offer.Choose(l.Language, "")
	var text, rich strings.Builder
	say := func(paragraph string) {
		text.WriteString(paragraph + "\n\n")
		rich.WriteString("<p>" + html.EscapeString(paragraph) + "</p>\n")
	}
	lead := func(words, to string) {
		text.WriteString(words + "\n" + to + "\n\n")
		to = html.EscapeString(to)
		rich.WriteString("<p>" + html.EscapeString(words) + `<br><a href="` + to + `">` + to + "</a></p>\n")
	}
	say(in.Say("Hello,"))
	say(in.Say("something in Cairn needs you."))
	for _, line := range l.Lines {
		what := in.Say("Something new to read:")
		if line.Turn {
			what = in.Say("It is your turn:")
		}
		lead(what, base+"/inbox/"+string(line.Notice))
	}
	say(in.Say("What it is about is told in Cairn only, after you have signed in."))
	lead(in.Say("How you are told:"), base+"/inbox/settings")
	lead(in.Say("No more mails:"), stopAddress(l, base))
	subject := in.Say(Subject)
	return texts{subject, text.String(), page(in, subject, rich.String())}
}

// Subject is that of every mail, in each language: a locked screen shows it to whoever
// looks.
var Subject = lang.Later("Something in Cairn needs you")

// page frames the HTML. It loads nothing from anywhere.
func page(in lang.Language, subject, body string) string {
	return `<!DOCTYPE html>
<html lang="` + string(in) + `" dir="` + in.Direction() + `">
<head><meta charset="utf-8"><title>` + html.EscapeString(subject) + `</title></head>
<body style="max-width:34em;font-family:Georgia,serif;line-height:1.5">
` + body + `</body>
</html>
`
}

func stopAddress(l notice.Letter, base string) string { return base + "/mail/stop/" + l.Stop }
