package server

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
)

// shareOfGroup is how much of its group's memory Go may use before it collects at once, in
// percent. The rest is for SQLite, whose memory Go does not know, and for what the system
// keeps beside.
const shareOfGroup = 60

// stayWithin lets Go use no more than its share of what the group of processes may have,
// where the system bounds it: guesses of passwords take 19 MB each for an instant, and what
// lies about of them would end Cairn. Who set GOMEMLIMIT has chosen otherwise.
func stayWithin() {
	if most, bounded := groupMemory("/"); bounded && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(most / 100 * shareOfGroup)
	}
}

// groupMemory is how many bytes the control groups that this process is in may have, by
// either form of Linux's; false where nothing bounds them or the system does not tell.
func groupMemory(root string) (most int64, bounded bool) {
	file, err := os.Open(filepath.Join(root, "proc/self/cgroup"))
	if err != nil {
		return 0, false
	}
	defer file.Close()
	most = math.MaxInt64
	for lines := bufio.NewScanner(file); lines.Scan(); {
		parts := strings.SplitN(lines.Text(), ":", 3)
		if len(parts) < 3 {
			continue
		}
		switch parts[1] {
		case "memory":
			most = min(most, leastAbove(filepath.Join(root, "sys/fs/cgroup/memory"), parts[2], "memory.limit_in_bytes"))
		case "":
			most = min(most, leastAbove(filepath.Join(root, "sys/fs/cgroup"), parts[2], "memory.max"))
		}
	}
	return most, most < 1<<60 // the older form writes a number without a bound as well
}

// leastAbove is the least of what is written in a group and in all that it is in.
func leastAbove(top, group, name string) int64 {
	least := int64(math.MaxInt64)
	for at := filepath.Clean("/" + group); ; at = filepath.Dir(at) {
		if text, err := os.ReadFile(filepath.Join(top, at, name)); err == nil {
			if n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil {
				least = min(least, n)
			}
		}
		if at == "/" {
			return least
		}
	}
}
