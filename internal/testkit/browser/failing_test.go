package browser

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// failing are walks that must fail. TestFailuresAreClear runs them in a process of
// its own and reads what it says.
var failing = map[string]struct {
	page string
	walk func(b *Browser)
	says []string
}{
	"Missing":   {`<p>here</p>`, func(b *Browser) { b.Text("#nowhere") }, []string{"waited in vain for #nowhere", "status 200", "here"}},
	"Covered":   {`<button>Save</button><div class="cover">lid</div>`, func(b *Browser) { b.Click("text=Save") }, []string{"cannot click text=Save: it is covered by", "lid"}},
	"Hidden":    {`<button class="gone">Save</button>`, func(b *Browser) { b.Click("button") }, []string{"it is not visible"}},
	"Disabled":  {`<button disabled>Save</button>`, func(b *Browser) { b.Click("button") }, []string{"it is disabled"}},
	"NoPage":    {`<button type="button">Save</button>`, func(b *Browser) { b.Follow("button") }, []string{"no page was loaded after clicking button"}},
	"Option":    {`<select><option>a</option></select>`, func(b *Browser) { b.Fill("select", "z") }, []string{`does not take "z"`}},
	"Complaint": {`<p style="color:red">x</p>`, func(*Browser) {}, []string{"the page complained", "Content Security Policy"}},
	"Axe":       {`<input>`, func(b *Browser) { b.NoViolations() }, []string{"label (critical)", "<input>"}},
}

func TestFailuresAreClear(t *testing.T) {
	t.Parallel()
	if _, ok := findChromium(); !ok {
		Open(t)
	}
	process := exec.Command(os.Args[0], "-test.run=^TestFails$", "-test.parallel=8")
	process.Env = append(os.Environ(), "CAIRN_TEST_MUST_FAIL=1")
	output, err := process.CombinedOutput()
	if err == nil {
		t.Error("nothing failed")
	}
	for name, c := range failing {
		_, own, _ := strings.Cut(string(output), "--- FAIL: TestFails/"+name)
		own, _, _ = strings.Cut(own, "--- ")
		for _, words := range c.says {
			if !strings.Contains(own, words) {
				t.Errorf("%s does not say %q but: %s", name, words, own)
			}
		}
	}
}

func TestFails(t *testing.T) {
	if os.Getenv("CAIRN_TEST_MUST_FAIL") == "" {
		return
	}
	stepTimeout = 4 * time.Second
	for name, c := range failing {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := site(t, map[string]string{"/style.css": style, "/": document(fmt.Sprint("Page ", name), c.page)})
			b.Goto("/")
			b.settle()
			c.walk(b)
		})
	}
}
