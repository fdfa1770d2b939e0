package lang

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"
)

// TestPackedCataloguesSayTheSame: those that scripts/packed.sh makes for `make build` are
// read as the plain ones are.
func TestPackedCataloguesSayTheSame(t *testing.T) {
	folder := t.TempDir()
	if out, err := exec.Command("../../scripts/packed.sh", folder).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(folder, "overlay.json"))
	if err != nil {
		t.Fatal(err)
	}
	var overlay struct{ Replace map[string]string }
	if err := json.Unmarshal(b, &overlay); err != nil {
		t.Fatal(err)
	}
	packed := fstest.MapFS{}
	for plain, other := range overlay.Replace {
		b, err := os.ReadFile(other)
		if err != nil {
			t.Fatal(err)
		}
		packed[filepath.Base(filepath.Dir(plain))+"/"+filepath.Base(plain)] = &fstest.MapFile{Data: b}
	}
	for _, l := range []Language{Swedish, German} {
		got, err := read(packed, l)
		if err != nil {
			t.Fatal(err)
		}
		if want := l.catalogue(); len(want) == 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d texts, not %d", l, len(got), len(want))
		}
	}
	if _, err := read(fstest.MapFS{"sv/a.json": {Data: []byte{0x1f, 0x8b, 1}}}, Swedish); err == nil {
		t.Error("what is packed wrongly is read")
	}
}
