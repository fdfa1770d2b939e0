//go:build unix

package seal

import (
	"fmt"
	"os"
	"syscall"
)

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
