package trust

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"cairn/internal/api"
	"cairn/internal/testkit/world"
	"cairn/internal/web/pages/reference"
)

func init() { kinds["/guide/api/{subject}"] = "nothing" }

var exampleBody = regexp.MustCompile(`(?s)-d '(.*?)' \\|JSON\.stringify\((.*?)\),\n`)

// TestTheReferenceOfTheAPI: the pages for people tell of every operation what the
// description tells programs, and each body they show could be sent.
func TestTheReferenceOfTheAPI(t *testing.T) {
	s := serve(t, world.New(t, "sqlite"))
	s.signIn(t)
	overview, pages := s.get(t, "noor", "/guide/api").body, map[string]string{}
	document, err := reference.Read([]byte(s.get(t, "", api.Prefix+"/openapi.json").body))
	must(t, err)
	described := map[string]reference.Operation{}
	for _, subject := range document.Subjects {
		pages[subject.Name] = s.get(t, "noor", reference.Of(subject.Name)).body
		for _, op := range subject.Operations {
			described[op.ID] = op
		}
	}
	fits := bodies(t, s.get(t, "", api.Prefix+"/openapi.json").body)
	for _, o := range api.Operations() {
		if o.Public {
			continue
		}
		at := `href="` + reference.Of(o.Tag) + "#" + o.ID + `"`
		if !strings.Contains(overview, at) || !strings.Contains(pages[o.Tag], `id="`+o.ID+`"`) || !strings.Contains(pages[o.Tag], api.Prefix+o.Path) {
			t.Errorf("the reference does not tell of %s", o.ID)
		}
		example := described[o.ID].Example
		said := exampleBody.FindStringSubmatch(example)
		if said == nil {
			continue
		}
		fits(o, strings.ReplaceAll(said[1]+said[2], `'\''`, "'"))
	}
	if s.get(t, "noor", "/guide/api/nothing").status != 404 {
		t.Error("a subject that is none")
	}
}

// bodies holds a body against what the description asks of an operation.
func bodies(t *testing.T, document string) func(api.Operation, string) {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	must(t, err)
	c := jsonschema.NewCompiler()
	must(t, c.AddResource("openapi.json", parsed))
	return func(o api.Operation, body string) {
		at := "openapi.json#/paths/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(o.Path) + "/" + strings.ToLower(o.Method) + "/requestBody/content/application~1json/schema"
		schema, err := c.Compile(at)
		must(t, err)
		var v any
		must(t, json.Unmarshal([]byte(body), &v))
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s: %s: %v", o.ID, body, err)
		}
	}
}
