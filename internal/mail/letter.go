// Package mail words letters and hands them to the operator's mail server. A mail
// says that something waits, and never what: its words are constants, and what
// differs are addresses that tell nothing.
package mail

import (
	"html"
	"strings"

	"cairn/internal/notice"
)

// Subject is that of every mail: a locked screen shows it to whoever looks.
const Subject = "Something in Cairn needs you"

// The words of every mail.
const (
	greeting  = "Hello,"
	begin     = "something in Cairn needs you."
	yourTurn  = "It is your turn:"
	toRead    = "Something new to read:"
	untold    = "What it is about is told in Cairn only, after you have signed in."
	howTold   = "How you are told:"
	stopMails = "No more mails:"
)

// words are the letter as text and as HTML.
type words struct{ text, html string }

// wording puts the letter into words; base is where people reach Cairn.
func wording(l notice.Letter, base string) words {
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
	say(greeting)
	say(begin)
	for _, line := range l.Lines {
		what := toRead
		if line.Turn {
			what = yourTurn
		}
		lead(what, base+"/inbox/"+string(line.Notice))
	}
	say(untold)
	lead(howTold, base+"/inbox/settings")
	lead(stopMails, stopAddress(l, base))
	return words{text.String(), page(rich.String())}
}

// page frames the HTML. It loads nothing from anywhere.
func page(body string) string {
	return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>` + Subject + `</title></head>
<body style="max-width:34em;font-family:Georgia,serif;line-height:1.5">
` + body + `</body>
</html>
`
}

func stopAddress(l notice.Letter, base string) string { return base + "/mail/stop/" + l.Stop }
