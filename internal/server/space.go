package server

import "golang.org/x/sys/unix"

// freeSpace is what is free where the folder is.
func freeSpace(folder string) (bytes float64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return float64(s.Bavail) * float64(s.Bsize), true
}
