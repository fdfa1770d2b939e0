package seal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrongMasterIsNamed(t *testing.T) {
	a, b := newMaster(t), newMaster(t)
	_, wrapped := newKey(t, a, "p1")
	_, err := b.OpenKey("p1", wrapped)
	if !errors.Is(err, ErrWrongMaster) || !strings.Contains(err.Error(), a.ID()) || !strings.Contains(err.Error(), b.ID()) {
		t.Errorf("got %v; want both ids named", err)
	}
	forged := strings.Replace(wrapped, a.ID(), b.ID(), 1)
	if _, err := b.OpenKey("p1", forged); !errors.Is(err, ErrUnreadable) {
		t.Errorf("forged id: %v", err)
	}
}

func TestMasterSurvivesItsFile(t *testing.T) {
	m, path := newMaster(t), filepath.Join(t.TempDir(), "master.key")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	info, _ := os.Stat(path)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	_, wrapped := newKey(t, m, "p1")
	again, err := LoadMaster(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.OpenKey("p1", wrapped); err != nil {
		t.Error(err)
	}
	if err := newMaster(t).Save(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("second save: %v; the first key must stay", err)
	}
	if kept, err := LoadMaster(path); err != nil || kept.ID() != m.ID() {
		t.Errorf("after the second save: %v", err)
	}
}

func TestReadableByOthersIsRefused(t *testing.T) {
	for _, mode := range []os.FileMode{0o640, 0o604, 0o644, 0o660, 0o602, 0o700, 0o610} {
		path := filepath.Join(t.TempDir(), "master.key")
		if err := newMaster(t).Save(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadMaster(path); err == nil || !strings.Contains(err.Error(), "chmod 600 "+path) {
			t.Errorf("mode %o: %v; want the remedy", mode, err)
		}
	}
	path := filepath.Join(t.TempDir(), "master.key")
	_ = newMaster(t).Save(path)
	_ = os.Chmod(path, 0o400)
	if _, err := LoadMaster(path); err != nil {
		t.Errorf("mode 0400: %v", err)
	}
}

func TestFolderAndAbsentFileAreRefused(t *testing.T) {
	if _, err := LoadMaster(t.TempDir()); err == nil || !strings.Contains(err.Error(), "not a file") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := LoadMaster(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
	if err := newMaster(t).Save(filepath.Join(t.TempDir(), "no", "folder")); err == nil {
		t.Error("saved into a folder that is not there")
	}
}

func TestDamagedMasterIsRefusedWithoutShowingIt(t *testing.T) {
	text := newMaster(t).text()
	if _, err := ParseMaster(" " + text + "\n"); err != nil {
		t.Fatal(err)
	}
	secret := text[strings.LastIndex(text, ".")+1:]
	for i, changed := range append(flips(text), "", "hunter2", text[:len(text)-1], text+"A") {
		_, err := ParseMaster(changed)
		if strings.TrimSpace(changed) != text && !errors.Is(err, ErrNotMaster) {
			t.Fatalf("%d: %v, want ErrNotMaster", i, err)
		}
		if err != nil && strings.Contains(err.Error(), secret[:8]) {
			t.Fatal("the error shows the key")
		}
	}
}
