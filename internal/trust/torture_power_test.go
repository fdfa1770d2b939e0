package trust

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"cairn/internal/testkit/faults"
	"cairn/internal/testkit/world"
)

func init() {
	breakages = append(breakages,
		broken("an act is answered before the disk has it", "TestPowerIsCut", "store/engine_sqlite.go", "_pragma=synchronous(FULL)", "_pragma=synchronous(OFF)"),
	)
}

// TestPowerIsCut: what a process wrote is recorded, call by call, and the power is cut
// after some of them: of what was not made to last some is there, some by half, some not.
// All that was answered for is there, and whole. CAIRN_POWER says how often.
func TestPowerIsCut(t *testing.T) {
	if world.Tortured() {
		t.Skip("a process of the sweep sweeps nothing")
	}
	t.Parallel()
	faults.Need(t)
	s := newSweep(t)
	cuts, all := sizeOf("CAIRN_POWER", 30)
	tests := []string{"TestEveryActIsWrittenDown"}
	if all || cuts > 100 {
		tests = deedsSwept(t)
	}
	random := rand.New(rand.NewPCG(rand.Uint64(), 1))
	for _, test := range tests {
		dir := s.fresh()
		before := map[string][]byte{}
		content, err := os.ReadFile(filepath.Join(dir, world.TorturedDatabase))
		must(t, err)
		before[world.TorturedDatabase] = content
		calls := faults.Record(t, dir, inFolder(dir), command(test)...)
		must(t, os.RemoveAll(dir))
		times := cuts/len(tests) + 1
		for n := 0; n < times && !t.Failed(); n++ {
			s.powerless(try{test: test, Fault: faults.Fault{Calls: "anything", Does: "no power", At: random.IntN(len(calls) + 1)}}, calls, before, random)
		}
	}
	t.Logf("%d cuts; %d links were answered for and are there; opened again in %v at most", s.killed, s.kept, s.slowest)
}

// powerless lays out what the disk holds, and looks at it.
func (s *sweep) powerless(x try, calls []faults.Call, before map[string][]byte, random *rand.Rand) {
	s.Helper()
	var answered []byte
	for _, c := range calls[:x.At] {
		if c.Name == "write" && filepath.Base(c.Path) == world.TorturedAnswers {
			answered = append(answered, c.Data...)
		}
	}
	dir := s.fresh()
	files := faults.Cut(calls[:x.At], before, random)
	files[world.TorturedAnswers] = answered // whoever was answered knows it
	delete(files, world.TorturedDatabase+"-shm")
	for name, content := range files {
		must(s.T, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	s.check(x, dir, faults.Killed)
}
