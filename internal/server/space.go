package server

import (
	"path/filepath"

	"golang.org/x/sys/unix"

	"cairn/internal/config"
)

// Free space below which whoever runs Cairn should act, and below which nothing large
// is taken in.
const (
	SpaceLow   = 200 << 20
	mostSpared = 2 << 30 // a twentieth of a large disk is no reason to refuse a file
)

// Space is what is free where the folder is, and how large that is.
func Space(folder string) (free, total uint64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), uint64(s.Blocks) * uint64(s.Bsize), nil
}

// freeSpace is what is free where the folder is.
func freeSpace(folder string) (bytes float64, known bool) {
	free, _, err := Space(folder)
	return float64(free), err == nil
}

// Low tells whether nothing large should be taken in: less than 200 MB are free, or
// less than a twentieth, as far as that is less than 2 GB.
func Low(free, total uint64) bool {
	return free < SpaceLow || free < min(total/20, mostSpared)
}

// lowWhere tells whether the disk of the database is nearly full. Where PostgreSQL
// keeps what it has, Cairn does not see.
func lowWhere(c config.Config) func() bool {
	if c.IsPostgres() {
		return nil
	}
	return func() bool {
		free, total, err := Space(filepath.Dir(c.Database))
		return err == nil && Low(free, total)
	}
}
