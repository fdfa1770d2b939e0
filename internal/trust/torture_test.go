package trust

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/testkit/faults"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// The proofs that do every act once are done again here, each in a process of its own
// that is killed at a call to the system, or whose disk fails at one. Whatever was
// answered must be there afterwards, whole, and what was not must not.

func init() {
	breakages = append(breakages,
		broken("what the disk refused at the last moment may come back", "TestWhatWasRefusedDoesNotComeBack", "store/db.go", "db.settleFailed()", "_ = settleWithin"),
		broken("a full disk is told as a failure of ours", "TestTornNowhere", "store/trouble.go", "if kind == NoTrouble {\n\t\treturn err\n\t}\n\tdb.note", "if kind != Damaged {\n\t\treturn err\n\t}\n\tdb.note"),
		broken("an act is answered before it is kept", "TestTornNowhere", "store/db.go", "if err := tx.Commit(); err != nil {", "go func() { time.Sleep(time.Millisecond); _ = tx.Commit() }()\n\tif false {"),
	)
}

// tortured does a deed in such a process. A failure must tell that nothing was saved,
// and the same deed must succeed when the disk is well again.
func tortured(t *testing.T, d deed) {
	t.Helper()
	for try := range 2 {
		err := d.do()
		if err == nil {
			world.Answer("done", d.name)
			return
		}
		message, _ := fault.Safe(err)
		kind := fault.KindOf(err)
		if (kind != fault.NoRoom && kind != fault.Unavailable) || !strings.Contains(message, "not saved") {
			world.Answer("wrong", fmt.Sprintf("%s is told %q (%v)", d.name, message, err))
			t.Fatal(err)
		}
		world.Answer("failed", fmt.Sprintf("%s, %d: %v", d.name, try, err))
		if os.Getenv(diesRefused) != "" {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.FailNow()
}

// diesRefused, in the environment, kills the process as soon as something was refused:
// what people were told is not saved must not come back from the log of the database.
const diesRefused = "CAIRN_TORTURED_DIES"

// deedsSwept are the tests that are gone through: those that do deeds, found by
// themselves, and others with acts that no deed is about.
func deedsSwept(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	must(t, err)
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		must(t, err)
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") && callsDeed(f) {
				names = append(names, f.Name.Name)
			}
		}
	}
	return append(names, alsoSwept...)
}

// alsoSwept are tests whose acts no deed is about.
var alsoSwept = []string{
	"TestTheWayInIsChangedWithTheSecondProofToo", "TestNobodySetsTheirOwnRestriction", "TestErasingTakesTwoAndNoHold",
	"TestTheGlassIsWholeUntilTwoSwitchItOn", "TestARequestHasOneLength", "TestEveryEditOfTheDraftIsWrittenDownOnce",
	"TestNewcomersAreNew", "TestADeletedNameBringsNobodyBack", "TestTheWayInIsChangedWithThePasswordOnly",
	"TestAVersionIsItsReadersOnly", "TestDaysOfARoleWithAMinimumAreNotAddedByCorrecting", "TestStandingInEndsWithItsCause",
	"TestStepsAreWidenedByTwoAndAMonthLater", "TestThePersonsFileAsksForAProof", "TestAnExtensionIsWrittenByItsOwnersOnly",
	"TestADraftOfAnEntryIsItsWritersAlone", "TestAnEntryBesideASideIsReadWithIt", "TestMemosPassOnToNobody",
	"TestAReportIsMadeOnceAYear", "TestAPasskeySignsInItsPersonOnce", "TestARestoredCairnLetsNobodyIn",
	"TestAWideningOpensWhatItSays", "TestConnectingAnAccount", "TestAMoveIsAgreedInTheWordsOfBoth",
	"TestCodesAreNotGuessed", "TestTheDayOfATalkIsBetweenTheTwo", "TestAChangeOfTheWayInIsTold",
	"TestWhoDecidesByARoleIsWhoHoldsItThatDay", "TestASmallOrganisationIsToldNothing",
}

func callsDeed(f *ast.FuncDecl) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if name, ok := call.Fun.(*ast.Ident); ok && (name.Name == "tryDeed" || name.Name == "doDeed") {
				found = true
			}
		}
		return !found
	})
	return found
}

// sweepCalls are what the sweep happens at, and how.
var sweepCalls = []try{
	{Fault: faults.Fault{Calls: "pwrite64", Does: "signal=KILL"}},
	{Fault: faults.Fault{Calls: "fdatasync", Does: "signal=KILL"}},
	{Fault: faults.Fault{Calls: "ftruncate", Does: "signal=KILL"}},
	{Fault: faults.Fault{Calls: "unlink", Does: "signal=KILL"}},
	{Fault: faults.Fault{Calls: "pwrite64", Does: "error=ENOSPC"}},
	{Fault: faults.Fault{Calls: "pwrite64", Does: "error=ENOSPC", On: true}},
	{Fault: faults.Fault{Calls: "pwrite64", Does: "error=EIO"}},
	{Fault: faults.Fault{Calls: "fdatasync", Does: "error=EIO"}},
	{Fault: faults.Fault{Calls: "fdatasync", Does: "error=EIO"}, dies: true},
	{Fault: faults.Fault{Calls: "pread64", Does: "error=EIO"}},
}

const sweptCalls = "pwrite64,fdatasync,ftruncate,unlink,pread64"

// sizeOf is the size of a sweep: how many times it is tried, taken by chance, or "all".
func sizeOf(variable string, small int) (n int, all bool) {
	value := os.Getenv(variable)
	if value == "all" {
		return 0, true
	}
	if n, err := strconv.Atoi(value); err == nil {
		return n, false
	}
	return small, false
}

// TestTornNowhere kills the process at calls to the system, and lets the disk fail at
// them. CAIRN_TORN says how many are tried, taken by chance from all calls of all acts.
func TestTornNowhere(t *testing.T) {
	if world.Tortured() {
		t.Skip("a process of the sweep sweeps nothing")
	}
	t.Parallel()
	faults.Need(t)
	s := newSweep(t)
	n, all := sizeOf("CAIRN_TORN", 24)
	defer func() { t.Log(s.String()) }()
	s.run(s.tries(n, all))
	if s.killed == 0 || s.refused == 0 {
		t.Errorf("nothing was killed, or nothing refused: %s", s)
	}
}

type sweep struct {
	*testing.T
	base   string                    // folder with the world that each begins with
	counts map[string]map[string]int // calls of each test

	mu                              sync.Mutex
	killed, refused, unharmed, kept int
	acts                            map[string]bool // of the journal, that were done
	slowest                         time.Duration
	told                            time.Time // how far it has come
}

func (s *sweep) String() string {
	return fmt.Sprintf("%d killed, %d refused, %d unharmed; %d links were answered for and are there; opened again in %v at most; %d kinds of acts", s.killed, s.refused, s.unharmed, s.kept, s.slowest.Round(time.Millisecond), len(s.acts))
}

func newSweep(t *testing.T) *sweep {
	t.Helper()
	s := &sweep{T: t, base: scratch(t), counts: map[string]map[string]int{}, acts: map[string]bool{}, told: time.Now()}
	world.Prepare(t, s.base)
	return s
}

// scratch is a folder in memory where there is one: waiting for a disk proves nothing
// here, for a killed process loses nothing that the system has taken.
func scratch(t *testing.T) string {
	t.Helper()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		if dir, err := os.MkdirTemp("/dev/shm", "cairn-torn-"); err == nil {
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			return dir
		}
	}
	return t.TempDir()
}

func (s *sweep) fresh() string {
	dir, err := os.MkdirTemp(s.base, "at-")
	must(s.T, err)
	for _, name := range []string{world.TorturedDatabase, "master.key", "people.json"} {
		content, err := os.ReadFile(filepath.Join(s.base, name))
		must(s.T, err)
		must(s.T, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	return dir
}

func command(test string) []string {
	return []string{os.Args[0], "-test.run=^" + test + "$", "-test.count=1"}
}

func inFolder(dir string) []string { return []string{world.TorturedIn + "=" + dir, "GOMAXPROCS=2"} }

// try is one run.
type try struct {
	test string
	faults.Fault
	dies bool // as soon as something was refused
}

func (x try) String() string { return fmt.Sprintf("%s, %v, dies then: %v", x.test, x.Fault, x.dies) }

// tries are all calls of all acts, or so many of them by chance, of each kind alike.
func (s *sweep) tries(n int, all bool) (list []try) {
	tests := deedsSwept(s.T)
	if !all {
		rand.Shuffle(len(tests), func(i, j int) { tests[i], tests[j] = tests[j], tests[i] })
		tests = append(tests[:min(len(tests), n/8)], "TestEveryActIsWrittenDown")
	}
	for _, test := range tests {
		dir := s.fresh()
		s.counts[test] = faults.Count(s.T, sweptCalls, inFolder(dir), command(test)...)
		s.check(try{test: test}, dir, faults.Well)
		for _, x := range sweepCalls {
			x.test = test
			for x.At = 1; all && x.At <= s.counts[test][x.Calls]; x.At++ {
				list = append(list, x)
			}
		}
	}
	for i := 0; !all && len(list) < n; i++ {
		x := sweepCalls[i%len(sweepCalls)]
		x.test = tests[rand.IntN(len(tests))]
		if most := s.counts[x.test][x.Calls]; most > 0 {
			x.At = 1 + rand.IntN(max(1, most*9/10)) // no run is quite like another
			list = append(list, x)
		}
	}
	rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// run makes the tries, two at a time.
func (s *sweep) run(tries []try) {
	var wait sync.WaitGroup
	var next atomic.Int64
	for range 2 {
		wait.Go(func() {
			for n := next.Add(1); int(n) <= len(tries) && !s.Failed(); n = next.Add(1) {
				x, dir := tries[n-1], s.fresh()
				env := inFolder(dir)
				if x.dies {
					env = append(env, diesRefused+"=1")
				}
				_, ended := faults.Run(s.T, x.Fault, env, command(x.test)...)
				s.check(x, dir, ended)
				s.far(int(n), len(tries))
			}
		})
	}
	wait.Wait()
}

// far tells how far a sweep has come, once a minute: one of all calls takes hours.
func (s *sweep) far(n, of int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.told) > time.Minute {
		s.told = time.Now()
		s.Logf("%d of %d are tried", n, of)
	}
}

// answers is what a process wrote of what it was answered.
type answers struct {
	kept    string // MAC of the last link that was answered for
	at      int64
	told    int64 // position of the last link that was begun
	void    []string
	refused int
	wrong   []string
}

func readAnswers(t *testing.T, dir string) (a answers) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, world.TorturedAnswers))
	if err != nil {
		return a // killed before it began
	}
	type link struct {
		Link int64  `json:"link"`
		MAC  string `json:"mac"`
		Void bool   `json:"void"`
	}
	var last link
	for line := range strings.Lines(string(text)) {
		kind, words, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch kind {
		case "done": // so is everything before it
			if !last.Void {
				a.at, a.kept = last.Link, last.MAC
			}
		case "link":
			before := last
			last = link{}
			if json.Unmarshal([]byte(words), &last) != nil {
				continue // torn: it was killed while it wrote this
			}
			if !before.Void && !last.Void && last.Link > before.Link && before.MAC != "" {
				a.at, a.kept = before.Link, before.MAC
			}
			a.told = max(a.told, last.Link)
			if last.Void {
				a.void = append(a.void, last.MAC)
			}
		case "failed":
			a.refused++
		case "wrong":
			a.wrong = append(a.wrong, words)
		}
	}
	return a
}

// check opens what is left of a world and looks whether it is whole.
func (s *sweep) check(x try, dir string, ended faults.Ended) {
	s.Helper()
	defer os.RemoveAll(dir)
	a := readAnswers(s.T, dir)
	for _, w := range a.wrong {
		s.Errorf("%v: %s", x, w)
	}
	began := time.Now()
	db := world.OpenPrepared(s.T, dir)
	defer db.Close()
	must(s.T, db.Ready(s.Context()))
	took := time.Since(began)
	if v, err := db.Verify(s.Context(), nil, nil); err != nil || len(v.Discrepancies) > 0 {
		s.Errorf("%v: %+v, %v", x, v.Discrepancies, err)
	}
	if wrong, err := db.Integrity(s.Context()); err != nil || len(wrong) > 0 {
		s.Errorf("%v: the file: %v, %v", x, wrong, err)
	}
	raw, err := sql.Open("sqlite", "file:"+filepath.Join(dir, world.TorturedDatabase))
	must(s.T, err)
	defer raw.Close()
	s.compare(x, raw, a)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slowest = max(s.slowest, took)
	switch {
	case ended == faults.Killed:
		s.killed++
	case ended == faults.Failed || a.refused > 0:
		s.refused++
	default:
		s.unharmed++
	}
}

// compare holds what is there to what was answered.
func (s *sweep) compare(x try, raw *sql.DB, a answers) {
	s.Helper()
	var last int64
	must(s.T, raw.QueryRow("SELECT MAX(position) FROM audit_links").Scan(&last))
	if a.at > 0 {
		var mac string
		if err := raw.QueryRow("SELECT mac FROM audit_links WHERE position = ?", a.at).Scan(&mac); err != nil || mac != a.kept {
			s.Errorf("%v: link %d was answered for and is not there (%v)", x, a.at, err)
		}
	}
	for _, mac := range a.void {
		var n int
		if err := raw.QueryRow("SELECT COUNT(*) FROM audit_links WHERE mac = ?", mac).Scan(&n); err != nil || n > 0 {
			s.Errorf("%v: what was refused is there (%v)", x, err)
		}
	}
	if a.told > 0 && last > a.told {
		s.Errorf("%v: link %d is there, and nobody began it", x, last)
	}
	rows, err := raw.Query("SELECT DISTINCT act FROM audit_entries")
	must(s.T, err)
	defer rows.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept += int(max(0, a.at))
	for rows.Next() {
		var act string
		must(s.T, rows.Scan(&act))
		s.acts[act] = true
	}
}

// TestWalkedInAProcess is what TestAKilledActSentAgainIsOnce kills, and then runs to its
// end: every act with the key that it had before.
func TestWalkedInAProcess(t *testing.T) {
	if !world.Tortured() {
		t.Skip("only as a process of its own")
	}
	w := world.New(t, "sqlite")
	for i, act := range walk(w) {
		if err := act.do(workflow.Once{Key: fmt.Sprint("key ", i)}); err != nil {
			t.Fatalf("%s: %v", act.name, err)
		}
		world.Answer("done", act.name)
	}
}

// TestAKilledActSentAgainIsOnce kills a process at calls to the system while it does
// acts, and does all of them again with the same keys: each has one effect.
func TestAKilledActSentAgainIsOnce(t *testing.T) {
	if world.Tortured() {
		t.Skip("a process of the sweep sweeps nothing")
	}
	t.Parallel()
	faults.Need(t)
	s := newSweep(t)
	const test = "TestWalkedInAProcess"
	dir := s.fresh()
	most := faults.Count(t, sweptCalls, inFolder(dir), command(test)...)
	want := linesIn(t, dir)
	n, all := sizeOf("CAIRN_TORN", 32)
	n /= 4
	if all {
		n = most["pwrite64"]
	}
	for try := range min(n, most["pwrite64"]) {
		f := faults.Fault{Calls: "pwrite64", Does: "signal=KILL", At: try + 1}
		if !all {
			f.At = 1 + rand.IntN(most["pwrite64"])
		}
		dir := s.fresh()
		faults.Run(t, f, inFolder(dir), command(test)...)
		if out, err := runIn(dir, test); err != nil {
			t.Fatalf("%v, and then again: %v\n%s", f, err, out)
		}
		if got := linesIn(t, dir); !maps.Equal(got, want) {
			t.Errorf("%v, and then again: the journal has %v, want %v", f, got, want)
		}
		must(t, os.RemoveAll(dir))
	}
}

func runIn(dir, test string) (string, error) {
	args := command(test)
	c := exec.Command(args[0], args[1:]...)
	c.Env = append(os.Environ(), inFolder(dir)...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// linesIn counts the lines of the journal by what they tell.
func linesIn(t *testing.T, dir string) map[string]int {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+filepath.Join(dir, world.TorturedDatabase))
	must(t, err)
	defer raw.Close()
	rows, err := raw.Query("SELECT act, hat, COUNT(*) FROM audit_entries GROUP BY act, hat")
	must(t, err)
	defer rows.Close()
	lines := map[string]int{}
	for rows.Next() {
		var act, hat string
		var n int
		must(t, rows.Scan(&act, &hat, &n))
		lines[act+" "+hat] = n
	}
	must(t, rows.Err())
	return lines
}

// TestWhatWasRefusedDoesNotComeBack: a disk that fails at the last moment of an act may
// have kept it whole. Whoever was told that it was not saved does not find it later.
func TestWhatWasRefusedDoesNotComeBack(t *testing.T) {
	if world.Tortured() {
		t.Skip("a process of the sweep sweeps nothing")
	}
	t.Parallel()
	faults.Need(t)
	s := newSweep(t)
	dir := s.fresh()
	x := try{test: "TestEveryActIsWrittenDown", Fault: faults.Fault{Calls: "fdatasync", Does: "error=EIO"}, dies: true}
	most := faults.Count(t, sweptCalls, inFolder(dir), command(x.test)...)
	var tries []try
	for x.At = 1; x.At <= most["fdatasync"]; x.At++ {
		tries = append(tries, x)
	}
	s.run(tries)
	if s.killed < len(tries)/2 {
		t.Errorf("of %d calls, %d were refused", len(tries), s.killed)
	}
}

// TestWhatIsSwept: the sweep does every act of the vocabulary, but for those that it
// says why not. It is asked for by its name: CAIRN_TORN=all.
func TestWhatIsSwept(t *testing.T) {
	if _, all := sizeOf("CAIRN_TORN", 0); !all || world.Tortured() {
		t.Skip("only with CAIRN_TORN=all")
	}
	s := newSweep(t)
	for _, test := range deedsSwept(t) {
		dir := s.fresh()
		if out, err := runIn(dir, test); err != nil {
			t.Errorf("%s, undisturbed: %v\n%s", test, err, out)
		}
		s.check(try{test: test}, dir, faults.Well)
	}
	for act := range vocabulary(t) {
		switch _, known := notSwept[act]; {
		case !s.acts[string(act)] && !known:
			t.Errorf("%s is never done in the sweep: add a test that does it to alsoSwept, or say why not in notSwept", act)
		case s.acts[string(act)] && known:
			t.Errorf("%s is done in the sweep, and notSwept says that it cannot be", act)
		}
	}
	t.Logf("%d tests, %d kinds of acts; %d are not swept: %v", len(deedsSwept(t)), len(s.acts), len(notSwept), notSwept)
}

// vocabulary are the acts of the journal, as its source lists them.
func vocabulary(t *testing.T) map[audit.Act]bool {
	t.Helper()
	acts := map[audit.Act]bool{}
	must(t, filepath.WalkDir("../audit", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if of, ok := spec.Type.(*ast.Ident); ok && of.Name == "Act" {
				for _, v := range spec.Values {
					if text, ok := v.(*ast.BasicLit); ok {
						act, _ := strconv.Unquote(text.Value)
						acts[audit.Act(act)] = true
					}
				}
			}
			return true
		})
		return nil
	}))
	return acts
}
