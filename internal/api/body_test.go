package api

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

func TestMistakesArePlacedAndNotRepeated(t *testing.T) {
	s := newSite(t)
	c := s.as("noor")
	path := c.open("noor")
	const empty = `"areas":[]`
	for name, w := range map[string]struct {
		body, place string
		code        int
	}{
		"no JSON":             {`secret7`, "body", 400},
		"half of it":          {`{"revision":0,"areas":[{"area":"secret7"`, "body", 400},
		"a tail":              {`{"revision":0,` + empty + `} secret7`, "body", 400},
		"nothing":             {``, "", 400},
		"null":                {`null`, "body", 422},
		"a list":              {`["secret7"]`, "body", 422},
		"no UTF-8":            {"{\"revision\":0,\"areas\":[{\"area\":\"team\",\"step\":\"individual\",\"text\":\"secret7\xff\"}]}", "body", 400},
		"half a character":    {`{"revision":0,"areas":[{"area":"team","step":"individual","text":"secret7 \ud800 x"}]}`, "body", 400},
		"a NUL":               {`{"revision":0,"areas":[{"area":"team","step":"individual","text":"secret7\u0000"}]}`, "body", 400},
		"too deep":            {strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "body", 400},
		"a name twice":        {`{"revision":0,` + empty + `,` + empty + `}`, "body", 400},
		"unknown name":        {`{"revision":0,` + empty + `,"secret7":1}`, "body", 422},
		"unknown name inside": {`{"revision":0,"areas":[{"area":"team","step":"individual","secret7":1}]}`, "body.areas[0]", 422},
		"a dotted name":       {`{"revision":0,` + empty + `,"areas.secret7":1}`, "body.areas", 422},
		"another case":        {`{"revision":0,"Areas":[]}`, "body", 422},
		"a list as text":      {`{"revision":0,"areas":"secret7"}`, "body.areas", 422},
		"text as number":      {`{"revision":"secret7",` + empty + `}`, "body.revision", 422},
		"a fraction":          {`{"revision":1.5,` + empty + `}`, "body.revision", 422},
		"below nothing":       {`{"revision":-7,` + empty + `}`, "body.revision", 422},
		"an unknown word":     {`{"revision":0,"areas":[{"area":"team","step":"individual","mark":"secret7"}]}`, "body.areas[0].mark", 422},
		"no word":             {`{"revision":0,"areas":[],"examples":[{"example":"secret7"}]}`, "body.examples[0]", 422},
		"an unknown area":     {`{"revision":0,"areas":[{"area":"team","step":"individual"},{"area":"secret7","step":"individual"}]}`, "body.areas[1]", 422},
		"an unknown step":     {`{"revision":0,"areas":[{"area":"team","step":"secret7"}]}`, "body.areas[0]", 422},
		"an unknown example":  {`{"revision":0,"areas":[],"examples":[{"example":"secret7","mark":"describes"}]}`, "body.examples[0]", 422},
		"an area twice":       {strings.ReplaceAll(`{"revision":0,"areas":[{"area":"AREA","step":"individual"},{"area":"AREA","step":"individual"}]}`, "AREA", firstArea(c)), "body.areas[1]", 422},
		"an example twice":    {strings.ReplaceAll(`{"revision":0,"areas":[],"examples":[{"example":"EX","mark":"describes"},{"example":"EX","mark":"describes"}]}`, "EX", firstExample(c)), "body.examples[1]", 422},
		"a long text":         {`{"revision":0,"areas":[{"area":"team","step":"individual","text":"` + strings.Repeat("secret7 ", 1300) + `"}]}`, "body.areas[0].text", 422},
		"many bytes":          {`{"revision":0,"areas":[{"area":"` + firstArea(c) + `","step":"individual","text":"` + strings.Repeat("ä", 6000) + `"}]}`, "body.areas[0]", 422},
		"too much":            {`{"revision":0,"areas":[{"area":"team","step":"individual","text":"` + strings.Repeat("secret7 ", 300_000) + `"}]}`, "", 413},
	} {
		a := c.put(path+"/side", w.body)
		if a.code != w.code {
			t.Errorf("%s: answered %d %s, want %d", name, a.code, a.body, w.code)
			continue
		}
		if got := a.places(); w.place != "" && !slices.Contains(got, w.place) || w.place == "" && len(got) > 0 {
			t.Errorf("%s: mistakes at %q, want %s", name, got, w.place)
		}
		if strings.Contains(a.body, "secret7") || strings.Contains(a.body, `"value"`) || len(a.body) > 10_000 {
			t.Errorf("%s is repeated: %s", name, a.body)
		}
	}
	if strings.Contains(s.log.String(), "secret7") {
		t.Error("it is in the log")
	}
	a := c.put(path+"/side", `{"revision":0,"areas":[]}`, "Content-Type", "text/secret7").is(415)
	if !slices.Equal(a.places(), []string{"header.Content-Type"}) || strings.Contains(a.body, "secret7") {
		t.Errorf("another type: %s", a.body)
	}
	if e := read[Evaluation](c.get(path)); e.Yours.Revision != 0 {
		t.Error("something was saved")
	}
}

func firstArea(c caller) string { return read[Framework](c.get("/framework")).Areas[0].ID }

func firstExample(c caller) string {
	return read[Examples](c.get("/framework/examples")).Examples[0].ID
}

func TestManyMistakesAreAnsweredInFew(t *testing.T) {
	c := newSite(t).as("noor")
	path := c.open("noor")
	a := c.put(path+"/side", `{"revision":0,"areas":[`+strings.Repeat(`{"area":1,"step":2},`, 900)+`{}]}`).is(422)
	if n := len(a.places()); n > mostMistakes {
		t.Errorf("%d mistakes", n)
	}
}

func TestMistakesOfTheResultArePlaced(t *testing.T) {
	s := newSite(t)
	c := s.as("noor")
	path := "/evaluations/" + string(s.Evaluate("noor", "mats", evaluation.Opened, world.Plain))
	if got := c.post(path+"/talk", `{"way":"met","on":"2031-01-01"}`).is(422).places(); !slices.Equal(got, []string{"body.on"}) {
		t.Errorf("a day to come: %v", got)
	}
	if got := c.post(path+"/talk", `{"way":"met","on":"12 May"}`).is(422).places(); !slices.Equal(got, []string{"body.on"}) {
		t.Errorf("no day: %v", got)
	}
	if got := c.post(path+"/messages", `{"text":"   "}`).is(422).places(); !slices.Equal(got, []string{"body.text"}) {
		t.Errorf("an empty message: %v", got)
	}
	c.post(path+"/talk", `{"way":"met","on":"2026-05-12"}`).is(204)
	a := c.put(path+"/result", `{"revision":0,"summary":" ","step":"secret7","focus":[{"area":"secret7","text":"x"},{"text":" "}],"areas":[{"area":"secret7","step":"x","mark":"describes"}]}`).is(422)
	want := []string{"body.areas[0]", "body.step", "body.summary", "body.focus[0].area", "body.focus[1].text"}
	if got := a.places(); !slices.Equal(got, want) || strings.Contains(a.body, "secret7") {
		t.Errorf("mistakes at %q: %s", got, a.body)
	}
	twice := strings.ReplaceAll(`[{"area":"A","step":"individual","mark":"describes"},{"area":"A","step":"individual","mark":"describes"}]`, `"A"`, `"`+firstArea(c)+`"`)
	if got := c.put(path+"/result", `{"revision":0,"summary":"x","step":"individual","focus":[{"text":"x"}],"areas":`+twice+`}`).is(422).places(); !slices.Equal(got, []string{"body.areas[1]"}) {
		t.Errorf("an area twice: %v", got)
	}
	if got := c.put(path+"/result", `{"revision":0,"summary":"x","focus":[],"step":"individual"}`).is(422).places(); !slices.Equal(got, []string{"body.focus"}) {
		t.Errorf("no focus: %v", got)
	}
}

func TestReadingBodies(t *testing.T) {
	for body, ok := range map[string]bool{
		`{"a":1}`: true, `{"a":"\ud83c\udf32 \u00e5 \\ud800 \" \n"}`: true, `"å"`: true, `[[],{}]`: true, `"\\u0000"`: true, `{"a":{"b":1},"c":{"b":1}}`: true,
		`"\ud83c"`: false, `"\udf32"`: false, `"\ud83c\u0041"`: false, `"\u0000"`: false, "\"\x80\"": false, `{"a":1,"a":2}`: false, `{"a":1,"A":2}`: false,
		`{"b":{"a":1,"a":2}}`: false, `[{"a":1,"a":2}]`: false, `{"a":1}{`: false, "\ufeff{}": false, `{"a":1,}`: false, "": false,
		strings.Repeat("[", 17) + strings.Repeat("]", 17): true, strings.Repeat("[", 18) + strings.Repeat("]", 18): false,
	} {
		var v any
		if err := readJSON([]byte(body), &v); (err == nil) != ok {
			t.Errorf("%.60s: %v", body, err)
		}
	}
}
