//go:build unix

package seal

import (
	"fmt"
	"os"
	"slices"
	"syscall"
)

// handed tells whether root made the file readable for the group of this account, as
// platforms of containers hand out secrets: nobody but root can put anybody else there.
func handed(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && judgeHanded(int(stat.Uid), int(stat.Gid), os.Geteuid(), os.Getgid(), groups())
}

func judgeHanded(owner, group, self, own int, others []int) bool {
	return owner == 0 && self != 0 && group != 0 && (group == own || slices.Contains(others, group))
}

func groups() []int {
	list, _ := os.Getgroups() // none are known
	return list
}

// checkOwner accepts a file of this account or of root; root accepts any.
func checkOwner(path string, info os.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("seal: the owner of the master key %s cannot be told", path)
	}
	return judgeOwner(path, int(stat.Uid), os.Geteuid())
}

func judgeOwner(path string, owner, self int) error {
	if owner == self || owner == 0 || self == 0 {
		return nil
	}
	return fmt.Errorf("seal: the master key %s belongs to account %d, Cairn runs as %d; run: chown %d %s",
		path, owner, self, self, path)
}
