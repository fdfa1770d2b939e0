package lang

// What is found in the file of a framework, and what no longer fits in an extension.
func init() {
	rooms = append(rooms, "framework/extension.go", "framework/extension_check.go", "framework/nearest.go", "framework/rebase.go",
		"frameworkfile/check.go", "frameworkfile/extension.go", "frameworkfile/finding.go", "frameworkfile/json.go", "frameworkfile/limits.go", "frameworkfile/load.go",
		"frameworkfile/nearest.go", "frameworkfile/node.go", "frameworkfile/parts.go", "frameworkfile/published.go")
	// For whoever builds on it, and the names under which fields are kept.
	names = append(names, "no file says the same as this: %w", "line %d: a field name that is %s cannot be written as JSON", "level of scale ", " of scale ", "approve of ")
}
