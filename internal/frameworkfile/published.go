package frameworkfile

import (
	"cairn/internal/framework"
	"cairn/internal/lang"
)

// CheckEdit refuses an edit of a version people have been evaluated under: once
// published, the same version may only be retired. The findings are those of
// the new file and, where it is refused, the reason at its version.
func CheckEdit(name string, before *framework.Framework, after []byte) (*framework.Framework, []Finding) {
	f, findings := Load(name, after)
	if f == nil || before == nil || f.ID != before.ID || f.Version != before.Version {
		return f, findings
	}
	if before.Status != framework.Published && before.Status != framework.Retired {
		return f, findings
	}
	if sameContent(before, f) {
		return f, findings
	}
	d := newDoc(name, after)
	line, column := 0, 0
	if root := d.parse(after); root != nil {
		n := valueOf(root, "version")
		line, column = n.Line, n.Column
	}
	d.at(Error, line, column, lang.Tell("Version {version} is published and stays as it is. Give the new text a new version.", "version", f.Version))
	return nil, append(findings, d.findings...)
}

// sameContent compares what the files say; retiring is the one change allowed.
func sameContent(a, b *framework.Framework) bool {
	x, y := framework.New(*a), framework.New(*b)
	if y.Status == framework.Retired || x.Status == y.Status {
		x, y = withStatus(x, ""), withStatus(y, "")
	}
	return Same(x, y)
}

func withStatus(f *framework.Framework, s framework.Status) *framework.Framework {
	c := *f
	c.Status = s
	return framework.New(c)
}
