package witness

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// held holds a chain of these MACs to the links, the first one being link 0, and returns
// what was found.
func held(t *testing.T, l *Links, chain ...string) (found []string) {
	t.Helper()
	for at, mac := range chain {
		if _, what := l.Hold(int64(at), mac); what != "" {
			found = append(found, fmt.Sprint(at, " ", what))
		}
	}
	err := l.End(int64(len(chain)), func(from, to int64, what string) { found = append(found, fmt.Sprint(from, "-", to, " ", what)) })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// journal writes files of lines such as "3 c", "3 c void" and "6 f restored 2"; each is a
// second after the one before it, of all files, in the order of the numbers before the colon.
func journal(t *testing.T, lines ...string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for second, line := range lines {
		file, words, _ := strings.Cut(line, ": ")
		f := strings.Fields(words)
		text := fmt.Sprintf(`{"link":%s,"at":%d,"mac":"%s"`, f[0], second, f[1])
		if slices.Contains(f, "void") {
			text += `,"void":true`
		}
		if slices.Contains(f, "restored") {
			text += fmt.Sprintf(`,"entries":[{"act":"cairn.restored","object":"journal/%s"}]`, f[3])
		}
		out, err := os.OpenFile(filepath.Join(folder, file+".jsonl"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.WriteString(text + "}\n"); err != nil {
			t.Fatal(err)
		}
		_ = out.Close()
	}
	return folder
}

func TestSeveralFilesAreHeldTogether(t *testing.T) {
	chain := []string{"a", "b", "c", "d", "e", "f"}
	whole := []string{"1: 0 a", "2: 1 b", "1: 2 c", "1: 3 d", "2: 4 e", "1: 5 f"}
	for name, c := range map[string]struct {
		lines []string
		want  []string
		begun int
	}{
		"each is in one of them":                  {whole, nil, 0},
		"the first ones are from before the copy": {whole[2:], nil, 0},
		"some are in none":                        {[]string{whole[0], whole[1], whole[4]}, []string{"2-3 in none of the files", "5-5 in none of the files"}, 0},
		"one was killed before it was kept":       {append([]string{"2: 2 x"}, whole...), nil, 1},
		"one was killed, began anew and is there": {append([]string{"1: 0 x", "1: 0 a"}, whole[1:]...), nil, 0},
		"taken back, and there all the same":      {append([]string{"1: 0 a", "1: 0 a void"}, whole[1:]...), nil, 0},
		"another one than all have":               {append([]string{"1: 0 x"}, whole[1:]...), []string{"0 is another one there"}, 0},
		"a file knows of another chain":           {append([]string{"2: 2 x", "2: 3 y", "2: 4 z"}, whole...), []string{"2-2 is another one in 2", "3-3 is another one in 2"}, 0},
		"a restore in one goes back in all":       {append([]string{"2: 1 x", "2: 2 y", "2: 3 z", "2: 9 w", "1: 1 b restored 0"}, whole[2:]...), nil, 0},
		"a restore that the chain has not":        {append(whole, "2: 3 x restored 2"), []string{"3 is another one there", "4-5 in none of the files"}, 0},
		"the database is older":                   {append(whole, "2: 6 g", "1: 7 h", "1: 7 h void"), []string{"6-6 is only there: this database is older than the second journal, or was cut off"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			folder := journal(t, c.lines...)
			l, err := Read(true, folder)
			if err != nil {
				t.Fatal(err)
			}
			found := held(t, l, chain...)
			for i := range found {
				found[i] = strings.NewReplacer(folder+"/", "", ".jsonl", "").Replace(found[i])
			}
			if !slices.Equal(found, c.want) || l.Begun != c.begun {
				t.Errorf("found %q, want %q; %d begun, want %d", found, c.want, l.Begun, c.begun)
			}
		})
	}
}

func TestOfOneFileOfSeveralNothingIsMissing(t *testing.T) {
	folder := journal(t, "1: 0 a", "2: 1 b", "1: 2 c")
	l, err := Read(false, folder+"/1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if found := held(t, l, "a", "b", "c", "d"); len(found) != 0 {
		t.Errorf("found %q", found)
	}
}

// TestWhatIsWrittenMeanwhileIsNotMissed: Cairns write on while the chain is looked at, one of
// them after its file was read and before another's was.
func TestWhatIsWrittenMeanwhileIsNotMissed(t *testing.T) {
	for _, before := range []string{"1: 0 a", "2: 2 c"} {
		folder := journal(t, "1: 0 a", before)
		l, err := Read(true, folder)
		if err != nil {
			t.Fatal(err)
		}
		since := journal(t, "1: 0 a", "1: 1 b")
		if err := os.Rename(since+"/1.jsonl", folder+"/1.jsonl"); err != nil {
			t.Fatal(err)
		}
		want := []string{"3-3 in none of the files"}
		if before == "1: 0 a" {
			want = []string{"2-3 in none of the files"}
		}
		if found := held(t, l, "a", "b", "c", "d"); !slices.Equal(found, want) {
			t.Errorf("%s: found %q", before, found)
		}
	}
}

// TestWhatIsTakenBackMeanwhileIsNotMissed: an act that failed at its end is taken back in the
// second journal after the files were read.
func TestWhatIsTakenBackMeanwhileIsNotMissed(t *testing.T) {
	folder := journal(t, "1: 0 a", "1: 1 b", "1: 2 c")
	l, err := Read(true, folder)
	if err != nil {
		t.Fatal(err)
	}
	since := journal(t, "1: 0 a", "1: 1 b void", "1: 2 c")
	if err := os.Rename(since+"/1.jsonl", folder+"/1.jsonl"); err != nil {
		t.Fatal(err)
	}
	if found := held(t, l, "a"); !slices.Equal(found, []string{"2-2 is only there: this database is older than the second journal, or was cut off"}) {
		t.Errorf("found %q", found)
	}
}

func TestWhatHappenedSinceIsReadFromAllFiles(t *testing.T) {
	folder := journal(t, "1: 0 a", "2: 1 b restored 0", "1: 2 c restored 1")
	lines, err := Since([]string{folder + "/2.jsonl", folder}, 1)
	if err != nil || len(lines) != 1 || lines[0].Object != "journal/1" {
		t.Errorf("%v, %v", lines, err)
	}
	if _, err := Since([]string{folder + "/none"}, 0); err == nil {
		t.Error("a file that is not there was read")
	}
}
