package server

import (
	"os"
	"path/filepath"
	"testing"
)

func TestGroupMemory(t *testing.T) {
	const gib = 1 << 30
	for name, c := range map[string]struct {
		files   map[string]string
		want    int64
		bounded bool
	}{
		"no groups":                  {nil, 0, false},
		"nothing bounds it":          {map[string]string{"proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "max\n"}, 0, false},
		"its own":                    {map[string]string{"proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "1073741824\n"}, gib, true},
		"the one around it":          {map[string]string{"proc/self/cgroup": "0::/a/b/c\n", "sys/fs/cgroup/a/memory.max": "1073741824\n", "sys/fs/cgroup/a/b/memory.max": "2147483648\n"}, gib, true},
		"a container's, seen within": {map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "1073741824\n"}, gib, true},
		"the older form":             {map[string]string{"proc/self/cgroup": "9:memory:/a\n1:cpu:/a\n", "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "1073741824\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, gib, true},
		"the older form, unbounded":  {map[string]string{"proc/self/cgroup": "9:memory:/a\n", "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "9223372036854771712\n"}, 0, false},
		"a path that leads out":      {map[string]string{"proc/self/cgroup": "0::/../../a\nnothing\n", "sys/fs/cgroup/memory.max": "1073741824\n"}, gib, true},
	} {
		root := t.TempDir()
		for file, text := range c.files {
			at := filepath.Join(root, file)
			if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if most, bounded := groupMemory(root); bounded != c.bounded || bounded && most != c.want {
			t.Errorf("%s: %d, %v, and should be %d, %v", name, most, bounded, c.want, c.bounded)
		}
	}
}
