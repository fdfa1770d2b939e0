//go:build unix

package seal

import "testing"

func TestFileOfAnotherAccountIsRefused(t *testing.T) {
	for _, c := range []struct {
		owner, self int
		ok          bool
	}{{1000, 1000, true}, {0, 1000, true}, {1001, 0, true}, {1001, 1000, false}} {
		if err := judgeOwner("m.key", c.owner, c.self); (err == nil) != c.ok {
			t.Errorf("owner %d read by %d: %v", c.owner, c.self, err)
		}
	}
}

// TestAFileThatRootHandsToTheGroupIsRead: so platforms of containers give secrets.
func TestAFileThatRootHandsToTheGroupIsRead(t *testing.T) {
	for what, c := range map[string]struct {
		owner, group, self, own int
		others                  []int
		ok                      bool
	}{
		"root's, for the group of this account":   {0, 65532, 65532, 65532, nil, true},
		"root's, for a group it is in besides":    {0, 2000, 65532, 65532, []int{2000}, true},
		"root's, for a group it is not in":        {0, 2000, 65532, 65532, nil, false},
		"root's, for root's group":                {0, 0, 65532, 0, nil, false},
		"its own, for a group":                    {65532, 65532, 65532, 65532, nil, false},
		"another's":                               {1000, 65532, 65532, 65532, nil, false},
		"of one that is root, who needs no group": {0, 1000, 0, 1000, nil, false},
	} {
		if judgeHanded(c.owner, c.group, c.self, c.own, c.others) != c.ok {
			t.Errorf("%s: it is read is %v", what, !c.ok)
		}
	}
}
