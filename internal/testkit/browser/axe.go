package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/testkit/program"

	"github.com/chromedp/chromedp"
)

// Violation is one accessibility rule that the page breaks.
type Violation struct {
	Rule    string // axe's name, such as "color-contrast"
	Impact  string
	Help    string
	Address string // where the rule is explained
	Targets []string
}

// String tells the violation and the elements it is about, a line each.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s, see %s\n    %s", v.Rule, v.Impact, v.Help, v.Address, strings.Join(v.Targets, "\n    "))
}

const runAxe = `axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations.map((v) => ({
	Rule: v.id, Impact: v.impact ?? '', Help: v.help, Address: v.helpUrl,
	Targets: v.nodes.map((n) => n.target.flat().join(' ') + '  ' + n.html.slice(0, 160) + '  ' + (n.failureSummary ?? '').split('\n').slice(1).join(' ').trim()),
})))`

// Axe checks the page, in its present size and theme, with axe-core and returns
// what it finds. Without axe-core the test is skipped, or fails in CI.
func (b *Browser) Axe() []Violation {
	b.t.Helper()
	script := filepath.Join(program.RepositoryRoot(b.t), ".tools", "axe-core", "axe.min.js")
	source, err := os.ReadFile(script)
	if err != nil {
		program.Missing(b.t, "axe-core ("+script+")", "Run `make need`; it needs npm.")
	}
	b.settle()
	Eval[chromedp.Void](b, string(source)+"\n;undefined")
	return Eval[[]Violation](b, runAxe)
}

// NoViolations fails the test with what Axe finds.
func (b *Browser) NoViolations() {
	b.t.Helper()
	for _, violation := range b.Axe() {
		b.t.Errorf("%s: %s", b.Path(), violation)
	}
}
