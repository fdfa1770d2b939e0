package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

const runAxe = `axe.run(document, {resultTypes: ['violations'], ...%s}).then((result) => result.violations.map((v) => ({
	Rule: v.id, Impact: v.impact ?? '', Help: v.help, Address: v.helpUrl,
	Targets: v.nodes.map((n) => n.target.flat().join(' ') + '  ' + n.html.slice(0, 160) + '  ' + (n.failureSummary ?? '').split('\n').slice(1).join(' ').trim()),
})))`

// The rules that look at colours, which a theme changes; it changes nothing else.
const (
	allRules    = `{}`
	colourRules = `{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}`
)

// Axe checks the page, in its present size and theme, with axe-core and returns
// what it finds. Without axe-core the test is skipped, or fails in CI.
func (b *Browser) Axe() []Violation {
	b.t.Helper()
	return b.axe(allRules)
}

func (b *Browser) axe(rules string) []Violation {
	b.t.Helper()
	b.settle()
	if !Eval[bool](b, `typeof axe === 'object'`) {
		Eval[chromedp.Void](b, axeSource(b.t)+"\n;undefined")
	}
	return Eval[[]Violation](b, fmt.Sprintf(runAxe, rules))
}

func axeSource(t testing.TB) string {
	script := filepath.Join(program.RepositoryRoot(t), ".tools", "axe-core", "axe.min.js")
	source, err := os.ReadFile(script)
	if err != nil {
		program.Missing(t, "axe-core ("+script+")", "Run `make need`; it needs npm.")
	}
	return string(source)
}

// NoViolations fails the test with what Axe finds.
func (b *Browser) NoViolations() {
	b.t.Helper()
	b.report(b.axe(allRules))
}

// NoColourViolations does so by the rules about colours alone: for a page that was
// looked at by all rules in another theme.
func (b *Browser) NoColourViolations() {
	b.t.Helper()
	b.report(b.axe(colourRules))
}

func (b *Browser) report(found []Violation) {
	b.t.Helper()
	for _, violation := range found {
		b.t.Errorf("%s: %s", b.Path(), violation)
	}
}
