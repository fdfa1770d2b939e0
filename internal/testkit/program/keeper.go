package program

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// keep waits until its input ends, which happens when this process ends for any
// reason, even when it is killed. Then it stops the program, if there is one, and
// removes the folder.
const keep = `
dir=$1; shift
server=
if [ $# -gt 0 ]; then
	"$@" >"$dir/log" 2>&1 </dev/null &
	server=$!
fi
read -r _
if [ -n "$server" ]; then
	kill -TERM "$server" 2>/dev/null
	kill -INT "$server" 2>/dev/null # to PostgreSQL: do not wait for clients
	wait "$server"
fi
for pause in 0 1 2 4; do
	sleep $pause
	rm -rf "$dir" && exit
done
`

// KeepUntilExit runs command until this process ends, then stops it and removes
// dir. The command's output goes to dir/log. Without a command only the folder is
// kept and removed. A nil owner means the user of this process.
func KeepUntilExit(dir string, owner *syscall.Credential, command ...string) error {
	end, held, err := os.Pipe()
	if err != nil {
		return err
	}
	defer end.Close()
	keeper := exec.Command("/bin/sh", append([]string{"-c", keep, "keeper", dir}, command...)...)
	keeper.Dir = "/"
	keeper.Stdin = end
	// A session of its own, so that Ctrl-C reaches the tests and not the keeper.
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: owner}
	if err := keeper.Start(); err != nil {
		held.Close()
		return fmt.Errorf("keeping %v: %w", command, err)
	}
	keepers = append(keepers, held)
	return nil
}

// keepers holds the pipes open: one that is garbage collected would be closed,
// and its program stopped, in the middle of the tests.
var keepers []*os.File
