package frameworkfile

import (
	"strings"
	"testing"
)

const asJSON = `{
  "format": 1,
  "id": "acme", "name": "Caf\u00e9 \ud83d\ude00", "version": 1.0,
	"areas": [{"id": "team", "name": "Team"}],
  "steps": [{"id": "one", "name": "One", "order": 1, "expected_to_move_on": true}],
  "examples": [{"id": "a", "area": "team", "step": "one", "text": "Helps \/ \"asks\".", "note": null}],
  "x-a": {"b": [1, 2.50, true, null, "1"]}
}`

func TestLoadJSON(t *testing.T) {
	f, findings := LoadJSON("x.json", []byte(asJSON))
	if f == nil || len(findings) > 0 {
		t.Fatal(listed(findings))
	}
	if f.Name != "Café 😀" || f.Version != "1.0" || f.Examples[0].Text != `Helps / "asks".` || !f.Steps[0].ExpectedToMoveOn {
		t.Errorf("%+v", f)
	}
	roundTrips(t, f)
	data, err := EncodeJSON(f)
	if err != nil || !strings.Contains(string(data), "2.50,\n      true,\n      null,\n      \"1\"") {
		t.Errorf("%v\n%s", err, data)
	}
}

func TestFindingsOfJSON(t *testing.T) {
	for _, c := range []struct {
		name, data   string
		line, column int
		message      string
	}{
		{"empty", " \n", 0, 0, "The file is empty."},
		{"a list", "[1]", 1, 1, "The framework should be a set of fields"},
		{"too large", strings.Repeat(" ", MaxBytes+1), 0, 0, "larger than 2 MiB"},
		{"not UTF-8", "{\"id\": \"caf\xe9\"}", 1, 12, "not valid UTF-8"},
		{"a comma too many", "{\n  \"id\": \"a\",\n}", 3, 1, "cannot be read as JSON"},
		{"a comma too few", "{\n  \"id\": \"a\"\n  \"name\": 1}", 3, 3, "cannot be read as JSON"},
		{"a word", "{\n  \"id\": yes}", 2, 9, "cannot be read as JSON"},
		{"not closed", "{\n  \"id\": [1,", 2, 12, "ends too early"},
		{"a comment", "{\n  // why\n  \"id\": 1}", 2, 3, "cannot be read as JSON"},
		{"more behind", "{}\n {}", 2, 2, "Something stands behind the end"},
		{"too much", "[" + strings.Repeat("1,", maxNodes) + "1]", 1, 2 * maxNodes, "too much, for a framework"},
		{"behind a mark of order", "\ufeff[]", 1, 1, "should be a set of fields"},
		{"too deep", strings.Repeat("[", 5000), 1, 34, "nested too deeply"},
		{"a field twice", strings.Replace(asJSON, `"x-a"`, `"id"`, 1), 7, 3, `The field "id" is given twice; the first is at line 3.`},
		{"a step of nowhere", strings.Replace(asJSON, `"step": "one"`, `"step": "on"`, 1), 6, 52, "Did you mean one?"},
		{"a list for a text", strings.Replace(asJSON, `"Team"`, `["Team"]`, 1), 4, 35, "should be a text, but is a list"},
		{"a number too large", strings.Replace(asJSON, `"order": 1`, `"order": 1e99`, 1), 5, 51, "should be a whole number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, findings := LoadJSON("x.json", []byte(c.data))
			if f != nil || len(findings) == 0 {
				t.Fatalf("accepted")
			}
			if got := findings[0]; got.Line != c.line || got.Column != c.column || !strings.Contains(got.Message.String(), c.message) {
				t.Errorf("got %s", listed(findings))
			}
		})
	}
}

func FuzzLoadJSON(f *testing.F) {
	for _, seed := range []string{asJSON, "", "{", "[[", "{\"a\":}", "\ufeff{}", "{} x", "{\"format\":1,\"id\":\"\\u0001\"}", "1e999", "{\"a\" 1}", "\u2028{"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fw, findings := LoadJSON("x.json", data)
		if (fw == nil) != HasErrors(findings) {
			t.Errorf("usable %v, findings %s", fw != nil, listed(findings))
		}
		placed(t, data, findings)
		if fw != nil {
			roundTrips(t, fw)
		}
	})
}
