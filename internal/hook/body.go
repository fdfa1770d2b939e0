package hook

import (
	"encoding/json"
	"time"

	"cairn/internal/event"
)

// told is the body that Standard Webhooks recommend.
type told struct {
	Type      event.Kind `json:"type"`
	Timestamp string     `json:"timestamp"`
	Data      data       `json:"data"`
}

// data is which thing it is and where it is shown. Names and words stay in Cairn,
// where somebody who is named can take them off again. Of a private kind it is the
// event's own id, which leads to nothing.
type data struct {
	ID  string `json:"id,omitempty"`
	URL string `json:"url,omitempty"`
}

// body says in the form of the address what happened.
func body(publicURL string, f event.Form, e event.Event) ([]byte, error) {
	link, line := "", e.Line()
	if path, shown := e.Path(); shown {
		link = publicURL + path
	}
	at := e.At.Time().UTC().Format(time.RFC3339)
	switch f {
	case event.Slack:
		return json.Marshal(map[string]string{"text": line + " <" + link + "|" + open + ">"})
	case event.Teams:
		return json.Marshal(card(line, link))
	case event.Flat:
		return json.Marshal(map[string]string{"event": string(e.Kind), "id": string(e.ID), "at": at, "text": line, "url": link})
	}
	d := data{ID: e.Thing, URL: link}
	if e.Private() {
		d = data{ID: string(e.ID)}
	}
	return json.Marshal(told{e.Kind, at, d})
}

const open = "Open in Cairn"

type object map[string]any

// card is what a workflow of Microsoft Teams posts: an Adaptive Card.
func card(line, link string) object {
	content := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
		"body":    []object{{"type": "TextBlock", "text": line, "wrap": true}},
		"actions": []object{{"type": "Action.OpenUrl", "title": open, "url": link}},
	}
	return object{"type": "message", "attachments": []object{{"contentType": "application/vnd.microsoft.card.adaptive", "content": content}}}
}
