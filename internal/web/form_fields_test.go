package web

import (
	"net/url"

	"github.com/PuerkitoBio/goquery"
)

// formFields are what a browser would send for the form as it was served.
func formFields(form *goquery.Selection) url.Values {
	fields := url.Values{}
	form.Find("input[name], textarea[name]").Each(func(_ int, e *goquery.Selection) {
		kind := e.AttrOr("type", "")
		_, checked := e.Attr("checked")
		switch {
		case (kind == "radio" || kind == "checkbox") && !checked:
		case goquery.NodeName(e) == "textarea":
			fields.Add(e.AttrOr("name", ""), e.Text())
		default:
			fields.Add(e.AttrOr("name", ""), e.AttrOr("value", ""))
		}
	})
	form.Find("select[name]").Each(func(_ int, e *goquery.Selection) {
		chosen := e.Find("option[selected]")
		if chosen.Length() == 0 {
			chosen = e.Find("option").First()
		}
		fields.Add(e.AttrOr("name", ""), chosen.AttrOr("value", ""))
	})
	return fields
}
