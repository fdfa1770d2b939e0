package frameworkimport

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cairn/internal/frameworkfile"
)

// detect tells the form from the content; the name of the file only decides
// where both a table and Markdown would do.
func detect(f File) Format {
	ext := strings.ToLower(path.Ext(f.Name))
	switch {
	case isZip(f.Data):
		return XLSX
	case ext == "" && isOwn(f):
		return Own
	case bytes.HasPrefix(f.Data, []byte("---\n")) && ext != ".yaml" && ext != ".yml":
		return Markdown
	case slices.Contains([]string{".md", ".markdown", ".mdx", ".html", ".htm"}, ext):
		return Markdown
	case slices.Contains([]string{".csv", ".tsv"}, ext):
		return CSV
	case frameworkfile.IsJSON(f.Data), ext == ".yaml", ext == ".yml", ext == ".json":
		return structured(f)
	}
	if looksLikeMarkdown(f.Data) {
		return Markdown
	}
	if root, _ := frameworkfile.Parse(f.Name, f.Data); root != nil && root.Kind == yaml.MappingNode && len(root.Content) > 2 {
		return structured(f)
	}
	return CSV
}

// isOwn knows a file of ours that came without a name: Markdown has front matter that
// looks like one, and tables below.
func isOwn(f File) bool {
	root, _ := frameworkfile.Parse(f.Name, f.Data)
	return root != nil && root.Kind == yaml.MappingNode && child(root, "format") != nil && child(root, "steps") != nil
}

func looksLikeMarkdown(data []byte) bool {
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if bytes.HasPrefix(line, []byte("# ")) || bytes.HasPrefix(line, []byte("## ")) || bytes.HasPrefix(line, []byte("|")) || bytes.HasPrefix(bytes.ToLower(line), []byte("<table")) {
			return true
		}
	}
	return false
}

// structured tells the forms of YAML and JSON apart by their fields. What cannot
// be parsed is given to the reader of framework files, which says why.
func structured(f File) Format {
	root, _ := frameworkfile.Parse(f.Name, f.Data)
	if root == nil || root.Kind != yaml.MappingNode {
		return Own
	}
	has := func(keys ...string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { return child(root, k) != nil })
	}
	switch {
	case has("format"), has("extends"):
		return Own
	case has("core"), has("sets", "disciplinesets"):
		return Sets
	case has("skills", "capabilities", "competencies"):
		return Skills
	case has("scales") && has("profiles") && !has("examples"):
		return Skills
	case has("topics"):
		return Markdown // front matter that lost its dashes
	}
	return Own
}
