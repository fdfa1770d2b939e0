package floors

import "slices"

// floor is one row of the plan. A folder ending in /... stands for all packages
// below it too. Imports name rows; a name ending in /... covers what is below.
type floor struct {
	folder   string
	imports  []string
	anything bool
}

// Groups of the rows below.
var (
	ground = []string{"internal/arrange", "internal/clock", "internal/id", "internal/fault", "internal/money", "internal/lang"}

	// siblings are the rules about a person. They refer to each other by id and
	// never import each other: what happens between them is a workflow.
	siblings = []string{"internal/standing", "internal/evaluation", "internal/promotion", "internal/feedback",
		"internal/growth", "internal/priority", "internal/recognition", "internal/title", "internal/pay", "internal/role", "internal/rollout", "internal/journey", "internal/guide", "internal/aggregate", "internal/paygap", "internal/rights"}

	domain = join(siblings, "internal/framework", "internal/org", "internal/access", "internal/disclosure", "internal/audit", "internal/notice", "internal/event")
)

// plan lists every package from the ground up. A package imports rows above its
// own only, so there is no circle.
var plan = join(
	[]floor{
		{folder: "internal/arrange"},
		{folder: "internal/lang"},
		{folder: "internal/clock"},
		{folder: "internal/id"},
		{folder: "internal/fault", imports: list("internal/lang")},
		{folder: "internal/money", imports: list("internal/lang", "internal/fault")},
		{folder: "internal/seal", imports: ground},
		{folder: "internal/credential", imports: ground},
		{folder: "internal/passkey", imports: ground},
		{folder: "internal/provider", imports: ground},
		{folder: "internal/scim", imports: ground},
		{folder: "internal/witness", imports: list("internal/arrange")},
		{folder: "internal/metric"},
		{folder: "internal/requestid", imports: ground},
		{folder: "internal/backup"},
		{folder: "internal/config", imports: list("internal/arrange", "internal/lang", "internal/clock", "internal/fault", "internal/witness", "internal/backup", "internal/provider")},
		{folder: "internal/framework", imports: ground},
		{folder: "internal/frameworkfile/...", imports: join(ground, "internal/framework")},
		{folder: "internal/sheet", imports: ground},
		{folder: "internal/frameworkimport", imports: join(ground, "internal/framework", "internal/frameworkfile", "internal/sheet")},
		{folder: "internal/org", imports: ground},
		{folder: "internal/orgfile", imports: join(ground, "internal/org", "internal/sheet")},
		{folder: "internal/payfile", imports: join(ground, "internal/sheet")},
		{folder: "internal/payprofile", imports: ground},
		{folder: "internal/audit", imports: ground},
		{folder: "internal/notice", imports: ground},
		{folder: "internal/event", imports: ground},
		{folder: "internal/access", imports: join(ground, "internal/org")},
	},
	floor{folder: "internal/disclosure", imports: join(ground, "internal/org", "internal/access")},
	rows(siblings, join(ground, "internal/framework", "internal/org", "internal/access")...),
	floor{folder: "internal/store/...", imports: join(ground, domain, "internal/seal", "internal/backup", "internal/store/...")},
	floor{folder: "internal/picture", imports: ground},
	floor{folder: "internal/hook", imports: join(ground, "internal/event")},
	floor{folder: "internal/workflow", imports: join(ground, domain, "internal/store", "internal/seal", "internal/picture",
		"internal/credential", "internal/passkey", "internal/provider", "internal/scim", "internal/frameworkfile", "internal/orgfile", "internal/sheet", "internal/payfile", "internal/payprofile")},
	floor{folder: "internal/sample", imports: join(ground, domain, "internal/workflow", "internal/orgfile", "internal/payfile", "internal/frameworkfile")},
	floor{folder: "internal/mail", imports: join(ground, "internal/notice")},
	floor{folder: "internal/jobs", imports: list("internal/workflow", "internal/mail", "internal/hook", "internal/event", "internal/notice", "internal/org", "internal/clock", "internal/id", "internal/fault")},
	floor{folder: "internal/web/...", imports: join(ground, domain, "internal/frameworkimport", "internal/picture", "internal/sheet", "internal/orgfile", "internal/payfile", "internal/payprofile", "internal/workflow", "internal/config",
		"internal/credential", "internal/requestid", "internal/web/...")},
	floor{folder: "internal/api", imports: join(ground, domain, "internal/workflow", "internal/frameworkimport", "internal/sheet", "internal/orgfile", "internal/payfile", "internal/config", "internal/credential", "internal/requestid")},
	floor{folder: "internal/directory", imports: join(ground, "internal/scim", "internal/workflow")},
	floor{folder: "internal/server", imports: join(ground, domain, "internal/web/...", "internal/api", "internal/directory", "internal/jobs", "internal/mail",
		"internal/hook", "internal/workflow", "internal/store", "internal/config", "internal/seal", "internal/credential", "internal/sample", "internal/witness", "internal/backup", "internal/metric", "internal/requestid",
		"internal/frameworkfile", "internal/orgfile", "internal/provider")},
	floor{folder: "internal/testkit/...", anything: true},
	floor{folder: "internal/floors"},
	floor{folder: "cmd/...", anything: true},
	floor{folder: "e2e/...", anything: true},
	floor{folder: "bench/...", anything: true},
	floor{folder: "torture/...", anything: true},
	floor{folder: "scripts/..."},
)

// technology is something from outside this module, or a part of the standard
// library, that only some folders may use. The first row that covers an import
// counts. What no row covers and is not the standard library is not allowed.
type technology struct {
	imports string
	only    []string
}

// tests are the folders that never become part of the product.
var tests = list("internal/testkit/...", "e2e/...", "bench/...", "torture/...")

var technologies = []technology{
	// Only store speaks SQL, so no reading or writing can go past a workflow.
	{"database/sql/...", join(tests, "internal/store/...")},
	{"modernc.org/sqlite/...", join(tests, "internal/store/...")},
	{"github.com/jackc/pgx/v5/...", join(tests, "internal/store/...")},
	{"github.com/pressly/goose/v3/...", join(tests, "internal/store/...")},
	{"github.com/sethvargo/go-retry", list("internal/store/...")},
	// Rules and workflows do not know that there is a web.
	{"net/http/...", join(tests, "internal/hook", "internal/provider", "internal/directory", "internal/web/...", "internal/api", "internal/server", "cmd/...")},
	{"github.com/wneessen/go-mail/...", list("internal/mail")},
	{"html/template", nil}, // pages are templ components
	{"text/template/...", nil},
	{"github.com/a-h/templ/...", join(tests, "internal/web/...")},
	{"github.com/yuin/goldmark/...", list("internal/web/...", "internal/frameworkimport")},
	{"github.com/microcosm-cc/bluemonday/...", list("internal/web/...")},
	{"github.com/arran4/golang-ical", list("internal/web/...")},
	{"github.com/danielgtaylor/huma/v2/...", join(tests, "internal/api", "internal/server")},
	{"github.com/modelcontextprotocol/go-sdk/...", list("internal/api")},
	{"github.com/segmentio/encoding/...", list("internal/store")},
	// Files have their own readers.
	{"go.yaml.in/yaml/v4/...", list("internal/config", "internal/frameworkfile/...", "internal/frameworkimport", "internal/payprofile", "cmd/...")},
	{"github.com/xuri/excelize/v2/...", join(tests, "internal/frameworkimport", "internal/sheet")},
	{"github.com/santhosh-tekuri/jsonschema/v6/...", join(tests, "internal/frameworkfile/...")},
	{"encoding/csv", join(tests, "internal/orgfile", "internal/frameworkimport", "internal/sheet", "cmd/...")},
	{"github.com/bojanz/currency", list("internal/money")},
	// Secrets are handled in two places.
	{"golang.org/x/crypto/...", list("internal/credential", "internal/seal")},
	{"github.com/go-webauthn/webauthn/...", list("internal/passkey")},
	{"github.com/pquerna/otp/...", list("internal/credential")},
	{"github.com/coreos/go-oidc/v3/...", list("internal/provider")},
	{"golang.org/x/oauth2/...", list("internal/provider")},
	{"github.com/scim2/filter-parser/v2", list("internal/scim")},
	{"github.com/go-jose/go-jose/v4/...", tests},
	{"github.com/fxamacker/cbor/v2", tests},
	{"golang.org/x/time/...", list("internal/credential", "internal/web/...", "internal/api")},
	// Words that people write are folded, sorted and compared alike everywhere.
	{"golang.org/x/text/...", join(domain, "internal/lang", "internal/credential", "internal/store/...", "internal/workflow", "internal/orgfile", "internal/frameworkfile/...", "internal/frameworkimport", "internal/web/...")},
	// The command line.
	{"github.com/alecthomas/kong/...", list("cmd/...")},
	{"github.com/schollz/progressbar/v3/...", list("cmd/...")},
	{"golang.org/x/term/...", list("cmd/...")},
	{"golang.org/x/sys/...", list("cmd/...", "internal/server", "internal/testkit/...", "bench/...")},
	{"golang.org/x/sync/...", list("internal/workflow", "internal/server", "internal/jobs", "cmd/...", "bench/...")},
	// Helpers of tests.
	{"golang.org/x/net/...", join(tests, "internal/frameworkimport")},
	{"github.com/chromedp/...", tests},
	{"github.com/PuerkitoBio/goquery/...", tests},
	{"github.com/google/go-cmp/...", tests},
	{"pgregory.net/rapid/...", tests},
}

func rows(folders []string, imports ...string) []floor {
	var made []floor
	for _, folder := range folders {
		made = append(made, floor{folder: folder, imports: imports})
	}
	return made
}

func list(names ...string) []string { return names }

// join concatenates lists and single items.
func join[T any](first []T, rest ...any) []T {
	joined := slices.Clone(first)
	for _, part := range rest {
		switch part := part.(type) {
		case []T:
			joined = append(joined, part...)
		case T:
			joined = append(joined, part)
		default:
			panic("join: neither an item nor a list of items")
		}
	}
	return joined
}
